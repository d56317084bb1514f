import { NONE, Op } from '../../extract/facts.ts';
import { aOf, argumentOf, opOf } from '../../extract/reader.ts';
import type { Core, Value } from './core.ts';
import { Level } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { originOf } from './origin.ts';
import { functionAt } from './promises.ts';
import type { Test } from './test.ts';

/** `useMemo(() => consents.ai, [consents])`: what the function gives. null: it is no such call, or nothing is known of it. */
export function judgeComputed(core: Core, v: Value, test: Test): Judgement | null {
  if (core.symbol(v.file, v.node)?.does !== 'computes') return null;
  const fn = functionAt(v.file, argumentOf(v.file, v.node, 0));
  if (fn === NONE) return null;
  const found = core.returned({ file: v.file, fn }, v.frame, test, v.awaited);
  return found.level === Level.opaque ? null : found;
}

/** `mayAsk.value`, where it was computed. null: it was not. */
export function judgeComputedValue(core: Core, v: Value, key: string, test: Test): Judgement | null {
  if (key !== 'value') return null;
  const { file, node } = originOf(core, v.file, aOf(v.file, v.node));
  return opOf(file, node) === Op.Call ? judgeComputed(core, { ...v, file, node }, test) : null;
}
