import { Ctx, NONE, Op } from '../../extract/facts.ts';
import type { ContextId, FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  bOf,
  cOf,
  contextKind,
  contextParent,
  contextX,
  contextY,
  listItems,
  opOf,
  stringOf,
} from '../../extract/reader.ts';
import { constantBehind } from './constants.ts';
import { missOver, valueOf } from './core.ts';
import type { Core, Frame, Value } from './core.ts';
import { both, CONSTANT, either, Level, NONE_KNOWN, OPAQUE, withMiss } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { eitherOf } from './one-of-two.ts';
import { FALSY, TRUTHY } from './test.ts';
import type { Constant } from './test.ts';

/**
 * What is known of consent whenever a context is reached: the chain up to the file's outermost function is a conjunction,
 * so one link that holds suffices; of two paths that meet, both must.
 *
 * The chain is walked in a loop, up to the nearest context already judged, and all contexts on the way are judged with
 * it: functions may have thousands of conditions one after the other.
 */
export function judgeContext(core: Core, file: FileFacts, context: ContextId, frame: Frame | null): Judgement {
  return core.along(file, frame, (keep) => judgeChain(core, file, { from: context, until: NONE, keep }, frame));
}

/** A chain of contexts: `from` inclusive up to `until` exclusive; the whole of it if that is NONE. */
interface Chain {
  readonly from: ContextId;
  readonly until: ContextId;
  /** Told what was found of each context of a whole chain. */
  readonly keep?: (context: ContextId, judgement: Judgement) => void;
}

function judgeChain(core: Core, file: FileFacts, { from, until, keep }: Chain, frame: Frame | null): Judgement {
  const path: ContextId[] = [];
  let above: Judgement = NONE_KNOWN;
  for (let c = from; c !== until && c !== NONE; c = contextParent(file, c)) {
    const known = until === NONE && c !== from ? core.judged(file, c, frame) : null;
    if (known !== null) {
      above = known;
      break;
    }
    path.push(c);
  }
  const links: (Judgement | undefined)[] = [];
  let end = path.length;
  // conditions are cheaper to judge than calls, which must be resolved
  for (const calls of [false, true]) {
    if (calls && above.level >= Level.guard) break;
    for (let i = 0; i < end; i++) {
      const c = path[i] ?? NONE;
      const kind = contextKind(file, c);
      if ((kind === Ctx.Called || kind === Ctx.Either) !== calls) continue;
      const link = judgeLink(core, file, c, frame);
      links[i] = link;
      if (link.level < Level.guard) continue;
      end = i + 1;
      above = NONE_KNOWN;
    }
    if (end < path.length) break;
  }
  let all = above;
  for (let i = end - 1; i >= 0; i--) {
    const link = links[i];
    if (link !== undefined) all = both(link, all);
    if (i > 0) keep?.(path[i] ?? NONE, all);
  }
  return all;
}

function judgeLink(core: Core, file: FileFacts, context: ContextId, frame: Frame | null): Judgement {
  const x = contextX(file, context);
  const y = contextY(file, context);
  const v: Value = { ...valueOf(file, x), frame };
  switch (contextKind(file, context)) {
    case Ctx.Entry:
    case Ctx.Caught:
      return NONE_KNOWN;
    case Ctx.True:
    case Ctx.False: {
      const polarity = contextKind(file, context) === Ctx.True;
      const j = core.holds(v, polarity ? TRUTHY : FALSY);
      // that something unknown is there may be the consent; that it is absent cannot
      return j.level === Level.opaque && !isPresence(file, x, polarity) ? { ...j, level: Level.none } : j;
    }
    case Ctx.Called: {
      const j = core.completion(v);
      return j.level === Level.opaque ? { ...j, level: Level.none } : j;
    }
    case Ctx.Either:
      return judgeEither(core, file, context, frame);
    case Ctx.Case: {
      let all: Judgement | null = null;
      for (const t of Array.from(listItems(file, y))) {
        const own = judgeCase(core, v, t);
        all = all === null ? own : either(all, own);
      }
      return all ?? OPAQUE;
    }
    case Ctx.NotCase: {
      const ruled: Constant[] = [];
      for (const t of Array.from(listItems(file, y))) {
        const c = constantBehind(core, { ...v, node: t });
        if (c !== null) ruled.push(c);
      }
      const switched = booleanOf(core, v);
      if (switched !== null) {
        return Array.from(listItems(file, y)).reduce(
          (all: Judgement, t) => both(all, core.holds({ ...v, node: t }, switched ? FALSY : TRUTHY)),
          OPAQUE,
        );
      }
      return ruled.length === 0 ? OPAQUE : core.holds(v, { k: 'not', of: ruled });
    }
  }
}

/** Whether the condition, with this outcome, says that something is there (`row`, `rows.length > 0`) rather than absent. */
function isPresence(file: FileFacts, node: NodeId, polarity: boolean): boolean {
  const op = opOf(file, node);
  if (op === Op.Unary)
    return stringOf(file, bOf(file, node)) === '!' ? isPresence(file, aOf(file, node), !polarity) : polarity;
  if (op !== Op.Binary) return polarity;
  const operator = stringOf(file, cOf(file, node));
  const right = opOf(file, bOf(file, node));
  const empty =
    right === Op.Null ||
    right === Op.Undefined ||
    (right === Op.Bool && aOf(file, bOf(file, node)) === 0) ||
    (right === Op.Num && stringOf(file, aOf(file, bOf(file, node))) === '0');
  if (operator === '===' || operator === '==') return empty ? !polarity : polarity;
  if (operator === '!==' || operator === '!=') return empty ? polarity : !polarity;
  return true;
}

function judgeCase(core: Core, v: Value, test: number): Judgement {
  // switch (true) { case hasConsent: … }
  const switched = booleanOf(core, v);
  if (switched !== null) return core.holds({ ...v, node: test }, switched ? TRUTHY : FALSY);
  const c = constantBehind(core, { ...v, node: test });
  return c === null ? OPAQUE : core.holds(v, { k: 'is', of: c });
}

function booleanOf(core: Core, v: Value): boolean | null {
  const c = constantBehind(core, v);
  return c?.k === 'boolean' ? c.value : null;
}

/** Of two paths that meet only what each adds to what both come from is looked at: that is judged by itself. */
function judgeEither(core: Core, file: FileFacts, context: ContextId, frame: Frame | null): Judgement {
  const until = contextParent(file, context);
  const x = contextX(file, context);
  const y = contextY(file, context);
  const a = judgeChain(core, file, { from: x, until }, frame);
  const b = judgeChain(core, file, { from: y, until }, frame);
  const all = eitherOf(core, file, a, b);
  if (all.level >= Level.weak) return all;
  // `consent || true`: the other side asks nothing
  for (const [side, other] of [
    [x, b],
    [y, a],
  ] as const) {
    if (other.level !== Level.guard || other.at === null || !isConstantly(core, file, side, frame)) continue;
    return {
      ...CONSTANT,
      misses: [missOver(core, 'constant', other.at)],
    };
  }
  // an assertion whose throw is caught and swallowed
  const held = a.level === Level.guard ? a : b.level === Level.guard ? b : null;
  const other = held === a ? y : x;
  if (held === null || held.at === null || held.at.path !== file.path || !isCaught(file, other)) return all;
  const { at } = held;
  return withMiss(all, missOver(core, 'fail-open', at));
}

/** Whether a context is entered by a condition that is a constant. */
function isConstantly(core: Core, file: FileFacts, context: ContextId, frame: Frame | null): boolean {
  const kind = contextKind(file, context);
  if (kind !== Ctx.True && kind !== Ctx.False) return false;
  return constantBehind(core, { ...valueOf(file, contextX(file, context)), frame }) !== null;
}

function isCaught(file: FileFacts, context: ContextId): boolean {
  for (let c = context; c !== NONE && contextKind(file, c) !== Ctx.Entry; c = contextParent(file, c)) {
    if (contextKind(file, c) === Ctx.Caught) return true;
  }
  return false;
}
