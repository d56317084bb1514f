import type { FieldShape, Shape } from '../contract.ts';
import type { Core } from './core.ts';
import {
  array,
  BOOLEAN,
  BYTES,
  DATE,
  dictionary,
  fieldOf,
  lazyFunction,
  literal,
  literalsOf,
  membersOf,
  NULL,
  NUMBER,
  omitKeys,
  pickKeys,
  promise,
  record,
  setOptional,
  STRING,
  tuple,
  union,
  UNKNOWN,
  type Fields,
} from './shape.ts';

type Standard = (core: Core, args: readonly Shape[]) => Shape;

const at = (args: readonly Shape[], i: number): Shape => args[i] ?? UNKNOWN;
const element: Standard = (_, args) => array(at(args, 0));
const identity: Standard = (_, args) => at(args, 0);

/** The shape's fields changed; it keeps its first record's name. Scalars and unknown stay what they are. */
export function changed(core: Core, of: Shape, change: (fields: Fields) => Fields): Shape {
  const parts = membersOf(of);
  const first = parts.find((p) => p.k === 'record' || p.k === 'class' || p.k === 'external');
  if (first === undefined) return of;
  const outs = parts.map((part): Shape => {
    switch (part.k) {
      case 'record':
        return record(part.name, () => change(part.fields()), part.source, part.also ?? []);
      case 'class':
      case 'external':
        return record(nameOf(part), () => change(core.fields(part)), null);
      default:
        return part;
    }
  });
  return union(outs);
}

function nameOf(shape: Shape): string {
  if (shape.k === 'class') return shape.file.classes[shape.cls]?.name ?? '';
  return shape.k === 'external' || shape.k === 'record' ? shape.name : '';
}

const partial =
  (optional: boolean): Standard =>
  (core, args) =>
    changed(core, at(args, 0), (fields) => setOptional(fields, optional));

const pick: Standard = (core, args) => {
  const keys = new Set(literalsOf(at(args, 1)));
  return keys.size === 0 ? at(args, 0) : changed(core, at(args, 0), (fields) => pickKeys(fields, keys));
};

const omit: Standard = (core, args) => {
  const keys = new Set(literalsOf(at(args, 1)));
  return changed(core, at(args, 0), (fields) => omitKeys(fields, keys));
};

const recordType: Standard = (_, args) => {
  const keys = literalsOf(at(args, 0));
  if (keys.length === 0) return dictionary(at(args, 1));
  const fields = new Map<string, FieldShape>(keys.map((k) => [k, fieldOf(at(args, 1))]));
  return record('', () => fields);
};

/** Members told apart by literal text, by name, or by kind. */
function overlaps(a: Shape, b: Shape): boolean {
  return membersOf(b).some((m) => {
    if (m.k === 'scalar' && a.k === 'scalar') {
      if (m.kind === 'literal' && a.kind === 'literal') return m.value === a.value;
      return m.kind === a.kind || (m.kind === 'string' && a.kind === 'literal');
    }
    return m.k === a.k && nameOf(m) !== '' && nameOf(m) === nameOf(a);
  });
}

const exclude: Standard = (_, args) => union(membersOf(at(args, 0)).filter((m) => !overlaps(m, at(args, 1))));
const extract: Standard = (_, args) => {
  const kept = membersOf(at(args, 0)).filter((m) => overlaps(m, at(args, 1)));
  return kept.length > 0 ? union(kept) : at(args, 0);
};

const VALUE = 'typeof ';
/** What a function gives; of a package's, known by its path. */
const returned: Standard = (_, args) =>
  union(
    membersOf(at(args, 0)).map((m) => {
      if (m.k === 'function') return m.returns;
      return m.k === 'external' && m.name.startsWith(VALUE) ? { ...m, name: `${m.name}()` } : UNKNOWN;
    }),
  );
/** What a class makes. */
const instance: Standard = (core, args) =>
  union(
    membersOf(at(args, 0)).map((m) =>
      m.k === 'external' && m.name.startsWith(VALUE) ? { ...m, name: m.name.slice(VALUE.length) } : returned(core, [m]),
    ),
  );
/** A package's type narrowed to some of its fields is still known by it. */
const ofPackage =
  (narrowed: Standard): Standard =>
  (core, args) => {
    const [of] = args;
    return of?.k === 'external' && of.pkg !== '' ? of : narrowed(core, args);
  };
const parameters: Standard = (_, args) => {
  const fn = membersOf(at(args, 0)).find((m) => m.k === 'function');
  return fn?.k === 'function' ? tuple(fn.parameters) : UNKNOWN;
};

const scalar =
  (shape: Shape): Standard =>
  () =>
    shape;

/** Types of the language and its standard library that this stage can compute. */
export const STANDARD_TYPES: ReadonlyMap<string, Standard> = new Map<string, Standard>([
  ['Array', element],
  ['ReadonlyArray', element],
  ['ConcatArray', element],
  ['ArrayLike', element],
  ['Set', element],
  ['ReadonlySet', element],
  ['WeakSet', element],
  ['Iterable', element],
  ['Iterator', element],
  ['IterableIterator', element],
  ['ArrayIterator', element],
  ['SetIterator', element],
  ['AsyncIterable', element],
  ['AsyncIterator', element],
  ['AsyncIterableIterator', element],
  ['Generator', element],
  ['AsyncGenerator', element],
  ['ReadableStream', element],
  ['Map', (_, args) => dictionary(at(args, 1))],
  ['ReadonlyMap', (_, args) => dictionary(at(args, 1))],
  ['WeakMap', (_, args) => dictionary(at(args, 1))],
  ['Promise', (_, args) => promise(at(args, 0))],
  ['PromiseLike', (_, args) => promise(at(args, 0))],
  ['Awaited', (core, args) => core.settled(at(args, 0))],
  ['Partial', partial(true)],
  ['Required', partial(false)],
  ['Readonly', identity],
  ['NonNullable', identity],
  ['NoInfer', identity],
  ['ThisType', identity],
  ['Pick', ofPackage(pick)],
  ['Omit', ofPackage(omit)],
  ['Record', recordType],
  ['Exclude', exclude],
  ['Extract', extract],
  ['ReturnType', returned],
  ['InstanceType', instance],
  ['Parameters', parameters],
  ['ConstructorParameters', parameters],
  ['Uppercase', scalar(STRING)],
  ['Lowercase', scalar(STRING)],
  ['Capitalize', scalar(STRING)],
  ['Uncapitalize', scalar(STRING)],
  ['String', scalar(STRING)],
  ['Number', scalar(NUMBER)],
  ['Boolean', scalar(BOOLEAN)],
  ['BigInt', scalar(NUMBER)],
  ['Date', scalar(DATE)],
  ['Buffer', scalar(BYTES)],
  ['Uint8Array', scalar(BYTES)],
  ['ArrayBuffer', scalar(BYTES)],
  ['ArrayBufferLike', scalar(BYTES)],
  ['DataView', scalar(BYTES)],
  ['Object', scalar(UNKNOWN)],
  [
    'Function',
    () =>
      lazyFunction(
        () => [],
        () => UNKNOWN,
      ),
  ],
  [
    'CallableFunction',
    () =>
      lazyFunction(
        () => [],
        () => UNKNOWN,
      ),
  ],
  ['symbol', scalar(UNKNOWN)],
  ['const', scalar(UNKNOWN)],
]);

/** Keywords of the type language. */
export const PRIMITIVES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['string', STRING],
  ['number', NUMBER],
  ['bigint', NUMBER],
  ['boolean', BOOLEAN],
  ['null', NULL],
  ['undefined', NULL],
  ['void', NULL],
  ['never', NULL],
  ['true', literal('true')],
  ['false', literal('false')],
]);
