import type { Entity } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';

/** A value that is reached from an export of a package, or of the platform. */
export type Api = Entity & { readonly k: 'api' };

/** A global is an export of the platform: the same look-up serves both. */
export function asApi(index: CatalogueIndex, e: Entity): Api | null {
  if (e.k === 'api') return e;
  return e.k === 'global' ? { k: 'api', pkg: '', at: index.canonical('', e.name), maker: null } : null;
}
