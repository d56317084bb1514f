/** `npm run docs`: writes the pages of `docs/` from the catalogue. A test fails when they are stale. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCatalogueFolder } from '../../server/host/catalogue.ts';
import { DOCS, renderDocs } from './render.ts';

const { catalogue, problems } = await readCatalogueFolder(fileURLToPath(new URL('../../rules', import.meta.url)));
if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
mkdirSync(DOCS, { recursive: true });
for (const [name, text] of renderDocs(catalogue)) writeFileSync(DOCS + name, text);
