import type { FileFacts, VariableId } from '../../extract/facts.ts';
import { aOf, Op, opOf } from '../../extract/index.ts';
import { complete, isWithin } from './access-path.ts';
import { MAX_LEAVES, MAX_PARTS } from './limits.ts';
import type { Leaf, State } from './state.ts';

/** Questions that were asked. */
export interface Seen {
  /** The question as it is to be asked at a place of its file; null if one before it covers it. */
  admit(place: number, state: State): State | null;
}

/** A node by its number; what closures read of one variable is one question, wherever it is read. */
export const placeOf = ({ file, node }: State): number =>
  opOf(file, node) === Op.Cell ? -1 - 2 * aOf(file, node) : node;

/** The place that stands for all that closures write into a variable. */
export const ofWrites = (variable: VariableId): number => -2 - 2 * variable;

/** @param telling flags by which two states at one place differ in what is told of them */
export function createSeen(telling: number): Seen {
  const tables = new Map<FileFacts, Map<number, State[]>>();
  let last: FileFacts | null = null;
  let places = new Map<number, State[]>();
  return {
    admit(place, raw) {
      if (raw.file !== last) {
        last = raw.file;
        const known = tables.get(last);
        if (known === undefined) tables.set(last, (places = new Map<number, State[]>()));
        else places = known;
      }
      const before = places.get(place);
      if (before === undefined) {
        places.set(place, [raw]);
        return raw;
      }
      let parts = 0;
      for (const other of before) if (isSame(other, raw, telling)) parts++;
      const s = parts >= MAX_PARTS ? { ...raw, path: complete(raw.path) } : raw;
      if (parts > 0) {
        for (const other of before) {
          // a guarded question adds nothing where an unguarded one has been, nor does one that asks for less
          if (other.guard <= s.guard && isSame(other, raw, telling) && isWithin(s.path, other.path)) return null;
        }
      }
      before.push(s);
      return s;
    },
  };
}

/** Whether two states at one place ask about the same keys, and the same is told of them. */
const isSame = (a: State, b: State, telling: number): boolean =>
  a.path.place === b.path.place &&
  ((a.flags ^ b.flags) & telling) === 0 &&
  a.awaited === b.awaited &&
  a.evidence?.id === b.evidence?.id &&
  a.cleaned === b.cleaned;

/** Where a question ended, each place once and as little guarded as it was met. */
export interface Leaves {
  readonly all: readonly Leaf[];
  /** False if there were too many. */
  add(leaf: Leaf): boolean;
}

/** @param telling see `createSeen` */
export function createLeaves(telling: number): Leaves {
  const all: Leaf[] = [];
  const places = new Map<number, number[]>();
  return {
    all,
    add(leaf) {
      const place = leaf.k === 'param' || leaf.k === 'callback' ? -1 - leaf.index : leaf.node;
      const near = places.get(place);
      for (const i of near ?? []) {
        const known = all[i];
        if (known === undefined || !isSameEnd(known, leaf, telling)) continue;
        if (leaf.guard < known.guard) all[i] = leaf;
        return true;
      }
      if (all.length >= MAX_LEAVES) return false;
      if (near === undefined) places.set(place, [all.length]);
      else near.push(all.length);
      all.push(leaf);
      return true;
    },
  };
}

function isSameEnd(a: Leaf, b: Leaf, telling: number): boolean {
  return (
    a.k === b.k &&
    a.file === b.file &&
    a.path.id === b.path.id &&
    ((a.flags ^ b.flags) & telling) === 0 &&
    a.evidence?.id === b.evidence?.id &&
    a.cleaned === b.cleaned &&
    isSamePlace(a, b)
  );
}

function isSamePlace(a: Leaf, b: Leaf): boolean {
  if (a.k === 'param') {
    if (b.k !== 'param' || a.fn !== b.fn || a.index !== b.index) return false;
    return a.madeAt?.file === b.madeAt?.file && a.madeAt?.node === b.madeAt?.node;
  }
  if (a.k === 'callback') return b.k === 'callback' && a.fn === b.fn && a.index === b.index && a.call === b.call;
  return b.k !== 'param' && b.k !== 'callback' && a.node === b.node;
}
