import type { Builder } from './builder.ts';
import { Ctx, NONE } from './facts.ts';
import type { ContextId } from './facts.ts';

/** Nearest context above both (or one of them); NONE if they share none. */
export function commonAncestor(b: Builder, x: ContextId, y: ContextId): ContextId {
  while (x !== y) {
    if (x < 0 || y < 0) return NONE;
    const dx = b.contextDepth(x);
    const dy = b.contextDepth(y);
    if (dx >= dy) x = b.contextParent(x);
    if (dy >= dx) y = b.contextParent(y);
  }
  return x;
}

/** True and False of the same condition under the same parent say nothing together. */
function excludedMiddle(b: Builder, x: ContextId, y: ContextId): boolean {
  const kx = b.contextKind(x);
  const ky = b.contextKind(y);
  return (
    ((kx === Ctx.True && ky === Ctx.False) || (kx === Ctx.False && ky === Ctx.True)) &&
    b.contextX(x) === b.contextX(y) &&
    b.contextParent(x) === b.contextParent(y)
  );
}

/**
 * What holds where two paths meet: their common ancestor if one path asks for nothing more or both together say
 * nothing, else Either of them.
 */
export function joinContexts(b: Builder, x: ContextId, y: ContextId): ContextId {
  if (x === y) return x;
  const ancestor = commonAncestor(b, x, y);
  if (x === ancestor || y === ancestor || excludedMiddle(b, x, y)) return ancestor;
  return b.context(Ctx.Either, ancestor, x, y);
}

/** Repeats on `onto` the conditions and calls gathered between `from` (exclusive) and `to`. */
export function replayContexts(b: Builder, from: ContextId, to: ContextId, onto: ContextId): ContextId {
  const steps: ContextId[] = [];
  for (let c = to; c !== from && c >= 0; c = b.contextParent(c)) steps.push(c);
  let at = onto;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i] ?? NONE;
    at = b.context(b.contextKind(step), at, b.contextX(step), b.contextY(step));
  }
  return at;
}
