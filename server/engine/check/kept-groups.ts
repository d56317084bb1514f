interface Group<F> {
  /** Positions of those that have a part in it. */
  readonly members: Set<number>;
  found: readonly F[];
}

/**
 * What is found of parts that are grouped across many owners. Kept from check to check: where an owner is another one
 * than before, the groups that it had or has a part in are looked at anew, and the others stand.
 */
export class KeptGroups<O extends object, P extends { readonly at: string }, F> {
  #owners: readonly O[] = [];
  #parts: (readonly P[])[] = [];
  #groups = new Map<string, Group<F>>();
  #found: readonly F[] = [];

  /**
   * @param partsOf the parts of an owner, by `at` in one group with those of others; always the same of the same owner
   * @param find what is found of a group, whose parts are in the order of their owners
   * @returns what was found, in no order
   */
  of(
    owners: readonly O[],
    partsOf: (owner: O) => readonly P[],
    find: (group: readonly P[]) => readonly F[],
  ): readonly F[] {
    if (owners.length !== this.#owners.length) {
      this.#owners = [];
      this.#parts = [];
      this.#groups = new Map();
      this.#found = [];
    }
    const changed = new Set<string>();
    for (const [i, owner] of owners.entries()) {
      if (owner === this.#owners[i]) continue;
      for (const { at } of this.#parts[i] ?? []) {
        this.#groups.get(at)?.members.delete(i);
        changed.add(at);
      }
      const parts = partsOf(owner);
      this.#parts[i] = parts;
      for (const { at } of parts) {
        this.#group(at).members.add(i);
        changed.add(at);
      }
    }
    this.#owners = owners;
    for (const at of changed) {
      const group = this.#group(at);
      const positions = [...group.members].sort((a, b) => a - b);
      if (positions.length === 0) this.#groups.delete(at);
      else group.found = find(positions.flatMap((i) => (this.#parts[i] ?? []).filter((part) => part.at === at)));
    }
    if (changed.size > 0) this.#found = [...this.#groups.values()].flatMap(({ found }) => found);
    return this.#found;
  }

  #group(at: string): Group<F> {
    let group = this.#groups.get(at);
    if (group === undefined) this.#groups.set(at, (group = { members: new Set(), found: [] }));
    return group;
  }
}
