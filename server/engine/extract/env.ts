import { commonAncestor } from './contexts.ts';
import { Col, NONE, Op } from './facts.ts';
import type { ContextId, ListId, NodeId, VariableId } from './facts.ts';
import type { Edge, Lowering } from './lowering.ts';

/**
 * Which node each variable of the current function holds at this point. A branch writes into an overlay on its parent,
 * so that opening a branch costs nothing and merging costs only what the branches wrote.
 */
export class Env {
  readonly parent: Env | null;
  values: Map<VariableId, NodeId> | null = null;
  /** For a loop's head: the Phi made for each variable read or written in the loop, else null. */
  readonly phis: Map<VariableId, NodeId> | null;
  /** For a loop's head: the context before the loop. */
  readonly entry: ContextId;

  constructor(parent: Env | null, entry: ContextId = NONE, phis: Map<VariableId, NodeId> | null = null) {
    this.parent = parent;
    this.entry = entry;
    this.phis = phis;
  }

  set(variable: VariableId, node: NodeId): void {
    (this.values ??= new Map<VariableId, NodeId>()).set(variable, node);
  }
}

/** The node a variable holds; NONE if nothing on the way wrote it. Reading through a loop's head makes a Phi there. */
export function readEnv(l: Lowering, env: Env | null, variable: VariableId): NodeId {
  for (let at = env; at !== null; at = at.parent) {
    const value = at.values?.get(variable);
    if (value !== undefined) return value;
    if (at.phis !== null) {
      const before = readEnv(l, at.parent, variable);
      if (before === NONE) return NONE;
      return loopPhi(l, at, at.phis, variable, before);
    }
  }
  return NONE;
}

/**
 * The value before the loop waits in the Phi's `a` column until the loop is closed. Once closed, the head is no longer
 * reachable from the current environment.
 */
function loopPhi(l: Lowering, head: Env, phis: Map<VariableId, NodeId>, variable: VariableId, before: NodeId): NodeId {
  const known = phis.get(variable);
  if (known !== undefined) return known;
  const phi = l.b.node(
    Op.Phi,
    l.b.column(before, Col.start),
    l.b.column(before, Col.end),
    head.entry,
    before,
    variable,
  );
  phis.set(variable, phi);
  head.set(variable, phi);
  return phi;
}

/** All writes between the current environment and `base` (exclusive), as an edge out of here. */
export function edgeTo(l: Lowering, base: Env | null): Edge {
  let first: Map<VariableId, NodeId> | null = null;
  let copied = false;
  for (let at: Env | null = l.env; at !== null && at !== base; at = at.parent) {
    if (at.values === null) continue;
    if (first === null) {
      first = at.values;
      continue;
    }
    if (!copied) {
      first = new Map(first);
      copied = true;
    }
    for (const [variable, node] of at.values) if (!first.has(variable)) first.set(variable, node);
  }
  return { context: l.context, values: first === null ? null : copied ? first : new Map(first) };
}

const EFFECT_STEPS = 32;

/** Whether `late` is `early` after nothing but calls that may have changed it: then `late` stands for both. */
function isEffectOf(l: Lowering, late: NodeId, early: NodeId): boolean {
  let at = late;
  for (let i = 0; i < EFFECT_STEPS && at >= 0; i++) {
    if (at === early) return true;
    if (l.b.op(at) !== Op.Effect) return false;
    at = l.b.a(at);
  }
  return false;
}

/** One node for several incoming values: the common one, the latest of a chain of effects, or a Phi. */
export function mergeValues(
  l: Lowering,
  contexts: readonly ContextId[],
  values: readonly NodeId[],
  variable: VariableId,
): NodeId {
  let best = values[0] ?? NONE;
  let plain = true;
  for (const value of values) {
    if (value === best || isEffectOf(l, best, value)) continue;
    if (isEffectOf(l, value, best)) best = value;
    else plain = false;
  }
  if (plain) return best;
  const list = values.length > EXACT_PATHS ? groupedPairs(l, contexts, values) : exactPairs(l, contexts, values);
  return l.b.node(Op.Phi, l.b.column(best, Col.start), l.b.column(best, Col.end), l.context, list, variable);
}

/** Where more paths than this meet, those that bring the same value are taken together. */
const EXACT_PATHS = 8;

function exactPairs(l: Lowering, contexts: readonly ContextId[], values: readonly NodeId[]): ListId {
  const mark = l.b.mark();
  for (let i = 0; i < values.length; i++) {
    l.b.push(contexts[i] ?? NONE);
    l.b.push(values[i] ?? NONE);
  }
  return l.b.take(mark);
}

/** Keeps a Phi's list from growing with the square of a long function: what holds on all paths of a value is kept. */
function groupedPairs(l: Lowering, contexts: readonly ContextId[], values: readonly NodeId[]): ListId {
  const groups = new Map<NodeId, ContextId>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NONE;
    const context = contexts[i] ?? NONE;
    const known = groups.get(value);
    groups.set(value, known === undefined ? context : commonAncestor(l.b, known, context));
  }
  return exactPairs(l, [...groups.values()], [...groups.keys()]);
}

/** Undefined for a `var` that a path has not written yet; NONE for a variable declared inside the branch. */
function valueBefore(l: Lowering, env: Env | null, variable: VariableId): NodeId {
  const value = readEnv(l, env, variable);
  const facts = l.variables[variable];
  if (value !== NONE || facts?.kind !== 'var') return value;
  return l.b.node(Op.Undefined, facts.start, facts.end, l.context);
}

/**
 * Goes on where the given paths meet: sets context, liveness and variables of the current environment, which must be the
 * one the edges are relative to. `context`, if given, is used instead of joining the edges' contexts.
 */
export function mergeEdges(l: Lowering, edges: readonly Edge[], context: ContextId = NONE): void {
  const first = edges[0];
  if (first === undefined) {
    l.live = false;
    return;
  }
  l.live = true;
  let joined = first.context;
  for (const edge of edges) joined = l.join(joined, edge.context);
  l.context = context === NONE ? joined : context;
  if (edges.length === 1) {
    if (first.values !== null) for (const [variable, node] of first.values) l.env.set(variable, node);
    return;
  }
  const changed = new Set<VariableId>();
  for (const edge of edges) if (edge.values !== null) for (const variable of edge.values.keys()) changed.add(variable);
  const contexts = edges.map((edge) => edge.context);
  for (const variable of changed) {
    let before: NodeId | null = null;
    const values: NodeId[] = [];
    for (const edge of edges) {
      let value = edge.values?.get(variable);
      value ??= before ??= valueBefore(l, l.env, variable);
      if (value === NONE) break;
      values.push(value);
    }
    if (values.length === edges.length) l.env.set(variable, mergeValues(l, contexts, values, variable));
  }
}

/**
 * Completes the Phis of a loop once all paths back to its head are known (Braun et al., "sealing"): variables changed in
 * the loop get one even if the loop never read them. A Phi that only ever meets itself is a copy of the value before.
 */
export function closeLoop(l: Lowering, head: Env, phis: Map<VariableId, NodeId>, back: readonly Edge[]): void {
  for (const edge of back) {
    if (edge.values === null) continue;
    for (const variable of edge.values.keys()) {
      if (phis.has(variable)) continue;
      const before = valueBefore(l, head.parent, variable);
      if (before === NONE) continue;
      const start = l.b.column(before, Col.start);
      const end = l.b.column(before, Col.end);
      phis.set(variable, l.b.node(Op.Phi, start, end, head.entry, before, variable));
    }
  }
  for (const [variable, phi] of phis) {
    const before = l.b.a(phi);
    const mark = l.b.mark();
    l.b.push(head.entry);
    l.b.push(before);
    let trivial = true;
    for (const edge of back) {
      const value = edge.values?.get(variable) ?? phi;
      if (value === phi) continue;
      if (value !== before) trivial = false;
      l.b.push(edge.context);
      l.b.push(value);
    }
    l.b.setColumn(phi, Col.a, l.b.take(mark));
    if (trivial) l.copies.set(phi, before);
  }
}

/** An edge out of a closed loop: variables the path did not write hold what the loop's head holds. */
export function loopExit(l: Lowering, edge: Edge, phis: ReadonlyMap<VariableId, NodeId>): Edge {
  const values = new Map(edge.values);
  for (const [variable, phi] of phis) {
    const value = values.get(variable) ?? phi;
    if (value !== phi) continue;
    if (l.copies.has(phi)) values.delete(variable);
    else values.set(variable, phi);
  }
  return { context: edge.context, values };
}
