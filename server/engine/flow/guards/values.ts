import { Ctx, NONE, Op } from '../../extract/facts.ts';
import type { ContextId, FileFacts } from '../../extract/facts.ts';
import {
  aOf,
  bOf,
  cOf,
  contextKind,
  contextOf,
  contextParent,
  listAt,
  listLength,
  opOf,
  stringOf,
} from '../../extract/reader.ts';
import { judgeCall } from './calls.ts';
import { judgeComparison } from './comparisons.ts';
import { judgeComputedValue } from './computed.ts';
import { constantBehind, constantOf, judgeConstant } from './constants.ts';
import type { NearMissReason } from './contract.ts';
import { missAt, sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { alternativesOf, sidesOfDefault } from './fields.ts';
import type { Alternative } from './fields.ts';
import { both, CONSTANT, either, Level, missed, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName } from './leaf.ts';
import { segmentsOf } from './names.ts';
import {
  judgeError,
  judgeGetter,
  judgeSelected,
  judgeState,
  judgeStored,
  judgeSuccess,
  judgeThrough,
} from './members.ts';
import { eitherOf } from './one-of-two.ts';
import { judgeParameter } from './parameters.ts';
import { judgeResultProperty, judgeSettledValue } from './results.ts';
import { judgeRows } from './presence.ts';
import { amountTest, FALSY, passes, polarityOf, TRUTHY } from './test.ts';
import type { Constant, Test } from './test.ts';

/** Judges what a value says of consent if it passes the test, by what it is made of; names decide where that ends. */
export function judgeValue(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Str:
    case Op.Num:
    case Op.Bool:
    case Op.Null:
    case Op.Undefined:
    case Op.Func:
    case Op.Class:
    case Op.Regex:
    case Op.Object:
    case Op.Array:
      return judgeConstant(constantOf(core, v) ?? { k: 'other' }, test);
    case Op.New:
      return judgeNew(core, v, test);
    case Op.Jsx:
      return judgeConstant({ k: 'object' }, test);
    case Op.Def:
      return judgeDefinition(core, v, test);
    case Op.Cast:
    case Op.Effect:
      return core.holds(sibling(v, a), test);
    case Op.Await:
      return core.holds(sibling(v, a, true), test);
    case Op.Yield:
      return cOf(file, node) === 1 ? core.holds(sibling(v, a, true), test) : OPAQUE;
    case Op.Unary:
      return judgeUnary(core, v, test);
    case Op.Logical:
      return judgeLogical(core, v, test);
    case Op.Default:
      return sidesOfDefault(core, v)
        .map((side) => core.holds(side, test))
        .reduce(either);
    case Op.Conditional: {
      const cond = sibling(v, listAt(file, a, 0), false);
      return either(
        both(core.holds(cond, TRUTHY), core.holds(sibling(v, listAt(file, a, 1)), test)),
        both(core.holds(cond, FALSY), core.holds(sibling(v, listAt(file, a, 2)), test)),
      );
    }
    case Op.Binary:
      return judgeComparison(core, v, test);
    case Op.Phi:
      return judgePhi(core, v, test);
    case Op.Cell:
      return judgeCell(core, v, test);
    case Op.Member:
      return judgeMember(core, v, test);
    case Op.Index:
    case Op.Rest:
    case Op.Element:
    case Op.KeyOf:
    case Op.Global:
    case Op.This:
      return byName(core, v, segmentsOf(file, node, core.program), test);
    case Op.Param:
      return judgeParameter(core, v, test);
    case Op.Import:
      return judgeImport(core, v, test);
    case Op.Call:
    case Op.Tagged:
      return judgeCall(core, v, test);
    default:
      return OPAQUE;
  }
}

/** `new Boolean(x)` is not seen; a promise made by hand is asked for what it resolves to. */
function judgeNew(core: Core, v: Value, test: Test): Judgement {
  const callee = listAt(v.file, aOf(v.file, v.node), 0);
  const isPromise = opOf(v.file, callee) === Op.Global && stringOf(v.file, aOf(v.file, callee)) === 'Promise';
  if (isPromise && v.awaited) return judgeCall(core, v, test);
  const c: Constant = { k: 'object' };
  if (passes(test, c) === false) return NEVER;
  if (!isPromise) return judgeConstant(c, test);
  const inner = judgeCall(core, { ...v, awaited: true }, test);
  return inner.level >= Level.weak ? missed(missAt(core, 'not-awaited', v.file, v.node)) : CONSTANT;
}

function judgeDefinition(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const variable = file.variables[bOf(file, node)];
  let inner = core.holds(sibling(v, aOf(file, node)), test);
  if (variable === undefined) return inner;
  for (const write of variable.closureWrites) {
    if (write !== node && opOf(file, write) === Op.Def) {
      const written = core.holds(sibling(v, aOf(file, write)), test);
      // a state that a handler switches on: what the variable is called must tell
      inner = either(inner, written.constant === true ? OPAQUE : written);
    }
  }
  if (inner.level === Level.none && inner.constant === true && inner.misses.length === 0) {
    const earlier = variable.definitions.filter((d) => d !== node && opOf(file, d) === Op.Def);
    if (earlier.some((d) => core.holds(sibling(v, aOf(file, d)), TRUTHY).level === Level.guard)) {
      return constantMiss(core, v, 'overwritten');
    }
    return core.lexicon.sense([variable.name]).consent ? constantMiss(core, v, 'constant') : inner;
  }
  return inner.level === Level.opaque ? named(core, v, inner, test) : inner;
}

function constantMiss(core: Core, v: Value, reason: NearMissReason): Judgement {
  return { ...missed(missAt(core, reason, v.file, v.node)), constant: true };
}

/** What the name says where the value says nothing. */
function named(core: Core, v: Value, known: Judgement, test: Test): Judgement {
  const byOwnName = byName(core, v, segmentsOf(v.file, v.node, core.program), test);
  return byOwnName.level === Level.opaque ? both(known, byOwnName) : byOwnName;
}

function judgeUnary(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const operand = sibling(v, aOf(file, node), false);
  const operator = stringOf(file, bOf(file, node));
  if (operator === '+' || operator === '-') return core.holds(operand, test);
  if (operator === 'void') return judgeConstant({ k: 'undefined' }, test);
  if (operator !== '!') return OPAQUE;
  const polarity = polarityOf(test);
  return polarity === null ? OPAQUE : core.holds(operand, polarity ? FALSY : TRUTHY);
}

function judgeLogical(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const left = sibling(v, aOf(file, node));
  const right = sibling(v, bOf(file, node));
  switch (stringOf(file, cOf(file, node))) {
    case '&&': {
      // the left value comes through only when falsy
      const byLeft = test.k === 'truthy' ? NEVER : both(core.holds(left, FALSY), core.holds(left, test));
      return either(byLeft, both(core.holds(left, TRUTHY), core.holds(right, test)));
    }
    case '||': {
      const byLeft = test.k === 'falsy' ? NEVER : both(core.holds(left, TRUTHY), core.holds(left, test));
      const byRight = both(core.holds(left, FALSY), core.holds(right, test));
      return defaulted(core, v, right, eitherOf(core, file, byLeft, byRight), byLeft, 'constant');
    }
    case '??': {
      const byLeft = core.holds(left, test);
      const byRight = both(core.holds(left, { k: 'is', of: { k: 'nullish' } }), core.holds(right, test));
      return defaulted(core, v, right, either(byLeft, byRight), byLeft, 'fail-open');
    }
    default:
      return OPAQUE;
  }
}

/** `x || true`, `x ?? true`: consent is what happens when nobody was asked. */
function defaulted(
  core: Core,
  v: Value,
  right: Value,
  all: Judgement,
  left: Judgement,
  reason: NearMissReason,
): Judgement {
  if (all.level !== Level.none || left.level < Level.weak || constantBehind(core, right) === null) return all;
  return constantMiss(core, v, reason);
}

function judgePhi(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const list = aOf(file, node);
  let all: Judgement = NEVER;
  let open: NearMissReason | null = null;
  let guarded = false;
  for (let i = 0; i + 1 < listLength(file, list); i += 2) {
    const context = listAt(file, list, i);
    const operand = listAt(file, list, i + 1);
    if (operand === node) continue;
    const own = core.holds(sibling(v, operand), test);
    const j = own.level >= Level.guard ? own : both(own, core.context(file, context, v.frame));
    if (own.level === Level.guard) guarded = true;
    if (j.level <= Level.opaque && own.constant === true) open = inCatch(file, context) ? 'fail-open' : 'overwritten';
    all = either(all, j);
  }
  if (open !== null && guarded) return constantMiss(core, v, open);
  return all.level === Level.opaque ? named(core, v, all, test) : all;
}

/** Whether a context stands in a catch clause of its function. */
function inCatch(file: FileFacts, context: ContextId): boolean {
  for (let c = context; c >= 0 && contextKind(file, c) !== Ctx.Entry; c = contextParent(file, c)) {
    if (contextKind(file, c) === Ctx.Caught) return true;
  }
  return false;
}

/** A variable of an outer function: every definition must do, where it stands. */
function judgeCell(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const variable = file.variables[aOf(file, node)];
  if (variable === undefined) return OPAQUE;
  let all: Judgement = NEVER;
  let seen = 0;
  for (const d of variable.definitions) {
    const op = opOf(file, d);
    if (op === Op.Store || op === Op.Effect || op === Op.Phi) continue;
    seen++;
    let own = core.holds(sibling(v, d), test);
    // a state that a handler switches on: what the variable is called must tell
    if (own.constant === true && variable.closureWrites.includes(d)) own = OPAQUE;
    all = either(all, own.level >= Level.guard ? own : both(own, core.context(file, contextOf(file, d), v.frame)));
  }
  if (seen > 0 && all.level !== Level.opaque) return all;
  return named(core, v, OPAQUE, test);
}

function judgeMember(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const key = stringOf(file, bOf(file, node));
  const settled = judgeSettledValue(core, v, test);
  if (settled !== null) return settled;
  const rows = judgeRows(core, v, key, test);
  if (rows !== null) return rows;
  if (key === 'length' || key === 'size') {
    const amount = amountTest(test);
    const segments = segmentsOf(file, aOf(file, node), core.program);
    return amount === null ? OPAQUE : byName(core, v, segments, amount);
  }
  for (const special of [
    judgeState,
    judgeError,
    judgeSelected,
    judgeSuccess,
    judgeGetter,
    judgeStored,
    judgeComputedValue,
  ]) {
    const found = special(core, v, key, test);
    if (found !== null) return found;
  }
  const known = judgeAlternatives(core, alternativesOf(core, sibling(v, aOf(file, node), false), key), test);
  if (known.level === Level.opaque) {
    const result = judgeResultProperty(core, v, key, test);
    if (result !== null) return result;
    const own = named(core, v, known, test);
    return own.level === Level.opaque ? both(own, judgeThrough(core, v, key, test)) : own;
  }
  if (known.constant === true && known.misses.length === 0) {
    if (core.lexicon.sense(segmentsOf(file, node, core.program)).consent) return constantMiss(core, v, 'constant');
  }
  return known;
}

function judgeAlternatives(core: Core, found: readonly Alternative[] | null, test: Test): Judgement {
  if (found === null || found.length === 0) return OPAQUE;
  let all: Judgement = NEVER;
  for (const { value, given } of found) {
    const own = value === null ? judgeConstant({ k: 'undefined' }, test) : core.holds(value, test);
    all = either(all, both(given, own));
  }
  return all;
}

function judgeImport(core: Core, v: Value, test: Test): Judgement {
  for (const e of core.program.entities({ file: v.file, node: v.node })) {
    if (e.k === 'literal') return core.holds({ file: e.file, node: e.node, frame: null, awaited: false }, test);
  }
  const target = core.program.modules.resolve(v.file.path, v.file.imports[aOf(v.file, v.node)]?.specifier ?? '');
  if (target.k === 'file') {
    const found = core.program.exported(target.path, v.file.imports[aOf(v.file, v.node)]?.name ?? '');
    const [only] = found;
    if (only !== undefined && found.length === 1 && 'node' in only && only.node !== NONE) {
      const inner = core.holds({ file: only.file, node: only.node, frame: null, awaited: v.awaited }, test);
      if (inner.level !== Level.opaque) return inner;
    }
  }
  return byName(core, v, segmentsOf(v.file, v.node, core.program), test);
}
