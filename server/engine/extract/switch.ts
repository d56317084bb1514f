import { Env, edgeTo, mergeEdges } from './env.ts';
import { Ctx, NONE } from './facts.ts';
import type { ContextId, NodeId } from './facts.ts';
import { hoist } from './hoist.ts';
import { lowerBreakable } from './loops.ts';
import type { Edge, Lowering } from './lowering.ts';
import { Scope } from './scope.ts';
import type { SwitchStatement } from './tree.ts';

/** What is compared: the subject and all tests of a switch, from the context before the cases. */
interface Cases {
  readonly base: ContextId;
  readonly subject: NodeId;
  readonly tests: readonly NodeId[];
  /** `switch (true)`: the tests are conditions. */
  readonly conditions: boolean;
}

/**
 * `switch`: each group of cases is a path of its own; where a case falls through, the next one may have been entered by
 * either test.
 */
export function lowerSwitch(l: Lowering, node: SwitchStatement): void {
  const subject = l.expression(node.discriminant);
  const conditions = node.discriminant.type === 'Literal' && node.discriminant.value === true;
  const scope = l.scope;
  l.scope = new Scope(scope);
  hoist(
    l,
    node.cases.flatMap((clause) => clause.consequent),
    false,
  );
  lowerBreakable(l, true, () => {
    const tests: NodeId[] = [];
    for (const clause of node.cases) if (clause.test !== null) tests.push(l.expression(clause.test));
    lowerCases(l, node, { base: l.context, subject, tests, conditions });
  });
  l.scope = scope;
}

function lowerCases(l: Lowering, node: SwitchStatement, cases: Cases): void {
  const outer = l.env;
  const live = l.live;
  let matched: NodeId[] = [];
  let byDefault = false;
  let hasDefault = false;
  let fallen: Edge | null = null;
  let seen = 0;
  for (const clause of node.cases) {
    if (fallen === null) {
      matched = [];
      byDefault = false;
    }
    if (clause.test === null) byDefault = hasDefault = true;
    else matched.push(cases.tests[seen++] ?? NONE);
    const entered = enter(l, cases, matched, byDefault);
    l.env = new Env(outer);
    l.live = live;
    l.context = entered;
    if (fallen !== null) mergeEdges(l, [{ context: entered, values: null }, fallen], entered);
    for (const statement of clause.consequent) l.statement(statement);
    fallen = l.live ? edgeTo(l, outer) : null;
  }
  l.env = outer;
  l.live = live;
  l.context = cases.base;
  const edges: Edge[] = fallen === null ? [] : [fallen];
  if (!hasDefault) edges.push({ context: enter(l, cases, [], true), values: null });
  if (live) mergeEdges(l, edges);
}

/** The context of a body reached by the `matched` tests, and by the default if `byDefault`. */
function enter(l: Lowering, cases: Cases, matched: readonly NodeId[], byDefault: boolean): ContextId {
  const { base, subject, tests, conditions } = cases;
  if (byDefault) {
    const others = tests.filter((test) => !matched.includes(test));
    if (others.length === 0) return base;
    if (!conditions) return l.b.context(Ctx.NotCase, base, subject, l.b.list(...others));
    let context = base;
    for (const test of others) context = l.b.context(Ctx.False, context, test, NONE);
    return context;
  }
  if (!conditions) return l.b.context(Ctx.Case, base, subject, l.b.list(...matched));
  let context = NONE;
  for (const test of matched) {
    const holds = l.b.context(Ctx.True, base, test, NONE);
    context = context === NONE ? holds : l.join(context, holds);
  }
  return context;
}
