import type { FieldShape, NodeRef, Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  BOOLEAN,
  DATE,
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
  union,
  UNKNOWN,
  type ExternalShape,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { changed } from '../standard-types.ts';
import { describedName, externalIn, placeOf, sourceOf } from './support.ts';

const PKG = 'arktype';
/** [what it describes] */
const TYPE = 'Type';

const type = (of: Shape): ExternalShape => external(PKG, TYPE, [of]);
const outputOf = (shape: Shape): Shape => externalIn(shape, [TYPE])?.args[0] ?? UNKNOWN;

/** `'string.email'`, `'number > 0'`, `"'a' | 'b'"`, `'string[]'`, `'string | null'`. */
function ofText(text: string): Shape {
  const parts = text.split('|').map((part) => part.trim());
  if (parts.length > 1) return union(parts.map(ofText));
  const [one = ''] = parts;
  if (one.endsWith('[]')) return array(ofText(one.slice(0, -2)));
  if (/^['"`]/.test(one) || /^\d/.test(one)) return ENUM;
  const word = /\b(string|number|bigint|boolean|Date|null|undefined)\b/.exec(one)?.[1] ?? '';
  const known: Readonly<Record<string, Shape>> = {
    string: STRING,
    number: NUMBER,
    bigint: NUMBER,
    boolean: BOOLEAN,
    Date: DATE,
    null: NULL,
    undefined: NULL,
  };
  return known[word] ?? UNKNOWN;
}

/** A definition: a text, an object of definitions, or a type. */
function definition(core: Core, ref: NodeRef | null, name: string, depth: number): Shape {
  if (ref === null || depth > 8) return UNKNOWN;
  if (core.properties(ref).size > 0) {
    return record(name, () => fields(core, ref, depth), placeOf(ref, PKG));
  }
  const texts = core.program.strings(ref).filter((text) => !text.includes('\u0000'));
  if (texts.length > 0) return union(texts.map(ofText));
  return outputOf(core.nodeShape(ref));
}

function fields(core: Core, ref: NodeRef, depth: number): Fields {
  const out = new Map<string, FieldShape>();
  for (const [key, value] of core.properties(ref)) {
    const optional = key.endsWith('?');
    const shape = definition(core, value, '', depth + 1);
    out.set(optional ? key.slice(0, -1) : key, fieldOf(shape, placeOf(value, PKG), optional));
  }
  return out;
}

function method(core: Core, self: ExternalShape, key: string, site: Site): Shape | null {
  const [of = UNKNOWN] = self.args;
  const keys = (): ReadonlySet<string> => new Set(Array.from({ length: site.count }, (_, i) => site.strings(i)).flat());
  switch (key) {
    case 'assert':
    case 'from':
    case 'traverse':
      return of;
    case 'allows':
      return BOOLEAN;
    case 'array':
      return type(array(of));
    case 'pick':
      return type(changed(core, of, (f) => pickKeys(f, keys())));
    case 'omit':
      return type(changed(core, of, (f) => omitKeys(f, keys())));
    case 'partial':
      return type(changed(core, of, (f) => setOptional(f, true)));
    case 'merge':
    case 'and': {
      const other = definition(core, site.argument(0), '', 0);
      return type(changed(core, of, (f) => mergeFields([f, core.fields(other)])));
    }
    case 'or':
      return type(union([of, definition(core, site.argument(0), '', 0)]));
    default:
      return self;
  }
}

/** ArkType: types written as texts and objects; the type is called to parse: https://arktype.io/docs. */
export const arktype: Provider = {
  id: PKG,
  packages: [PKG],
  call: (core, path, site) => {
    if (path !== 'type' && path !== 'default') return null;
    const name = describedName(core, site);
    const made = definition(core, site.argument(0), name, 0);
    return type(made.k === 'record' ? record(name, made.fields, sourceOf(site, PKG)) : made);
  },
  invoke: (_, self) => (self.name === TYPE ? (self.args[0] ?? UNKNOWN) : null),
  member: (_, self, key) =>
    self.name === TYPE && /^(?:infer|inferOut|inferIn|t|tOut)$/.test(key) ? (self.args[0] ?? UNKNOWN) : null,
  method: (core, self, key, site) => (self.name === TYPE ? method(core, self, key, site) : null),
};
