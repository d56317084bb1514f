import type { FieldShape, NodeRef, Shape } from '../../contract.ts';
import { aOf, opOf, Op, stringOf } from '../../../extract/index.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  BOOLEAN,
  BYTES,
  DATE,
  dictionary,
  external,
  fieldOf,
  literal,
  literalsOf,
  mergeFields,
  named,
  NUMBER,
  omitKeys,
  pickKeys,
  promise,
  record,
  STRING,
  UNKNOWN,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { changed } from '../standard-types.ts';
import { bareName, chosen, describedName, externalIn, placeOf, sourceOf } from './support.ts';

const PKG = 'mongoose';
/** [document] */
const SCHEMA = 'Schema';
/** [document] */
const MODEL = 'Model';
/** [document, 'one' | 'many'] */
const QUERY = 'Query';

const SCALARS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['String', STRING],
  ['Number', NUMBER],
  ['Boolean', BOOLEAN],
  ['Bool', BOOLEAN],
  ['Date', DATE],
  ['Buffer', BYTES],
  ['ObjectId', STRING],
  ['UUID', STRING],
  ['Decimal128', NUMBER],
  ['BigInt', NUMBER],
  ['Mixed', UNKNOWN],
  ['Map', dictionary(UNKNOWN)],
]);

const ONE = /^(?:findOne|findById|findOneAnd\w+|findByIdAnd\w+)$/;

/** The value of a path's definition: `String`, `{ type: String }`, `[String]`, a nested object or schema. */
function pathShape(core: Core, ref: NodeRef, depth: number): Shape {
  const { file, node } = ref;
  if (depth > 8) return UNKNOWN;
  const op = opOf(file, node);
  if (op === Op.Global) return SCALARS.get(stringOf(file, aOf(file, node))) ?? UNKNOWN;
  if (op === Op.Str) return SCALARS.get(stringOf(file, aOf(file, node))) ?? UNKNOWN;
  const list = core.elements(ref);
  const [first] = list;
  if (first !== undefined) return array(pathShape(core, first, depth + 1));
  const properties = core.properties(ref);
  const type = properties.get('type');
  if (type !== undefined) return pathShape(core, type, depth + 1);
  if (properties.size > 0) return record('', () => paths(core, ref, depth + 1));
  const value = core.nodeShape(ref);
  const schema = externalIn(value, [SCHEMA]);
  if (schema !== null) return schema.args[0] ?? UNKNOWN;
  if (value.k === 'external' && value.name.startsWith('typeof '))
    return SCALARS.get(value.name.slice(value.name.lastIndexOf('.') + 1)) ?? UNKNOWN;
  return UNKNOWN;
}

function paths(core: Core, ref: NodeRef, depth: number): Fields {
  const out = new Map<string, FieldShape>();
  for (const [key, value] of core.properties(ref))
    out.set(key, fieldOf(pathShape(core, value, depth), placeOf(value, 'mongoose')));
  return out;
}

function schema(core: Core, site: Site): Shape {
  const ref = site.argument(0);
  const own = record(
    describedName(core, site),
    () => (ref === null ? new Map<string, FieldShape>() : paths(core, ref, 0)),
    sourceOf(site, 'mongoose'),
  );
  const [declared] = site.types;
  return external(PKG, SCHEMA, [declared === undefined || declared.k === 'unknown' ? own : declared]);
}

function model(core: Core, site: Site): Shape {
  const [name = ''] = site.strings(0);
  const described = externalIn(site.shape(1), [SCHEMA])?.args[0] ?? UNKNOWN;
  const document = site.types[0] ?? described;
  const variable = site.call < 0 ? '' : bareName(core.nameOf({ file: site.file, node: site.call }));
  const row =
    document.k === 'unknown'
      ? record(name, () => new Map<string, FieldShape>())
      : named(document, name === '' ? variable : name, null);
  return external(PKG, MODEL, [row]);
}

const query = (document: Shape, count: 'one' | 'many'): ExternalShape =>
  external(PKG, QUERY, [document, literal(count)]);

/** Fields by a projection: `'name -email'`, `['name']`, `{ name: 1 }`, `{ email: 0 }`. */
function projected(core: Core, document: Shape, site: Site, i: number): Shape {
  return narrowed(core, document, site.literalShape(i), site.strings(i));
}

/** The document as a projection leaves it: texts, a list of names, or `{ name: 1 }`. */
function narrowed(core: Core, document: Shape, shape: Shape, given: readonly string[]): Shape {
  if (shape.k === 'unknown') return document;
  const words = [...given, ...literalsOf(core.element(shape.k === 'tuple' || shape.k === 'array' ? shape : UNKNOWN))]
    .join(' ')
    .split(/\s+/)
    .filter((w) => w !== '');
  const left = new Set(words.filter((w) => w.startsWith('-')).map((w) => w.slice(1)));
  const kept = new Set(words.filter((w) => !/^[-+]/.test(w)));
  if (shape.k === 'record') {
    const yes = chosen(core, shape) ?? new Map<string, Shape>();
    for (const key of core.fields(shape).keys()) (yes.has(key) ? kept : left).add(key);
    kept.delete('_id');
  }
  if (kept.size > 0) return changed(core, document, (f) => mergeFields([pickKeys(f, kept), unknownKeys(f, kept)]));
  return left.size > 0 ? changed(core, document, (f) => omitKeys(f, left)) : document;
}

/** Selected names a schema does not tell of are in the row all the same. */
function unknownKeys(fields: Fields, keys: ReadonlySet<string>): Fields {
  return new Map(
    [...keys].filter((k) => !fields.has(k) && /^\w+$/.test(k) && fields.size === 0).map((k) => [k, fieldOf(UNKNOWN)]),
  );
}

function modelMethod(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [document = UNKNOWN] = self.args;
  if (ONE.test(key))
    return query(/^(?:findOne|findById)$/.test(key) ? projected(core, document, site, 1) : document, 'one');
  switch (key) {
    case 'find':
      return query(projected(core, document, site, 1), 'many');
    case 'where':
      return query(document, 'many');
    case 'create':
      return promise(site.shape(0).k === 'array' ? array(document) : document);
    case 'insertMany':
      return promise(array(document));
    case 'hydrate':
      return document;
    case 'countDocuments':
    case 'estimatedDocumentCount':
      return promise(NUMBER);
    case 'exists':
      return promise(BOOLEAN);
    case 'distinct':
      return promise(array(core.field(document, site.strings(0)[0] ?? '')));
    case 'aggregate':
      return promise(array(site.types[0] ?? UNKNOWN));
    default:
      return null;
  }
}

function settled(self: ExternalShape): Shape | null {
  if (self.name !== QUERY) return null;
  const [document = UNKNOWN, count = UNKNOWN] = self.args;
  return literalsOf(count).includes('one') ? document : array(document);
}

function queryMethod(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [document = UNKNOWN, count = UNKNOWN] = self.args;
  switch (key) {
    case 'select':
    case 'projection':
      return external(PKG, QUERY, [projected(core, document, site, 0), count]);
    case 'findOne':
      return query(document, 'one');
    case 'exec':
      return promise(settled(self) ?? UNKNOWN);
    case 'cursor':
      return array(document);
    case 'then':
    case 'catch':
      return null;
    default:
      return self;
  }
}

/** Mongoose: schemas, models and queries: https://mongoosejs.com/docs. */
export const mongoose: Provider = {
  id: 'mongoose',
  packages: [PKG, '@nestjs/mongoose'],
  type: (_, name, args) => {
    const last = name.slice(name.lastIndexOf('.') + 1);
    const first = args[0] ?? UNKNOWN;
    if (last === 'InferSchemaType' || last === 'InferRawDocType')
      return externalIn(first, [SCHEMA])?.args[0] ?? UNKNOWN;
    if (/^(?:HydratedDocument|LeanDocument|FlattenMaps|Require_id|HydratedSingleSubdocument)$/.test(last)) return first;
    if (last === 'Document' || last === 'ObjectId') return null;
    if (/Model$/.test(last) && args.length > 0) return external(PKG, MODEL, [first]);
    return last === 'Schema' && args.length > 0 ? external(PKG, SCHEMA, [first]) : null;
  },
  construct: (core, path, site) => (/(?:^|\.)Schema$/.test(path) ? schema(core, site) : null),
  call: (core, path, site) => (/(?:^|\.)model$/.test(path) && !path.includes('Schema') ? model(core, site) : null),
  method: (core, self, key, site) => {
    if (self.name === MODEL) return modelMethod(core, self, key, site);
    if (self.name === QUERY) return queryMethod(core, self, key, site);
    if (self.name !== SCHEMA) return null;
    if (key === 'add') {
      const ref = site.argument(0);
      return external(PKG, SCHEMA, [
        changed(core, self.args[0] ?? UNKNOWN, (f) => mergeFields([f, ref === null ? f : paths(core, ref, 0)])),
      ]);
    }
    return key === 'pick' ? external(PKG, SCHEMA, [projected(core, self.args[0] ?? UNKNOWN, site, 0)]) : self;
  },
  settle: (_, self) => settled(self),
};

/** The native driver: `db.collection<User>('users').findOne()`. */
export const mongodb: Provider = {
  id: 'mongodb',
  packages: ['mongodb'],
  type: (_, name, args) => {
    if (name === 'Collection') return external('mongodb', 'Collection', args);
    if (name === 'Filter' || name === 'WithId' || name === 'OptionalUnlessRequiredId') return args[0] ?? UNKNOWN;
    return null;
  },
  method: (core, self, key, site) => {
    const [row = UNKNOWN] = self.args;
    const asked = (): Shape => narrowed(core, row, core.field(site.literalShape(1), 'projection'), []);
    switch (self.name) {
      case 'MongoClient':
        return key === 'db' ? external('mongodb', 'Db') : key === 'connect' ? promise(self) : null;
      case 'Db': {
        if (key !== 'collection') return null;
        const name = site.strings(0)[0] ?? '';
        return external('mongodb', 'Collection', [site.types[0] ?? record(name, () => new Map<string, FieldShape>())]);
      }
      case 'Collection':
        if (key.startsWith('findOne')) return promise(key === 'findOne' ? asked() : row);
        if (key === 'countDocuments') return promise(NUMBER);
        return key === 'find' ? external('mongodb', 'FindCursor', [asked()]) : null;
      case 'FindCursor':
        if (key === 'project')
          return external('mongodb', 'FindCursor', [narrowed(core, row, site.literalShape(0), [])]);
        if (key === 'toArray') return promise(array(row));
        return key === 'next' ? promise(row) : key === 'map' || key === 'forEach' ? null : self;
      default:
        return null;
    }
  },
  settle: (_, self) => (self.name === 'FindCursor' ? array(self.args[0] ?? UNKNOWN) : null),
};
