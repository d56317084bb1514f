import { Op } from '../../extract/facts.ts';
import type { NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  bOf,
  calleeOf,
  cOf,
  nodeCount,
  opOf,
  startOf,
  endOf,
  stringOf,
} from '../../extract/reader.ts';
import { missAt, otherPurpose, spotOf } from './core.ts';
import type { Core, Value } from './core.ts';
import { guardAt, Level, missed, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName } from './leaf.ts';
import { segmentsOf } from './names.ts';
import { polarityOf, TRUTHY } from './test.ts';
import type { Test } from './test.ts';

const ANY = new Set(['some', 'find', 'findLast', 'filter', 'every']);

/** `consents.some((c) => c.type === 'ai' && c.granted)`: by the predicate, else by the list and the kinds it asks for. */
export function judgeCollection(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) !== Op.Member) return OPAQUE;
  const method = stringOf(file, bOf(file, callee));
  if (!ANY.has(method)) return OPAQUE;
  const polarity = polarityOf(test);
  const fn = functionIn(file, argumentOf(file, node, 0));
  if (polarity === null || fn < 0) return OPAQUE;
  const predicate = core.returned({ file, fn }, null, TRUTHY, false);
  const receiver = segmentsOf(file, aOf(file, callee), core.program);
  const kinds = kindsAskedFor(v, fn);
  const sense = core.lexicon.sense(receiver, kinds);
  if (predicate.level === Level.guard || predicate.level === Level.weak) {
    if (!polarity) return missed(missAt(core, 'wrong-branch', file, node));
    if (predicate.purpose !== 'ai' && sense.purpose === 'other') return otherPurpose(core, file, node, sense.other);
    return predicate.level === Level.guard ? guardAt(spotOf(file, node), predicate.purpose) : predicate;
  }
  if (predicate.level === Level.none && predicate.constant !== true) {
    // some((c) => !c.granted) finds who refused: none found is yes
    if (!polarity && method === 'some') {
      const refused = core.returned({ file, fn }, null, { k: 'falsy' }, false);
      if (refused.level === Level.guard) return guardAt(spotOf(file, node), refused.purpose);
    }
    return predicate;
  }
  return sense.consent ? byName(core, v, receiver, test, kinds) : OPAQUE;
}

function functionIn(file: Value['file'], node: NodeId): number {
  let n = node;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  return opOf(file, n) === Op.Func ? aOf(file, n) : -1;
}

/** Strings the predicate compares with: `c.type === 'ai'`. */
function kindsAskedFor(v: Value, fn: number): readonly string[] {
  const facts = v.file.functions[fn];
  if (facts === undefined) return [];
  const out: string[] = [];
  for (let n = 0; n < nodeCount(v.file); n++) {
    if (opOf(v.file, n) !== Op.Binary || !stringOf(v.file, cOf(v.file, n)).startsWith('==')) continue;
    if (startOf(v.file, n) < facts.start || endOf(v.file, n) > facts.end) continue;
    for (const side of [aOf(v.file, n), bOf(v.file, n)]) {
      if (opOf(v.file, side) === Op.Str) out.push(stringOf(v.file, aOf(v.file, side)));
      else if (opOf(v.file, side) === Op.Member) out.push(stringOf(v.file, bOf(v.file, side)));
    }
  }
  return out;
}
