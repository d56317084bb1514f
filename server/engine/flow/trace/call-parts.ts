import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, endOf, opOf, startOf, stringOf, Op } from '../../extract/index.ts';
import type { NodeRef } from '../../link/index.ts';
import { guardedBy } from './consent.ts';
import type { Leaf, State } from './state.ts';
import type { Tracing } from './tracing.ts';

/** The result of a query or an unresolved call, guarded if the query itself asks for consent. */
export function opaqueResult(t: Tracing, s: State): Leaf {
  return { ...(s.guard === 2 ? s : guardedBy(s, t.guards.query(s.file, s.node))), k: 'opaque' };
}

/** Whether an argument is a function written in the call itself, not the name of one declared elsewhere. */
export function isInline(file: FileFacts, call: NodeId, argument: NodeId): boolean {
  if (opOf(file, argument) !== Op.Func) return false;
  const fn = file.functions[aOf(file, argument)];
  return fn !== undefined && startOf(file, call) <= fn.start && fn.end <= endOf(file, call);
}

/** First argument as a constant text, '' if it is not one. */
export function constantArgument(s: State, index: number): string {
  const argument = argumentOf(s.file, s.node, index);
  return opOf(s.file, argument) === Op.Str ? stringOf(s.file, aOf(s.file, argument)) : '';
}

/** The receiver of a method call, NONE if there is none. */
export function receiverOf({ file, node }: NodeRef): NodeId {
  const callee = calleeOf(file, node);
  return opOf(file, callee) === Op.Member ? aOf(file, callee) : -1;
}

/** The method's name, '' if the call is not a method call. */
export function methodOf({ file, node }: NodeRef): string {
  const callee = calleeOf(file, node);
  return opOf(file, callee) === Op.Member ? stringOf(file, bOf(file, callee)) : '';
}
