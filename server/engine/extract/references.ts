import { NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering, Received } from './lowering.ts';
import { cellOf, readVariable } from './variables.ts';
import type { Span, TSTypeName } from './tree.ts';

/** A read of a name: the variable's value here, or a global. */
export function lowerName(l: Lowering, name: string, span: Span): NodeId {
  const variable = l.scope.find(name);
  if (variable !== undefined) return readVariable(l, variable);
  if (name.startsWith('$') && name.length > 1) {
    // Svelte: `$store` is what the store holds.
    const store = l.scope.find(name.slice(1));
    if (store !== undefined) return readVariable(l, store);
  }
  if (name === 'undefined') return l.node(Op.Undefined, span);
  if (name === 'arguments' && l.fn.received !== null) return lowerArguments(l, l.fn.received, span);
  return l.node(Op.Global, span, l.b.string(name));
}

/** `arguments`: the list of the parameters and of whatever else the function is called with. */
function lowerArguments(l: Lowering, received: Received, span: Span): NodeId {
  const { parameters } = received;
  const last = parameters.at(-1);
  const declaredRest = last?.rest === true ? last.node : NONE;
  const { start, end } = span;
  received.rest ??= {
    node: declaredRest === NONE ? l.node(Op.Param, span, l.fn.thisFunction, parameters.length, 1) : declaredRest,
    start,
    end,
  };
  const rest = received.rest.node;
  const named = declaredRest === NONE ? parameters : parameters.slice(0, -1);
  if (named.length === 0) return rest;
  return l.node(Op.Array, span, l.b.list(...named.map(({ node }) => node), l.node(Op.Spread, span, rest)));
}

/** `this`: one node per function. */
export function lowerThis(l: Lowering, span: Span): NodeId {
  if (l.fn.thisNode === NONE) {
    l.fn.thisNode = l.b.node(Op.This, span.start, span.end, l.fn.entry, l.fn.thisFunction);
  }
  return l.fn.thisNode;
}

/** `A.b.c` of a type query or import alias, as a value read at module level; NONE where it has no value. */
export function lowerQualified(l: Lowering, name: TSTypeName): NodeId {
  if (name.type === 'TSQualifiedName') {
    const object = lowerQualified(l, name.left);
    return object === NONE ? NONE : l.node(Op.Member, name, object, l.b.string(name.right.name));
  }
  if (name.type !== 'Identifier') return lowerThis(l, name);
  const variable = l.scope.find(name.name);
  if (variable === undefined) return NONE;
  return variable.fixed !== NONE && variable.definitions.length === 1 ? variable.fixed : cellOf(l, variable);
}

/** The text of a dotted type name. */
export function qualifiedText(name: TSTypeName): string {
  if (name.type === 'TSQualifiedName') return `${qualifiedText(name.left)}.${name.right.name}`;
  return name.type === 'Identifier' ? name.name : 'this';
}
