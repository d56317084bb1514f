import type { NodeId } from '../../extract/facts.ts';
import { contextOf, Op, opOf } from '../../extract/index.ts';
import type { GuardVerdict } from '../guards/index.ts';
import { at, type GuardMark, type State } from './state.ts';
import type { Tracing } from './tracing.ts';

/** The state as it is where a condition holds. */
export function whereHolds(t: Tracing, s: State, test: NodeId, polarity: boolean): State {
  if (s.guard === 2) return s;
  return guardedBy(s, t.guards.condition(s.file, test, polarity));
}

/** The state as it is at the end of an incoming path. */
export function inContext(t: Tracing, s: State, context: number): State {
  if (s.guard === 2 || context < 0) return s;
  return guardedBy(s, t.guards.context(s.file, context));
}

/** States for what a function gives, each as it is where it is given. */
export const atExits = (
  t: Tracing,
  s: State,
  exits: readonly { readonly node: NodeId; readonly context: number }[],
): readonly State[] => exits.map((exit) => inContext(t, at(s, exit.node), exit.context));

/**
 * The state where its node is evaluated. A later version of an object is read also where the call that made it was not
 * reached, if paths met since: only what the call put in rests on the way to the call (`transfer`).
 */
export function whereEvaluated(t: Tracing, s: State): State {
  if (opOf(s.file, s.node) === Op.Effect) return s;
  return inContext(t, s, contextOf(s.file, s.node));
}

/** The state with what a verdict adds to what is known of consent on its path. */
export function guardedBy(s: State, verdict: GuardVerdict): State {
  const guard = markOf(verdict);
  return guard > s.guard ? { ...s, guard, check: verdict.at } : s;
}

/** A verdict as a mark on a path. */
export function markOf(verdict: GuardVerdict): GuardMark {
  return verdict.status === 'guard' ? 2 : verdict.status === 'weak' ? 1 : 0;
}
