import type { Place } from '../../base/place.ts';
import type { ContextId, FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  cOf,
  contextKind,
  contextOf,
  contextParent,
  contextX,
  Ctx,
  endOf,
  listAt,
  listItems,
  nodeCount,
  opOf,
  startOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { perObject } from '../../base/per-object.ts';
import { methodName } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';
import type { OutletSite } from './contract.ts';
import { receiverOf } from '../trace/call-parts.ts';
import { isDenied, markedArguments, markerIn, spot, type Frame, type PayloadContext } from './payload.ts';

const MAX_STEPS = 60;
/** Channels on which one answer goes out in parts; of the others each call is a message of its own. */
const CONTINUED: ReadonlySet<OutletSite['channel']> = new Set<OutletSite['channel']>([
  'response',
  'page',
  'chat',
  'voice',
]);

/** Where one stands while looking: what is not reached whenever this is does not count. */
interface Vantage {
  readonly file: FileFacts;
  readonly context: ContextId;
}

/**
 * A marker that goes the same way as what the outlet sends, without being in it: a header set before, an earlier or later
 * part of the same answer, a label put into the same element. It must be reached whenever the outlet is.
 */
export function markerAround(c: PayloadContext, outlet: OutletSite, frame: Frame | null): Place | null {
  const { file, node, how } = outlet;
  if (how === 'element' || !CONTINUED.has(outlet.channel)) return null;
  const receiver =
    how === 'call' ? receiverOf({ file, node: node }) : how === 'assign' ? listAt(file, aOf(file, node), 0) : -1;
  return (
    before(c, outlet, receiver, frame, new Map()) ??
    after(c, outlet, node, frame) ??
    (outlet.channel === 'response' ? headerInFunction(c, outlet) : null)
  );
}

/** What was done to the receiver on the way: calls on it (chained ones too) and properties set. */
function before(
  c: PayloadContext,
  at: Vantage,
  node: NodeId,
  frame: Frame | null,
  seen: Map<string, Place | null>,
): Place | null {
  const { file } = at;
  const key = `${file.path}:${String(node)}`;
  // versions of one variable lead to each other in many ways: each is looked at once
  const known = seen.get(key);
  if (node < 0 || seen.size > MAX_STEPS || known !== undefined) return known ?? null;
  seen.set(key, null);
  const found = lookBefore(c, at, node, frame, seen);
  seen.set(key, found);
  return found;
}

function lookBefore(
  c: PayloadContext,
  at: Vantage,
  node: NodeId,
  frame: Frame | null,
  seen: Map<string, Place | null>,
): Place | null {
  const { file } = at;
  const a = aOf(file, node);
  const go = (n: NodeId): Place | null => before(c, at, n, frame, seen);
  switch (opOf(file, node)) {
    case Op.Effect:
      return counted(c, at, bOf(file, node), markedCall(c, file, bOf(file, node), frame)) ?? go(a);
    case Op.Store:
      return counted(c, at, node, markerIn(c, file, node, frame)) ?? go(listAt(file, a, 0));
    case Op.Call:
      return markedCall(c, file, node, frame) ?? go(receiverOf({ file, node: node }));
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
        const found = isAround(file, definition, at.context) ? go(definition) : null;
        if (found !== null) return found;
      }
      return null;
    }
    case Op.Param: {
      for (let f = frame; f !== null; f = f.above) {
        if (f.callee.file === file && f.callee.fn === a && opOf(f.file, f.call) !== Op.Jsx) {
          const above: Vantage = { file: f.file, context: contextOf(f.file, f.call) };
          return before(c, above, argumentOf(f.file, f.call, bOf(file, node)), f.above, seen);
        }
      }
      return null;
    }
    default:
      return null;
  }
}

/** A marker if it is reached whenever the vantage is; else it is noted as one of another branch. */
function counted(c: PayloadContext, at: Vantage, node: NodeId, marker: Place | null): Place | null {
  if (marker === null || reachedWith(at.file, contextOf(at.file, node), at.context)) return marker;
  c.miss('other-branch', marker);
  return null;
}

/** Whether a node stands in the function of a context or one round it: what sibling closures do is another story. */
function isAround(file: FileFacts, node: NodeId, context: ContextId): boolean {
  const own = functionOfContext(file, contextOf(file, node));
  for (let fn = functionOfContext(file, context); fn >= 0; fn = file.functions[fn]?.parent ?? -1) {
    if (fn === own) return true;
  }
  return false;
}

function markedCall(c: PayloadContext, file: FileFacts, call: NodeId, frame: Frame | null): Place | null {
  if (c.isModelCall(file, call)) return null;
  return markedArguments(c, file, call, (n) => markerIn(c, file, n, frame));
}

/**
 * What is done later to what the outlet's call gives, or to the object it is made on. Headers of an answer that has begun
 * come too late, other parts of it do not.
 */
function after(c: PayloadContext, outlet: OutletSite, start: NodeId, frame: Frame | null): Place | null {
  const { file } = outlet;
  const seen = new Set<NodeId>([start]);
  const open: { readonly version: NodeId; readonly late: boolean }[] = [{ version: start, late: false }];
  for (let next = open.pop(); next !== undefined && seen.size < MAX_STEPS; next = open.pop()) {
    const { version } = next;
    for (const user of usesOf(file).users.get(version) ?? []) {
      if (seen.has(user)) continue;
      const op = opOf(file, user);
      const onReceiver = op === Op.Effect && version === start && bOf(file, user) === start && cOf(file, user) === -1;
      const later =
        op === Op.Def ||
        op === Op.Await ||
        op === Op.Cast ||
        op === Op.Phi ||
        onReceiver ||
        (op === Op.Effect && aOf(file, user) === version) ||
        (op === Op.Store && listAt(file, aOf(file, user), 0) === version);
      if (!later) continue;
      seen.add(user);
      const late = next.late || onReceiver;
      open.push({ version: user, late });
      const made = op === Op.Effect && bOf(file, user) !== outlet.node ? bOf(file, user) : op === Op.Store ? user : -1;
      if (made < 0) continue;
      const found = op === Op.Store ? markerIn(c, file, user, frame) : markedCall(c, file, made, frame);
      if (found !== null && late && outlet.how === 'call' && setsHeader(c, file, made)) c.miss('after-outlet', found);
      else if (counted(c, outlet, made, found) !== null) return found;
    }
  }
  return null;
}

/** Whether a call names a header that says it, rather than sending something. */
function setsHeader(c: PayloadContext, file: FileFacts, call: NodeId): boolean {
  return opOf(file, call) === Op.Call && (headerNamed(c, file, call) !== null || HEADERS.test(methodName(file, call)));
}

/** Names of calls that take headers in an object. */
const HEADERS = /head(?:er)?s?$/i;

/** The argument of a call that names a header which says it, if the next one does not deny it. */
function headerNamed(c: PayloadContext, file: FileFacts, call: NodeId): NodeId | null {
  for (let i = 0; i < Math.min(2, argumentCount(file, call) - 1); i++) {
    const name = argumentOf(file, call, i);
    if (opOf(file, name) === Op.Object || isDenied(c.program, file, argumentOf(file, call, i + 1))) continue;
    if (c.program.strings({ file, node: name }).some((text) => c.words.isHeader(text))) return name;
  }
  return null;
}

/** A header set by any call of the function: `setHeader(event, 'X-AI-Generated', 'true')`, `reply.header(…)` before a return. */
function headerInFunction(c: PayloadContext, outlet: OutletSite): Place | null {
  const { file } = outlet;
  const fn = functionOfContext(file, outlet.context);
  for (const call of namingOf(file).get(fn) ?? []) {
    if (call === outlet.node) continue;
    const found = headerIn(c, file, call);
    if (found === null) continue;
    // the answer has left; what is only assigned or returned leaves after the function has ended
    if (outlet.how === 'call' && startOf(file, call) > endOf(file, outlet.node)) c.miss('after-outlet', found);
    else if (counted(c, outlet, call, found) !== null) return found;
  }
  for (const store of headerStores(c, file)) {
    if (functionOfContext(file, contextOf(file, store)) !== fn) continue;
    if (counted(c, outlet, store, spot(file, store)) !== null) return spot(file, store);
  }
  return null;
}

/** Calls that may set a header, by the function they stand in: those that are given a name and a value, or are called so. */
const namingOf = perObject((file: FileFacts): ReadonlyMap<FunctionId, readonly NodeId[]> => {
  const found = new Map<FunctionId, NodeId[]>();
  for (const call of file.calls) {
    if (argumentCount(file, call) < 2 && !HEADERS.test(methodName(file, call))) continue;
    const fn = functionOfContext(file, contextOf(file, call));
    const known = found.get(fn);
    if (known === undefined) found.set(fn, [call]);
    else known.push(call);
  }
  return found;
});

/** Assignments to a header that says it: `set.headers['x-ai-generated'] = 'true'`. */
function* headerStores(c: PayloadContext, file: FileFacts): Iterable<NodeId> {
  for (const store of storesOf(file)) {
    if (!c.words.isHeader(stringOf(file, bOf(file, store)))) continue;
    if (!isDenied(c.program, file, listAt(file, aOf(file, store), 1))) yield store;
  }
}

/** Assignments to properties with a name that no identifier can have. */
const storesOf = perObject((file: FileFacts): readonly NodeId[] => {
  const found: NodeId[] = [];
  for (let n = 0; n < nodeCount(file); n++) {
    if (opOf(file, n) === Op.Store && bOf(file, n) >= 0 && stringOf(file, bOf(file, n)).includes('-')) found.push(n);
  }
  return found;
});

/** A header that says it, set by a call: by name and value, or in an object. */
export function headerIn(c: PayloadContext, file: FileFacts, call: NodeId): Place | null {
  if (headerNamed(c, file, call) !== null) return spot(file, call);
  if (!HEADERS.test(methodName(file, call))) return null;
  for (let i = 0; i < argumentCount(file, call); i++) {
    const found = markerIn(c, file, argumentOf(file, call, i), null);
    if (found !== null) return found;
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
