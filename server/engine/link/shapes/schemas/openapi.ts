import type { Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import { external, literalsOf, promise, recordOf, union, UNKNOWN } from '../shape.ts';
import type { Site } from '../site.ts';

const PKG = 'openapi-fetch';
/** [paths interface made by openapi-typescript] */
const CLIENT = 'Client';
const METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH']);

/** What a successful answer of an operation holds. */
function content(core: Core, operation: Shape): Shape {
  const responses = core.field(operation, 'responses');
  const out: Shape[] = [];
  for (const status of ['200', '201', '202', '203', '206', 'default']) {
    const types = core.field(core.field(responses, status), 'content');
    for (const [name, field] of core.fields(types)) if (/json|text|\*/.test(name)) out.push(field.shape);
    if (out.length > 0) break;
  }
  return union(out);
}

function answer(core: Core, paths: Shape, method: string, site: Site): Shape {
  const path = site.strings(0)[0] ?? literalsOf(site.shape(0))[0] ?? '';
  const operation = core.field(core.field(paths, path), method.toLowerCase());
  return promise(
    recordOf('', [
      ['data', content(core, operation)],
      ['error', UNKNOWN],
      ['response', UNKNOWN],
    ]),
  );
}

/** openapi-fetch: requests by path over the types of openapi-typescript: https://openapi-ts.dev/openapi-fetch. */
export const openapiFetch: Provider = {
  id: PKG,
  packages: [PKG],
  type: (_, name, args) => (/(?:^|\.)Client$/.test(name) ? external(PKG, CLIENT, args) : null),
  call: (_, path, site) => (path === 'default' || path === 'createClient' ? external(PKG, CLIENT, site.types) : null),
  method: (core, self, key, site) => {
    if (self.name !== CLIENT) return null;
    const [paths = UNKNOWN] = self.args;
    return METHODS.has(key) ? answer(core, paths, key, site) : null;
  },
};
