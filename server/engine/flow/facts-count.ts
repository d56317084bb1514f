import type { Sought } from './units.ts';
import { VersionedMap } from './versioned-map.ts';

interface Counted {
  /** Searches that looked there. */
  count: number;
  facts: ReadonlySet<string>;
}

/**
 * Files whose facts were read for any of some searches. Counted, so that what changes in one search, or at one place where
 * several looked, changes the whole by as much.
 */
export class FactsCount {
  readonly #factsOf: (basis: string) => ReadonlySet<string> | undefined;
  /** By search, the places where it looked, in its order. */
  readonly #searches = new Map<Sought, readonly string[]>();
  readonly #bases = new Map<string, Counted>();
  readonly #counts = new VersionedMap<string, number>();

  /** @param factsOf the files that were read to look at one place; undefined if there was nothing to look at */
  constructor(factsOf: (basis: string) => ReadonlySet<string> | undefined) {
    this.#factsOf = factsOf;
  }

  get paths(): VersionedMap<string, number> {
    return this.#counts;
  }

  /**
   * How far a search went; 0 lets go of it.
   *
   * @param looked places where it looked, of those that it can look at
   * @param basis names one of them
   */
  set(sought: Sought, looked: number, basis: (position: number) => string): void {
    const before = this.#searches.get(sought) ?? [];
    if (before.length === looked) return;
    const now = Array.from({ length: looked }, (_, position) => before[position] ?? basis(position));
    for (const name of now.slice(before.length)) this.#enter(name);
    for (const name of before.slice(now.length)) this.#leave(name);
    if (looked === 0) this.#searches.delete(sought);
    else this.#searches.set(sought, now);
  }

  /** It was looked at a place anew. */
  renew(basis: string): void {
    const known = this.#bases.get(basis);
    if (known === undefined) return;
    const facts = this.#factsOf(basis) ?? NONE;
    this.#count(facts, 1);
    this.#count(known.facts, -1);
    known.facts = facts;
  }

  clear(): void {
    this.#searches.clear();
    this.#bases.clear();
    this.#counts.clear();
  }

  #enter(basis: string): void {
    const known = this.#bases.get(basis);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const facts = this.#factsOf(basis) ?? NONE;
    this.#bases.set(basis, { count: 1, facts });
    this.#count(facts, 1);
  }

  #leave(basis: string): void {
    const known = this.#bases.get(basis);
    if (known === undefined || --known.count > 0) return;
    this.#bases.delete(basis);
    this.#count(known.facts, -1);
  }

  #count(paths: ReadonlySet<string>, by: 1 | -1): void {
    for (const path of paths) {
      const count = (this.#counts.get(path) ?? 0) + by;
      if (count === 0) this.#counts.delete(path);
      else this.#counts.set(path, count);
    }
  }
}

const NONE: ReadonlySet<string> = new Set();
