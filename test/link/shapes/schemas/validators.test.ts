import assert from 'node:assert/strict';
import { shapeOf, typeOf } from '../harness.ts';

const V =
  "import * as v from 'valibot'; const UserSchema = v.object({ id: v.pipe(v.string(), v.uuid()), email: v.optional(v.pipe(v.string(), v.email())), tags: v.array(v.string()) });\n";
const Y =
  "import * as yup from 'yup'; const userSchema = yup.object({ id: yup.string().required(), email: yup.string().email().required(), tags: yup.array().of(yup.string()) });\n";

describe('valibot, yup, joi', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['valibot parse', V + 'const x = v.parse(UserSchema, b)', 'User{id: string, email?: string, tags: string[]}'],
    [
      'valibot safeParse',
      V + 'const r = v.safeParse(UserSchema, b); const x = r.output',
      'User{id: string, email?: string, tags: string[]}',
    ],
    ['valibot pick', V + "const Card = v.pick(UserSchema, ['id']); const x = v.parse(Card, b)", 'Card{id: string}'],
    ['valibot omit', V + "const x = v.parse(v.omit(UserSchema, ['id', 'tags']), b)", 'User{email?: string}'],
    [
      'valibot entries',
      V + 'const More = v.object({ ...UserSchema.entries, iin: v.string() }); const x = v.parse(More, b)',
      'More{id: string, email?: string, tags: string[], iin: string}',
    ],
    [
      'valibot named imports',
      "import { object, string, parse } from 'valibot'; const x = parse(object({ a: string() }), b)",
      '{a: string}',
    ],
    ['yup validate', Y + 'const x = await userSchema.validate(b)', 'user{id: string, email: string, tags: string[]}'],
    [
      'yup sync, shape',
      Y + 'const x = userSchema.shape({ iin: yup.string() }).validateSync(b)',
      'user{id: string, email: string, tags: string[], iin: string}',
    ],
    ['yup pick', Y + "const x = userSchema.pick(['id']).cast(b)", 'user{id: string}'],
    [
      'joi',
      "import Joi from 'joi'; const schema = Joi.object({ email: Joi.string().email() }); const { value: x } = schema.validate(b)",
      'schema{email: string}',
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(shapeOf(text, 'x', 1), expected);
    });
  }

  it('infers types', () => {
    assert.equal(
      typeOf(V + 'type T = v.InferOutput<typeof UserSchema>', 'T', 1),
      'T{id: string, email?: string, tags: string[]}',
    );
    assert.equal(
      typeOf(Y + 'type T = yup.InferType<typeof userSchema>', 'T', 1),
      'T{id: string, email: string, tags: string[]}',
    );
  });
});
