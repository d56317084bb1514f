import { grouped } from '../../engine/base/grouped.ts';
import type { FindingMark } from './mark.ts';

/**
 * What must be the same of two marks for them to be of one finding, the surest first. Each finding is of one mark only, so
 * that of several equal ones those are told that came to it. The last ones are for code that moved into another function.
 */
const PASSES: readonly (readonly (keyof FindingMark)[])[] = [
  ['identity', 'file', 'code', 'before', 'behind'],
  ['identity', 'code', 'before', 'behind'],
  ['identity', 'file', 'code', 'before'],
  ['identity', 'file', 'code', 'behind'],
  ['identity', 'file', 'before', 'behind'],
  ['identity', 'code', 'before'],
  ['identity', 'code', 'behind'],
  ['identity', 'file', 'code'],
  ['identity', 'file'],
  ['identity'],
  ['rule', 'file', 'code', 'before'],
  ['rule', 'file', 'code', 'behind'],
];

export interface Matched<T> {
  /** Old ones of which nothing is there any more. */
  readonly gone: readonly FindingMark[];
  /** What was not there before. */
  readonly added: readonly T[];
}

/**
 * Tells what is new among findings, and what is gone. Linear: each pass pairs by one key, in order.
 *
 * @param marks of what is there now
 */
export function matched<T>(old: readonly FindingMark[], now: ReadonlyMap<T, FindingMark>): Matched<T> {
  let gone = old;
  let added = [...now];
  for (const keys of PASSES) {
    if (gone.length === 0 || added.length === 0) break;
    const keyOf = (mark: FindingMark): string => keys.map((key) => mark[key]).join('\n');
    const waiting = new Map([...grouped(gone, keyOf)].map(([key, marks]) => [key, marks.values()]));
    const paired = new Set<FindingMark>();
    added = added.filter(([, mark]) => {
      const other: FindingMark | undefined = waiting.get(keyOf(mark))?.next().value;
      if (other !== undefined) paired.add(other);
      return other === undefined;
    });
    gone = gone.filter((mark) => !paired.has(mark));
  }
  return { gone, added: added.map(([finding]) => finding) };
}
