import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  bOf,
  calleeOf,
  cOf,
  listAt,
  listLength,
  nodeCount,
  opOf,
  startOf,
  endOf,
  stringOf,
} from '../../extract/reader.ts';
import { constantBehind } from './constants.ts';
import { missAt, otherPurpose, sibling, spotOf } from './core.ts';
import type { Core, FunctionRef, Value } from './core.ts';
import { both, CONSTANT, either, guardAt, Level, missed, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName } from './leaf.ts';
import { segmentsOf } from './names.ts';
import { returnsPromise } from './summaries.ts';
import { FALSY, polarityOf, TRUTHY } from './test.ts';
import type { Test } from './test.ts';

const ANY = new Set(['some', 'find', 'findLast', 'findIndex', 'findLastIndex', 'filter', 'every']);

/** `consents.some((c) => c.type === 'ai' && c.granted)`: by the predicate, else by the list and the kinds it asks for. */
export function judgeCollection(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) !== Op.Member) return OPAQUE;
  const method = stringOf(file, bOf(file, callee));
  const written = judgeWritten(core, v, test, method);
  if (written !== null) return written;
  if (!ANY.has(method)) return OPAQUE;
  const polarity = polarityOf(test);
  const fn = functionIn(file, argumentOf(file, node, 0));
  if (polarity === null || fn < 0) return OPAQUE;
  const predicate = judgePredicate(core, { file, fn });
  const receiver = segmentsOf(file, aOf(file, callee), core.program);
  const kinds = kindsAskedFor(v, fn);
  const sense = core.lexicon.sense(receiver, kinds);
  if (predicate.level === Level.guard || predicate.level === Level.weak) {
    if (!polarity) return missed(missAt(core, 'wrong-branch', file, node));
    // `people.some((p) => p.aiConsent)`: one of them agreed, which binds none of the others
    const people = receiver.at(-1) ?? '';
    if (method === 'some' && !sense.consent && core.person(people) !== null) {
      return missed(
        missAt(core, 'other-subject', file, node, `consent of one of \`${people}\`, data of all`),
        Level.weak,
      );
    }
    const kind = purposeOfWritten(core, v, method);
    if (predicate.purpose !== 'ai' && kind !== null) {
      if (kind.purpose === 'other') return otherPurpose(core, file, node, kind.other);
      return predicate.level === Level.guard ? guardAt(spotOf(file, node), 'ai') : predicate;
    }
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

/** What an element that passes a predicate says. An async predicate lets everything pass: a promise is truthy. */
export function judgePredicate(core: Core, ref: FunctionRef): Judgement {
  const found = core.returned(ref, null, TRUTHY, false);
  if (!returnsPromise(core, ref)) return found;
  const awaited = core.returned(ref, null, TRUTHY, true);
  const node = ref.file.functions[ref.fn]?.node ?? NONE;
  return awaited.level >= Level.weak && node !== NONE ? missed(missAt(core, 'not-awaited', ref.file, node)) : CONSTANT;
}

/** The same of a function that is handed over, also by a name. `awaits`: what takes it waits for its answer. */
export function judgeHandedPredicate(core: Core, file: FileFacts, node: NodeId, awaits = false): Judgement {
  const judge = (ref: FunctionRef): Judgement =>
    awaits ? core.returned(ref, null, TRUTHY, true) : judgePredicate(core, ref);
  const fn = functionIn(file, node);
  if (fn >= 0) return judge({ file, fn });
  return core.program
    .entities({ file, node })
    .reduce((all: Judgement, e) => (e.k === 'function' ? both(all, judge(e)) : all), OPAQUE);
}

/** A list that is written out: `[a, b].every(Boolean)`, `['granted', 'renewed'].includes(status)`. null: it is not. */
function judgeWritten(core: Core, v: Value, test: Test, method: string): Judgement | null {
  const { file, node } = v;
  const polarity = polarityOf(test);
  const elements = elementsOf(core, sibling(v, aOf(file, calleeOf(file, node)), false));
  const argument = sibling(v, argumentOf(file, node, 0), false);
  if (elements === null || polarity === null || argument.node === NONE) return null;
  if ((method === 'every' || method === 'some') && keepsTruth(argument)) {
    const asked = elements.map((e) => core.holds(e, polarity ? TRUTHY : FALSY));
    return (method === 'every') === polarity ? asked.reduce(both, OPAQUE) : asked.reduce(either, NEVER);
  }
  if (method !== 'includes' && method !== 'has') return null;
  const constants = elements.map((e) => constantBehind(core, e));
  if (constants.length > 0 && constants.every((c) => c !== null)) {
    if (!polarity) return core.holds(argument, { k: 'not', of: constants });
    // `['granted', 'renewed']`: one that says yes speaks for those that say nothing
    const each = constants.map((of) => core.holds(argument, { k: 'is', of }));
    const yes = each.find((j) => j.level === Level.guard);
    const denied = constants.some((c) => c.k === 'string' && core.lexicon.denied(c.value));
    return yes !== undefined && !denied ? yes : each.reduce(either, NEVER);
  }
  const wanted = constantBehind(core, argument);
  if (wanted?.k !== 'boolean' || polarity) return null;
  return elements.map((e) => core.holds(e, { k: 'not', of: [wanted] })).reduce(both, OPAQUE);
}

/**
 * The purpose that is asked for where a list of purposes is written out: of `every`, AI if it is among them; of `some`,
 * another one if that is enough. null: the list names none.
 */
function purposeOfWritten(
  core: Core,
  v: Value,
  method: string,
): { readonly purpose: 'ai' | 'other'; readonly other: string } | null {
  const elements = elementsOf(core, sibling(v, aOf(v.file, calleeOf(v.file, v.node)), false)) ?? [];
  const purposes = elements.flatMap((e) => {
    const c = constantBehind(core, e);
    return c?.k === 'string' ? [core.lexicon.purposeOf([c.value])] : [];
  });
  const other = purposes.find((p) => p.purpose === 'other');
  const ai = purposes.some((p) => p.purpose === 'ai');
  if (other !== undefined && (method === 'some' || !ai)) return { purpose: 'other', other: other.other };
  return ai && purposes.length === elements.length ? { purpose: 'ai', other: '' } : null;
}

/** The elements of a list (or set of one) that is written out, through names; null otherwise. */
function elementsOf(core: Core, v: Value, depth = 0): readonly Value[] | null {
  const { file, node } = v;
  if (node === NONE || depth > 8) return null;
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Def:
    case Op.Cast:
      return elementsOf(core, sibling(v, a), depth + 1);
    case Op.New:
      return segmentsOf(file, calleeOf(file, node)).at(-1) === 'Set'
        ? elementsOf(core, sibling(v, argumentOf(file, node, 0)), depth + 1)
        : null;
    case Op.Cell:
    case Op.Import:
    case Op.Member:
      for (const e of core.program.entities({ file, node })) {
        if (e.k !== 'object' || (e.file === file && e.node === node)) continue;
        return elementsOf(core, { file: e.file, node: e.node, frame: null, awaited: false }, depth + 1);
      }
      return opOf(file, node) === Op.Cell ? ofOnlyDefinition(core, v, a, depth) : null;
    case Op.Array: {
      const out: Value[] = [];
      for (let i = 0; i < listLength(file, a); i++) {
        const element = listAt(file, a, i);
        if (element === NONE || opOf(file, element) === Op.Spread) return null;
        out.push(sibling(v, element));
      }
      return out;
    }
    default:
      return null;
  }
}

function ofOnlyDefinition(core: Core, v: Value, variable: number, depth: number): readonly Value[] | null {
  const [only, second] = v.file.variables[variable]?.definitions ?? [];
  return only === undefined || second !== undefined ? null : elementsOf(core, sibling(v, only), depth + 1);
}

/** `Boolean`, `(x) => x`, `(x) => !!x`, `(x) => x === true`: an element passes if it is true. */
export function keepsTruth(v: Value): boolean {
  const { file, node } = v;
  if (opOf(file, node) === Op.Global) return stringOf(file, aOf(file, node)) === 'Boolean';
  const fn = functionIn(file, node);
  const [exit, second] = file.functions[fn]?.returns ?? [];
  if (exit === undefined || second !== undefined || exit.node === NONE) return false;
  let n = exit.node;
  if (opOf(file, n) === Op.Binary && stringOf(file, cOf(file, n)).startsWith('==')) {
    const right = bOf(file, n);
    if (opOf(file, right) !== Op.Bool || aOf(file, right) !== 1) return false;
    n = aOf(file, n);
  }
  for (let i = 0; i < 2; i++) {
    if (opOf(file, n) !== Op.Unary || stringOf(file, bOf(file, n)) !== '!') break;
    n = aOf(file, n);
    if (i === 0 && opOf(file, n) !== Op.Unary) return false;
  }
  return opOf(file, n) === Op.Param && aOf(file, n) === fn && bOf(file, n) === 0;
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
