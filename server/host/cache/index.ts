/** Door of the cache: what earlier checks found, and the facts of texts they read. */
export { openCache } from './open-cache.ts';
export type { CacheEntry, CacheOptions, CheckCache } from './open-cache.ts';
export type { CheckInputs } from './key.ts';
export { cacheFolderOf } from './location.ts';
