import type { FieldShape, NodeRef, Shape } from '../../contract.ts';
import { argumentOf, opOf, Op } from '../../../extract/index.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import {
  array,
  BOOLEAN,
  ENUM,
  external,
  fieldOf,
  lazyFunction,
  NUMBER,
  promise,
  record,
  recordOf,
  STRING,
  tuple,
  UNKNOWN,
  type Fields,
} from '../shape.ts';
import type { Site } from '../site.ts';
import {
  graphqlDocument,
  graphqlTypes,
  holdsSchema,
  schemaInTemplates,
  type GraphqlDocument,
  type GraphqlType,
  type Selection,
} from './graphql-text.ts';

const DOCUMENT = 'DocumentNode';

const SCALARS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['String', STRING],
  ['ID', STRING],
  ['Int', NUMBER],
  ['Float', NUMBER],
  ['Boolean', BOOLEAN],
]);

const cache = new WeakMap<object, ReadonlyMap<string, GraphqlType>>();

/** Types of the workspace's schema files; fields of `extend type` are added. */
function types(core: Core): ReadonlyMap<string, GraphqlType> {
  let known = cache.get(core.program);
  if (known === undefined) {
    const out = new Map<string, GraphqlType>();
    const { program } = core;
    const texts: (readonly [string, string])[] = [
      ...core.pathsEnding(['.graphql', '.gql', '.graphqls']).map((path) => [path, program.text(path) ?? ''] as const),
      ...program
        .matching('schemas of GraphQL in code', holdsSchema)
        .map((path) => [path, schemaInTemplates(program.text(path) ?? '')] as const),
    ];
    for (const [path, text] of texts) {
      for (const t of graphqlTypes(path, text)) {
        const before = out.get(t.name);
        out.set(t.name, before === undefined ? t : { ...before, fields: new Map([...before.fields, ...t.fields]) });
      }
    }
    cache.set(core.program, (known = out));
  }
  return known;
}

function typeShape(core: Core, name: string): Shape {
  const scalar = SCALARS.get(name);
  const type = types(core).get(name);
  if (scalar !== undefined || type === undefined) return scalar ?? UNKNOWN;
  if (type.kind === 'enum') return ENUM;
  return record(
    name,
    () =>
      new Map(
        [...type.fields.values()].map((f): [string, FieldShape] => {
          const shape = typeShape(core, f.type);
          return [
            f.name,
            fieldOf(f.list ? array(shape) : shape, { path: type.path, start: f.start, end: f.end, kind: 'graphql' }),
          ];
        }),
      ),
    { path: type.path, start: type.start, end: type.start, kind: 'graphql' },
  );
}

/** A function that answers for a field of a type: `{ Mutation: { ask: (parent, args) => … } }`. */
function resolverOf(core: Core, owner: string, field: string): Shape | null {
  const asked = types(core).get(owner)?.fields.get(field);
  if (asked === undefined) return null;
  const { path = '' } = types(core).get(owner) ?? {};
  const given = record(
    '',
    () =>
      new Map(
        [...asked.parameters.values()].map((p): [string, FieldShape] => {
          const shape = typeShape(core, p.type);
          return [
            p.name,
            fieldOf(p.list ? array(shape) : shape, { path, start: p.start, end: p.end, kind: 'graphql' }),
          ];
        }),
      ),
    { path, start: asked.start, end: asked.end, kind: 'graphql' },
  );
  const isRoot = Object.values(ROOTS).includes(owner);
  return lazyFunction(
    () => [isRoot ? UNKNOWN : typeShape(core, owner), given],
    () => UNKNOWN,
  );
}

const ROOTS: Readonly<Record<string, string>> = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

/** What a document's operation gives: fields as selected, named by the schema's types, else by the field they stand in. */
function data(core: Core, document: GraphqlDocument): Shape {
  const root = types(core).get(ROOTS[document.operation] ?? 'Query');
  return record('', () => selected(core, document, document.selections, root, 0));
}

function selected(
  core: Core,
  document: GraphqlDocument,
  selections: readonly Selection[],
  type: GraphqlType | undefined,
  depth: number,
): Fields {
  const out = new Map<string, FieldShape>();
  for (const s of selections) {
    if (s.fragment !== '') {
      const inner = depth > 12 ? [] : (document.fragments.get(s.fragment) ?? []);
      for (const [k, f] of selected(core, document, inner, type, depth + 1)) out.set(k, f);
      continue;
    }
    const field = type?.fields.get(s.name);
    const next = field === undefined ? undefined : types(core).get(field.type);
    const place =
      field === undefined || type === undefined
        ? null
        : { path: type.path, start: field.start, end: field.end, kind: 'graphql' };
    const one =
      s.inner.length === 0
        ? typeShape(core, field?.type ?? '')
        : record(
            next?.name ?? s.name,
            () => (depth > 24 ? new Map<string, FieldShape>() : selected(core, document, s.inner, next, depth + 1)),
            place,
          );
    // without a schema nobody knows whether one or many come: fields are found through lists too
    out.set(s.alias, fieldOf(field?.list === true ? array(one) : one, place));
  }
  return out;
}

/** The data of a document given as text, tagged template, or a value that holds one. */
function documentData(core: Core, ref: NodeRef | null): Shape {
  if (ref === null) return UNKNOWN;
  const shape = core.nodeShape(ref);
  if (shape.k === 'external' && shape.name === DOCUMENT) return shape.args[0] ?? UNKNOWN;
  return textData(core, ref);
}

function textData(core: Core, ref: NodeRef): Shape {
  const { file, node } = ref;
  const from = opOf(file, node) === Op.Tagged ? { file, node: argumentOf(file, node, 0) } : ref;
  for (const text of core.program.strings(from)) {
    const document = text.includes('{') ? graphqlDocument(text) : null;
    if (document !== null) return data(core, document);
  }
  return UNKNOWN;
}

const document = (core: Core, site: Site): Shape => {
  const ref = site.argument(0);
  return external('graphql', DOCUMENT, [ref === null ? UNKNOWN : textData(core, ref)]);
};

/** The document is the argument, or its `query`, `mutation` or `document`. */
function given(core: Core, site: Site, i: number): Shape {
  const [explicit] = site.types;
  if (explicit !== undefined && explicit.k !== 'unknown') return explicit;
  const ref = site.argument(i);
  if (ref === null) return UNKNOWN;
  const properties = core.properties(ref);
  const inner = properties.get('query') ?? properties.get('mutation') ?? properties.get('document');
  return documentData(core, inner ?? ref);
}

const answer = (shape: Shape): Shape =>
  recordOf('', [
    ['data', shape],
    ['error', UNKNOWN],
  ]);
const TAGS = /(?:^|\.)(?:gql|graphql)$/;

/** Clients of GraphQL: Apollo, urql, graphql-request; rows are what the document selects. */
export const graphql: Provider = {
  id: 'graphql',
  packages: [
    'graphql',
    'graphql-tag',
    '@apollo/client',
    'urql',
    '@urql/core',
    '@urql/next',
    'graphql-request',
    'gql.tada',
  ],
  type: (_, name, args) =>
    /^Typed(?:QueryDocument|Document)Node$/.test(name) ? external('graphql', DOCUMENT, [args[0] ?? UNKNOWN]) : null,
  call: (core, path, site) => {
    if (TAGS.test(path) || path === 'default') return document(core, site);
    const last = path.slice(path.lastIndexOf('.') + 1);
    if (/^use(?:Suspense|Background|Lazy)?Query$|^useSubscription$/.test(last)) {
      const result = answer(given(core, site, 0));
      // urql gives a pair
      return last === 'useLazyQuery'
        ? tuple([UNKNOWN, result])
        : { k: 'union', of: [result, tuple([result, UNKNOWN])] };
    }
    if (last === 'useMutation') return tuple([UNKNOWN, answer(given(core, site, 0))]);
    return last === 'request' ? promise(given(core, site, site.count > 1 ? 1 : 0)) : null;
  },
  method: (core, self, key, site) => {
    if (self.name === 'GraphQLClient' && key === 'request') return promise(given(core, site, 0));
    if (!/^(?:ApolloClient|Client)$/.test(self.name)) return null;
    return key === 'query' || key === 'mutate' || key === 'mutation' ? promise(answer(given(core, site, 0))) : null;
  },
  property: (core, owner, key) => resolverOf(core, owner, key),
  missing: (core, name) => (types(core).has(name) ? typeShape(core, name) : null),
};
