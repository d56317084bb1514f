import { NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { readVariable } from './variables.ts';
import type { Span } from './tree.ts';

/** A read of a name: the variable's value here, or a global. */
export function lowerName(l: Lowering, name: string, span: Span): NodeId {
  const variable = l.scope.find(name);
  if (variable !== undefined) return readVariable(l, variable);
  if (name === 'undefined') return l.node(Op.Undefined, span);
  return l.node(Op.Global, span, l.b.string(name));
}

/** `this`: one node per function. */
export function lowerThis(l: Lowering, span: Span): NodeId {
  if (l.fn.thisNode === NONE) {
    l.fn.thisNode = l.b.node(Op.This, span.start, span.end, l.fn.entry, l.fn.thisFunction);
  }
  return l.fn.thisNode;
}
