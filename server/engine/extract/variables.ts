import { readEnv } from './env.ts';
import { Col, NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import type { PartKey, Variable } from './scope.ts';
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
  const written = variable.closureWrites.length > 0 || (l.written.size > 0 && l.written.has(variable.name));
  if (variable.owner === l.fn.id && !written) {
    const value = readEnv(l, l.env, variable.id);
    if (value !== NONE) return value;
  }
  if (variable.fixed !== NONE && (variable.definitions.length === 1 || variable.kind === 'import'))
    return variable.fixed;
  return cellOf(l, variable);
}

/** Notes that from here on the variable holds `node`, because it was assigned or because its object changed. */
function writeVersion(l: Lowering, variable: Variable, node: NodeId): void {
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
  if (variable.aliases !== null) {
    for (const alias of variable.aliases) if (alias !== variable) writeVersion(l, alias, node);
  }
  if (variable.partOf !== null) writeWhole(l, variable.partOf.whole, variable.partOf.keys, node);
}

/** A part of the object `whole` holds has become `part`. */
function writeWhole(l: Lowering, whole: Variable, keys: readonly PartKey[], part: NodeId): void {
  const holders: NodeId[] = [readVariable(l, whole)];
  const span = { start: l.b.column(part, Col.start), end: l.b.column(part, Col.end) };
  for (const key of keys.slice(0, -1)) {
    const holder = holders[holders.length - 1] ?? NONE;
    holders.push(key === null ? l.node(Op.Element, span, holder) : l.node(Op.Member, span, holder, l.b.string(key)));
  }
  let value = part;
  for (let i = keys.length - 1; i >= 0; i--) {
    const key = keys[i] ?? null;
    value = l.node(Op.Store, span, l.b.list(holders[i] ?? NONE, value), key === null ? NONE : l.b.string(key));
  }
  writeMutation(l, whole, value);
}

/** Assignment or declaration: the variable gets a Def of `value`. Returns the Def. */
export function define(l: Lowering, variable: Variable, value: NodeId, span: Span): NodeId {
  const def = l.b.node(Op.Def, span.start, span.end, l.context, value, variable.id);
  if (variable.aliases !== null) {
    variable.aliases.delete(variable);
    variable.aliases = null;
  }
  variable.partOf = null;
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

/** Notes that `part` holds what is found by `keys` in the object that `whole` holds. */
export function linkPart(l: Lowering, part: Variable, whole: Variable, keys: readonly PartKey[]): void {
  if (part.owner !== l.fn.id || whole.owner !== l.fn.id || part === whole || part.primitive) return;
  if (whole.kind === 'import' || whole.kind === 'function' || whole.kind === 'class' || whole.kind === 'enum') return;
  for (let at: Variable | undefined = whole; at !== undefined; at = at.partOf?.whole) if (at === part) return;
  part.partOf = { whole, keys };
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
