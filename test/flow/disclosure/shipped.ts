import { fileURLToPath } from 'node:url';
import type { Catalogue } from '../../../rules/schema/types.ts';
import { readCatalogueFolder } from '../../../server/host/catalogue.ts';

let reading: Promise<Catalogue> | null = null;

/** The shipped catalogue, read once. */
export function shippedCatalogue(): Promise<Catalogue> {
  return (reading ??= readCatalogueFolder(fileURLToPath(new URL('../../../rules', import.meta.url))).then(
    ({ catalogue }) => catalogue,
  ));
}
