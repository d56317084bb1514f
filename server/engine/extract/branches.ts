import { Env, edgeTo, mergeEdges } from './env.ts';
import { NONE, Op } from './facts.ts';
import type { ContextId, NodeId } from './facts.ts';
import type { Edge, Lowering } from './lowering.ts';
import type { Span } from './tree.ts';

/**
 * Runs `then` as a path of its own that starts in the context `enter`, and returns the edge at its end, or null if the
 * path ends inside. Environment and context are back where they were afterwards.
 */
export function branch(l: Lowering, enter: ContextId, then: () => void): Edge | null {
  const outer = l.env;
  const context = l.context;
  const live = l.live;
  l.env = new Env(outer);
  l.context = enter;
  then();
  const edge = l.live ? edgeTo(l, outer) : null;
  l.env = outer;
  l.context = context;
  l.live = live;
  return edge;
}

/**
 * The right side of a short-circuit operator: a path of its own, which then meets the path that skipped it. `enter` and
 * `skip` are the contexts of the two paths. Returns the Logical node.
 */
export function joinRight(
  l: Lowering,
  span: Span,
  left: NodeId,
  operator: string,
  enter: ContextId,
  skip: ContextId,
  right: () => NodeId,
): NodeId {
  const after = l.context;
  let value = NONE;
  const edge = branch(l, enter, () => {
    value = right();
  });
  const quiet = edge?.context === enter;
  if (edge !== null && !(quiet && edge.values === null)) {
    mergeEdges(l, [{ context: skip, values: null }, edge], quiet ? after : NONE);
  }
  return l.node(Op.Logical, span, left, value, l.b.string(operator));
}

/** Goes on after two alternative paths; where neither asked for more than it began with, nothing is known after. */
export function meet(
  l: Lowering,
  first: Edge | null,
  firstEnter: ContextId,
  second: Edge | null,
  secondEnter: ContextId,
): void {
  if (first !== null && second !== null) {
    const quiet = first.context === firstEnter && second.context === secondEnter;
    if (quiet && first.values === null && second.values === null) return;
    mergeEdges(l, [first, second], quiet ? l.context : NONE);
  } else if (first !== null) {
    mergeEdges(l, [first]);
  } else if (second !== null) {
    mergeEdges(l, [second]);
  } else {
    l.live = false;
  }
}
