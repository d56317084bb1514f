import type { NodeRef } from '../link/index.ts';
import type { Place } from '../base/place.ts';

/** Something the analysis itself could not do: a fault of the engine, met at a place. */
export interface Fault {
  readonly place: Place;
  readonly message: string;
}

/** What an answer rests on. */
export interface Reads {
  /** Files whose facts were read. */
  readonly facts: Set<string>;
  /** Files whose text was. */
  readonly texts: Set<string>;
  /** Answers that concern all texts, or other parts of the program. */
  readonly answers: Set<object>;
  /** Where callers were looked for. */
  readonly sought: Set<Sought>;
}

/** A name looked for in some files. */
export interface Sought {
  readonly paths: readonly string[];
  readonly name: string;
}

export const emptyReads = (): Reads => ({ facts: new Set(), texts: new Set(), answers: new Set(), sought: new Set() });

/** What changed since answers were given. */
export interface Change {
  readonly paths: ReadonlySet<string>;
  /** Answers that do not hold any more; null if anything may be different. */
  readonly answers: ReadonlySet<object> | null;
}

/** An answer about a part of the program. */
export interface Unit {
  readonly value: unknown;
  readonly faults: readonly Fault[];
  readonly limits: readonly NodeRef[];
  readonly reads: Reads;
}

/** A set, or a table of which only the keys are of interest. */
export type Keys<T> = Pick<ReadonlySet<T>, 'has'> & { keys(): Iterable<T> };

/** What can be out of date. */
interface Item {
  unit: Unit;
  fresh: boolean;
}

interface Kept extends Item {
  round: number;
}

/** An answer on which others rest in parts: it is found anew before them, and tells which of them it concerns. */
interface Basis<T> extends Item {
  readonly name: string;
  unit: Unit & { readonly value: T };
  readonly find: () => Unit & { readonly value: T };
  /** What rests on the answer before and does not hold any more. */
  readonly stale: (before: T, now: T) => Iterable<object>;
}

/** Rounds between two sweeps. */
const ROUNDS = 100;

/**
 * Answers about parts of a program (one model call, the calls of one file) with what each rests on. After a change those
 * that rest on nothing that changed are given again. Where an answer that is found anew equals the one before, that one is
 * given, so that what was made of it stands too. (Demand-driven recomputation with early cut-off, as build systems do it:
 * Mokhov, Mitchell, Peyton Jones, "Build systems à la carte", ICFP 2018.)
 */
export class Units {
  readonly #kept = new Map<string, Map<object, Kept>>();
  readonly #bases = new Map<string, Basis<unknown>>();
  readonly #users = new Users();
  readonly #basisUsers = new Users();
  #outdated = new Set<Basis<unknown>>();
  #round = 0;
  #epoch = 0;

  /** Another number once everything was let go. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Now and then: time to look for what nobody uses any more, as names that were asked for come and go in an editor. */
  get isSweepDue(): boolean {
    return this.#round % ROUNDS === 0;
  }

  get isEmpty(): boolean {
    return this.#kept.size === 0;
  }

  /** Files whose facts were read for some answer, but for those on which only what it rests on does. */
  factsRead(): Keys<string> {
    return this.#users.facts;
  }

  /** What was sought for some answer. */
  get sought(): Keys<Sought> {
    return this.#users.sought;
  }

  /** What came to be sought, or is not any more, since this was asked last. */
  soughtAnew(): ReadonlySet<Sought> {
    return this.#users.takeTurned();
  }

  /** What a basis rests on. */
  basisReads(name: string): Reads | undefined {
    return this.#bases.get(name)?.unit.reads;
  }

  /** Whether some answer rests on this answer about texts, or another part. */
  usesAnswer(answer: object): boolean {
    return this.#users.answers.has(answer) || this.#basisUsers.answers.has(answer);
  }

  /** Whether some answer rests on a file. */
  restOn(path: string): boolean {
    return [this.#users, this.#basisUsers].some(({ facts, texts }) => facts.has(path) || texts.has(path));
  }

  changed({ paths, answers }: Change): void {
    if (answers === null) {
      this.clear();
      return;
    }
    for (const users of [this.#users, this.#basisUsers]) {
      for (const path of paths) {
        this.#outdate(users.facts.get(path));
        this.#outdate(users.texts.get(path));
      }
      for (const answer of answers) this.#outdate(users.answers.get(answer));
    }
  }

  clear(): void {
    this.#epoch++;
    this.#kept.clear();
    this.#bases.clear();
    this.#users.clear();
    this.#basisUsers.clear();
    this.#outdated.clear();
  }

  /**
   * Finds anew what others rest on, so that it is known of each whether it still holds.
   *
   * @returns names of the bases that were found anew
   */
  refresh(): readonly string[] {
    const outdated = [...this.#outdated];
    this.#outdated = new Set();
    for (const basis of outdated) {
      const before = basis.unit;
      basis.unit = basis.find();
      basis.fresh = true;
      this.#basisUsers.remove(basis, before.reads);
      this.#basisUsers.add(basis, basis.unit.reads);
      for (const answer of basis.stale(before.value, basis.unit.value)) this.#outdate(this.#users.answers.get(answer));
    }
    return outdated.map(({ name }) => name);
  }

  /**
   * An answer on which others rest in parts.
   *
   * @param stale which of the parts do not hold any more, once it is found to be another one
   */
  basis<T>(name: string, find: () => Unit & { readonly value: T }, stale: (before: T, now: T) => Iterable<object>): T {
    const known = this.#bases.get(name) as Basis<T> | undefined;
    if (known !== undefined) return known.unit.value;
    const basis: Basis<T> = { name, find, stale, unit: find(), fresh: true };
    this.#bases.set(name, basis as Basis<unknown>);
    this.#basisUsers.add(basis, basis.unit.reads);
    return basis.unit.value;
  }

  /**
   * The answer of a kind about an object, found anew if need be.
   *
   * @param same tells whether an answer is as good as the one before
   */
  of<T>(
    kind: string,
    about: object,
    find: () => Unit & { readonly value: T },
    same?: (a: T, b: T) => boolean,
  ): Unit & { readonly value: T } {
    let units = this.#kept.get(kind);
    if (units === undefined) this.#kept.set(kind, (units = new Map<object, Kept>()));
    const known = units.get(about) as (Kept & { readonly unit: Unit & { readonly value: T } }) | undefined;
    if (known?.fresh === true) {
      known.round = this.#round;
      return known.unit;
    }
    const found = find();
    const isSame = known !== undefined && same?.(known.unit.value, found.value) === true;
    const unit = isSame ? { ...found, value: known.unit.value } : found;
    const kept: Kept = { unit, fresh: true, round: this.#round };
    if (known !== undefined) this.#users.remove(known, known.unit.reads);
    this.#users.add(kept, unit.reads);
    units.set(about, kept);
    const before: unknown = known?.unit.value;
    if (!isSame && typeof before === 'object' && before !== null) this.#outdate(this.#users.answers.get(before));
    return unit;
  }

  /** Lets go of all bases but these. */
  keepBases(names: ReadonlySet<string>): void {
    for (const [name, basis] of this.#bases) {
      if (names.has(name)) continue;
      this.#bases.delete(name);
      this.#outdated.delete(basis);
      this.#basisUsers.remove(basis, basis.unit.reads);
    }
  }

  /** A round of questions is over: what it had no use for is let go. */
  end(): void {
    for (const [kind, units] of this.#kept) {
      for (const [about, item] of units) {
        if (item.round === this.#round) continue;
        units.delete(about);
        this.#users.remove(item, item.unit.reads);
      }
      if (units.size === 0) this.#kept.delete(kind);
    }
    this.#round++;
  }

  #outdate(items: Iterable<Item> | undefined): void {
    for (const item of items ?? []) {
      item.fresh = false;
      if ('find' in item) this.#outdated.add(item as Basis<unknown>);
    }
  }
}

/** Who rests on what. */
class Users {
  readonly facts = new Map<string, Set<Item>>();
  readonly texts = new Map<string, Set<Item>>();
  readonly answers = new Map<object, Set<Item>>();
  readonly sought = new Map<Sought, Set<Item>>();
  /** What got its first user or lost its last. */
  #turned = new Set<Sought>();

  takeTurned(): ReadonlySet<Sought> {
    const turned = this.#turned;
    this.#turned = new Set();
    return turned;
  }

  add(item: Item, { facts, texts, answers, sought }: Reads): void {
    for (const path of facts) enter(this.facts, path, item);
    for (const path of texts) enter(this.texts, path, item);
    for (const answer of answers) enter(this.answers, answer, item);
    for (const each of sought) if (enter(this.sought, each, item)) this.#turned.add(each);
  }

  remove(item: Item, { facts, texts, answers, sought }: Reads): void {
    for (const path of facts) leave(this.facts, path, item);
    for (const path of texts) leave(this.texts, path, item);
    for (const answer of answers) leave(this.answers, answer, item);
    for (const each of sought) if (leave(this.sought, each, item)) this.#turned.add(each);
  }

  clear(): void {
    this.facts.clear();
    this.texts.clear();
    this.answers.clear();
    this.sought.clear();
    this.#turned.clear();
  }
}

/** @returns whether it is the first */
function enter<K>(users: Map<K, Set<Item>>, key: K, item: Item): boolean {
  const known = users.get(key);
  if (known === undefined) users.set(key, new Set([item]));
  else known.add(item);
  return known === undefined;
}

/** @returns whether it was the last */
function leave<K>(users: Map<K, Set<Item>>, key: K, item: Item): boolean {
  const known = users.get(key);
  known?.delete(item);
  return known?.size === 0 && users.delete(key);
}
