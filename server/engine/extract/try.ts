import { branch } from './branches.ts';
import { replayContexts } from './contexts.ts';
import { mergeEdges, mergeValues, readEnv } from './env.ts';
import { Ctx, NONE, Op } from './facts.ts';
import type { NodeId, VariableId } from './facts.ts';
import { hoist } from './hoist.ts';
import type { Edge, Lowering } from './lowering.ts';
import { bind, patternNames } from './patterns.ts';
import { Scope } from './scope.ts';
import type { CatchClause, TryStatement } from './tree.ts';

/** More versions of one variable than this inside a try block are not told apart in its catch clause. */
const LOGGED_VERSIONS = 12;

/**
 * `try`: the catch clause may be entered after any part of the block, so that a variable written in the block may hold
 * any of its versions there, and nothing the block checked is known. What the finally block does has happened on every
 * path that goes on.
 */
export function lowerTry(l: Lowering, node: TryStatement): void {
  const start = l.context;
  const live = l.live;
  const log = new Map<VariableId, NodeId[]>();
  l.fn.tryLogs.push(log);
  const blockEdge = branch(l, start, () => {
    l.statement(node.block);
  });
  l.fn.tryLogs.pop();
  const edges: Edge[] = blockEdge === null ? [] : [blockEdge];
  const handler = node.handler;
  if (handler !== null) {
    const caught = l.b.context(Ctx.Caught, start, NONE, NONE);
    const edge = branch(l, caught, () => {
      setLogged(l, log);
      lowerCatch(l, handler);
    });
    if (edge !== null) edges.push(edge);
  }
  if (node.finalizer === null) {
    if (live) mergeEdges(l, edges);
    return;
  }
  if (edges.length > 0) {
    mergeEdges(l, edges);
  } else {
    setLogged(l, log);
    l.live = false;
  }
  const passes = l.live;
  const joined = l.context;
  l.context = start;
  l.live = live;
  l.statement(node.finalizer);
  l.context = passes ? replayContexts(l.b, start, l.context, joined) : l.context;
  l.live = l.live && passes;
}

/** Lets each variable written in the block hold any version it had there. */
function setLogged(l: Lowering, log: ReadonlyMap<VariableId, readonly NodeId[]>): void {
  for (const [variable, versions] of log) {
    const before = readEnv(l, l.env, variable);
    if (before === NONE) continue;
    const values = [before, ...versions.slice(-LOGGED_VERSIONS)];
    const contexts = values.map(() => l.context);
    l.env.set(variable, mergeValues(l, contexts, values, variable));
  }
}

function lowerCatch(l: Lowering, node: CatchClause): void {
  const scope = l.scope;
  l.scope = new Scope(scope);
  if (node.param !== null) {
    patternNames(node.param, (name, span) => {
      l.declare(name, 'catch', span);
    });
    const caught = l.node(Op.Caught, node.param);
    if (node.param.type === 'Identifier') {
      const variable = l.scope.own(node.param.name);
      variable?.definitions.push(caught);
      if (variable !== undefined) l.env.set(variable.id, caught);
    } else {
      bind(l, node.param, caught);
    }
  }
  hoist(l, node.body.body, false);
  for (const statement of node.body.body) l.statement(statement);
  l.scope = scope;
}
