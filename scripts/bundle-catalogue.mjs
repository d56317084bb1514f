// Writes the whole catalogue as one JSON file, so that no program parses YAML at start-up. Fails on any problem in it.
// What only people and tests read (examples, what the paths were checked against) stays in the sources.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const { readCatalogueFolder } = await tsImport('../server/host/catalogue.ts', import.meta.url);
const { catalogue, problems } = await readCatalogueFolder(fileURLToPath(new URL('../rules', import.meta.url)));
for (const { file, line, column, message } of problems) {
  console.error(`rules/${file}:${line}:${column} ${message}`);
}
if (problems.length > 0) process.exit(1);

/** An entry without its example and the record of its verification. */
function forPrograms(entry) {
  const forPeople = ['example', 'verify'];
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !forPeople.includes(key)));
}

await mkdir(new URL('../dist/', import.meta.url), { recursive: true });
await writeFile(
  new URL('../dist/catalogue.json', import.meta.url),
  JSON.stringify({
    ...catalogue,
    symbolPackages: undefined,
    data: catalogue.data.filter(({ untold }) => untold === undefined),
    sdks: catalogue.sdks.map(forPrograms),
    frameworks: catalogue.frameworks.map(forPrograms),
  }),
);
