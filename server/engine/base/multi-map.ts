/** Some values under each key. */
export class MultiMap<K, V> {
  readonly #sets: Map<K, Set<V>>;

  /** @param sets holds the values, and nobody else changes it */
  constructor(sets = new Map<K, Set<V>>()) {
    this.#sets = sets;
  }

  of(key: K): Iterable<V> {
    return this.#sets.get(key) ?? [];
  }

  has(key: K): boolean {
    return this.#sets.has(key);
  }

  keys(): Iterable<K> {
    return this.#sets.keys();
  }

  /** @returns whether it is the first under its key */
  add(key: K, value: V): boolean {
    const known = this.#sets.get(key);
    if (known === undefined) this.#sets.set(key, new Set([value]));
    else known.add(value);
    return known === undefined;
  }

  /** @returns whether it was the last under its key */
  remove(key: K, value: V): boolean {
    const known = this.#sets.get(key);
    known?.delete(value);
    return known?.size === 0 && this.#sets.delete(key);
  }

  clear(): void {
    this.#sets.clear();
  }
}
