import { CONTEXT_STRIDE, Ctx, Op, PropKind } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  bOf,
  cOf,
  contextKind,
  contextX,
  contextY,
  listAt,
  listItems,
  listLength,
  nodeCount,
  opOf,
} from '../../extract/reader.ts';

/** Calls `visit` for each node that `node` is computed from. */
export function eachOperand(file: FileFacts, node: NodeId, visit: (operand: NodeId) => void): void {
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Concat:
    case Op.Binary:
    case Op.Logical:
    case Op.Index:
    case Op.Default:
    case Op.Effect:
      visit(a);
      visit(bOf(file, node));
      return;
    case Op.Member:
    case Op.Unary:
    case Op.Def:
    case Op.Await:
    case Op.Yield:
    case Op.Rest:
    case Op.Spread:
    case Op.Element:
    case Op.KeyOf:
    case Op.Cast:
    case Op.DynamicImport:
      visit(a);
      return;
    case Op.Template:
    case Op.Conditional:
    case Op.Array:
    case Op.Call:
    case Op.New:
    case Op.Tagged:
    case Op.Jsx:
      for (let i = 0; i < listLength(file, a); i++) visit(listAt(file, a, i));
      return;
    case Op.Store:
      visit(listAt(file, a, 0));
      visit(listAt(file, a, 1));
      visit(cOf(file, node));
      return;
    case Op.Phi:
      for (let i = 1; i < listLength(file, a); i += 2) visit(listAt(file, a, i));
      return;
    case Op.Object:
      for (let i = 0; i + 2 < listLength(file, a); i += 3) {
        if (listAt(file, a, i) === PropKind.Computed) visit(listAt(file, a, i + 1));
        visit(listAt(file, a, i + 2));
      }
      return;
    default:
      return;
  }
}

/** Who uses a node: other nodes, and whether a condition or an exit does. */
export interface Uses {
  readonly users: ReadonlyMap<NodeId, readonly NodeId[]>;
  /** Nodes tested by an if, loop or switch. */
  readonly tested: ReadonlySet<NodeId>;
  /** Nodes returned, thrown, yielded or exported. */
  readonly leaving: ReadonlySet<NodeId>;
}

const memo = new WeakMap<FileFacts, Uses>();

export function usesOf(file: FileFacts): Uses {
  let uses = memo.get(file);
  if (uses === undefined) memo.set(file, (uses = collect(file)));
  return uses;
}

function collect(file: FileFacts): Uses {
  const users = new Map<NodeId, NodeId[]>();
  for (let n = 0; n < nodeCount(file); n++) {
    eachOperand(file, n, (operand) => {
      if (operand < 0) return;
      const known = users.get(operand);
      if (known === undefined) users.set(operand, [n]);
      else known.push(n);
    });
  }
  const tested = new Set<NodeId>();
  for (let c = 0; c < file.contexts.length / CONTEXT_STRIDE; c++) {
    const kind = contextKind(file, c);
    if (kind === Ctx.True || kind === Ctx.False) tested.add(contextX(file, c));
    else if (kind === Ctx.Case || kind === Ctx.NotCase) {
      tested.add(contextX(file, c));
      for (const t of Array.from(listItems(file, contextY(file, c)))) tested.add(t);
    }
  }
  const leaving = new Set<NodeId>();
  for (const fn of file.functions) {
    for (const exits of [fn.returns, fn.throws, fn.yields]) for (const e of exits) leaving.add(e.node);
  }
  for (const e of file.exports) leaving.add(e.node);
  return { users, tested, leaving };
}

/** Whether the value of a node is looked at by anything (a definition nobody reads looks at nothing). */
export function isUsed(file: FileFacts, node: NodeId, depth = 0): boolean {
  const uses = usesOf(file);
  if (uses.tested.has(node) || uses.leaving.has(node)) return true;
  for (const user of uses.users.get(node) ?? []) {
    const op = opOf(file, user);
    // an effect is a later version of an object, not a look at its value
    if (op === Op.Effect || depth > 8) continue;
    if (op === Op.Unary && !isUsed(file, user, depth + 1)) continue;
    if (op === Op.Await && !isUsed(file, user, depth + 1)) continue;
    if (op === Op.Def && !isUsed(file, user, depth + 1) && !readAsCell(file, bOf(file, user))) continue;
    return true;
  }
  return false;
}

const cells = new WeakMap<FileFacts, Set<number>>();

/** Whether a closure reads the variable. */
function readAsCell(file: FileFacts, variable: number): boolean {
  let read = cells.get(file);
  if (read === undefined) {
    read = new Set();
    for (let n = 0; n < nodeCount(file); n++) if (opOf(file, n) === Op.Cell) read.add(aOf(file, n));
    cells.set(file, read);
  }
  return read.has(variable);
}

const decorators = new WeakMap<FileFacts, ReadonlySet<NodeId>>();

/** All decorator expressions of a file. */
export function decoratorsOf(file: FileFacts): ReadonlySet<NodeId> {
  let found = decorators.get(file);
  if (found === undefined) {
    found = new Set([
      ...file.functions.flatMap((f) => [...f.decorators, ...f.parameters.flatMap((p) => p.decorators)]),
      ...file.classes.flatMap((c) => [...c.decorators, ...c.fields.flatMap((f) => f.decorators)]),
    ]);
    decorators.set(file, found);
  }
  return found;
}
