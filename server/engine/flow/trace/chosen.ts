import { CONTEXT_STRIDE, Ctx } from '../../extract/facts.ts';
import type { ContextId, FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  bOf,
  calleeOf,
  cOf,
  contextKind,
  contextParent,
  contextX,
  contextY,
  listAt,
  listItems,
  nodeCount,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { methodName, type NodeRef, type Program } from '../../link/index.ts';

const MAX_DEPTH = 8;
const LISTED = /^(?:includes|has)$/;

/** Whether a value is known, where a test has come out so, to be one of a few constants: no text that was made up. */
export function isChosen(program: Program, file: FileFacts, value: NodeId, test: NodeId, holds: boolean): boolean {
  return isCompared(file, value) && new Choice(program, file, value).by(test, holds, 0);
}

/** The same for what holds in a context of the same function. */
export function isChosenIn(program: Program, file: FileFacts, value: NodeId, context: ContextId): boolean {
  return isCompared(file, value) && chosenAt(file, value, context, -1, new Choice(program, file, value), 0);
}

/** @param end the context at which to stop: what paths that meet have in common is looked at once */
function chosenAt(
  file: FileFacts,
  value: NodeId,
  context: ContextId,
  end: ContextId,
  choice: Choice,
  depth: number,
): boolean {
  for (let c = context; c >= 0 && c !== end; c = contextParent(file, c)) {
    const kind = contextKind(file, c);
    if (kind === Ctx.Entry) return false;
    if (kind === Ctx.Either && depth < MAX_DEPTH) {
      const above = contextParent(file, c);
      const sides = [contextX(file, c), contextY(file, c)];
      if (sides.every((side) => chosenAt(file, value, side, above, choice, depth + 1))) return true;
    }
    if (kind === Ctx.Case && same(file, contextX(file, c), value, 0)) return true;
    if ((kind === Ctx.True || kind === Ctx.False) && choice.by(contextX(file, c), kind === Ctx.True, 0)) return true;
  }
  return false;
}

const compared = new WeakMap<FileFacts, ReadonlySet<number | string>>();

/** Whether a file compares a value with anything: most values are never asked about. */
function isCompared(file: FileFacts, value: NodeId): boolean {
  let known = compared.get(file);
  if (known === undefined) compared.set(file, (known = collectCompared(file)));
  return known.has(nameOf(file, value));
}

function collectCompared(file: FileFacts): ReadonlySet<number | string> {
  const found = new Set<number | string>();
  const add = (node: NodeId): void => {
    if (node >= 0) found.add(nameOf(file, node));
  };
  for (let n = 0; n < nodeCount(file); n++) {
    if (opOf(file, n) !== Op.Binary || !/^[=!]==?$/.test(stringOf(file, cOf(file, n)))) continue;
    add(aOf(file, n));
    add(bOf(file, n));
  }
  for (const call of file.calls) if (LISTED.test(methodName(file, call))) add(argumentOf(file, call, 0));
  for (let c = 0; c < file.contexts.length / CONTEXT_STRIDE; c++) {
    if (contextKind(file, c) === Ctx.Case) add(contextX(file, c));
  }
  return found;
}

/** A value by its definition, or by the key that is read. */
function nameOf(file: FileFacts, node: NodeId): number | string {
  const n = plain(file, node);
  if (n < 0) return n;
  if (opOf(file, n) === Op.Member) return `.${stringOf(file, bOf(file, n))}`;
  return opOf(file, n) === Op.Cell ? `v${String(aOf(file, n))}` : n;
}

class Choice {
  readonly #program: Program;
  readonly #file: FileFacts;
  readonly #value: NodeId;

  constructor(program: Program, file: FileFacts, value: NodeId) {
    this.#program = program;
    this.#file = file;
    this.#value = value;
  }

  by(test: NodeId, holds: boolean, depth: number): boolean {
    const file = this.#file;
    if (test < 0 || depth > MAX_DEPTH) return false;
    const a = aOf(file, test);
    switch (opOf(file, test)) {
      case Op.Def:
      case Op.Cast:
        return this.by(a, holds, depth + 1);
      case Op.Unary:
        return stringOf(file, bOf(file, test)) === '!' && this.by(a, !holds, depth + 1);
      case Op.Logical: {
        const operator = stringOf(file, cOf(file, test));
        if (operator === '??') return false;
        const sides = [a, bOf(file, test)].map((side) => this.by(side, holds, depth + 1));
        return (operator === '&&') === holds ? sides.some((side) => side) : sides.every((side) => side);
      }
      case Op.Binary: {
        const operator = stringOf(file, cOf(file, test));
        const equal = operator === '===' || operator === '==';
        if (!equal && operator !== '!==' && operator !== '!=') return false;
        const b = bOf(file, test);
        const constant = (this.#is(a) && this.#isConstant(b)) || (this.#is(b) && this.#isConstant(a));
        return constant && equal === holds;
      }
      case Op.Call:
        return holds && LISTED.test(methodName(file, test)) && this.#isListed(test);
      default:
        return false;
    }
  }

  #is(node: NodeId): boolean {
    return same(this.#file, node, this.#value, 0);
  }

  #isConstant(node: NodeId): boolean {
    const op = opOf(this.#file, node);
    return op === Op.Str || op === Op.Num || op === Op.Bool || op === Op.Null || op === Op.Undefined;
  }

  /** `['a', 'b'].includes(value)`, `LABELS.has(value)`. */
  #isListed(call: NodeId): boolean {
    const file = this.#file;
    if (!this.#is(argumentOf(file, call, 0))) return false;
    return isConstantList(this.#program, { file, node: aOf(file, calleeOf(file, call)) }, 0);
  }
}

/** A list of constants, or a set made of one, also of another file. */
function isConstantList(program: Program, { file, node }: NodeRef, depth: number): boolean {
  if (node < 0 || depth > MAX_DEPTH) return false;
  const a = aOf(file, node);
  const go = (n: NodeId): boolean => isConstantList(program, { file, node: n }, depth + 1);
  switch (opOf(file, node)) {
    case Op.Array:
      return Array.from(listItems(file, a)).every((item) => opOf(file, item) === Op.Str);
    case Op.Def:
    case Op.Cast:
    case Op.Effect:
      return go(a);
    case Op.New:
      return go(argumentOf(file, node, 0));
    case Op.Cell: {
      const definitions = (file.variables[a]?.definitions ?? []).filter((n) => opOf(file, n) !== Op.Effect);
      return definitions.length === 1 && go(definitions[0] ?? -1);
    }
    case Op.Import: {
      const record = file.imports[a];
      const target = program.modules.resolve(file.path, record?.specifier ?? '');
      if (record === undefined || target.k !== 'file') return false;
      const found = program.exported(target.path, record.name);
      return found.length > 0 && found.every((f) => 'node' in f && isConstantList(program, f, depth + 1));
    }
    default:
      return false;
  }
}

/** Whether two nodes are the same value: the same definition, or the same key of the same. */
function same(file: FileFacts, x: NodeId, y: NodeId, depth: number): boolean {
  const a = plain(file, x);
  const b = plain(file, y);
  if (a === b) return a >= 0;
  if (a < 0 || b < 0 || depth > MAX_DEPTH || opOf(file, a) !== opOf(file, b)) return false;
  if (opOf(file, a) === Op.Member)
    return bOf(file, a) === bOf(file, b) && same(file, aOf(file, a), aOf(file, b), depth + 1);
  return opOf(file, a) === Op.Cell && aOf(file, a) === aOf(file, b);
}

function plain(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  for (let i = 0; i < MAX_DEPTH && n >= 0; i++) {
    const op = opOf(file, n);
    if (op === Op.Def || op === Op.Cast || op === Op.Await || op === Op.Effect) n = aOf(file, n);
    else if (op === Op.Phi && listItems(file, aOf(file, n)).length === 2) n = listAt(file, aOf(file, n), 1);
    else break;
  }
  return n;
}
