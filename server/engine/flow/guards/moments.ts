import { Op } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, opOf } from '../../extract/reader.ts';
import { judgeOrder } from './comparisons.ts';
import { sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import type { Judgement } from './judgement.ts';
import { segmentsOf } from './names.ts';
import { polarityOf } from './test.ts';
import type { Test } from './test.ts';

const AFTER = /^(?:is)?(?:SameOr)?(?:After|GreaterThan)(?:OrEqual)?$/i;
const BEFORE = /^(?:is)?(?:SameOr)?(?:Before|LessThan)(?:OrEqual)?$/i;

/**
 * Comparisons of dates by a library's functions or methods: `isAfter(a, b)`, `day(a).isBefore(b)`, `isPast(a)`. null: it
 * is none.
 */
export function judgeMoment(core: Core, v: Value, test: Test): Judgement | null {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  const name = segmentsOf(file, callee).at(-1) ?? '';
  const after = AFTER.test(name);
  const polarity = polarityOf(test);
  if (polarity === null) return null;
  if (/^isPast$|^isFuture$/.test(name)) {
    const up = (name === 'isFuture') === polarity;
    return core.holds(sibling(v, argumentOf(file, node, 0), false), { k: up ? 'above' : 'below' });
  }
  if (!after && !BEFORE.test(name)) return null;
  const method = opOf(file, callee) === Op.Member && argumentCount(file, node) < 2;
  const left = method ? dateOf(sibling(v, aOf(file, callee), false)) : sibling(v, argumentOf(file, node, 0), false);
  const right = dateOf(sibling(v, argumentOf(file, node, method ? 0 : 1), false));
  return after ? judgeOrder(core, left, right, polarity) : judgeOrder(core, right, left, polarity);
}

/** `day(x)` is the moment x. */
function dateOf(v: Value): Value {
  if (opOf(v.file, v.node) !== Op.Call || argumentCount(v.file, v.node) === 0) return v;
  return sibling(v, argumentOf(v.file, v.node, 0), false);
}
