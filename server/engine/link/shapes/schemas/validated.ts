import type { Shape } from '../../contract.ts';
import type { Provider } from '../provider.ts';
import {
  external,
  lazyFunction,
  literal,
  literalsOf,
  mergeFields,
  record,
  recordOf,
  union,
  UNKNOWN,
  type ExternalShape,
} from '../shape.ts';
import type { Site } from '../site.ts';
import { schemaOutput } from './support.ts';

/** What the schema that a call is given describes. */
const outputOf = (site: Site, i: number): Shape => schemaOutput(site.shape(i));

/**
 * Servers built as a chain: a schema given to one of `inputs` is what the handler given to one of `handlers` finds under
 * `key` of its only parameter.
 */
function chain(id: string, packages: readonly string[], key: string, inputs: RegExp, handlers: RegExp): Provider {
  const procedure = (input: Shape): ExternalShape => external(id, 'Procedure', [input]);
  const root = packages[0] ?? id;
  return {
    id,
    packages: [root, ...packages.slice(1), id],
    method: (core, self, name, site) => {
      const known = self.name === 'Procedure';
      if (inputs.test(name)) {
        const given = outputOf(site, 0);
        const [before = UNKNOWN] = self.args;
        if (!known || before.k === 'unknown') return procedure(given);
        return procedure(record('', () => mergeFields([core.fields(before), core.fields(given)])));
      }
      if (handlers.test(name)) return UNKNOWN;
      return known ? self : null;
    },
    argument: (_, self, name, index) => {
      if (!handlers.test(name) || index !== 0 || self.name !== 'Procedure') return null;
      const [input = UNKNOWN] = self.args;
      return lazyFunction(
        () => [
          recordOf('', [
            [key, input],
            ['ctx', UNKNOWN],
          ]),
        ],
        () => UNKNOWN,
      );
    },
  };
}

/** tRPC: `procedure.input(schema).query(({ input }) => …)`: https://trpc.io/docs. */
export const trpc = chain('trpc', ['@trpc/server'], 'input', /^input$/, /^(?:query|mutation|subscription)$/);

/** next-safe-action: `client.inputSchema(schema).action(async ({ parsedInput }) => …)`. */
export const safeAction = chain(
  'next-safe-action',
  ['next-safe-action'],
  'parsedInput',
  /^(?:schema|inputSchema|bindArgsSchemas)$/,
  /^(?:action|stateAction)$/,
);

const VALIDATORS = /^(?:zValidator|vValidator|sValidator|validator)$/;

/** Hono: `app.post(path, zValidator('json', schema), (c) => c.req.valid('json'))`. */
export const hono: Provider = {
  id: 'hono',
  packages: ['hono'],
  argument: (core, self, key, index, site) => {
    if (!/^(?:Hono|OpenAPIHono)$/.test(self.name) || !/^(?:get|post|put|patch|delete|all|on|use|openapi)$/.test(key))
      return null;
    const found: (readonly [string, Shape])[] = [];
    for (let i = 0; i < index; i++) {
      const shape = site.shape(i);
      if (shape.k !== 'external' || shape.name !== 'Validator') continue;
      for (const target of literalsOf(shape.args[0] ?? UNKNOWN)) found.push([target, shape.args[1] ?? UNKNOWN]);
    }
    const bindings = core.field(self.args[0] ?? UNKNOWN, 'Bindings');
    if (found.length === 0 && bindings.k === 'unknown') return null;
    const parts: (readonly [string, Shape])[] = [];
    if (found.length > 0) parts.push(['req', external('hono', 'ValidRequest', [recordOf('', found)])]);
    if (bindings.k !== 'unknown') parts.push(['env', bindings]);
    const context = recordOf('', parts);
    return lazyFunction(
      () => [union([context, external('hono', 'Context')])],
      () => UNKNOWN,
    );
  },
  method: (core, self, key, site) =>
    self.name === 'ValidRequest' && key === 'valid'
      ? union(site.strings(0).map((s) => core.field(self.args[0] ?? UNKNOWN, s)))
      : null,
};

export const honoValidators: readonly Provider[] = [
  '@hono/zod-validator',
  '@hono/valibot-validator',
  '@hono/standard-validator',
].map((pkg): Provider => ({
  id: pkg,
  packages: [pkg],
  call: (_, path, site) =>
    VALIDATORS.test(path) ? external(pkg, 'Validator', [union(site.strings(0).map(literal)), outputOf(site, 1)]) : null,
}));
