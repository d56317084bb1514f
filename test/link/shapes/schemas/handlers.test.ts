import assert from 'node:assert/strict';
import { graphqlDocument } from '../../../../server/engine/link/shapes/schemas/graphql-text.ts';
import { shapeOf } from '../harness.ts';

describe('validated handlers', () => {
  it('trpc', () => {
    const files = {
      'trpc.ts':
        "import { initTRPC } from '@trpc/server'; const t = initTRPC.context().create({}); export const publicProcedure = t.procedure; export const protectedProcedure = t.procedure.use(mw);",
      'main.ts':
        "import { protectedProcedure } from './trpc'; import { z } from 'zod'; export const r = protectedProcedure.input(z.object({ email: z.string() })).output(z.any()).mutation(async ({ ctx, input: x }) => x)",
    };
    assert.equal(shapeOf(files, 'x'), '{email: string}');
  });

  it('next-safe-action', () => {
    const main =
      "import { createSafeActionClient } from 'next-safe-action'; import { z } from 'zod'; const client = createSafeActionClient(); export const a = client.inputSchema(z.object({ email: z.string() })).action(async ({ parsedInput: x }) => {})";
    assert.equal(shapeOf(main, 'x'), '{email: string}');
  });

  it('hono', () => {
    const main =
      "import { Hono } from 'hono'; import { zValidator } from '@hono/zod-validator'; import { z } from 'zod'; const app = new Hono(); app.post('/x', zValidator('json', z.object({ email: z.string() })), async (c) => { const x = c.req.valid('json') })";
    assert.equal(shapeOf(main, 'x'), '{email: string}');
  });
});

describe('graphql', () => {
  const SDL =
    'type Query { patient(id: ID!): Patient patients: [Patient!]! }\n"""A person"""\ntype Patient { id: ID! iin: String, # code\n visits(first: Int): [Visit!]! kind: Kind }\ntype Visit { note: String }\nenum Kind { A B }';
  const files = (main: string): Record<string, string> => ({ 'schema.graphql': SDL, 'main.ts': main });

  it('selects fields of a document', () => {
    const main =
      "import { gql, useQuery } from '@apollo/client'; const Q = gql`query P($id: ID!) { patient(id: $id) { iin code: id visits(first: 3) { note } } }`; const { data } = useQuery(Q); const x = data.patient";
    assert.equal(shapeOf(files(main), 'x', 1), 'Patient{iin: string, code: string, visits: Visit{…}[]}');
  });

  it('names records without a schema', () => {
    const main =
      "import { gql, request } from 'graphql-request'; const x = await request('/g', gql`{ users { email } }`)";
    assert.equal(shapeOf(main, 'x'), '{users: users{email: ?}}');
  });

  it('knows generated types by the schema', () => {
    assert.equal(
      shapeOf(files("import type { Patient } from './generated/graphql'; function f(x: Patient) {}"), 'x', 1),
      'Patient{id: string, iin: string, visits: Visit{…}[], kind: enum}',
    );
  });

  it('reads fragments and aliases', () => {
    const found = graphqlDocument(
      'fragment F on User { email } query Q @x(a: 1) { me: user(id: "}") @include(if: true) { ...F ... on Admin { role } } }',
    );
    assert.deepEqual(found?.selections, [
      {
        name: 'user',
        alias: 'me',
        fragment: '',
        inner: [
          { name: '', alias: '', inner: [], fragment: 'F' },
          { name: 'role', alias: 'role', inner: [], fragment: '' },
        ],
      },
    ]);
    assert.equal(found.fragments.get('F')?.[0]?.name, 'email');
    assert.equal(graphqlDocument('no brace'), null);
  });
});
