import { fileURLToPath } from 'node:url';
import type { MarkerLexicon } from '../../../rules/schema/types.ts';
import { readCatalogueFolder } from '../../../server/host/catalogue.ts';

/** The shipped words. */
export async function shippedLexicon(): Promise<MarkerLexicon> {
  const { catalogue } = await readCatalogueFolder(fileURLToPath(new URL('../../../rules', import.meta.url)));
  if (catalogue.markers === undefined) throw new Error('no markers in the catalogue');
  return catalogue.markers;
}
