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
}

export const emptyReads = (): Reads => ({ facts: new Set(), texts: new Set(), answers: new Set() });

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

interface Kept extends Unit {
  fresh: boolean;
  round: number;
}

/**
 * Answers about parts of a program (one model call, the calls of one file) with what each rests on. After a change those
 * that rest on nothing that changed are given again. Where an answer that is found anew equals the one before, that one is
 * given, so that what was made of it stands too. (Demand-driven recomputation with early cut-off, as build systems do it:
 * Mokhov, Mitchell, Peyton Jones, "Build systems à la carte", ICFP 2018.)
 */
export class Units {
  readonly #kept = new Map<string, Map<object, Kept>>();
  /** How many answers rest on the facts of a file, and on its text. */
  readonly #facts = new Map<string, number>();
  readonly #texts = new Map<string, number>();
  #round = 0;

  get isEmpty(): boolean {
    return this.#kept.size === 0;
  }

  /** Files on whose facts some answer rests. */
  factsRead(): Iterable<string> {
    return this.#facts.keys();
  }

  /** All answers about texts, and other parts, on which some answer rests. */
  answersUsed(): ReadonlySet<object> {
    const used = new Set<object>();
    for (const units of this.#kept.values()) {
      for (const { reads } of units.values()) for (const answer of reads.answers) used.add(answer);
    }
    return used;
  }

  /** Whether some answer rests on a file. */
  restOn(path: string): boolean {
    return this.#facts.has(path) || this.#texts.has(path);
  }

  changed({ paths, answers }: Change): void {
    if (answers === null) {
      this.clear();
      return;
    }
    for (const units of this.#kept.values()) {
      for (const unit of units.values()) {
        const { facts, texts, answers: used } = unit.reads;
        if (unit.fresh && (meets(paths, facts) || meets(paths, texts) || meets(answers, used))) unit.fresh = false;
      }
    }
  }

  clear(): void {
    this.#kept.clear();
    this.#facts.clear();
    this.#texts.clear();
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
    const known = units.get(about) as (Kept & { readonly value: T }) | undefined;
    if (known?.fresh === true) {
      known.round = this.#round;
      return known;
    }
    const found = find();
    const isSame = known !== undefined && same?.(known.value, found.value) === true;
    const kept = { ...found, value: isSame ? known.value : found.value, fresh: true, round: this.#round };
    if (known !== undefined) this.#count(known.reads, -1);
    this.#count(kept.reads, 1);
    units.set(about, kept);
    const before: unknown = known?.value;
    if (!isSame && typeof before === 'object' && before !== null) {
      this.changed({ paths: NO_PATHS, answers: new Set([before]) });
    }
    return kept;
  }

  /** A round of questions is over: what it had no use for is let go. */
  end(): void {
    for (const [kind, units] of this.#kept) {
      for (const [about, unit] of units) {
        if (unit.round === this.#round) continue;
        units.delete(about);
        this.#count(unit.reads, -1);
      }
      if (units.size === 0) this.#kept.delete(kind);
    }
    this.#round++;
  }

  #count({ facts, texts }: Reads, by: 1 | -1): void {
    for (const path of facts) count(this.#facts, path, by);
    for (const path of texts) count(this.#texts, path, by);
  }
}

const NO_PATHS: ReadonlySet<string> = new Set();

function count(counts: Map<string, number>, path: string, by: 1 | -1): void {
  const now = (counts.get(path) ?? 0) + by;
  if (now === 0) counts.delete(path);
  else counts.set(path, now);
}

function meets<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const item of small) if (large.has(item)) return true;
  return false;
}
