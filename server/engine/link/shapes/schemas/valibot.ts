import type { FieldShape, NodeRef, Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  BOOLEAN,
  BYTES,
  DATE,
  dictionary,
  ENUM,
  external,
  fieldOf,
  mergeFields,
  NULL,
  NUMBER,
  omitKeys,
  pickKeys,
  promise,
  record,
  recordOf,
  setOptional,
  STRING,
  tuple,
  union,
  UNKNOWN,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { changed } from '../standard-types.ts';
import { intersection } from '../types.ts';
import { describedName, externalIn, literalOf, placeOf, returnsOf, sourceOf, texts } from './support.ts';

const PKG = 'valibot';
const SCHEMA = 'Schema';
const OPTIONAL = 'OptionalSchema';
const NAMES = [SCHEMA, OPTIONAL];
const schema = (output: Shape, name = SCHEMA): ExternalShape => external(PKG, name, [output]);
const outputOf = (shape: Shape): Shape => externalIn(shape, NAMES)?.args[0] ?? UNKNOWN;
const at = (core: Core, ref: NodeRef | null): Shape => (ref === null ? UNKNOWN : outputOf(core.nodeShape(ref)));

const SCALARS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['string', STRING],
  ['number', NUMBER],
  ['bigint', NUMBER],
  ['boolean', BOOLEAN],
  ['date', DATE],
  ['blob', BYTES],
  ['picklist', ENUM],
  ['enum', ENUM],
  ['enum_', ENUM],
  ['null', NULL],
  ['null_', NULL],
  ['undefined', NULL],
  ['any', UNKNOWN],
  ['unknown', UNKNOWN],
]);

/** An entry may be a schema, or schemas in a variable spread in: `{ ...base.entries, b: v.string() }`. */
function entries(core: Core, ref: NodeRef | null): Fields {
  const out = new Map<string, FieldShape>();
  if (ref === null) return out;
  for (const [key, f] of core.fields(core.literalShape(ref))) {
    out.set(key, { ...f, shape: outputOf(f.shape), optional: externalIn(f.shape, [OPTIONAL]) !== null });
  }
  for (const [key, value] of core.properties(ref)) {
    const shape = core.nodeShape(value);
    out.set(key, fieldOf(outputOf(shape), placeOf(value, 'valibot'), externalIn(shape, [OPTIONAL]) !== null));
  }
  return out;
}

function narrowed(core: Core, site: Site, change: (fields: Fields) => Fields): Shape {
  const base = changed(core, at(core, site.argument(0)), change);
  const name = describedName(core, site);
  if (base.k !== 'record' || name === '') return schema(base);
  return schema(record(name, base.fields, base.source, [base.name, ...(base.also ?? [])]));
}

const list = (core: Core, ref: NodeRef | null): readonly Shape[] =>
  ref === null ? [] : core.elements(ref).map((e) => at(core, e));

function call(core: Core, path: string, site: Site): Shape | null {
  const name = path.replace(/^(?:default\.|v\.)+/, '').replace(/Async$/, '');
  const scalar = SCALARS.get(name);
  if (name === 'literal') return schema(literalOf(site.literalShape(0)));
  if (scalar !== undefined) return schema(scalar);
  const first = (): Shape => at(core, site.argument(0));
  switch (name) {
    case 'object':
    case 'strictObject':
    case 'looseObject':
    case 'objectWithRest': {
      const ref = site.argument(0);
      return schema(record(describedName(core, site), () => entries(core, ref), sourceOf(site, 'valibot')));
    }
    case 'pipe':
      return externalIn(site.shape(0), NAMES);
    case 'array':
    case 'set':
      return schema(array(first()));
    case 'optional':
    case 'nullish':
    case 'exactOptional':
    case 'undefinedable':
      return schema(first(), OPTIONAL);
    case 'nullable':
    case 'nonNullable':
    case 'nonOptional':
    case 'nonNullish':
    case 'unwrap':
    case 'config':
    case 'fallback':
      return schema(first());
    case 'record':
    case 'map':
      return schema(dictionary(at(core, site.argument(1))));
    case 'tuple':
    case 'strictTuple':
    case 'looseTuple':
      return schema(tuple(list(core, site.argument(0))));
    case 'union':
      return schema(union(list(core, site.argument(0))));
    case 'variant':
      return schema(union(list(core, site.argument(1))));
    case 'intersect':
      return schema(intersection(core, list(core, site.argument(0))));
    case 'lazy':
      return schema(outputOf(returnsOf(site.shape(0))));
    case 'custom':
    case 'instance':
      return schema(site.types[0] ?? UNKNOWN);
    case 'pick': {
      const keys = new Set(texts(core, site.literalShape(1)));
      return narrowed(core, site, (f) => pickKeys(f, keys));
    }
    case 'omit': {
      const keys = new Set(texts(core, site.literalShape(1)));
      return narrowed(core, site, (f) => omitKeys(f, keys));
    }
    case 'partial':
      return narrowed(core, site, (f) => setOptional(f, true));
    case 'required':
      return narrowed(core, site, (f) => setOptional(f, false));
    case 'merge':
      return schema(
        record(describedName(core, site), () => mergeFields(list(core, site.argument(0)).map((s) => core.fields(s)))),
      );
    case 'parse':
      return path.endsWith('Async') ? promise(first()) : first();
    case 'safeParse': {
      const result = recordOf('', [
        ['success', BOOLEAN],
        ['output', first()],
        ['issues', UNKNOWN],
      ]);
      return path.endsWith('Async') ? promise(result) : result;
    }
    default:
      return null;
  }
}

/** Valibot: schemas and methods are functions: https://valibot.dev/api. */
export const valibot: Provider = {
  id: 'valibot',
  packages: [PKG],
  type: (_, name, args) => {
    if (/(?:^|\.)Infer(?:Output|Input)$/.test(name)) return outputOf(args[0] ?? UNKNOWN);
    return /(?:^|\.)(?:Generic|Base)Schema(?:Async)?$/.test(name) ? schema(args[1] ?? args[0] ?? UNKNOWN) : null;
  },
  call,
  member: (core, self, key) => {
    if (!NAMES.includes(self.name) || key !== 'entries') return null;
    const [output = UNKNOWN] = self.args;
    return record(
      '',
      () =>
        new Map(
          [...core.fields(output)].map(([k, f]): [string, FieldShape] => [
            k,
            { ...f, shape: schema(f.shape, f.optional ? OPTIONAL : SCHEMA) },
          ]),
        ),
    );
  },
};
