import type { Keys } from './units.ts';

/** Files whose facts were read for something. */
export interface Touched {
  has(path: string): boolean;
  /** Each once, in no order. */
  paths(): Iterable<string>;
  /** The same for two that hold the same files; null if that cannot be told. */
  readonly version: string | null;
}

/**
 * What is in any of some sets.
 *
 * @param own read in this very check, and told apart by what is in it
 * @param kept those that are kept from check to check, each with a number that changes with it
 */
export function touchedIn(
  own: ReadonlySet<string>,
  kept: readonly (Keys<string> & { readonly version: number })[],
): Touched {
  const added = kept.length === 0 ? [] : [...own].filter((path) => !kept.some((set) => set.has(path)));
  return {
    has: (path) => own.has(path) || kept.some((set) => set.has(path)),
    *paths() {
      yield* own;
      for (const [i, set] of kept.entries()) {
        for (const path of set.keys()) {
          if (!own.has(path) && !kept.slice(0, i).some((other) => other.has(path))) yield path;
        }
      }
    },
    version: kept.length === 0 ? null : [...kept.map(({ version }) => version), ...added.sort()].join('\0'),
  };
}
