import type { FileFacts } from '../../extract/facts.ts';
import type { Shape } from '../contract.ts';
import { UNKNOWN } from './shape.ts';

/** How deep one answer may need another before it is given up as unknown. */
const MAX_DEPTH = 80;
/** How many answers one outermost question may need. */
const MAX_STEPS = 4_000;

/** How often an answer that rests on a cut is sought again. */
const MAX_ATTEMPTS = 3;

export type Memo = (file: FileFacts, id: number, compute: () => Shape) => Shape;

export interface Recursion {
  /** A table of answers by file and number. */
  memo(): Memo;
}

/**
 * Memoisation for mutually recursive questions. A question asked while it is being answered is unknown; answers that
 * rest on such a cut are kept only by the outermost question of the cycle, whose answer does not depend on where the
 * cycle was entered (as in Tarjan's strongly connected components: an entry is kept if nothing in it reached above it).
 * To stay linear, an answer inside a cycle is kept as it is after a few attempts.
 *
 * @param onLimit told of the file in which an answer was given up
 */
export function createRecursion(onLimit: (file: FileFacts) => void): Recursion {
  let depth = 0;
  let lowest = Infinity;
  let steps = 0;
  const memo = (): Memo => {
    const tables = new WeakMap<FileFacts, Map<number, Shape | number>>();
    const attempts = new WeakMap<FileFacts, Map<number, number>>();
    /** Whether an answer that rests on a cut has been sought often enough to be kept. */
    const settled = (file: FileFacts, id: number): boolean => {
      let counts = attempts.get(file);
      if (counts === undefined) attempts.set(file, (counts = new Map<number, number>()));
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      return count >= MAX_ATTEMPTS;
    };
    return (file, id, compute) => {
      let table = tables.get(file);
      if (table === undefined) {
        table = new Map();
        tables.set(file, table);
      }
      const known = table.get(id);
      if (typeof known === 'number') {
        lowest = Math.min(lowest, known);
        return UNKNOWN;
      }
      if (known !== undefined) return known;
      if (depth >= MAX_DEPTH || steps >= MAX_STEPS) {
        lowest = 0;
        onLimit(file);
        return UNKNOWN;
      }
      if (depth === 0) steps = 0;
      steps++;
      const outer = lowest;
      lowest = Infinity;
      const at = ++depth;
      table.set(id, at);
      let shape = UNKNOWN;
      try {
        shape = compute();
      } finally {
        depth--;
        const whole = lowest >= at || at === 1 || settled(file, id);
        if (whole) table.set(id, shape);
        else table.delete(id);
        lowest = Math.min(outer, whole ? Infinity : lowest);
        if (depth === 0) steps = 0;
      }
      return shape;
    };
  };
  return { memo };
}
