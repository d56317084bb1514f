import { NONE } from '../../extract/facts.ts';
import type { ConsentCheck, GuardVerdict, NearMiss } from './contract.ts';

/**
 * How much is known of consent, in rising order. `none`: it is known not to say consent. `opaque`: nothing is known, a
 * name further out may decide. `never`: the point or value cannot be reached, so anything holds.
 */
export const Level = { none: 0, opaque: 1, weak: 2, guard: 3, never: 4 } as const;
export type Level = (typeof Level)[keyof typeof Level];

export type Spot = ConsentCheck;

/** What a condition, a value or a completed call says of consent. */
export interface Judgement {
  readonly level: Level;
  readonly at: Spot | null;
  readonly misses: readonly NearMiss[];
  /** `ai`: the purpose is named; `any`: consent without a purpose. */
  readonly purpose: 'ai' | 'any';
  /** It is known not to say consent because it is a constant that always passes. */
  readonly constant?: boolean;
  /** Nothing is known, since a person is asked there and then. */
  readonly asked?: boolean;
}

const MAX_MISSES = 8;
const NO_MISSES: readonly NearMiss[] = [];

export const OPAQUE: Judgement = { level: Level.opaque, at: null, misses: NO_MISSES, purpose: 'any' };
export const NEVER: Judgement = { level: Level.never, at: null, misses: NO_MISSES, purpose: 'any' };
export const CONSTANT: Judgement = { level: Level.none, at: null, misses: NO_MISSES, purpose: 'any', constant: true };
export const NONE_KNOWN: Judgement = { level: Level.none, at: null, misses: NO_MISSES, purpose: 'any' };

export function guardAt(at: Spot, purpose: 'ai' | 'any'): Judgement {
  return { level: Level.guard, at, misses: NO_MISSES, purpose };
}

export function missed(miss: NearMiss, level: Level = Level.none): Judgement {
  return {
    level,
    at: { path: miss.path, start: miss.start, end: miss.end, node: NONE },
    misses: [miss],
    purpose: 'any',
  };
}

function joinMisses(a: readonly NearMiss[], b: readonly NearMiss[]): readonly NearMiss[] {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  const out = [...a];
  for (const m of b) {
    if (out.length >= MAX_MISSES) break;
    if (!out.some((o) => o.start === m.start && o.path === m.path && o.reason === m.reason)) out.push(m);
  }
  return out;
}

/** Both hold: the stronger decides. */
export function both(a: Judgement, b: Judgement): Judgement {
  const clearer = b.level === a.level && b.constant === true && a.misses.length === 0;
  const strong = b.level > a.level || clearer ? b : a;
  if (strong.level >= Level.guard) return strong;
  return { ...strong, at: strong.at ?? a.at ?? b.at, misses: joinMisses(a.misses, b.misses) };
}

/** One of them holds: the weaker decides. */
export function either(a: Judgement, b: Judgement): Judgement {
  const weak = b.level < a.level ? b : a;
  const other = weak === a ? b : a;
  const purpose = other.level === Level.never || other.purpose === 'ai' ? weak.purpose : 'any';
  return { ...weak, at: weak.at ?? other.at, purpose, misses: joinMisses(weak.misses, other.misses) };
}

/** With further near-misses. */
export function withMiss(j: Judgement, miss: NearMiss): Judgement {
  return { ...j, misses: joinMisses([miss], j.misses) };
}

/** What the stage hands out: unreachable and unknown points are `none`, as nobody checked anything there. */
export function verdictOf(j: Judgement): GuardVerdict {
  const { purpose } = j;
  if (j.level === Level.guard) return { status: 'guard', at: j.at, purpose, nearMisses: NO_MISSES };
  if (j.level === Level.weak) return { status: 'weak', at: j.at, purpose, nearMisses: j.misses };
  return { status: 'none', at: null, purpose, nearMisses: j.level === Level.never ? NO_MISSES : j.misses };
}
