/** What a library's function gives of the object or list it is handed; `none`: no data of it (a size, a truth). */
export type LibraryEffect =
  | 'pick'
  | 'omit'
  | 'pick-by'
  | 'omit-by'
  | 'map'
  | 'filter'
  | 'where'
  | 'split'
  | 'get'
  | 'none'
  /** The list, changed by a function that is handed a draft of it. */
  | 'draft'
  /** The first argument, sent through the functions after it. */
  | 'pipe'
  /** A function that sends what it is called with through those it is made of, from the first on; `compose` from the last. */
  | 'flow'
  | 'compose';

/** Functions of utility libraries that decide which fields of an object go on. */
export interface Library {
  /** They stand under their names, on the default export, and as the default export of `package/name` and `package.name`. */
  readonly packages: readonly string[];
  /** The object is the last argument, not the first. */
  readonly last?: boolean;
  /** Names of exports by what they do. */
  readonly does: Readonly<Partial<Record<LibraryEffect, readonly string[]>>>;
}
