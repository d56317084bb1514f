// The thread in which the language server checks; see host/checker.
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { createExtractor, loadParsers } from './engine/extract/index.ts';
import { readCatalogueBundle } from './host/catalogue.ts';
import { serveChecks } from './host/checker/index.ts';
import { today } from './host/today.ts';

const { turn } = workerData as { readonly turn: Int32Array };
const catalogue = await readCatalogueBundle(fileURLToPath(new URL('catalogue.json', import.meta.url)));
const extractor = createExtractor(await loadParsers());
if (parentPort !== null) serveChecks(parentPort, { catalogue, extractor, today }, turn);
