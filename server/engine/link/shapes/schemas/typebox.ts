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
  record,
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
import { describedName, externalIn, placeOf, sourceOf, texts } from './support.ts';

const PKG = '@sinclair/typebox';
/** [what it describes] */
const SCHEMA = 'TSchema';
const OPTIONAL = 'TOptional';
const NAMES = [SCHEMA, OPTIONAL];

const SCALARS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['String', STRING],
  ['TemplateLiteral', STRING],
  ['Number', NUMBER],
  ['Integer', NUMBER],
  ['BigInt', NUMBER],
  ['Numeric', NUMBER],
  ['Boolean', BOOLEAN],
  ['Date', DATE],
  ['Uint8Array', BYTES],
  ['File', BYTES],
  ['Literal', ENUM],
  ['Enum', ENUM],
  ['UnionEnum', ENUM],
  ['KeyOf', ENUM],
  ['Null', NULL],
  ['Undefined', NULL],
  ['Any', UNKNOWN],
  ['Unknown', UNKNOWN],
]);

const schema = (of: Shape, name = SCHEMA): ExternalShape => external(PKG, name, [of]);
const outputOf = (shape: Shape): Shape => externalIn(shape, NAMES)?.args[0] ?? UNKNOWN;

function properties(core: Core, ref: NodeRef | null): Fields {
  const out = new Map<string, FieldShape>();
  if (ref === null) return out;
  for (const [key, value] of core.properties(ref)) {
    const shape = core.nodeShape(value);
    out.set(key, fieldOf(outputOf(shape), placeOf(value, 'typebox'), externalIn(shape, [OPTIONAL]) !== null));
  }
  return out;
}

function call(core: Core, path: string, site: Site): Shape | null {
  if (!/^(?:default\.)?(?:Type|t)\./.test(path)) return null;
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (name === 'Literal') {
    const literal = site.literalShape(0);
    if (literal.k === 'scalar') return schema(literal);
  }
  const scalar = SCALARS.get(name);
  if (scalar !== undefined) return schema(scalar);
  const first = (): Shape => outputOf(site.shape(0));
  const parts = (): readonly Shape[] => {
    const ref = site.argument(0);
    return ref === null ? [] : core.elements(ref).map((e) => outputOf(core.nodeShape(e)));
  };
  const keys = (): ReadonlySet<string> => new Set(texts(core, site.literalShape(1)));
  switch (name) {
    case 'Object': {
      const ref = site.argument(0);
      return schema(record(describedName(core, site), () => properties(core, ref), sourceOf(site, 'typebox')));
    }
    case 'Optional':
      return schema(first(), OPTIONAL);
    case 'Readonly':
    case 'Required':
    case 'Transform':
    case 'Unsafe':
    case 'Nullable':
    case 'Ref':
      return schema(site.types[0] ?? first());
    case 'Array':
    case 'Set':
      return schema(array(first()));
    case 'Record':
      return schema(dictionary(outputOf(site.shape(1))));
    case 'Tuple':
      return schema(tuple(parts()));
    case 'Union':
      return schema(union(parts()));
    case 'Intersect':
      return schema(intersection(core, parts()));
    case 'Composite':
      return schema(record(describedName(core, site), () => mergeFields(parts().map((part) => core.fields(part)))));
    case 'Pick':
      return schema(changed(core, first(), (fields) => pickKeys(fields, keys())));
    case 'Omit':
      return schema(changed(core, first(), (fields) => omitKeys(fields, keys())));
    case 'Partial':
      return schema(changed(core, first(), (fields) => setOptional(fields, true)));
    default:
      return null;
  }
}

/** TypeBox, and the builders that follow it: https://github.com/sinclairzx81/typebox. */
export const typebox: Provider = {
  id: 'typebox',
  packages: [PKG, 'typebox', '@fastify/type-provider-typebox'],
  type: (_, name, args) => (/(?:^|\.)Static(?:Decode|Encode)?$/.test(name) ? outputOf(args[0] ?? UNKNOWN) : null),
  call: (core, path, site) => {
    // checks of the library give what the schema describes
    if (/^(?:Value|default\.Value)\.(?:Parse|Decode|Cast|Clean|Convert|Default)$/.test(path))
      return outputOf(site.shape(0));
    return call(core, path, site);
  },
  member: (_, self, key) => (NAMES.includes(self.name) && key === 'static' ? (self.args[0] ?? UNKNOWN) : null),
};
