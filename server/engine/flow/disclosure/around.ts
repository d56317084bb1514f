import type { Place } from '../../base/place.ts';
import type { ContextId, FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  cOf,
  contextKind,
  contextOf,
  contextParent,
  contextX,
  Ctx,
  listAt,
  listItems,
  opOf,
  Op,
} from '../../extract/index.ts';
import { usesOf } from '../guards/uses.ts';
import type { OutletSite } from './contract.ts';
import { isDenied, markedArguments, markerIn, spot, type Frame, type PayloadContext } from './payload.ts';

const MAX_STEPS = 60;
/** Channels on which one answer goes out in parts; of the others each call is a message of its own. */
const CONTINUED: ReadonlySet<OutletSite['channel']> = new Set<OutletSite['channel']>(['response', 'page', 'chat']);

/**
 * A marker that goes the same way as what the outlet sends, without being in it: a header set before, an earlier or later
 * part of the same answer, a label put into the same element. It must be reached whenever the outlet is.
 */
export function markerAround(c: PayloadContext, outlet: OutletSite, frame: Frame | null): Place | null {
  const { file, node, how } = outlet;
  if (how === 'element' || !CONTINUED.has(outlet.channel)) return null;
  const receiver = how === 'call' ? receiverOf(file, node) : how === 'assign' ? listAt(file, aOf(file, node), 0) : -1;
  return (
    before(c, file, receiver, frame, new Set()) ??
    after(c, outlet, node, frame) ??
    (outlet.channel === 'response' ? headerInFunction(c, outlet) : null)
  );
}

function receiverOf(file: FileFacts, call: NodeId): NodeId {
  const callee = calleeOf(file, call);
  return opOf(file, callee) === Op.Member ? aOf(file, callee) : -1;
}

/** What was done to the receiver on the way: calls on it (chained ones too) and properties set. */
function before(
  c: PayloadContext,
  file: FileFacts,
  node: NodeId,
  frame: Frame | null,
  seen: Set<string>,
): Place | null {
  const key = `${file.path}:${String(node)}`;
  // versions of one variable lead to each other in many ways: each is looked at once
  if (node < 0 || seen.size > MAX_STEPS || seen.has(key)) return null;
  seen.add(key);
  const a = aOf(file, node);
  const go = (n: NodeId): Place | null => before(c, file, n, frame, seen);
  switch (opOf(file, node)) {
    case Op.Effect:
      return markedCall(c, file, bOf(file, node), frame) ?? go(a);
    case Op.Store:
      return markerIn(c, file, node, frame);
    case Op.Call:
      return markedCall(c, file, node, frame) ?? go(receiverOf(file, node));
    case Op.Def:
    case Op.Await:
    case Op.Cast:
    case Op.Member:
      return go(a);
    case Op.Phi: {
      const parts = Array.from(listItems(file, a)).filter((_, i) => i % 2 === 1);
      const found = parts.map(go);
      return found.every((place) => place !== null) ? (found[0] ?? null) : null;
    }
    case Op.Cell: {
      const variable = file.variables[a];
      // a client shared by the whole module: what others did with it is not about this answer
      if (variable === undefined || variable.owner === 0) return null;
      for (const definition of variable.definitions) {
        const found = go(definition);
        if (found !== null) return found;
      }
      return null;
    }
    case Op.Param: {
      for (let f = frame; f !== null; f = f.above) {
        if (f.callee.file === file && f.callee.fn === a && opOf(f.file, f.call) !== Op.Jsx) {
          return before(c, f.file, argumentOf(f.file, f.call, bOf(file, node)), f.above, seen);
        }
      }
      return null;
    }
    default:
      return null;
  }
}

function markedCall(c: PayloadContext, file: FileFacts, call: NodeId, frame: Frame | null): Place | null {
  if (c.isModelCall(file, call)) return null;
  return markedArguments(c, file, call, (n) => markerIn(c, file, n, frame));
}

/** What is done later to the same object, or to what the outlet's call gives. */
function after(c: PayloadContext, outlet: OutletSite, start: NodeId, frame: Frame | null): Place | null {
  const { file } = outlet;
  const seen = new Set<NodeId>([start]);
  const open: NodeId[] = [start];
  for (let version = open.pop(); version !== undefined && seen.size < MAX_STEPS; version = open.pop()) {
    for (const user of usesOf(file).users.get(version) ?? []) {
      if (seen.has(user)) continue;
      const op = opOf(file, user);
      const later =
        op === Op.Def ||
        op === Op.Await ||
        op === Op.Cast ||
        op === Op.Phi ||
        (op === Op.Effect && (aOf(file, user) === version || (version === start && cOf(file, user) === -1))) ||
        (op === Op.Store && listAt(file, aOf(file, user), 0) === version);
      if (!later) continue;
      seen.add(user);
      open.push(user);
      if (!reachedWith(file, contextOf(file, user), outlet.context)) continue;
      const own =
        op === Op.Effect && bOf(file, user) !== outlet.node ? markedCall(c, file, bOf(file, user), frame) : null;
      const set = op === Op.Store ? markerIn(c, file, user, frame) : null;
      const found = own ?? set;
      if (found !== null) return found;
    }
  }
  return null;
}

/** A header set by any call of the function: `setHeader(event, 'X-AI-Generated', 'true')`, `reply.header(…)` before a return. */
function headerInFunction(c: PayloadContext, outlet: OutletSite): Place | null {
  const { file } = outlet;
  const fn = functionOfContext(file, outlet.context);
  for (const call of file.calls) {
    const context = contextOf(file, call);
    if (argumentCount(file, call) < 2 || functionOfContext(file, context) !== fn) continue;
    if (!reachedWith(file, context, outlet.context)) continue;
    for (let i = 0; i < 2; i++) {
      const name = argumentOf(file, call, i);
      if (opOf(file, name) === Op.Object || isDenied(c.program, file, argumentOf(file, call, i + 1))) continue;
      if (c.program.strings({ file, node: name }).some((text) => c.words.isHeader(text))) return spot(file, call);
    }
  }
  return null;
}

function functionOfContext(file: FileFacts, context: ContextId): FunctionId {
  let at = context;
  while (at >= 0 && contextKind(file, at) !== Ctx.Entry) at = contextParent(file, at);
  return at < 0 ? 0 : contextX(file, at);
}

/** Whether a place is reached whenever another is: each condition on the way to it is one on the way to the other. */
function reachedWith(file: FileFacts, place: ContextId, other: ContextId): boolean {
  const held = new Set(conditionsOf(file, other));
  return conditionsOf(file, place).every((condition) => held.has(condition));
}

function conditionsOf(file: FileFacts, context: ContextId): readonly string[] {
  const out: string[] = [];
  for (let at = context; at >= 0; at = contextParent(file, at)) {
    const kind = contextKind(file, at);
    if (kind === Ctx.True || kind === Ctx.False) out.push(`${String(kind)}:${String(contextX(file, at))}`);
    else if (kind === Ctx.Case || kind === Ctx.NotCase || kind === Ctx.Caught)
      out.push(`${String(kind)}:${String(at)}`);
  }
  return out;
}
