import type { FileFacts } from '../../extract/facts.ts';
import type { FieldShape, Shape } from '../contract.ts';
import type { Core } from './core.ts';
import type { Provider } from './provider.ts';
import {
  BOOLEAN,
  external,
  fieldOf,
  lazyFunction,
  mergeFields,
  NO_FIELDS,
  NUMBER,
  STRING,
  union,
  UNKNOWN,
  type ExternalShape,
  type Fields,
} from './shape.ts';
import { instantiate, typeCarrier } from './templates.ts';

export type Access = Pick<Core, 'fields' | 'field' | 'element' | 'settled' | 'externalType'> & {
  /** The provider that knows a package, if one does. */
  provider(pkg: string): Provider | null;
};

/** Fields every array or string has. */
const LENGTHS = new Set(['length', 'size']);
const MAX_DEPTH = 12;

/** Reading shapes: fields, elements, what awaiting gives; external ones through their providers and carriers. */
export function createAccess(core: Core, providers: readonly Provider[]): Access {
  const byPackage = new Map<string, Provider>();
  for (const p of providers) for (const name of p.packages) byPackage.set(name, p);

  const provider = (pkg: string): Provider | null => {
    const own = byPackage.get(pkg);
    if (own !== undefined) return own;
    const parts = pkg.split('/');
    return byPackage.get(parts.slice(0, pkg.startsWith('@') ? 2 : 1).join('/')) ?? null;
  };

  const fields = (shape: Shape): Fields => fieldsAt(shape, 0);

  const fieldsAt = (shape: Shape, depth: number): Fields => {
    if (depth > MAX_DEPTH) return NO_FIELDS;
    switch (shape.k) {
      case 'record':
        return shape.fields();
      case 'class':
        return core.classFields(shape.file, shape.cls, shape.bindings);
      case 'promise':
      case 'array':
        return fieldsAt(shape.of, depth + 1);
      case 'union':
        return unionFields(shape.of.map((m) => fieldsAt(m, depth + 1)));
      case 'external':
        return externalFields(shape);
      default:
        return NO_FIELDS;
    }
  };

  const externalFields = (shape: ExternalShape): Fields => {
    const own = provider(shape.pkg)?.fields?.(core, shape);
    if (own) return own;
    const carrier = typeCarrier(shape.pkg, shape.name);
    if (carrier?.fields === undefined) return NO_FIELDS;
    return new Map(Object.entries(carrier.fields).map(([k, t]) => [k, fieldOf(instantiate(t, shape.args))]));
  };

  const field = (shape: Shape, key: string): Shape => fieldAt(shape, key, 0);

  const fieldAt = (shape: Shape, key: string, depth: number): Shape => {
    if (depth > MAX_DEPTH) return UNKNOWN;
    if (key === '*') return element(shape);
    switch (shape.k) {
      case 'record':
        return shape.fields().get(key)?.shape ?? UNKNOWN;
      case 'class': {
        const own = core.classFields(shape.file, shape.cls, shape.bindings).get(key);
        return own?.shape ?? fieldAt(core.superShape(shape.file, shape.cls, shape.bindings), key, depth + 1);
      }
      case 'union':
        return union(shape.of.map((m) => fieldAt(m, key, depth + 1)));
      case 'promise':
        return fieldAt(shape.of, key, depth + 1);
      case 'array':
        if (/^\d+$/.test(key)) return shape.of;
        return LENGTHS.has(key) ? NUMBER : UNKNOWN;
      case 'tuple':
        if (/^\d+$/.test(key)) return shape.of[Number(key)] ?? UNKNOWN;
        return LENGTHS.has(key) ? NUMBER : UNKNOWN;
      case 'dictionary':
        return shape.of;
      case 'external':
        return externalField(shape, key);
      case 'scalar':
        return LENGTHS.has(key) && shape.kind === 'string' ? NUMBER : UNKNOWN;
      default:
        return UNKNOWN;
    }
  };

  const externalField = (shape: ExternalShape, key: string): Shape => {
    const known = provider(shape.pkg);
    const own = known?.member?.(core, shape, key);
    if (own) return own;
    if (shape.name.startsWith('typeof ')) {
      const path = shape.name.slice('typeof '.length);
      return external(shape.pkg, `typeof ${path === '*' ? key : `${path}.${key}`}`, shape.args);
    }
    return externalFields(shape).get(key)?.shape ?? UNKNOWN;
  };

  const element = (shape: Shape): Shape => {
    switch (shape.k) {
      case 'array':
      case 'dictionary':
        return shape.of;
      case 'tuple':
        return union(shape.of);
      case 'union':
        return union(shape.of.map(element));
      case 'promise':
        return element(shape.of);
      case 'record':
        return union([...shape.fields().values()].map((f) => f.shape));
      case 'external': {
        const known = provider(shape.pkg)?.settle?.(core, shape);
        return known ? element(known) : UNKNOWN;
      }
      default:
        return UNKNOWN;
    }
  };

  const settled = (shape: Shape): Shape => settledAt(shape, 0);

  const settledAt = (shape: Shape, depth: number): Shape => {
    if (depth > MAX_DEPTH) return UNKNOWN;
    switch (shape.k) {
      case 'promise':
        return settledAt(shape.of, depth + 1);
      case 'union':
        return union(shape.of.map((m) => settledAt(m, depth + 1)));
      case 'external':
        return provider(shape.pkg)?.settle?.(core, shape) ?? shape;
      default:
        return shape;
    }
  };

  const externalType = (file: FileFacts, pkg: string, name: string, args: readonly Shape[]): Shape => {
    const own = pkg === '' ? null : (provider(pkg)?.type?.(core, name, args, file) ?? null);
    if (own !== null) return own;
    const carrier = typeCarrier(pkg === '' && name.startsWith('React.') ? 'react' : pkg, name.replace(/^React\./, ''));
    if (carrier?.is !== undefined) return instantiate(carrier.is, args);
    return external(pkg, name, args);
  };

  return { fields, field, element, settled, externalType, provider };
}

/** Fields of any member; those not in all are optional, those in several the union. */
function unionFields(parts: readonly Fields[]): Fields {
  const known = parts.filter((p) => p.size > 0);
  const [only] = known;
  if (only === undefined) return NO_FIELDS;
  if (known.length === 1) return only;
  const out = new Map<string, FieldShape>(mergeFields(known));
  for (const [key, value] of out) {
    const all = known.flatMap((p) => p.get(key) ?? []);
    const first = all[0] ?? value;
    out.set(key, {
      shape: union(all.map((f) => f.shape)),
      optional: all.length < known.length || all.some((f) => f.optional),
      source: first.source,
      tagged: all.find((f) => f.tagged !== null)?.tagged ?? null,
    });
  }
  return out;
}

/** What a method of arrays, promises, dictionaries and strings gives: by how it relates to the receiver. */
type Relation =
  'same' | 'element' | 'map' | 'flat' | 'flatMap' | 'number' | 'string' | 'boolean' | 'reduce' | 'entries' | 'keys';

const METHODS_BY_RELATION: Readonly<Record<Relation, string>> = {
  same: 'filter slice splice concat sort reverse fill with toSorted toReversed toSpliced copyWithin values add union intersection difference take drop toArray',
  element: 'find findLast at pop shift next',
  map: 'map',
  flat: 'flat',
  flatMap: 'flatMap',
  number: 'push unshift indexOf lastIndexOf findIndex findLastIndex',
  string: 'join toString toLocaleString',
  boolean: 'some every includes has',
  reduce: 'reduce reduceRight',
  entries: 'entries',
  keys: 'keys',
};

export const ARRAY_METHODS: ReadonlyMap<string, Relation> = new Map(
  Object.entries(METHODS_BY_RELATION).flatMap(([relation, methods]) =>
    methods.split(' ').map((m): [string, Relation] => [m, relation as Relation]),
  ),
);

/** Methods of strings that do not give a string. */
export const STRING_METHODS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['split', { k: 'array', of: STRING }],
  ['match', { k: 'array', of: STRING }],
  ['matchAll', { k: 'array', of: { k: 'array', of: STRING } }],
  ...'indexOf lastIndexOf search charCodeAt codePointAt localeCompare'
    .split(' ')
    .map((m): [string, Shape] => [m, NUMBER]),
  ...'startsWith endsWith includes'.split(' ').map((m): [string, Shape] => [m, BOOLEAN]),
]);

/** What is expected of the callback of an array method. */
export function arrayCallback(element: Shape, key: string, initial: Shape): Shape | null {
  if (key === 'reduce' || key === 'reduceRight')
    return lazyFunction(
      () => [initial, element, NUMBER],
      () => initial,
    );
  if (key === 'sort' || key === 'toSorted')
    return lazyFunction(
      () => [element, element],
      () => NUMBER,
    );
  if (!/^(map|filter|find|findLast|findIndex|findLastIndex|forEach|some|every|flatMap)$/.test(key)) return null;
  return lazyFunction(
    () => [element, NUMBER],
    () => UNKNOWN,
  );
}
