import { CONTEXT_STRIDE, Ctx, NODE_STRIDE, NONE, Op, PropKind } from '../../server/engine/extract/index.ts';
import {
  aOf,
  bOf,
  cOf,
  contextOf,
  endOf,
  listItems,
  nodeCount,
  OPERANDS,
  opOf,
  startOf,
  stringOf,
} from '../../server/engine/extract/index.ts';
import type { FileFacts, NodeId } from '../../server/engine/extract/index.ts';

const NAMES = new Map<Op, string>(Object.entries(Op).map(([name, op]) => [op, name]));

/** Deeper values are cut: snapshots are for reading. */
const DEPTH = 24;

/** Reads facts back as text, so that tests can say what they expect in the shape of the code. */
export class FactsPrinter {
  readonly facts: FileFacts;
  readonly text: string;

  constructor(facts: FileFacts, text: string) {
    this.facts = facts;
    this.text = text;
  }

  /** A value as an s-expression: `(call (member fetch "json") x@1)`. A named definition is `name=value`. */
  value(node: NodeId, open: readonly NodeId[] = []): string {
    const facts = this.facts;
    if (node === NONE) return '_';
    if (open.includes(node)) return '…';
    if (open.length > DEPTH) return '...';
    const inner = (n: NodeId): string => this.value(n, [...open, node]);
    const list = (l: number): string => Array.from(listItems(facts, l), inner).join(' ');
    const a = aOf(facts, node);
    const b = bOf(facts, node);
    const c = cOf(facts, node);
    const name = (NAMES.get(opOf(facts, node)) ?? '?').toLowerCase();
    switch (opOf(facts, node)) {
      case Op.Str:
        return JSON.stringify(stringOf(facts, a));
      case Op.Num:
        return stringOf(facts, a);
      case Op.Bool:
        return a === 1 ? 'true' : 'false';
      case Op.Null:
        return 'null';
      case Op.Undefined:
        return 'undefined';
      case Op.Regex:
        return `/${stringOf(facts, a)}/${stringOf(facts, b)}`;
      case Op.Global:
        return stringOf(facts, a);
      case Op.Meta:
        return stringOf(facts, a);
      case Op.Template:
        return `(template ${list(a)})`;
      case Op.Concat:
        return `(+ ${inner(a)} ${inner(b)})`;
      case Op.Binary:
      case Op.Logical:
        return `(${stringOf(facts, c)} ${inner(a)} ${inner(b)})`;
      case Op.Unary:
        return `(${stringOf(facts, b)} ${inner(a)})`;
      case Op.Conditional:
        return `(? ${list(a)})`;
      case Op.Member:
        return `${inner(a)}${c === 1 ? '?' : ''}.${stringOf(facts, b)}`;
      case Op.Index:
        return `${inner(a)}[${inner(b)}]`;
      case Op.Object:
        return this.object(a, [...open, node]);
      case Op.Array:
        return `[${list(a)}]`;
      case Op.Spread:
        return `...${inner(a)}`;
      case Op.Func:
        return `fn${String(a)}`;
      case Op.Class:
        return `class${String(a)}`;
      case Op.Call:
        return `(call${c === 1 ? '?' : ''} ${list(a)})`;
      case Op.New:
      case Op.Tagged:
      case Op.Jsx:
        return `(${name} ${list(a)})`;
      case Op.Import: {
        const item = facts.imports[a];
        return `import(${item?.specifier ?? '?'}#${item?.name ?? '?'})`;
      }
      case Op.Param:
        return `param${String(a)}.${String(b)}${c === 1 ? '...' : ''}`;
      case Op.This:
        return `this${String(a)}`;
      case Op.Super:
        return `super${String(a)}`;
      case Op.Phi: {
        const items = Array.from(listItems(facts, a));
        return `(phi ${items
          .filter((_, i) => i % 2 === 1)
          .map(inner)
          .join(' ')})`;
      }
      case Op.Cell:
        return `cell:${facts.variables[a]?.name ?? '?'}`;
      case Op.Def:
        return `${facts.variables[b]?.name ?? '?'}=${inner(a)}`;
      case Op.Await:
      case Op.KeyOf:
        return `(${name} ${inner(a)})`;
      case Op.Yield:
        return `(yield${c === 1 ? '*' : ''} ${inner(a)})`;
      case Op.Element:
        return `(element${c === 1 ? ' await' : ''} ${inner(a)})`;
      case Op.Rest: {
        const keys = Array.from(listItems(facts, b), (s) => stringOf(facts, s));
        return `(rest${c === 1 ? '[]' : ''} ${inner(a)} -${keys.join(',')})`;
      }
      case Op.Store: {
        const [base, value] = Array.from(listItems(facts, a));
        const key = b === NONE ? `[${inner(c)}]` : `.${stringOf(facts, b)}`;
        return `(store ${inner(base ?? NONE)} ${key} ${inner(value ?? NONE)})`;
      }
      case Op.Effect:
        return `(effect ${inner(a)} ${String(c)} ${this.callee(b)})`;
      case Op.Caught:
        return 'caught';
      case Op.Cast:
        return `(${c === 1 ? 'satisfies' : 'as'} ${inner(a)} ${this.type(b)})`;
      case Op.DynamicImport:
        return `(import ${inner(a)})`;
      case Op.Enum:
        return `enum${String(a)}`;
      case Op.Default:
        return `(default ${inner(a)} ${inner(b)})`;
      default:
        return 'unknown';
    }
  }

  /** Source text of a call's callee: enough to tell calls apart in an Effect or a context. */
  callee(call: NodeId): string {
    return this.source(call).replace(/\s+/g, ' ').slice(0, 40);
  }

  source(node: NodeId): string {
    return node === NONE ? '_' : this.text.slice(startOf(this.facts, node), endOf(this.facts, node));
  }

  private object(list: number, open: readonly NodeId[]): string {
    const facts = this.facts;
    const items = Array.from(listItems(facts, list));
    const parts: string[] = [];
    for (let i = 0; i < items.length; i += 3) {
      const key = items[i + 1] ?? NONE;
      const value = this.value(items[i + 2] ?? NONE, open);
      switch (items[i]) {
        case PropKind.Spread:
          parts.push(`...${value}`);
          break;
        case PropKind.Computed:
          parts.push(`[${this.value(key, open)}]: ${value}`);
          break;
        case PropKind.Getter:
          parts.push(`get ${stringOf(facts, key)}: ${value}`);
          break;
        case PropKind.Setter:
          parts.push(`set ${stringOf(facts, key)}: ${value}`);
          break;
        default:
          parts.push(`${stringOf(facts, key)}: ${value}`);
      }
    }
    return `{${parts.join(', ')}}`;
  }

  /** A context as a formula: `entry0 & True(a) & Called(f())`. */
  context(context: number): string {
    const at = context * CONTEXT_STRIDE;
    const contexts = this.facts.contexts;
    if (context === NONE) return 'never';
    const parent = contexts[at + 1] ?? NONE;
    const x = contexts[at + 2] ?? NONE;
    const y = contexts[at + 3] ?? NONE;
    let own: string;
    switch (contexts[at]) {
      case Ctx.Entry:
        return `entry${String(x)}`;
      case Ctx.True:
        own = `T(${this.source(x)})`;
        break;
      case Ctx.False:
        own = `F(${this.source(x)})`;
        break;
      case Ctx.Called:
        own = `C(${this.source(x)})`;
        break;
      case Ctx.Either:
        own = `(${this.since(parent, x)} | ${this.since(parent, y)})`;
        break;
      case Ctx.Case:
      case Ctx.NotCase: {
        const tests = Array.from(listItems(this.facts, y), (n) => this.source(n)).join(', ');
        own = `${contexts[at] === Ctx.Case ? 'case' : 'not'}(${this.source(x)}: ${tests})`;
        break;
      }
      default:
        own = 'caught';
    }
    return `${this.context(parent)} & ${own}`;
  }

  private since(ancestor: number, context: number): string {
    return this.context(context).slice(this.context(ancestor).length + 3);
  }

  type(id: number): string {
    const type = this.facts.types[id];
    if (type === undefined) return '_';
    const all = (ids: readonly number[], by: string): string => ids.map((t) => this.type(t)).join(by);
    const args = (ids: readonly number[]): string => (ids.length === 0 ? '' : `<${all(ids, ', ')}>`);
    switch (type.k) {
      case 'prim':
        return type.name;
      case 'literal':
        return JSON.stringify(type.value);
      case 'ref':
        return type.name + args(type.args);
      case 'import':
        return `import(${type.specifier}).${type.name}${args(type.args)}`;
      case 'object': {
        const members = type.members.map((m) => `${m.name}${m.optional ? '?' : ''}: ${this.type(m.type)}`);
        if (type.index !== NONE) members.push(`[]: ${this.type(type.index)}`);
        return `{${members.join('; ')}}`;
      }
      case 'union':
        return `(${all(type.of, ' | ')})`;
      case 'intersection':
        return `(${all(type.of, ' & ')})`;
      case 'array':
        return `${this.type(type.of)}[]`;
      case 'tuple':
        return `[${all(type.of, ', ')}]`;
      case 'function': {
        const parameters = type.parameters.map((p) => `${p.name}: ${this.type(p.type)}`).join(', ');
        return `${type.construct ? 'new ' : ''}(${parameters}) => ${this.type(type.returns)}`;
      }
      case 'keyof':
        return `keyof ${this.type(type.of)}`;
      case 'indexed':
        return `${this.type(type.object)}[${this.type(type.index)}]`;
      case 'typeof':
        return `typeof ${type.name}`;
      case 'mapped':
        return `{[${type.key} in ${this.type(type.over)}]: ${this.type(type.to)}}`;
      case 'conditional':
        return `(? ${this.type(type.then)} : ${this.type(type.else)})`;
      case 'predicate':
        return `${type.asserts ? 'asserts ' : ''}${type.parameter} is ${this.type(type.type)}`;
      default:
        return 'unknown';
    }
  }

  /** Every call: its value and the context it is evaluated in. */
  calls(): string {
    return Array.from(this.facts.calls, (n) => `${this.value(n)} @ ${this.context(contextOf(this.facts, n))}`).join(
      '\n',
    );
  }

  /** Arguments of the calls of a global by name: what reaches `sink(...)`, one line each. */
  sinks(name = 'sink'): string[] {
    const lines: string[] = [];
    for (const n of this.facts.calls) {
      const [callee, ...args] = Array.from(listItems(this.facts, aOf(this.facts, n)));
      if (callee === undefined || this.value(callee) !== name) continue;
      lines.push(args.map((arg) => this.value(arg)).join(', '));
    }
    return lines;
  }

  /** Contexts of the calls of a global by name, one line each. */
  sinkContexts(name = 'sink'): string[] {
    const lines: string[] = [];
    for (const n of this.facts.calls) {
      const callee = listItems(this.facts, aOf(this.facts, n))[0];
      if (callee !== undefined && this.value(callee) === name) lines.push(this.context(contextOf(this.facts, n)));
    }
    return lines;
  }

  functions(): string[] {
    return this.facts.functions.map((fn, id) => {
      const flags = `${fn.isAsync ? 'async ' : ''}${fn.isStatic ? 'static ' : ''}${fn.isGenerator ? '*' : ''}`;
      const parameters = fn.parameters.map(
        (p) => `${p.name ?? '{}'}${p.type === NONE ? '' : `: ${this.type(p.type)}`}`,
      );
      const returns = fn.returns.map((exit) => this.value(exit.node)).join(' | ');
      const type = fn.returnType === NONE ? '' : `: ${this.type(fn.returnType)}`;
      return `${String(id)} ${flags}${fn.kind} ${fn.name}(${parameters.join(', ')})${type}${returns === '' ? '' : ` -> ${returns}`}`;
    });
  }
}

/** Every reference in the facts that points outside its table; empty if all is well. */
export function danglingReferences(facts: FileFacts): string[] {
  const wrong: string[] = [];
  const nodes = nodeCount(facts);
  const contexts = facts.contexts.length / CONTEXT_STRIDE;
  const check = (what: string, id: number, count: number): void => {
    if (!Number.isInteger(id) || id < NONE || id >= count) wrong.push(`${what} ${String(id)} of ${String(count)}`);
  };
  const node = (what: string, id: number): void => {
    check(what, id, nodes);
  };
  for (let n = 0; n < nodes; n++) {
    const op = opOf(facts, n);
    const columns = [aOf(facts, n), bOf(facts, n), cOf(facts, n)];
    check('context', contextOf(facts, n), contexts);
    OPERANDS[op].forEach((kind, i) => {
      const value = columns[i] ?? NONE;
      if (kind === 'other') return;
      if (kind === 'node') {
        node(NAMES.get(op) ?? '?', value);
        return;
      }
      check('list', value, facts.lists.length);
      const items = Array.from(listItems(facts, value));
      items.forEach((item, k) => {
        if (kind === 'pairs' && k % 2 === 0) check('phi context', item, contexts);
        else if (kind !== 'triples' || k % 3 === 2) node(`${NAMES.get(op) ?? '?'} item`, item);
      });
    });
    const [a = NONE] = columns;
    if (op === Op.Func || op === Op.Param || op === Op.This) check('function', a, facts.functions.length);
    if (op === Op.Import) check('import', a, facts.imports.length);
    if (op === Op.Cell) check('variable', a, facts.variables.length);
    if (op === Op.Str) check('string', a, facts.strings.length);
    if (startOf(facts, n) > endOf(facts, n)) wrong.push(`node ${String(n)} ends before it starts`);
  }
  for (let c = 0; c < contexts; c++) check('parent', facts.contexts[c * CONTEXT_STRIDE + 1] ?? NONE, c);
  for (const fn of facts.functions) {
    for (const exit of [...fn.returns, ...fn.yields, ...fn.throws]) node('exit', exit.node);
    for (const write of fn.thisWrites) node('write', write.node);
    for (const exits of fn.parameterExits) for (const exit of exits) node('parameter exit', exit);
    check('entry', fn.entry, contexts);
    check('exit context', fn.exitContext, contexts);
  }
  for (const variable of facts.variables) for (const d of variable.definitions) node('definition', d);
  for (const item of facts.exports) node('export', item.node);
  for (const value of Object.values(facts.bindings)) node('binding', value);
  for (const cls of facts.classes) for (const field of cls.fields) node('field', field.node);
  if (facts.nodes.length % NODE_STRIDE !== 0) wrong.push('node table');
  return wrong;
}
