import type { Library, LibraryEffect } from '../../../../rules/schema/types.ts';

export interface LibraryMatch {
  readonly does: LibraryEffect;
  /** The object is the last argument, not the first. */
  readonly last: boolean;
}

/** A path of an export, or of a member of the default export or of the namespace: package and name. */
const EXPORT = /^([^#]+)#(?:(?:\*|default)\.)?([\w$*]+)$/;
/** A package that holds one function: `lodash/pick`, `lodash.pick`. */
const SINGLE = /^(.+)[./]([\w$]+)$/;

/** Looks up functions of utility libraries by the canonical path of the callee. */
export function createLibraries(libraries: readonly Library[]): (path: string) => LibraryMatch | null {
  const known = new Map<string, LibraryMatch>();
  for (const { packages, last = false, does } of libraries) {
    for (const [effect, names] of Object.entries(does) as [LibraryEffect, readonly string[]][]) {
      for (const pkg of packages) for (const name of names) known.set(`${pkg}#${name}`, { does: effect, last });
    }
  }
  return (path) => {
    const [, pkg = '', name = ''] = EXPORT.exec(path) ?? [];
    const own = known.get(`${pkg}#${name === '*' ? 'default' : name}`);
    if (own !== undefined || (name !== 'default' && name !== '*')) return own ?? null;
    const [, library = '', single = ''] = SINGLE.exec(pkg) ?? [];
    return known.get(`${library}#${single}`) ?? null;
  };
}
