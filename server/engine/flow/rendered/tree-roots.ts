import type { FileFacts, FunctionId, NodeId, VariableId } from '../../extract/facts.ts';
import {
  aOf,
  bOf,
  contextKind,
  contextOf,
  contextParent,
  contextX,
  Ctx,
  functionOf,
  listAt,
  nodeCount,
  Op,
  opOf,
  stringOf,
} from '../../extract/index.ts';
import { usesOf } from '../guards/uses.ts';

/** The topmost node of a tree that holds a node, and the function that returns it. */
export interface Root {
  readonly top: NodeId;
  readonly fn: FunctionId;
}

const MAX_CLIMB = 4_000;

/**
 * Climbs from an element, or any value shown, to the roots of the trees it is part of: through elements, conditions,
 * lists, variables and callbacks handed on where they stand. Several roots: it is returned in several places. What is
 * returned by nothing (`root.render(<App />)`) is its own root.
 */
export function rootsOf(file: FileFacts, node: NodeId): readonly Root[] {
  return climbFrom(file, node).roots;
}

/** Whether a value becomes part of a tree of elements in its file, or of what a function returns. */
export function isShown(file: FileFacts, node: NodeId): boolean {
  return climbFrom(file, node).shown;
}

function climbFrom(file: FileFacts, node: NodeId): { readonly roots: readonly Root[]; readonly shown: boolean } {
  const { users } = usesOf(file);
  const exits = exitsOf(file);
  const cells = cellsOf(file);
  const seen = new Set<NodeId>();
  const roots: Root[] = [];
  let outermost = node;
  const climb = (n: NodeId): boolean => {
    if (n < 0 || seen.has(n) || seen.size > MAX_CLIMB) return false;
    seen.add(n);
    if (opOf(file, n) === Op.Jsx) outermost = n;
    let reached = false;
    for (const fn of exits.get(n) ?? []) {
      const value = file.functions[fn]?.node ?? -1;
      const inline = (users.get(value) ?? []).some((user) => opOf(file, user) !== Op.Def);
      if (!inline || !climb(value)) roots.push({ top: n, fn });
      reached = true;
    }
    for (const user of users.get(n) ?? []) if (mayShow(file, user, n) && climb(user)) reached = true;
    if (opOf(file, n) === Op.Def) {
      for (const cell of cells.get(bOf(file, n)) ?? []) if (climb(cell)) reached = true;
    }
    return reached;
  };
  climb(node);
  const shown = roots.length > 0 || outermost !== node;
  return { roots: roots.length > 0 ? roots : [{ top: outermost, fn: functionOf(file, outermost) }], shown };
}

/** Whether what is computed from a node may show it. */
function mayShow(file: FileFacts, user: NodeId, node: NodeId): boolean {
  switch (opOf(file, user)) {
    case Op.Conditional:
      return listAt(file, aOf(file, user), 0) !== node;
    case Op.Jsx:
    case Op.Object:
    case Op.Array:
    case Op.Spread:
    case Op.Logical:
    case Op.Phi:
    case Op.Def:
    case Op.Cast:
    case Op.Await:
    case Op.Default:
    case Op.Template:
    case Op.Concat:
    case Op.Member:
    case Op.Index:
    case Op.Call:
    case Op.Effect:
    case Op.Store:
      return true;
    default:
      return false;
  }
}

const exitMemo = new WeakMap<FileFacts, ReadonlyMap<NodeId, readonly FunctionId[]>>();

/** The functions that return a node. */
function exitsOf(file: FileFacts): ReadonlyMap<NodeId, readonly FunctionId[]> {
  let exits = exitMemo.get(file);
  if (exits === undefined) {
    const made = new Map<NodeId, FunctionId[]>();
    file.functions.forEach((facts, fn) => {
      for (const { node } of facts.returns) {
        const known = made.get(node);
        if (known === undefined) made.set(node, [fn]);
        else if (!known.includes(fn)) known.push(fn);
      }
    });
    exitMemo.set(file, (exits = made));
  }
  return exits;
}

const cellMemo = new WeakMap<FileFacts, ReadonlyMap<VariableId, readonly NodeId[]>>();

/** Reads of a variable inside closures. */
export function cellsOf(file: FileFacts): ReadonlyMap<VariableId, readonly NodeId[]> {
  let cells = cellMemo.get(file);
  if (cells === undefined) {
    const made = new Map<VariableId, NodeId[]>();
    for (let n = 0; n < nodeCount(file); n++) {
      if (opOf(file, n) !== Op.Cell) continue;
      const known = made.get(aOf(file, n));
      if (known === undefined) made.set(aOf(file, n), [n]);
      else known.push(n);
    }
    cellMemo.set(file, (cells = made));
  }
  return cells;
}

/**
 * Tells the nodes of a file that are never evaluated together with one node: on the other branch of a condition that
 * one of the node's contexts asks for.
 */
export function elsewhereThan(file: FileFacts, node: NodeId): (other: NodeId) => boolean {
  const asked = conditionsOf(file, node);
  if (asked.size === 0) return () => false;
  return (other) => {
    for (const [condition, truth] of conditionsOf(file, other)) {
      const own = asked.get(condition);
      if (own !== undefined && own !== truth) return true;
    }
    return false;
  };
}

/** The conditions that hold where a node is evaluated, and their truth. Negations are looked through. */
export function conditionsOf(file: FileFacts, node: NodeId): ReadonlyMap<NodeId, boolean> {
  const conditions = new Map<NodeId, boolean>();
  for (let c = contextOf(file, node), i = 0; c >= 0 && i < 200; c = contextParent(file, c), i++) {
    const kind = contextKind(file, c);
    if (kind !== Ctx.True && kind !== Ctx.False) continue;
    let condition = contextX(file, c);
    let truth = kind === Ctx.True;
    for (let k = 0; k < 6; k++) {
      const op = opOf(file, condition);
      if (op === Op.Unary && stringOf(file, bOf(file, condition)) === '!') truth = !truth;
      else if (op !== Op.Def && op !== Op.Cast) break;
      condition = aOf(file, condition);
    }
    if (!conditions.has(condition)) conditions.set(condition, truth);
  }
  return conditions;
}
