import type { FieldShape, NodeRef, Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  BOOLEAN,
  DATE,
  external,
  fieldOf,
  mergeFields,
  NUMBER,
  omitKeys,
  pickKeys,
  promise,
  record,
  recordOf,
  setOptional,
  STRING,
  UNKNOWN,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { changed } from '../standard-types.ts';
import { describedName, externalIn, placeOf, sourceOf, texts } from './support.ts';

const SCHEMA = 'Schema';

const SCALARS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['string', STRING],
  ['number', NUMBER],
  ['boolean', BOOLEAN],
  ['bool', BOOLEAN],
  ['date', DATE],
  ['mixed', UNKNOWN],
  ['any', UNKNOWN],
]);

const outputOf = (shape: Shape): Shape => externalIn(shape, [SCHEMA])?.args[0] ?? UNKNOWN;

function entries(core: Core, ref: NodeRef | null, kind: string): Fields {
  const out = new Map<string, FieldShape>();
  if (ref === null) return out;
  for (const [key, value] of core.properties(ref))
    out.set(key, fieldOf(outputOf(core.nodeShape(value)), placeOf(value, kind)));
  return out;
}

/** Libraries whose schemas are chains of methods on `object({…})`: they differ in what validating gives. */
function chained(
  id: string,
  packages: readonly string[],
  validated: (output: Shape, method: string) => Shape | null,
): Provider {
  const schema = (output: Shape): ExternalShape => external(id, SCHEMA, [output]);
  const object = (core: Core, site: Site): Shape => {
    const ref = site.argument(0);
    return schema(record(describedName(core, site), () => entries(core, ref, id), sourceOf(site, id)));
  };
  const method = (core: Core, self: ExternalShape, key: string, site: Site): Shape | null => {
    if (self.name !== SCHEMA) return null;
    const [output = UNKNOWN] = self.args;
    const done = validated(output, key);
    if (done !== null) return done;
    switch (key) {
      case 'shape':
      case 'keys':
      case 'append': {
        const ref = site.argument(0);
        return schema(changed(core, output, (f) => mergeFields([f, entries(core, ref, id)])));
      }
      case 'concat': {
        const more = outputOf(site.shape(0));
        return schema(changed(core, output, (f) => mergeFields([f, core.fields(more)])));
      }
      case 'pick': {
        const keys = new Set(texts(core, site.literalShape(0)));
        return schema(changed(core, output, (f) => pickKeys(f, keys)));
      }
      case 'omit': {
        const keys = new Set(texts(core, site.literalShape(0)));
        return schema(changed(core, output, (f) => omitKeys(f, keys)));
      }
      case 'partial':
      case 'deepPartial':
        return schema(changed(core, output, (f) => setOptional(f, true)));
      case 'of':
      case 'items':
        return schema(array(outputOf(site.shape(0))));
      default:
        return self;
    }
  };
  return {
    id,
    packages,
    type: (_, name, args) => (/(?:^|\.)(?:InferType|Asserts)$/.test(name) ? outputOf(args[0] ?? UNKNOWN) : null),
    call: (core, path, site) => {
      const name = path.replace(/^(?:default\.|yup\.|Yup\.)+/, '');
      if (name === 'object') return object(core, site);
      if (name === 'array') return schema(array(outputOf(site.shape(0))));
      if (name === 'lazy') return schema(UNKNOWN);
      const scalar = SCALARS.get(name);
      return scalar === undefined ? null : schema(scalar);
    },
    method,
  };
}

/** Yup: https://github.com/jquense/yup. */
export const yup = chained('yup', ['yup'], (output, method) => {
  if (method === 'validate') return promise(output);
  return method === 'validateSync' || method === 'cast' ? output : null;
});

/** Joi: https://joi.dev/api. */
export const joi = chained('joi', ['joi', '@hapi/joi'], (output, method) => {
  if (method === 'validateAsync') return promise(output);
  return method === 'validate'
    ? recordOf('', [
        ['value', output],
        ['error', UNKNOWN],
      ])
    : null;
});
