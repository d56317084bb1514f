import type { FieldShape, Shape, ShapeSource } from '../contract.ts';

export type RecordShape = Extract<Shape, { k: 'record' }>;
export type ExternalShape = Extract<Shape, { k: 'external' }>;
export type ClassShape = Extract<Shape, { k: 'class' }>;
export type FunctionShape = Extract<Shape, { k: 'function' }>;
export type Fields = ReadonlyMap<string, FieldShape>;

/** Most members kept in a union of non-literals: beyond that nobody can use the rest. */
const MAX_UNION = 48;

export const UNKNOWN: Shape = { k: 'unknown' };
export const STRING: Shape = { k: 'scalar', kind: 'string' };
export const NUMBER: Shape = { k: 'scalar', kind: 'number' };
export const BOOLEAN: Shape = { k: 'scalar', kind: 'boolean' };
export const DATE: Shape = { k: 'scalar', kind: 'date' };
export const BYTES: Shape = { k: 'scalar', kind: 'bytes' };
export const ENUM: Shape = { k: 'scalar', kind: 'enum' };
export const NULL: Shape = { k: 'scalar', kind: 'null' };
export const NO_FIELDS: Fields = new Map<string, FieldShape>();

/** A literal type with its text. */
export const literal = (value: string): Shape => ({ k: 'scalar', kind: 'literal', value });
export const array = (of: Shape): Shape => ({ k: 'array', of });
export const tuple = (of: readonly Shape[]): Shape => ({ k: 'tuple', of });
export const promise = (of: Shape): Shape => (of.k === 'promise' ? of : { k: 'promise', of });
export const dictionary = (of: Shape): Shape => ({ k: 'dictionary', of });
export const external = (pkg: string, name: string, args: readonly Shape[] = []): ExternalShape => ({
  k: 'external',
  pkg,
  name,
  args,
});

/** A field; by default required, without a place, untagged. */
export const fieldOf = (
  shape: Shape,
  source: ShapeSource | null = null,
  optional = false,
  tagged: string | null = null,
): FieldShape => ({ shape, optional, source, tagged });

/** The field under another name than that of the column it is read from. */
export const renamed = (field: FieldShape, column: string): FieldShape => ({
  ...field,
  columns: [...(field.columns ?? []), column],
});

/** A record whose fields are computed once, when first asked for; a record that needs itself for that has none. */
export function record(
  name: string,
  compute: () => Fields,
  source: ShapeSource | null = null,
  also: readonly string[] = [],
): RecordShape {
  let fields: Fields | null = null;
  const get = (): Fields => {
    if (fields === null) {
      fields = NO_FIELDS;
      fields = compute();
    }
    return fields;
  };
  const names = also.filter((n, i) => n !== '' && n !== name && also.indexOf(n) === i);
  return names.length > 0
    ? { k: 'record', name, also: names, fields: get, source }
    : { k: 'record', name, fields: get, source };
}

/** A record of fields already at hand. */
export function recordOf(
  name: string,
  fields: Iterable<readonly [string, Shape | FieldShape]>,
  source: ShapeSource | null = null,
  also: readonly string[] = [],
): RecordShape {
  const map = new Map<string, FieldShape>();
  for (const [key, value] of fields) map.set(key, 'k' in value ? fieldOf(value, source) : value);
  return record(name, () => map, source, also);
}

/** The function, one that gives a field of what it returns when it is called with its name. */
export function keyed(fn: FunctionShape): FunctionShape {
  return Object.defineProperty(fn, 'keyed', { value: true, enumerable: true });
}

/** A function whose parts are computed when asked for: signatures may name themselves. */
export function lazyFunction(parameters: () => readonly Shape[], returns: () => Shape): FunctionShape {
  let p: readonly Shape[] | null = null;
  let r: Shape | null = null;
  return {
    k: 'function',
    get parameters(): readonly Shape[] {
      if (p === null) {
        p = [];
        p = parameters();
      }
      return p;
    },
    get returns(): Shape {
      if (r === null) {
        r = UNKNOWN;
        r = returns();
      }
      return r;
    },
  };
}

const isLiteral = (s: Shape): boolean => s.k === 'scalar' && s.kind === 'literal';

function same(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  switch (a.k) {
    case 'scalar':
      return b.k === 'scalar' && a.kind === b.kind && a.value === b.value;
    case 'class':
      return b.k === 'class' && a.file === b.file && a.cls === b.cls && a.bindings === b.bindings;
    case 'record':
      return b.k === 'record' && a.fields === b.fields;
    case 'array':
    case 'promise':
    case 'dictionary':
      return b.k === a.k && same(a.of, b.of);
    case 'tuple':
      return b.k === 'tuple' && sameAll(a.of, b.of);
    case 'external':
      return b.k === 'external' && a.pkg === b.pkg && a.name === b.name && sameAll(a.args, b.args);
    default:
      return false;
  }
}

const sameAll = (a: readonly Shape[], b: readonly Shape[]): boolean =>
  a.length === b.length &&
  a.every((x, i) => {
    const y = b[i];
    return y !== undefined && same(x, y);
  });

/** Union without duplicates; null and unknown members are dropped where there are others. */
export function union(shapes: readonly Shape[]): Shape {
  const out: Shape[] = [];
  const literals = new Set<string>();
  let empty: Shape = UNKNOWN;
  const add = (shape: Shape): void => {
    if (shape.k === 'unknown') return;
    if (shape.k === 'union') {
      shape.of.forEach(add);
    } else if (shape.k === 'scalar' && shape.kind === 'null') {
      empty = NULL;
    } else if (isLiteral(shape)) {
      const value = shape.k === 'scalar' ? (shape.value ?? '') : '';
      if (!literals.has(value)) out.push(shape);
      literals.add(value);
    } else if (out.length - literals.size < MAX_UNION && !out.some((o) => same(o, shape))) {
      out.push(shape);
    }
  };
  shapes.forEach(add);
  const [first] = out;
  if (first === undefined) return empty;
  return out.length === 1 ? first : { k: 'union', of: out };
}

/** Members of a union, or the shape itself. */
export const membersOf = (shape: Shape): readonly Shape[] => (shape.k === 'union' ? shape.of : [shape]);

/** Texts of the literal members. */
export function literalsOf(shape: Shape): readonly string[] {
  const out: string[] = [];
  for (const m of membersOf(shape))
    if (m.k === 'scalar' && m.kind === 'literal' && m.value !== undefined) out.push(m.value);
  return out;
}

/** The record with another name; its old name stays among its other names. Unnamed members of unions are named too. */
/**
 * What a type parameter is taken to be for a value: `useState('')` holds any text, and `useState(null)` may come to hold
 * anything (TypeScript handbook, widening of literal types).
 */
export function widened(shape: Shape): Shape {
  const parts = membersOf(shape).map((part) => {
    if (part.k !== 'scalar' || part.kind !== 'literal') return part;
    return part.value?.trim() !== '' && Number.isFinite(Number(part.value)) ? NUMBER : STRING;
  });
  return parts.every((part) => part === NULL) ? UNKNOWN : union(parts);
}

export function named(shape: Shape, name: string, source: ShapeSource | null): Shape {
  if (name === '') return shape;
  if (shape.k === 'record') {
    if (shape.name === name) return shape;
    return record(name, shape.fields, source ?? shape.source, [shape.name, ...(shape.also ?? [])]);
  }
  if (shape.k === 'union') {
    return { k: 'union', of: shape.of.map((m) => (m.k === 'record' && m.name === '' ? named(m, name, source) : m)) };
  }
  return shape;
}

export function omitKeys(fields: Fields, keys: ReadonlySet<string>): Fields {
  const out = new Map<string, FieldShape>();
  for (const [k, v] of fields) if (!keys.has(k)) out.set(k, v);
  return out;
}

export function pickKeys(fields: Fields, keys: ReadonlySet<string>): Fields {
  const out = new Map<string, FieldShape>();
  for (const [k, v] of fields) if (keys.has(k)) out.set(k, v);
  return out;
}

export function setOptional(fields: Fields, optional: boolean): Fields {
  const out = new Map<string, FieldShape>();
  for (const [k, v] of fields) out.set(k, v.optional === optional ? v : { ...v, optional });
  return out;
}

/** Later fields win. */
export function mergeFields(parts: readonly Fields[]): Fields {
  const out = new Map<string, FieldShape>();
  for (const part of parts) for (const [k, v] of part) out.set(k, v);
  return out;
}
