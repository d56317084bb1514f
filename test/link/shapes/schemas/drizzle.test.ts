import assert from 'node:assert/strict';
import { shapeOf, typeOf } from '../harness.ts';

const files = (main: string): Record<string, string> => ({
  'schema.ts': `import { pgTable, serial, text, date, varchar, jsonb, pgEnum } from 'drizzle-orm/pg-core';
    import { relations } from 'drizzle-orm';
    export const kind = pgEnum('kind', ['a', 'b']);
    export const patientsTable = pgTable('patients', {
      id: serial('id').primaryKey(), fullName: text('full_name').notNull(), birthDate: date('birth_date'),
      kind: kind('kind'), extra: jsonb('extra').$type<{ iin: string }>(),
    }, (t) => []);
    export const visits = pgTable('visits', (t) => ({ id: t.serial(), note: t.varchar({ length: 3 }), patientId: t.integer() }));
    export const patientRelations = relations(patientsTable, ({ many }) => ({ visits: many(visits) }));
    export const visitRelations = relations(visits, ({ one }) => ({ patient: one(patientsTable, {}) }));`,
  'db.ts':
    "import { drizzle } from 'drizzle-orm/node-postgres'; import * as schema from './schema'; export const db = drizzle(process.env.URL!, { schema });",
  'main.ts':
    "import { db } from './db'; import { patientsTable as p, visits } from './schema'; import { eq, sql, count, getTableColumns } from 'drizzle-orm';\n" +
    main,
});
const ROW = 'patients{id: number, fullName: string, birthDate: date, kind: enum, extra: {…}}';
const VISIT = 'visits{id: number, note: string, patientId: number}';

describe('drizzle', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['select', 'const x = await db.select().from(p).where(eq(p.id, 1)).limit(1)', `${ROW}[]`],
    ['destructured', 'const [x] = await db.select().from(p)', ROW],
    [
      'columns',
      'const x = await db.select({ id: p.id, who: p.fullName, n: sql<number>`1`, c: count() }).from(p)',
      'patients{id: number, who: string, n: number, c: number}[]',
    ],
    ['column of a type', 'const x = await db.select({ e: p.extra }).from(p)', 'patients{e: {…}}[]'],
    [
      'nested selection',
      'const [r] = await db.select({ p, v: { note: visits.note } }).from(p).leftJoin(visits, eq(p.id, visits.patientId)); const x = r.v',
      '{note: string}',
    ],
    [
      'all columns spread',
      'const x = await db.select({ ...getTableColumns(visits), n: count() }).from(visits)',
      'visits{id: number, note: string, patientId: number, n: number}[]',
    ],
    [
      'join',
      'const [x] = await db.select().from(p).innerJoin(visits, eq(p.id, visits.patientId))',
      '{patients: patients{…}, visits: visits{…}}',
    ],
    [
      'join, one side',
      'const [r] = await db.select().from(p).innerJoin(visits, eq(p.id, visits.patientId)); const x = r.visits',
      VISIT,
    ],
    ['returning', 'const [x] = await db.insert(visits).values({}).returning()', VISIT],
    [
      'returning columns',
      'const [x] = await db.update(p).set({}).where(eq(p.id, 1)).returning({ id: p.id })',
      'patients{id: number}',
    ],
    ['callback', 'const rows = await db.select().from(p); rows.map((x) => x.id)', ROW],
    ['query', 'const x = await db.query.patientsTable.findFirst({ where: eq(p.id, 1) })', ROW],
    [
      'query columns',
      'const x = await db.query.patientsTable.findMany({ columns: { id: true } })',
      'patients{id: number}[]',
    ],
    [
      'query without columns',
      'const x = await db.query.patientsTable.findFirst({ columns: { fullName: false, birthDate: false, extra: false } })',
      'patients{id: number, kind: enum}',
    ],
    [
      'query with',
      'const r = await db.query.patientsTable.findFirst({ with: { visits: true } }); const x = r.visits',
      `${VISIT}[]`,
    ],
    [
      'query with, nested',
      'const r = await db.query.visits.findFirst({ with: { patient: { columns: { id: true } } } }); const x = r.patient',
      'patients{id: number}',
    ],
    ['transaction', 'await db.transaction(async (tx) => { const x = await tx.select().from(visits) })', `${VISIT}[]`],
    [
      'typed database',
      "import type { NodePgDatabase } from 'drizzle-orm/node-postgres'; import type * as s from './schema'; async function f(d: NodePgDatabase<typeof s>) { const x = await d.query.visits.findFirst() }",
      VISIT,
    ],
    [
      'subquery',
      "const q = db.select({ id: p.id }).from(p).as('q'); const x = await db.select().from(q)",
      'patients{id: number}[]',
    ],
    [
      'zod schema',
      "import { createSelectSchema } from 'drizzle-zod'; const x = createSelectSchema(visits).parse(b)",
      VISIT,
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(shapeOf(files(text), 'x', 1), expected);
    });
  }

  it('infers row types', () => {
    assert.equal(
      typeOf(files('type T = typeof visits.$inferSelect'), 'T'),
      'T{id: number, note: string, patientId: number}',
    );
    assert.equal(
      typeOf(
        files("import type { InferSelectModel } from 'drizzle-orm'; type T = InferSelectModel<typeof visits>"),
        'T',
      ),
      'T{id: number, note: string, patientId: number}',
    );
    assert.equal(
      typeOf(files("type T = (typeof visits)['$inferInsert']"), 'T'),
      'T{id: number, note: string, patientId: number}',
    );
  });
});
