import type { Shape } from '../contract.ts';
import type { Core } from './core.ts';
import {
  array,
  BOOLEAN,
  BYTES,
  DATE,
  dictionary,
  external,
  membersOf,
  NUMBER,
  promise,
  recordOf,
  STRING,
  tuple,
  union,
  UNKNOWN,
} from './shape.ts';
import type { Site } from './site.ts';
import { validated } from './schemas/handlers.ts';
import { STANDARD_TYPES } from './standard-types.ts';
import { intersection } from './types.ts';

type GlobalCall = (core: Core, site: Site) => Shape;

const returned = (shape: Shape): Shape =>
  union(membersOf(shape).map((m) => (m.k === 'function' ? m.returns : UNKNOWN)));

const fixed =
  (shape: Shape): GlobalCall =>
  () =>
    shape;
const first: GlobalCall = (_, site) => (site.literal ? site.literalShape(0) : site.shape(0));

/** `Promise.all([a, b])`: each settled; of any other list: its element settled. */
function settledAll(core: Core, site: Site): { readonly parts: readonly Shape[] | null; readonly of: Shape } {
  const ref = site.argument(0);
  const elements = ref === null ? [] : core.elements(ref);
  if (elements.length > 0) {
    const parts = elements.map((e) => core.settled(site.literal ? core.literalShape(e) : core.nodeShape(e)));
    return { parts, of: union(parts) };
  }
  return { parts: null, of: core.settled(core.element(site.shape(0))) };
}

const GLOBAL_CALLS: ReadonlyMap<string, GlobalCall> = new Map<string, GlobalCall>([
  ['Object.values', (core, site) => array(core.element(site.shape(0)))],
  ['Object.keys', fixed(array(STRING))],
  ['Object.entries', (core, site) => array(tuple([STRING, core.element(site.shape(0))]))],
  ['Object.fromEntries', (core, site) => dictionary(core.field(core.element(site.shape(0)), '1'))],
  ['Object.freeze', first],
  ['Object.seal', first],
  ['Object.assign', (core, site) => intersection(core, [site.shape(0), site.shape(1), site.shape(2)])],
  ['structuredClone', first],
  ['Promise.resolve', (_, site) => promise(site.shape(0))],
  [
    'Promise.all',
    (core, site) => {
      const { parts, of } = settledAll(core, site);
      return promise(parts === null ? array(of) : tuple(parts));
    },
  ],
  [
    'Promise.allSettled',
    (core, site) => {
      const { parts, of } = settledAll(core, site);
      const outcome = (value: Shape): Shape =>
        recordOf('', [
          ['status', STRING],
          ['value', value],
          ['reason', UNKNOWN],
        ]);
      return promise(parts === null ? array(outcome(of)) : tuple(parts.map(outcome)));
    },
  ],
  ['Promise.race', (core, site) => promise(settledAll(core, site).of)],
  ['Promise.any', (core, site) => promise(settledAll(core, site).of)],
  ['Array.from', (core, site) => array(site.count > 1 ? returned(site.shape(1)) : core.element(site.shape(0)))],
  ['Array.of', (_, site) => array(site.shape(0))],
  ['Array.isArray', fixed(BOOLEAN)],
  ['Object.groupBy', (core, site) => dictionary(array(core.element(site.shape(0))))],
  ['Map.groupBy', (core, site) => dictionary(array(core.element(site.shape(0))))],
  ['JSON.stringify', fixed(STRING)],
  ['String', fixed(STRING)],
  ['Number', fixed(NUMBER)],
  ['Boolean', fixed(BOOLEAN)],
  ['parseInt', fixed(NUMBER)],
  ['parseFloat', fixed(NUMBER)],
  ['encodeURIComponent', fixed(STRING)],
  ['decodeURIComponent', fixed(STRING)],
  ['Date.now', fixed(NUMBER)],
  ['Date.parse', fixed(NUMBER)],
  ['Buffer.from', fixed(BYTES)],
  ['Buffer.alloc', fixed(BYTES)],
  ['Buffer.concat', fixed(BYTES)],
  // Nuxt and Nitro import these by themselves
  ...['readValidatedBody', 'getValidatedQuery', 'getValidatedRouterParams'].map((name) => [name, validated] as const),
]);

/** What calling a global gives; null if it is not one whose result is known. */
export function globalCall(core: Core, name: string, site: Site): Shape | null {
  return GLOBAL_CALLS.get(name)?.(core, site) ?? null;
}

/** What constructing a global gives. */
export function globalNew(core: Core, name: string, site: Site): Shape {
  switch (name) {
    case 'Date':
      return DATE;
    case 'Map':
    case 'WeakMap':
      return dictionary(site.types[1] ?? core.field(core.element(site.shape(0)), '1'));
    case 'Set':
    case 'WeakSet':
    case 'Array':
      return array(site.types[0] ?? (name === 'Array' ? UNKNOWN : core.element(site.shape(0))));
    default: {
      const standard = STANDARD_TYPES.get(name);
      return standard === undefined ? external('', name, site.types) : standard(core, site.types);
    }
  }
}
