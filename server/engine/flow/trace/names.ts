import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, endOf, listAt, opOf, startOf, stringOf, Op } from '../../extract/index.ts';
import { ASKED_OF, TAKEN_BY } from '../personal-data/index.ts';
import { methodName, type Program, type Shape } from '../../link/index.ts';

const MAX_TEXT = 80;

/** The expression at a node as written, on one line, shortened. */
export function expressionOf(program: Program, file: FileFacts, node: NodeId): string {
  const text = program.text(file.path) ?? '';
  const raw = text.slice(startOf(file, node), endOf(file, node)).replace(/\s+/g, ' ').trim();
  return raw.length > MAX_TEXT ? `${raw.slice(0, MAX_TEXT - 1)}…` : raw;
}

/**
 * Names that tell who owns a value, nearest first: the variable or property that holds it, the function that made it,
 * the declared type. At most a handful.
 */
export function ownerNames(program: Program, file: FileFacts, node: NodeId): readonly string[] {
  const out: string[] = [];
  collect(program, file, node, out, 0);
  return out;
}

function collect(program: Program, file: FileFacts, node: NodeId, out: string[], depth: number): void {
  if (depth > 6 || out.length >= 6 || node < 0) return;
  const a = aOf(file, node);
  const go = (n: NodeId): void => {
    collect(program, file, n, out, depth + 1);
  };
  switch (opOf(file, node)) {
    case Op.Member:
      push(out, stringOf(file, bOf(file, node)));
      pushType(program, file, node, out);
      go(a);
      return;
    case Op.Index:
    case Op.Await:
    case Op.Cast:
    case Op.Rest:
    case Op.Effect:
    case Op.Element:
    case Op.Spread:
    case Op.Default:
    case Op.Logical:
      go(a);
      return;
    case Op.Store:
    case Op.Conditional:
      go(listAt(file, a, opOf(file, node) === Op.Store ? 0 : 1));
      return;
    case Op.Phi:
      go(listAt(file, a, 1));
      return;
    case Op.Def:
      push(out, file.variables[bOf(file, node)]?.name ?? '');
      pushType(program, file, node, out);
      go(a);
      return;
    case Op.Cell: {
      const variable = file.variables[a];
      push(out, variable?.name ?? '');
      const first = variable?.definitions[0] ?? -1;
      if (first >= 0 && opOf(file, first) !== Op.Cell) go(first);
      return;
    }
    case Op.Param: {
      const fn = file.functions[a];
      const parameter = fn?.parameters[bOf(file, node)];
      if (parameter?.name !== null && parameter !== undefined) push(out, parameter.name);
      pushType(program, file, node, out);
      if (parameter !== undefined && parameter.name === null && fn !== undefined && fn.name !== '')
        push(out, TAKEN_BY + fn.name);
      return;
    }
    case Op.This: {
      const owner = file.functions[a]?.owner ?? -1;
      push(out, file.classes[owner]?.name ?? '');
      return;
    }
    case Op.Call: {
      const callee = calleeOf(file, node);
      push(out, methodName(file, node));
      pushType(program, file, node, out);
      if (opOf(file, callee) === Op.Member) askedOf(program, file, aOf(file, callee), out, depth + 1);
      return;
    }
    case Op.Import:
      push(out, file.imports[a]?.name ?? '');
      return;
    case Op.Global:
      push(out, stringOf(file, a));
      return;
    default:
      return;
  }
}

/** What a call is made on: a name in a module or a class may be that of a program, one in a client is that of a table. */
function askedOf(program: Program, file: FileFacts, node: NodeId, out: string[], depth: number): void {
  const from = out.length;
  collect(program, file, node, out, depth);
  const own = opOf(file, node) === Op.Member && opOf(file, aOf(file, node)) !== Op.This;
  const name = out[from];
  if (!own && name !== undefined) out[from] = ASKED_OF + name;
}

function push(out: string[], name: string): void {
  if (name !== '' && name !== '*' && !out.includes(name)) out.push(name);
}

function pushType(program: Program, file: FileFacts, node: NodeId, out: string[]): void {
  push(out, shapeName(program.shapes.ofNode({ file, node })));
}

/** Declared name of a record (through arrays, promises and unions), '' if it has none. */
export function shapeName(shape: Shape, depth = 0): string {
  if (depth > 4) return '';
  switch (shape.k) {
    case 'record':
      return shape.name;
    case 'class':
      return shape.file.classes[shape.cls]?.name ?? '';
    case 'array':
    case 'promise':
    case 'dictionary':
      return shapeName(shape.of, depth + 1);
    case 'union':
      for (const part of shape.of) {
        const name = shapeName(part, depth + 1);
        if (name !== '') return name;
      }
      return '';
    default:
      return '';
  }
}

export type ValueKind = 'string' | 'number' | 'boolean' | 'date' | 'function' | 'unknown';

/** What kind of value a shape says it is; `null` where its values cannot be data of a person (enums, literals, null). */
export function valueKind(shape: Shape): ValueKind | null {
  switch (shape.k) {
    case 'scalar':
      if (shape.kind === 'string' || shape.kind === 'number' || shape.kind === 'boolean' || shape.kind === 'date') {
        return shape.kind;
      }
      return shape.kind === 'bytes' ? 'unknown' : null;
    case 'function':
      return 'function';
    case 'union': {
      const kinds = shape.of.map(valueKind).filter((k) => k !== null);
      if (kinds.length === 0) return shape.of.length > 0 ? null : 'unknown';
      const first = kinds[0] ?? 'unknown';
      return kinds.every((k) => k === first) ? first : 'unknown';
    }
    case 'array':
    case 'promise':
      return valueKind(shape.of);
    default:
      return 'unknown';
  }
}
