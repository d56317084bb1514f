import type { Shape } from '../contract.ts';
import { CALL_CARRIERS, TYPE_CARRIERS, type CallCarrier, type Template, type TypeCarrier } from './carriers.ts';
import {
  array,
  BOOLEAN,
  dictionary,
  external,
  keyed,
  lazyFunction,
  membersOf,
  NUMBER,
  promise,
  recordOf,
  STRING,
  tuple,
  UNKNOWN,
} from './shape.ts';

/** Builds the shape a template describes, given the type arguments. */
export function instantiate(template: Template, args: readonly Shape[]): Shape {
  if (typeof template === 'number') return args[template] ?? UNKNOWN;
  if (typeof template === 'string') {
    return template === 'string' ? STRING : template === 'number' ? NUMBER : template === 'boolean' ? BOOLEAN : UNKNOWN;
  }
  const go = (t: Template): Shape => instantiate(t, args);
  if ('array' in template) return array(go(template.array));
  if ('promise' in template) return promise(go(template.promise));
  if ('dictionary' in template) return dictionary(go(template.dictionary));
  if ('tuple' in template) return tuple(template.tuple.map(go));
  if ('fields' in template)
    return recordOf(
      '',
      Object.entries(template.fields).map(([k, t]) => [k, go(t)] as const),
    );
  if ('parameters' in template) {
    const made = lazyFunction(
      () => template.parameters.map(go),
      () => go(template.returns),
    );
    return template.keyed === true ? keyed(made) : made;
  }
  return external(template.pkg, template.name, template.args.map(go));
}

/** Finds type arguments by laying a template over the shape of an argument. Those found earlier stay. */
export function infer(
  template: Template,
  shape: Shape,
  field: (s: Shape, key: string) => Shape,
  out: Map<number, Shape>,
  depth = 0,
): void {
  if (depth > 8 || shape.k === 'unknown') return;
  const go = (t: Template, s: Shape): void => {
    infer(t, s, field, out, depth + 1);
  };
  if (typeof template === 'number') {
    if (!out.has(template)) out.set(template, shape);
    return;
  }
  if (typeof template === 'string') return;
  for (const part of membersOf(shape)) {
    if ('array' in template) {
      if (part.k === 'array') go(template.array, part.of);
    } else if ('promise' in template) {
      go(template.promise, part.k === 'promise' ? part.of : part);
    } else if ('dictionary' in template) {
      if (part.k === 'dictionary') go(template.dictionary, part.of);
    } else if ('fields' in template) {
      for (const [k, t] of Object.entries(template.fields)) go(t, field(part, k));
    } else if ('parameters' in template) {
      if (part.k !== 'function') continue;
      template.parameters.forEach((t, i) => {
        go(t, part.parameters[i] ?? UNKNOWN);
      });
      go(template.returns, part.returns);
    } else if ('pkg' in template && part.k === 'external' && part.name === template.name) {
      template.args.forEach((t, i) => {
        go(t, part.args[i] ?? UNKNOWN);
      });
    }
  }
}

function byKey<T extends { readonly pkg: string }>(
  rows: readonly T[],
  names: (row: T) => readonly string[],
): ReadonlyMap<string, T> {
  const out = new Map<string, T>();
  for (const row of rows) {
    for (const name of names(row)) {
      const key = `${row.pkg}#${name}`;
      if (!out.has(key)) out.set(key, row);
    }
  }
  return out;
}

const types = byKey<TypeCarrier>(TYPE_CARRIERS, (r) => r.names);
const calls = byKey<CallCarrier>(CALL_CARRIERS, (r) => r.at);

/** A type may be named through the default export: `React.FC`. */
export function typeCarrier(pkg: string, name: string): TypeCarrier | null {
  const bare = name.startsWith('default.') ? name.slice('default.'.length) : name;
  return types.get(`${pkg}#${name}`) ?? types.get(`${pkg}#${bare}`) ?? null;
}

export const callCarrier = (pkg: string, at: string): CallCarrier | null => calls.get(`${pkg}#${at}`) ?? null;
