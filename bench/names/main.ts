/** `npm run bench:names`: how well the names of fields of real schemas are told to hold personal data. */
import { fileURLToPath } from 'node:url';
import { readCatalogueFolder } from '../../server/host/catalogue.ts';
import { scoreNames } from './score.ts';

const { catalogue } = await readCatalogueFolder(fileURLToPath(new URL('../../rules', import.meta.url)));
for (const set of ['fields', 'held-out', 'blind'] as const) {
  const { fields, personal, precision, recall, wrong, missed, otherCategory } = scoreNames(catalogue, set);
  console.log(`${set}: ${String(fields)} fields, ${String(personal)} of them personal`);
  console.log(`precision ${(precision * 100).toFixed(1)} %, recall ${(recall * 100).toFixed(1)} %`);
  console.log(`wrong: ${wrong.join(', ')}`);
  console.log(`missed: ${missed.join(', ')}`);
  console.log(`other category: ${otherCategory.join(', ')}`);
}
