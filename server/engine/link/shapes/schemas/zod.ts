import type { FieldShape, NodeRef, Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  BOOLEAN,
  DATE,
  dictionary,
  ENUM,
  external,
  fieldOf,
  lazyFunction,
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
import { chosen, describedName, externalIn, literalOf, placeOf, returnsOf, sourceOf } from './support.ts';

const PKG = 'zod';
const SCHEMA = 'ZodType';
/** Wrapped so that a key holding it may be left out. */
const OPTIONAL = 'ZodOptional';
const NAMES = [SCHEMA, OPTIONAL];

const schema = (output: Shape, name = SCHEMA): ExternalShape => external(PKG, name, [output]);
const outputOf = (shape: Shape): Shape => externalIn(shape, NAMES)?.args[0] ?? UNKNOWN;
const schemaOf = (core: Core, ref: NodeRef | null): Shape => (ref === null ? UNKNOWN : outputOf(core.nodeShape(ref)));

const STRINGS =
  'string email url uuid uuidv4 uuidv6 uuidv7 guid cuid cuid2 ulid nanoid emoji ip ipv4 ipv6 cidrv4 cidrv6 mac base64 base64url jwt e164 hostname httpUrl templateLiteral stringFormat iso.date iso.datetime iso.time iso.duration coerce.string lowercase';
const NUMBERS = 'number int int32 uint32 float32 float64 bigint nan int64 uint64 coerce.number coerce.bigint';
const SCALARS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...STRINGS.split(' ').map((n): [string, Shape] => [n, STRING]),
  ...NUMBERS.split(' ').map((n): [string, Shape] => [n, NUMBER]),
  ...'boolean stringbool coerce.boolean'.split(' ').map((n): [string, Shape] => [n, BOOLEAN]),
  ...'date coerce.date'.split(' ').map((n): [string, Shape] => [n, DATE]),
  ...'enum nativeEnum literal'.split(' ').map((n): [string, Shape] => [n, ENUM]),
  ...'null undefined void never'.split(' ').map((n): [string, Shape] => [n, NULL]),
]);

/** The path without the ways the library's namespace is imported. */
const bare = (path: string): string => path.replace(/^(?:default\.|z\.)+/, '');

function entries(core: Core, ref: NodeRef | null, kind: string): Fields {
  const out = new Map<string, FieldShape>();
  if (ref === null) return out;
  for (const [key, value] of core.properties(ref)) {
    const shape = core.nodeShape(value);
    const optional = externalIn(shape, [OPTIONAL]) !== null;
    out.set(key, fieldOf(outputOf(shape), placeOf(value, kind), optional));
  }
  return out;
}

function object(core: Core, site: Site, argument = 0): Shape {
  const ref = site.argument(argument);
  const source = sourceOf(site, 'zod');
  return record(describedName(core, site), () => entries(core, ref, 'zod'), source);
}

function extended(core: Core, base: Shape, more: () => Fields, site: Site): Shape {
  const name = describedName(core, site);
  return rename(
    changed(core, base, (fields) => mergeFields([fields, more()])),
    name,
  );
}

function rename(shape: Shape, name: string): Shape {
  if (shape.k !== 'record' || name === '') return shape;
  return record(name, shape.fields, shape.source, [shape.name, ...(shape.also ?? [])]);
}

const union_ = (core: Core, ref: NodeRef | null): Shape =>
  ref === null ? UNKNOWN : union(core.elements(ref).map((e) => schemaOf(core, e)));

const safe = (output: Shape): Shape =>
  recordOf('', [
    ['success', BOOLEAN],
    ['data', output],
    ['error', UNKNOWN],
  ]);

/** Functions of the namespace, and what `z.optional(s)` of the small build is. */
function build(core: Core, name: string, site: Site): Shape | null {
  const scalar = SCALARS.get(name);
  if (name === 'literal') return schema(literalOf(site.literalShape(0)));
  if (scalar !== undefined) return schema(scalar);
  const first = (): Shape => schemaOf(core, site.argument(0));
  switch (name) {
    case 'object':
    case 'strictObject':
    case 'looseObject':
    case 'interface':
      return schema(object(core, site));
    case 'array':
    case 'set':
      return schema(array(first()));
    case 'record':
    case 'map':
    case 'partialRecord':
      return schema(dictionary(schemaOf(core, site.argument(site.count > 1 ? 1 : 0))));
    case 'union':
    case 'xor':
      return schema(union_(core, site.argument(0)));
    case 'discriminatedUnion':
      return schema(union_(core, site.argument(1)));
    case 'tuple': {
      const ref = site.argument(0);
      return schema(tuple(ref === null ? [] : core.elements(ref).map((e) => schemaOf(core, e))));
    }
    case 'intersection':
      return schema(intersection(core, [first(), schemaOf(core, site.argument(1))]));
    case 'lazy':
      return schema(lazyOutput(core, site));
    case 'promise':
      return schema(promise(first()));
    case 'preprocess':
      return schema(schemaOf(core, site.argument(1)));
    case 'custom':
    case 'instanceof':
      return schema(site.types[0] ?? UNKNOWN);
    case 'any':
    case 'unknown':
    case 'file':
    case 'json':
    case 'function':
      return schema(UNKNOWN);
    default: {
      // the small build has methods as functions: `z.pick(schema, { a: true })`, `z.parse(schema, x)`
      const self = externalIn(site.shape(0), NAMES);
      return self === null ? null : applied(core, self, name, site, 1);
    }
  }
}

/** A schema that names itself: its record is read when asked for. */
function lazyOutput(core: Core, site: Site): Shape {
  const ref = site.argument(0);
  if (ref === null) return UNKNOWN;
  const of = returnsOf(core.nodeShape(ref));
  return outputOf(of);
}

/** A method of a schema; its arguments begin at `from`. */
function applied(core: Core, self: ExternalShape, key: string, site: Site, from: number): Shape | null {
  const output = self.args[0] ?? UNKNOWN;
  const other = (): Shape => schemaOf(core, site.argument(from));
  switch (key) {
    case 'parse':
    case 'decode':
      return output;
    case 'parseAsync':
    case 'decodeAsync':
      return promise(output);
    case 'safeParse':
    case 'safeDecode':
      return safe(output);
    case 'safeParseAsync':
    case 'spa':
    case 'safeDecodeAsync':
      return promise(safe(output));
    case 'optional':
    case 'nullish':
    case 'exactOptional':
      return schema(output, OPTIONAL);
    case 'extend':
    case 'safeExtend':
    case 'augment':
    case 'setKey': {
      const ref = site.argument(from);
      return schema(extended(core, output, () => entries(core, ref, 'zod'), site));
    }
    case 'merge': {
      const ref = other();
      return schema(extended(core, output, () => core.fields(ref), site));
    }
    case 'and':
      return schema(intersection(core, [output, other()]));
    case 'or':
      return schema(union([output, other()]));
    case 'pick': {
      const keys = chosen(core, site.literalShape(from));
      return schema(
        keys === null
          ? output
          : rename(
              changed(core, output, (f) => pickKeys(f, new Set(keys.keys()))),
              describedName(core, site),
            ),
      );
    }
    case 'omit': {
      const keys = chosen(core, site.literalShape(from));
      return schema(
        keys === null
          ? output
          : rename(
              changed(core, output, (f) => omitKeys(f, new Set(keys.keys()))),
              describedName(core, site),
            ),
      );
    }
    case 'partial':
    case 'deepPartial':
      return schema(changed(core, output, (f) => setOptional(f, true)));
    case 'required':
      return schema(changed(core, output, (f) => setOptional(f, false)));
    case 'array':
      return schema(array(output));
    case 'promise':
      return schema(promise(output));
    case 'keyof':
      return schema(ENUM);
    case 'unwrap':
    case 'removeDefault':
    case 'innerType':
    case 'sourceType':
      return schema(output.k === 'promise' ? output.of : output);
    case 'pipe': {
      const next = other();
      return schema(next.k === 'unknown' ? output : next);
    }
    case 'transform': {
      // what a transform gives is followed where it can be told; else the schema's own shape is the best guess
      const given = returnsOf(site.literal ? site.literalShape(from) : site.shape(from));
      if (given.k !== 'unknown') return schema(core.settled(given));
      // some of its fields, under their names
      const kept = [...core.fields(core.settled(returnsOf(site.literalShape(from)))).keys()];
      const own = core.fields(output);
      return schema(kept.length > 0 && kept.every((k) => own.has(k)) ? picked(core, output, kept) : output);
    }
    case 'catchall':
    case 'default':
    case 'prefault':
    case 'catch':
    default:
      return key.startsWith('is') ? BOOLEAN : self.name === OPTIONAL ? schema(output, OPTIONAL) : schema(output);
  }
}

const picked = (core: Core, shape: Shape, keys: readonly string[]): Shape =>
  changed(core, shape, (fields) => pickKeys(fields, new Set(keys)));

/** zod 3 and 4, its small build, and packages that re-export it: https://zod.dev/api. */
export const zod: Provider = {
  id: 'zod',
  packages: ['zod', '@hono/zod-openapi', 'astro', 'astro:schema', 'astro:content', 'zod-v3', 'zod-v4', '@zod/mini'],
  type: (core, name, args) => {
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (last === 'infer' || last === 'output' || last === 'input' || last === 'TypeOf')
      return outputOf(args[0] ?? UNKNOWN);
    if (/^(?:Zod(?:Type|Schema)|ZodTypeAny|Schema|ZodMiniType|\$ZodType)$/.test(last))
      return schema(args[0] ?? UNKNOWN);
    if (last === 'ZodObject') {
      const shape = args[0] ?? UNKNOWN;
      return schema(
        record('', () => new Map([...core.fields(shape)].map(([k, f]) => [k, { ...f, shape: outputOf(f.shape) }]))),
      );
    }
    if (last === 'ZodArray') return schema(array(outputOf(args[0] ?? UNKNOWN)));
    if (last === 'ZodOptional' || last === 'ZodNullable') return schema(outputOf(args[0] ?? UNKNOWN));
    return null;
  },
  call: (core, path, site) => build(core, bare(path), site),
  method: (core, self, key, site) => (NAMES.includes(self.name) ? applied(core, self, key, site, 0) : null),
  member: (core, self, key) => {
    if (!NAMES.includes(self.name)) return null;
    const output = self.args[0] ?? UNKNOWN;
    if (key === '_output' || key === '_type' || key === '_input') return output;
    if (key === 'shape') {
      return record(
        '',
        () =>
          new Map(
            [...core.fields(output)].map(([k, f]): [string, FieldShape] => [k, { ...f, shape: schema(f.shape) }]),
          ),
      );
    }
    if (key === 'element') return schema(core.element(output));
    return null;
  },
  argument: (_, self, key, index) => {
    if (!NAMES.includes(self.name) || index !== 0) return null;
    if (!/^(?:transform|refine|superRefine|check|overwrite)$/.test(key)) return null;
    return lazyFunction(
      () => [self.args[0] ?? UNKNOWN],
      () => UNKNOWN,
    );
  },
};
