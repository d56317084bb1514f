import assert from 'node:assert/strict';
import { shapeOf, typeOf } from '../harness.ts';

const HEAD = "import { z } from 'zod';\n";
const USER =
  HEAD +
  'const userSchema = z.object({ id: z.string().uuid(), email: z.email(), age: z.coerce.number().optional(), tags: z.array(z.string()), address: z.object({ city: z.string() }) });\n';

describe('zod', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'parse',
      'const x = userSchema.parse(b)',
      'user{id: string, email: string, age?: number, tags: string[], address: address{…}}',
    ],
    [
      'omit',
      'const x = userSchema.omit({ email: true, address: true }).parse(b)',
      'user{id: string, age?: number, tags: string[]}',
    ],
    [
      'pick kept in a variable',
      'const Login = userSchema.pick({ email: true }); const x = Login.parse(b)',
      'Login{email: string}',
    ],
    [
      'extend',
      'const X = userSchema.pick({ id: true }).extend({ iin: z.string() }); const x = X.parse(b)',
      'X{id: string, iin: string}',
    ],
    [
      'merge',
      'const X = z.object({ a: z.string() }).merge(z.object({ b: z.date() })); const x = X.parse(b)',
      'X{a: string, b: date}',
    ],
    ['partial', 'const x = userSchema.pick({ id: true }).partial().parse(b)', 'user{id?: string}'],
    ['safeParse', 'const r = userSchema.pick({ id: true }).safeParse(b); const x = r.data', 'user{id: string}'],
    ['safeParse destructured', 'const { data: x } = userSchema.pick({ id: true }).safeParse(b);', 'user{id: string}'],
    ['parseAsync', 'const x = await userSchema.pick({ id: true }).parseAsync(b)', 'user{id: string}'],
    [
      'union',
      'const x = z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]).parse(b)',
      '{a: string} | {b: string}',
    ],
    ['discriminated', "const x = z.discriminatedUnion('k', [z.object({ k: z.literal('a') })]).parse(b)", "{k: 'a'}"],
    ['record', 'const x = z.record(z.string(), z.number()).parse(b)', 'Dict<number>'],
    [
      'spread',
      'const base = { a: z.string() }; const x = z.object({ ...base, b: z.string() }).parse(b)',
      '{a: string, b: string}',
    ],
    ['shape', 'const x = z.object({ e: userSchema.shape.email }).parse(b)', '{e: string}'],
    ['refined', 'const x = userSchema.pick({ id: true }).refine((v) => v.id).strict().parse(b)', 'user{id: string}'],
    [
      'refine callback',
      'userSchema.refine((x) => x.email)',
      'user{id: string, email: string, age?: number, tags: string[], address: address{…}}',
    ],
    ['lazy', 'const T = z.lazy(() => z.object({ a: z.string() })); const x = T.parse(b)', '{a: string}'],
    [
      'typed parameter',
      'function f<T>(s: z.ZodType<T>, b: unknown): T { return s.parse(b) } const x = f(userSchema.pick({ id: true }), b)',
      'user{id: string}',
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(shapeOf(USER + text, 'x', 1), expected);
    });
  }

  it('infers types', () => {
    assert.equal(
      typeOf(USER + "type User = z.infer<typeof userSchema>; type T = Omit<User, 'tags' | 'address'>", 'T', 1),
      'T{id: string, email: string, age?: number}',
    );
  });

  it('is found through namespace, default and local barrels', () => {
    assert.equal(
      shapeOf("import * as z from 'zod'; const x = z.object({ a: z.string() }).parse(b)", 'x'),
      '{a: string}',
    );
    assert.equal(shapeOf("import z from 'zod'; const x = z.object({ a: z.string() }).parse(b)", 'x'), '{a: string}');
    const files = {
      'lib.ts': "export { z } from 'zod'",
      'schema.ts': "import { z } from './lib'; export const A = z.object({ a: z.string() })",
      'main.ts': "import * as s from './schema'; const x = s.A.parse(b)",
    };
    assert.equal(shapeOf(files, 'x'), 'A{a: string}');
  });

  it('reads the small build', () => {
    assert.equal(
      shapeOf(
        "import * as z from 'zod/mini'; const U = z.object({ a: z.string(), e: z.optional(z.email()) }); const x = z.parse(z.pick(U, { e: true }), b)",
        'x',
      ),
      'U{e?: string}',
    );
  });

  it('is not fooled by a local z', () => {
    assert.equal(
      shapeOf(
        'const z = { object: (o) => ({ parse: (v) => v }), string: () => 1 }; const x = z.object({ a: z.string() }).parse(b)',
        'x',
      ),
      '?',
    );
  });
});
