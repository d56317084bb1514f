import type { NodeRef, Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import { external, lazyFunction, membersOf, promise, record, recordOf, union, UNKNOWN, type Fields } from '../shape.ts';
import type { Site } from '../site.ts';
import { parsedBy, schemaOutput, valueAt } from './support.ts';
import { typebox } from './typebox.ts';

const VERBS = /^(?:get|post|put|patch|delete|all|options|head|ws)$/;

/** What the schemas of an options object describe, under the names of the request's parts. */
function described(core: Core, schemas: NodeRef | null, parts: readonly (readonly [string, string])[]): Fields {
  const found: (readonly [string, Shape])[] = [];
  for (const [key, name] of parts) {
    const given = valueAt(core, schemas, key);
    const output = given === null ? UNKNOWN : schemaOutput(core.nodeShape(given));
    if (output.k !== 'unknown') found.push([name, output]);
  }
  return core.fields(recordOf('', found));
}

const handler = (parameter: Shape): Shape =>
  lazyFunction(
    () => [parameter],
    () => UNKNOWN,
  );

/** Parts of a Fastify request: [name among the type arguments of the route, name in the schema, name in the request]. */
const FASTIFY_PARTS = [
  ['Body', 'body', 'body'],
  ['Querystring', 'querystring', 'query'],
  ['Params', 'params', 'params'],
] as const;

/** The request that a route's type arguments and schemas describe. */
function fastifyRequest(core: Core, types: Shape, options: NodeRef | null): Shape {
  const found = new Map(
    described(
      core,
      valueAt(core, options, 'schema'),
      FASTIFY_PARTS.map(([, schema, part]) => [schema, part]),
    ),
  );
  const typed = core.fields(types);
  for (const [name, , part] of FASTIFY_PARTS) {
    const field = typed.get(name);
    if (field !== undefined) found.set(part, field);
  }
  const request = external('fastify', 'FastifyRequest');
  return found.size === 0 ? request : union([record('', () => found), request]);
}

const fastifyInstance = external('fastify', 'FastifyInstance');

/** Fastify: `app.post<{ Body: X }>(path, { schema: { body } }, (request) => …)`: https://fastify.dev/docs/latest/Reference/TypeScript. */
export const fastify: Provider = {
  id: 'fastify',
  packages: ['fastify'],
  call: (_, path) => (/^(?:default|fastify|Fastify)$/.test(path) ? fastifyInstance : null),
  method: (_, self, key) =>
    self.name === 'FastifyInstance' && /^(?:withTypeProvider|register|addHook|decorate\w*|setErrorHandler)$/.test(key)
      ? self
      : null,
  type: (core, name, args) => (name === 'FastifyRequest' ? fastifyRequest(core, args[0] ?? UNKNOWN, null) : null),
  argument(core, self, key, index, site) {
    if (self.name !== 'FastifyInstance') return null;
    if (key === 'register' && index === 0) return handler(self);
    if (key === 'route' && index === 0) {
      return record('', () =>
        core.fields(
          recordOf('', [['handler', handler(fastifyRequest(core, site.types[0] ?? UNKNOWN, site.argument(0)))]]),
        ),
      );
    }
    if (!VERBS.test(key) || index === 0 || index !== site.count - 1) return null;
    return lazyFunction(
      () => [fastifyRequest(core, site.types[0] ?? UNKNOWN, index > 1 ? site.argument(1) : null)],
      () => UNKNOWN,
    );
  },
};

const ELYSIA_PARTS = ['body', 'query', 'params', 'headers'].map((name) => [name, name] as const);

/** Elysia: `app.post(path, ({ body }) => …, { body: t.Object(…) })`: https://elysiajs.com/essential/validation. */
export const elysia: Provider = {
  ...typebox,
  id: 'elysia',
  packages: ['elysia'],
  method: (_, self) => (self.name === 'Elysia' ? self : null),
  argument(core, self, key, index, site) {
    if (self.name !== 'Elysia' || index !== 1) return null;
    if (!VERBS.test(key)) return null;
    return lazyFunction(
      () => [record('', () => described(core, site.argument(2), ELYSIA_PARTS))],
      () => UNKNOWN,
    );
  },
};

/** Astro actions: `defineAction({ input: schema, handler: (input) => … })`: https://docs.astro.build/en/guides/actions. */
export const astroActions: Provider = {
  id: 'astro:actions',
  packages: ['astro:actions'],
  argument: (core, self, key, index, site) =>
    self.name === 'typeof defineAction' && key === '' && index === 0
      ? recordOf('', [['handler', handlerOf(core, site, 'input')]])
      : null,
};

/** A function whose first parameter is what the schema at a key of the call's options describes. */
const handlerOf = (core: Core, site: Site, key: string): Shape =>
  lazyFunction(
    () => {
      const schema = valueAt(core, site.argument(0), key);
      return [schema === null ? UNKNOWN : schemaOutput(core.nodeShape(schema))];
    },
    () => UNKNOWN,
  );

/** h3: `readValidatedBody(event, schema.parse)`: https://h3.dev/utils/request. */
export const h3: Provider = {
  id: 'h3',
  packages: ['h3', '#imports'],
  call: (core, path, site) => (VALIDATED.test(path) ? validated(core, site) : null),
};

const VALIDATED = /^(?:readValidatedBody|getValidatedQuery|getValidatedRouterParams)$/;

/** What the request's part is once the function it is checked by has let it through. */
export function validated(core: Core, site: Site): Shape {
  const check = site.argument(1);
  if (check === null) return UNKNOWN;
  const shape = core.literalShape(check);
  const output = schemaOutput(shape);
  if (output.k !== 'unknown') return promise(output);
  const parsed = parsedBy(core, check);
  if (parsed.k !== 'unknown') return promise(parsed);
  return promise(union(membersOf(shape).map((m) => (m.k === 'function' ? m.returns : UNKNOWN))));
}
