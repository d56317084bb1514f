export type { CallMatch, CatalogueIndex, HandlerMatch, PassMatch } from './contract.ts';
export type { HostMatch } from './hosts.ts';
export type { LibraryMatch } from './libraries.ts';
export { compileCatalogue } from './compile.ts';
