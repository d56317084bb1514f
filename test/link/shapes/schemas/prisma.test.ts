import assert from 'node:assert/strict';
import { shapeOf, typeOf } from '../harness.ts';

const SCHEMA = `generator client {
  provider = "prisma-client"
  output   = "../src/generated/prisma"
}
enum Role { ADMIN USER }
model User {
  id    String @id @default(cuid())
  email String @unique
  /// @personalData user.health_and_medical
  note  String?
  role  Role
  posts Post[]
  @@map("app_users")
}
model Post {
  id       Int @id
  title    String
  author   User @relation(fields: [authorId], references: [id])
  authorId String
}`;
const files = (main: string): Record<string, string> => ({
  'prisma/schema.prisma': SCHEMA,
  'db.ts':
    "import { PrismaClient } from '@prisma/client'; const g = globalThis as unknown as { prisma?: PrismaClient }; export const prisma = g.prisma ?? new PrismaClient();",
  'main.ts': "import { prisma } from './db';\n" + main,
});
const USER = 'User{id: string, email: string, note?@user.health_and_medical: string, role: enum}';

describe('prisma', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['whole row', 'const x = await prisma.user.findUnique({ where: { id } })', USER],
    ['many', 'const x = await prisma.user.findMany()', `${USER}[]`],
    ['callback', 'const us = await prisma.user.findMany(); us.map((x) => x.id)', USER],
    ['select', 'const x = await prisma.user.findFirst({ select: { id: true, email: false } })', 'User{id: string}'],
    [
      'nested select',
      'const x = await prisma.post.findFirst({ select: { title: true, author: { select: { email: true } } } })',
      'Post{title: string, author: User{…}}',
    ],
    [
      'nested select, inner',
      'const p = await prisma.post.findFirst({ select: { title: true, author: { select: { email: true } } } }); const x = p.author',
      'User{email: string}',
    ],
    ['include', 'const p = await prisma.post.findFirst({ include: { author: true } }); const x = p.author', USER],
    [
      'no relations without include',
      'const x = await prisma.post.findFirst()',
      'Post{id: number, title: string, authorId: string}',
    ],
    [
      'omit',
      'const x = await prisma.user.findFirst({ omit: { email: true, note: true } })',
      'User{id: string, role: enum}',
    ],
    [
      'select kept in a variable',
      'const select = { id: true } as const; const x = await prisma.user.findFirst({ select })',
      'User{id: string}',
    ],
    [
      'select by validator',
      "import { Prisma } from '@prisma/client'; const args = Prisma.validator<Prisma.UserDefaultArgs>()({ select: { id: true } }); const x = await prisma.user.findFirst(args)",
      'User{id: string}',
    ],
    ['create', 'const x = await prisma.user.create({ data: {} })', USER],
    ['count', 'const x = await prisma.user.count()', 'number'],
    [
      'transaction callback',
      'await prisma.$transaction(async (tx) => { const x = await tx.user.findFirst({ select: { id: true } }) })',
      'User{id: string}',
    ],
    [
      'transaction list',
      'const [x, n] = await prisma.$transaction([prisma.user.findFirst(), prisma.user.count()])',
      USER,
    ],
    ['extended', 'const db = prisma.$extends({}); const x = await db.user.findFirst()', USER],
    [
      'injected service',
      "import { PrismaClient } from '@prisma/client'; class PrismaService extends PrismaClient {} class S { constructor(private readonly prisma: PrismaService) {} async f() { const x = await this.prisma.user.findFirst() } }",
      USER,
    ],
    [
      'parameter',
      "import type { PrismaClient } from '@prisma/client'; async function f(db: PrismaClient) { const x = await db.user.findFirst() }",
      USER,
    ],
    [
      'transaction parameter',
      "import type { Prisma } from '@prisma/client'; async function f(db: Prisma.TransactionClient) { const x = await db.user.findFirst() }",
      USER,
    ],
    ['model type', "import type { User } from '@prisma/client'; function f(x: User) {}", USER],
    [
      'payload',
      "import type { Prisma } from '@prisma/client'; function f(x: Prisma.UserGetPayload<{ select: { email: true } }>) {}",
      'User{email: string}',
    ],
    [
      'payload by typeof',
      "import { Prisma } from '@prisma/client'; const a = { select: { email: true } } satisfies Prisma.UserDefaultArgs; function f(x: Prisma.UserGetPayload<typeof a>) {}",
      'User{email: string}',
    ],
    [
      'input',
      "import type { Prisma } from '@prisma/client'; function f(x: Pick<Prisma.UserCreateInput, 'email'>) {}",
      'User{email?: string}',
    ],
    [
      'raw',
      'const x = await prisma.$queryRaw`select id, email as mail from app_users where id = ${id}`',
      'app_users{id: ?, mail: ?}[]',
    ],
    ['raw typed', 'const x = await prisma.$queryRaw<{ email: string }[]>`select 1`', '{email: string}[]'],
    [
      'repository class',
      'class Repo { find(id: string) { return prisma.user.findUnique({ where: { id } }) } } const x = await new Repo().find("1")',
      USER,
    ],
    ['then', 'prisma.user.findFirst().then((x) => x)', USER],
    ['Promise.all', 'const [x] = await Promise.all([prisma.user.findFirst()])', USER],
    [
      'ReturnType',
      'async function load() { return prisma.user.findFirst() } function f(x: Awaited<ReturnType<typeof load>>) {}',
      USER,
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(shapeOf(files(text), 'x', 1), expected);
    });
  }

  it('knows the generated client by its output', () => {
    const all = {
      'prisma/schema.prisma': SCHEMA,
      'src/db.ts':
        "export * from './generated/prisma/client'; import { PrismaClient } from './generated/prisma/client'; export const db = new PrismaClient()",
      'main.ts':
        "import { db, type Post } from './src/db'; const x = await db.post.findFirst(); function f(y: Post) {}",
    };
    assert.equal(shapeOf(all, 'x'), 'Post{id: number, title: string, authorId: string}');
    assert.equal(shapeOf(all, 'y'), 'Post{id: number, title: string, authorId: string}');
    const alias = {
      'prisma/schema.prisma': SCHEMA,
      'main.ts':
        "import { PrismaClient } from '@/generated/prisma'; const x = await new PrismaClient().post.findFirst()",
    };
    assert.equal(shapeOf(alias, 'x'), 'Post{id: number, title: string, authorId: string}');
  });

  it('names rows of models it has no schema of', () => {
    const main =
      "import { PrismaClient } from '@prisma/client'; const x = await new PrismaClient().patient.findFirst({ select: { email: true } }); const y = await new PrismaClient().patient.findMany()";
    assert.equal(shapeOf(main, 'x'), 'Patient{email: ?}');
    assert.equal(shapeOf(main, 'y'), 'Patient{}[]');
  });

  it('says where a column is declared', async () => {
    const { programOf, nodeOf } = await import('../harness.ts');
    const program = programOf(files('const x = await prisma.user.findFirst()'));
    const source = program.shapes.fields(program.shapes.ofNode(nodeOf(program, 'main.ts', 'x'))).get('email')?.source;
    assert.ok(source);
    assert.deepEqual(
      [source.path, SCHEMA.slice(source.start, source.end), source.kind],
      ['prisma/schema.prisma', 'email String', 'prisma'],
    );
  });

  it('is not fooled by an object of that name', () => {
    assert.equal(
      shapeOf('const prisma = { user: { findMany: async () => [] } }; const x = await prisma.user.findMany()', 'x'),
      '?',
    );
  });

  it('takes the nearest of several schemas', () => {
    const all = {
      'apps/a/prisma/schema.prisma': 'model User {\n a String\n}',
      'apps/b/prisma/schema.prisma': 'model User {\n b String\n}',
      'apps/b/src/x.ts': "import type { User } from '@prisma/client'; export type B = User",
      'main.ts': "import type { B } from './apps/b/src/x'",
    };
    assert.equal(typeOf(all, 'B'), 'B{b: string}');
  });
});
