// Writes the whole catalogue as one JSON file, so that no program parses YAML at start-up. Fails on any problem in it.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const { readCatalogueFolder } = await tsImport('../server/host/catalogue.ts', import.meta.url);
const { catalogue, problems } = await readCatalogueFolder(fileURLToPath(new URL('../rules', import.meta.url)));
for (const { file, line, column, message } of problems) {
  console.error(`rules/${file}:${line}:${column} ${message}`);
}
if (problems.length > 0) process.exit(1);
await mkdir(new URL('../dist/', import.meta.url), { recursive: true });
await writeFile(new URL('../dist/catalogue.json', import.meta.url), JSON.stringify(catalogue));
