import { readEnv } from './env.ts';
import { NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import type { Variable } from './scope.ts';
import type { Span } from './tree.ts';

/** The node for "whatever this variable of another function, or changed by one, holds": one per function and variable. */
export function cellOf(l: Lowering, variable: Variable): NodeId {
  const known = l.fn.cells.get(variable.id);
  if (known !== undefined) return known;
  const cell = l.b.node(Op.Cell, variable.start, variable.end, l.fn.entry, variable.id);
  l.fn.cells.set(variable.id, cell);
  return cell;
}

/**
 * The node a read of the variable yields here. Variables that closures write are read as Cells, since the closure may
 * have run meanwhile.
 */
export function readVariable(l: Lowering, variable: Variable): NodeId {
  if (variable.owner === l.fn.id && variable.closureWrites.length === 0) {
    const value = readEnv(l, l.env, variable.id);
    if (value !== NONE) return value;
  }
  if (variable.fixed !== NONE && (variable.definitions.length === 1 || variable.kind === 'import'))
    return variable.fixed;
  return cellOf(l, variable);
}

/** Notes that from here on the variable holds `node`, because it was assigned or because its object changed. */
export function writeVersion(l: Lowering, variable: Variable, node: NodeId): void {
  variable.definitions.push(node);
  if (variable.kind === 'import') return;
  if (variable.owner !== l.fn.id) {
    variable.closureWrites.push(node);
    return;
  }
  l.env.set(variable.id, node);
  for (const log of l.fn.tryLogs) {
    const written = log.get(variable.id);
    if (written === undefined) log.set(variable.id, [node]);
    else written.push(node);
  }
}

/** A change of the object a variable holds: also seen through its aliases. */
export function writeMutation(l: Lowering, variable: Variable, node: NodeId): void {
  writeVersion(l, variable, node);
  if (variable.aliases === null) return;
  for (const alias of variable.aliases) if (alias !== variable) writeVersion(l, alias, node);
}

/** Assignment or declaration: the variable gets a Def of `value`. Returns the Def. */
export function define(l: Lowering, variable: Variable, value: NodeId, span: Span): NodeId {
  const def = l.b.node(Op.Def, span.start, span.end, l.context, value, variable.id);
  if (variable.aliases !== null) {
    variable.aliases.delete(variable);
    variable.aliases = null;
  }
  writeVersion(l, variable, def);
  return def;
}

/** Notes that two variables of the same function hold the same object. */
export function alias(l: Lowering, copy: Variable, of: Variable): void {
  if (copy.owner !== l.fn.id || of.owner !== l.fn.id || copy === of) return;
  const group = (of.aliases ??= new Set([of]));
  group.add(copy);
  copy.aliases = group;
}

const PRIMITIVE_OPS: ReadonlySet<Op> = new Set<Op>([
  Op.Str,
  Op.Num,
  Op.Bool,
  Op.Null,
  Op.Undefined,
  Op.Regex,
  Op.Template,
  Op.Concat,
  Op.Binary,
  Op.Unary,
  Op.KeyOf,
]);

/** Values that calls do not change: primitives, and functions, classes, imports and enums, which are not versioned. */
export function isImmutable(l: Lowering, node: NodeId): boolean {
  let at = node;
  while (at >= 0 && l.b.op(at) === Op.Def) at = l.b.a(at);
  if (at < 0) return true;
  const op = l.b.op(at);
  return PRIMITIVE_OPS.has(op) || op === Op.Func || op === Op.Class || op === Op.Import || op === Op.Enum;
}
