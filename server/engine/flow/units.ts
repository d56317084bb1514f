import type { NodeRef } from '../link/index.ts';
import type { Place } from '../base/place.ts';
import { MultiMap } from '../base/multi-map.ts';
import { VersionedMap } from './versioned-map.ts';

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
  readonly about: object;
  readonly kind: Kind;
  round: number;
}

/** Answers of one kind. */
interface Kind {
  readonly items: Map<object, Kept>;
  /** What those are about that do not hold any more. */
  readonly stale: Set<object>;
  /** What was asked in a row at last, with the answers; null if they are asked one by one. */
  row: {
    readonly abouts: readonly object[];
    readonly positions: ReadonlyMap<object, number>;
    readonly units: readonly Unit[];
    readonly round: number;
  } | null;
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
  readonly #kept = new Map<string, Kind>();
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
  factsRead(): VersionedMap<string, unknown> {
    return this.#users.factsRead;
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
        this.#outdate(users.facts.of(path));
        this.#outdate(users.texts.of(path));
      }
      for (const answer of answers) this.#outdate(users.answers.of(answer));
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
      for (const answer of basis.stale(before.value, basis.unit.value)) this.#outdate(this.#users.answers.of(answer));
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
    const ofKind = this.#kindOf(kind);
    const known = ofKind.items.get(about) as (Kept & { readonly unit: Unit & { readonly value: T } }) | undefined;
    if (known?.fresh === true) {
      known.round = this.#round;
      return known.unit;
    }
    const found = find();
    const isSame = known !== undefined && same?.(known.unit.value, found.value) === true;
    const unit = isSame ? { ...found, value: known.unit.value } : found;
    const kept: Kept = { unit, fresh: true, round: this.#round, about, kind: ofKind };
    ofKind.stale.delete(about);
    // in this order: what both rest on is not without users in between
    this.#users.add(kept, unit.reads);
    if (known !== undefined) this.#users.remove(known, known.unit.reads);
    ofKind.items.set(about, kept);
    const before: unknown = known?.unit.value;
    if (!isSame && typeof before === 'object' && before !== null) this.#outdate(this.#users.answers.of(before));
    return unit;
  }

  /**
   * The answers of a kind about many objects, each once, in their order. A kind is asked in a row, or one by one, never both.
   *
   * @param find gives the answer about one of them, by `of`
   * @returns null once it was cancelled, which is asked before each that is found
   */
  inRow<A extends object, U extends Unit>(
    kind: string,
    abouts: readonly A[],
    find: (about: A) => U,
    cancelled: () => boolean,
  ): readonly U[] | null {
    const ofKind = this.#kindOf(kind);
    const { row } = ofKind;
    const isSame = row !== null && sameItems(row.abouts, abouts);
    const units = isSame ? (row.units as U[]) : [];
    const positions = isSame ? row.positions : new Map(abouts.map((about, i) => [about, i]));
    for (const about of isSame ? [...ofKind.stale] : abouts) {
      const position = positions.get(about);
      if (position === undefined) continue;
      if (cancelled()) return null;
      units[position] = find(about as A);
    }
    ofKind.row = { abouts, positions, units, round: this.#round };
    return units;
  }

  #kindOf(name: string): Kind {
    let kind = this.#kept.get(name);
    if (kind === undefined) this.#kept.set(name, (kind = { items: new Map(), stale: new Set(), row: null }));
    return kind;
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
    for (const [name, { items, stale, row }] of this.#kept) {
      const isInRow = row?.round === this.#round;
      // where a row is the one before, all of it was asked
      if (isInRow && items.size === row.abouts.length) continue;
      const asked = new Set(isInRow ? row.abouts : []);
      for (const [about, item] of items) {
        if (item.round === this.#round || asked.has(about)) continue;
        items.delete(about);
        stale.delete(about);
        this.#users.remove(item, item.unit.reads);
      }
      if (items.size === 0) this.#kept.delete(name);
    }
    this.#round++;
  }

  #outdate(items: Iterable<Item>): void {
    for (const item of items) {
      item.fresh = false;
      if (isKept(item)) item.kind.stale.add(item.about);
      else this.#outdated.add(item as Basis<unknown>);
    }
  }
}

const isKept = (item: Item): item is Kept => 'kind' in item;

const sameItems = (a: readonly object[], b: readonly object[]): boolean =>
  a === b || (a.length === b.length && a.every((item, i) => item === b[i]));

/** Who rests on what. */
class Users {
  readonly factsRead = new VersionedMap<string, Set<Item>>();
  readonly facts = new MultiMap(this.factsRead);
  readonly texts = new MultiMap<string, Item>();
  readonly answers = new MultiMap<object, Item>();
  readonly sought = new MultiMap<Sought, Item>();
  /** What got its first user or lost its last. */
  #turned = new Set<Sought>();

  takeTurned(): ReadonlySet<Sought> {
    const turned = this.#turned;
    this.#turned = new Set();
    return turned;
  }

  add(item: Item, { facts, texts, answers, sought }: Reads): void {
    for (const path of facts) this.facts.add(path, item);
    for (const path of texts) this.texts.add(path, item);
    for (const answer of answers) this.answers.add(answer, item);
    for (const each of sought) if (this.sought.add(each, item)) this.#turned.add(each);
  }

  remove(item: Item, { facts, texts, answers, sought }: Reads): void {
    for (const path of facts) this.facts.remove(path, item);
    for (const path of texts) this.texts.remove(path, item);
    for (const answer of answers) this.answers.remove(answer, item);
    for (const each of sought) if (this.sought.remove(each, item)) this.#turned.add(each);
  }

  clear(): void {
    for (const users of [this.facts, this.texts, this.answers, this.sought]) users.clear();
    this.#turned.clear();
  }
}
