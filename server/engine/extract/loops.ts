import { noteAliases } from './aliases.ts';
import { branch } from './branches.ts';
import { lowerCondition } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { closeLoop, edgeTo, Env, loopExit, mergeEdges } from './env.ts';
import { NONE, Op } from './facts.ts';
import type { ContextId } from './facts.ts';
import { hoist } from './hoist.ts';
import type { Edge, JumpTarget, Lowering } from './lowering.ts';
import { bind } from './patterns.ts';
import { Scope } from './scope.ts';
import type { Expression, ForInStatement, ForOfStatement, ForStatement, Statement } from './tree.ts';

function newTarget(l: Lowering, base: Env, loop: boolean, breakable: boolean): JumpTarget {
  const target: JumpTarget = { labels: l.labels, base, breakable, loop, breaks: [], continues: [] };
  l.labels = [];
  return target;
}

/**
 * A loop whose test comes first. `body` lowers what runs in each round, `step` what runs between rounds. The test is
 * evaluated with the values at the loop's head, which may come from before or from the round before.
 */
function lowerHeaded(
  l: Lowering,
  test: (() => Condition | null) | null,
  body: () => void,
  step: (() => void) | null,
): void {
  const outer = l.env;
  const live = l.live;
  const phis = new Map<number, number>();
  const head = new Env(outer, l.context, phis);
  const target = newTarget(l, outer, true, true);
  const exits: Edge[] = [];
  l.env = head;
  const condition = test === null ? null : test();
  const start: ContextId = condition === null ? l.context : condition.ifTrue;
  if (live && (test === null || condition !== null)) {
    const exit = edgeTo(l, outer);
    exits.push(condition === null ? exit : { context: condition.ifFalse, values: exit.values });
  }
  l.fn.targets.push(target);
  const round = branch(l, start, body);
  l.fn.targets.pop();
  // Edges of `continue` are relative to the loop's outside, the round's own edge to its head.
  const rounds: Edge[] = round === null ? [...target.continues] : [withHead(head, round), ...target.continues];
  const back = step === null ? rounds : [runStep(l, head, rounds, step)].filter((edge) => edge !== null);
  closeLoop(l, head, phis, back);
  l.env = outer;
  l.live = live;
  const all = [...exits, ...target.breaks].map((edge) => loopExit(l, edge, phis));
  if (live) mergeEdges(l, all);
}

/** An edge relative to the loop's head, made relative to the loop's outside. */
function withHead(head: Env, edge: Edge): Edge {
  if (head.values === null) return edge;
  const values = new Map(head.values);
  if (edge.values !== null) for (const [variable, node] of edge.values) values.set(variable, node);
  return { context: edge.context, values };
}

/** The part between two rounds of a `for`. */
function runStep(l: Lowering, head: Env, rounds: readonly Edge[], step: () => void): Edge | null {
  if (rounds.length === 0) return null;
  const env = l.env;
  const context = l.context;
  l.env = new Env(head);
  mergeEdges(l, rounds);
  step();
  const edge = edgeTo(l, head);
  l.env = env;
  l.context = context;
  return withHead(head, edge);
}

/** A test that is left out or literally true never ends the loop. */
function testOf(l: Lowering, test: Expression | null): () => Condition | null {
  return () => {
    if (test === null) return null;
    if (test.type === 'Literal' && (test.value === true || test.value === 1)) return null;
    return lowerCondition(l, test);
  };
}

export function lowerWhile(l: Lowering, node: Extract<Statement, { type: 'WhileStatement' }>): void {
  lowerHeaded(
    l,
    testOf(l, node.test),
    () => {
      l.statement(node.body);
    },
    null,
  );
}

export function lowerFor(l: Lowering, node: ForStatement): void {
  const scope = l.scope;
  const labels = l.labels;
  l.labels = [];
  l.scope = new Scope(scope);
  if (node.init?.type === 'VariableDeclaration') {
    hoist(l, [node.init], false);
    l.statement(node.init);
  } else {
    l.expression(node.init);
  }
  l.labels = labels;
  const update = node.update;
  const step = (): void => {
    l.expression(update);
  };
  lowerHeaded(
    l,
    testOf(l, node.test),
    () => {
      l.statement(node.body);
    },
    update === null ? null : step,
  );
  l.scope = scope;
}

export function lowerForEach(l: Lowering, node: ForOfStatement | ForInStatement): void {
  const subject = l.expression(node.right);
  const scope = l.scope;
  l.scope = new Scope(scope);
  const left = node.left;
  if (left.type === 'VariableDeclaration') hoist(l, [left], false);
  lowerHeaded(
    l,
    null,
    () => {
      const target = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
      const element =
        node.type === 'ForInStatement'
          ? l.node(Op.KeyOf, left, subject)
          : l.node(Op.Element, left, subject, NONE, node.await ? 1 : NONE);
      if (target !== undefined) bind(l, target, element);
      if (left.type === 'VariableDeclaration' && left.kind === 'const' && node.type === 'ForOfStatement') {
        if (target !== undefined) noteAliases(l, target, node.right, true);
      }
      l.statement(node.body);
    },
    null,
  );
  l.scope = scope;
}

/** `do … while (test)`: the body runs before the first test. */
export function lowerDoWhile(l: Lowering, node: Extract<Statement, { type: 'DoWhileStatement' }>): void {
  const outer = l.env;
  const live = l.live;
  const phis = new Map<number, number>();
  const head = new Env(outer, l.context, phis);
  const target = newTarget(l, outer, true, true);
  l.env = head;
  l.fn.targets.push(target);
  const round = branch(l, l.context, () => {
    l.statement(node.body);
  });
  l.fn.targets.pop();
  const rounds: Edge[] = round === null ? [...target.continues] : [withHead(head, round), ...target.continues];
  const exits: Edge[] = [...target.breaks];
  const back: Edge[] = [];
  l.env = new Env(head);
  if (live) mergeEdges(l, rounds);
  const endless = node.test.type === 'Literal' && node.test.value === true;
  const condition = lowerCondition(l, node.test);
  if (l.live) {
    const after = withHead(head, edgeTo(l, head));
    back.push({ context: condition.ifTrue, values: after.values });
    if (!endless) exits.push({ context: condition.ifFalse, values: after.values });
  }
  closeLoop(l, head, phis, back);
  l.env = outer;
  l.live = live;
  if (live) {
    mergeEdges(
      l,
      exits.map((edge) => loopExit(l, edge, phis)),
    );
  }
}

/** `label: statement`: a loop or switch takes the label itself, any other statement can be left by `break label`. */
export function lowerLabeled(l: Lowering, node: Extract<Statement, { type: 'LabeledStatement' }>): void {
  l.labels = [...l.labels, node.label.name];
  const body = node.body;
  switch (body.type) {
    case 'LabeledStatement':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      l.statement(body);
      break;
    default:
      lowerBreakable(l, false, () => {
        l.statement(body);
      });
  }
}

/** Runs `body`, which `break` (with a label, or any for a switch) may leave early. */
export function lowerBreakable(l: Lowering, plainBreak: boolean, body: () => void): void {
  const outer = l.env;
  const live = l.live;
  const target = newTarget(l, outer, false, plainBreak);
  l.fn.targets.push(target);
  const end = branch(l, l.context, body);
  l.fn.targets.pop();
  const edges = end === null ? target.breaks : [end, ...target.breaks];
  l.live = live;
  if (live) mergeEdges(l, edges);
}
