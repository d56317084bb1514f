import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { ConfigProblem } from '../../../rules/schema/config.ts';
import { CONFIG_SCHEMA } from '../../../rules/schema/config-schema.ts';
import { nearest } from '../../engine/base/nearest.ts';
import type { LocatedDocument, Pointer } from './document.ts';

let ajv: Ajv | null = null;
const compiled = new Map<string, ValidateFunction>();

function validator(definition: string): ValidateFunction {
  if (ajv === null) {
    ajv = new Ajv({ allErrors: true, verbose: true, strict: false });
    ajv.addSchema(CONFIG_SCHEMA, 'config');
  }
  let validate = compiled.get(definition);
  if (!validate) {
    validate = ajv.compile({ $ref: definition === '' ? 'config' : `config#/definitions/${definition}` });
    compiled.set(definition, validate);
  }
  return validate;
}

/**
 * Checks a value of a document against the config's JSON Schema.
 *
 * @param base where in the document the value stands (`['probity']` in a package.json)
 * @param definition name of the part of the schema it must fit; '' for the whole config
 * @returns what is wrong, each with its exact place, in the order of the text
 */
export function validate(document: LocatedDocument, base: Pointer, definition: string): ConfigProblem[] {
  const check = validator(definition);
  if (check(valueAt(document.value, base))) return [];
  const problems = (check.errors ?? []).flatMap((error) => describe(document, base, error));
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The value at a pointer, undefined if it is not there. */
export function valueAt(value: unknown, pointer: Pointer): unknown {
  let here = value;
  for (const key of pointer) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[key];
  }
  return here;
}

/** A pointer as people write it: `overrides[0].rules`. */
export function pointerText(pointer: Pointer): string {
  return pointer.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${String(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

function describe(document: LocatedDocument, base: Pointer, error: ErrorObject): ConfigProblem[] {
  if (error.keyword === 'if') return [];
  const inner = fromInstancePath(error.instancePath, document.value, base);
  const pointer = [...base, ...inner];
  const name = pointerText(inner);
  const parent = error.parentSchema as Readonly<Record<string, unknown>> | undefined;
  if (error.keyword === 'additionalProperties') {
    const key = String((error.params as { additionalProperty: unknown }).additionalProperty);
    const known = Object.keys(parent?.properties ?? {}).filter((candidate) => candidate !== '$schema');
    const where = name === '' ? '' : ` in \`${name}\``;
    return [document.problem([...pointer, key], 'key', `Unknown key \`${key}\`${where}${suggestion(key, known)}`)];
  }
  if (error.keyword === 'required') {
    const key = String((error.params as { missingProperty: unknown }).missingProperty);
    return [document.problem(pointer, 'value', `${name === '' ? 'The file' : `\`${name}\``} lacks the key \`${key}\``)];
  }
  const expected = typeof parent?.description === 'string' ? parent.description : (error.message ?? 'something else');
  const subject = name === '' ? 'The configuration' : `\`${name}\``;
  const allowed = Array.isArray(parent?.enum) ? (parent.enum as readonly unknown[]).map(String) : [];
  const hint = typeof error.data === 'string' ? suggestion(error.data, allowed) : '';
  return [document.problem(pointer, 'value', `${subject} must be ${expected}${hint}`)];
}

/** `; did you mean …?`, or the known words if none is near and they are few. */
export function suggestion(word: string, known: Iterable<string>): string {
  const all = [...known];
  const near = nearest(word, all);
  if (near !== null) return `; did you mean \`${near}\`?`;
  return all.length > 0 && all.length <= 24 ? `; known: ${all.map((k) => `\`${k}\``).join(', ')}` : '';
}

/** JSON Pointer to keys; array positions become numbers. */
function fromInstancePath(path: string, value: unknown, base: Pointer): Pointer {
  let here = valueAt(value, base);
  return path
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
      const step = Array.isArray(here) ? Number(key) : key;
      here = valueAt(here, [step]);
      return step;
    });
}
