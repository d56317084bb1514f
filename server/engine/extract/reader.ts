import { Col, CONTEXT_STRIDE, Ctx, NODE_STRIDE, NONE, Op } from './facts.ts';
import type { ContextId, FileFacts, ListId, NodeId, StringId, TypeExpr, TypeId } from './facts.ts';

const EMPTY: readonly number[] = [];
const UNKNOWN_TYPE: TypeExpr = { k: 'unknown' };

function cell(facts: FileFacts, n: NodeId, column: number): number {
  return n < 0 ? NONE : (facts.nodes[n * NODE_STRIDE + column] ?? NONE);
}

/** Kind of a node; `Op.Unknown` for NONE. */
export function opOf(facts: FileFacts, n: NodeId): Op {
  return n < 0 ? Op.Unknown : ((facts.nodes[n * NODE_STRIDE + Col.op] ?? Op.Unknown) as Op);
}
export const startOf = (facts: FileFacts, n: NodeId): number => cell(facts, n, Col.start);
export const endOf = (facts: FileFacts, n: NodeId): number => cell(facts, n, Col.end);
export const contextOf = (facts: FileFacts, n: NodeId): ContextId => cell(facts, n, Col.context);
export const aOf = (facts: FileFacts, n: NodeId): number => cell(facts, n, Col.a);
export const bOf = (facts: FileFacts, n: NodeId): number => cell(facts, n, Col.b);
export const cOf = (facts: FileFacts, n: NodeId): number => cell(facts, n, Col.c);

/** Number of nodes. */
export const nodeCount = (facts: FileFacts): number => facts.nodes.length / NODE_STRIDE;

/** The text of a StringId, '' for NONE. */
export function stringOf(facts: FileFacts, s: StringId): string {
  return s < 0 ? '' : (facts.strings[s] ?? '');
}

/** Length of a list. */
export function listLength(facts: FileFacts, l: ListId): number {
  return l < 0 ? 0 : (facts.lists[l] ?? 0);
}

/** Item i (0-based) of a list, NONE beyond its end. */
export function listAt(facts: FileFacts, l: ListId, i: number): number {
  return l < 0 || i < 0 || i >= (facts.lists[l] ?? 0) ? NONE : (facts.lists[l + 1 + i] ?? NONE);
}

/** A list's items (a view, not to be kept across changes). */
export function listItems(facts: FileFacts, l: ListId): ArrayLike<number> {
  if (l < 0) return EMPTY;
  return facts.lists.subarray(l + 1, l + 1 + (facts.lists[l] ?? 0));
}

/** Callee of a Call, New or Tagged node. */
export const calleeOf = (facts: FileFacts, call: NodeId): NodeId => listAt(facts, aOf(facts, call), 0);
/** Number of arguments of a Call, New or Tagged node. */
export const argumentCount = (facts: FileFacts, call: NodeId): number =>
  Math.max(0, listLength(facts, aOf(facts, call)) - 1);
/** Argument i (0-based), NONE if absent. */
export const argumentOf = (facts: FileFacts, call: NodeId, i: number): NodeId => listAt(facts, aOf(facts, call), i + 1);

export const contextKind = (facts: FileFacts, c: ContextId): Ctx =>
  (c < 0 ? Ctx.Entry : (facts.contexts[c * CONTEXT_STRIDE] ?? Ctx.Entry)) as Ctx;
export const contextParent = (facts: FileFacts, c: ContextId): ContextId =>
  c < 0 ? NONE : (facts.contexts[c * CONTEXT_STRIDE + 1] ?? NONE);
export const contextX = (facts: FileFacts, c: ContextId): number =>
  c < 0 ? NONE : (facts.contexts[c * CONTEXT_STRIDE + 2] ?? NONE);
export const contextY = (facts: FileFacts, c: ContextId): number =>
  c < 0 ? NONE : (facts.contexts[c * CONTEXT_STRIDE + 3] ?? NONE);

/** A type expression; `unknown` for NONE. */
export function typeOf(facts: FileFacts, t: TypeId): TypeExpr {
  return t < 0 ? UNKNOWN_TYPE : (facts.types[t] ?? UNKNOWN_TYPE);
}

/** The function a node is evaluated in: the nearest Entry above its context. */
export function functionOf(facts: FileFacts, n: NodeId): number {
  let c = contextOf(facts, n);
  while (c >= 0) {
    if (contextKind(facts, c) === Ctx.Entry) return contextX(facts, c);
    c = contextParent(facts, c);
  }
  return 0;
}
