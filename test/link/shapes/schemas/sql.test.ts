import assert from 'node:assert/strict';
import { sqlResult } from '../../../../server/engine/link/shapes/schemas/sql-text.ts';
import { shapeOf } from '../harness.ts';

const TABLES = `
-- people
CREATE TABLE IF NOT EXISTS public.patients (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "full_name" text NOT NULL, /* shown */
  born date,
  weight numeric(5, 2) CHECK (weight > 0),
  note text DEFAULT 'a, b',
  CONSTRAINT u UNIQUE (full_name)
);
ALTER TABLE patients ADD COLUMN iin varchar(12), ADD city text;
ALTER TABLE patients DROP COLUMN weight;
ALTER TABLE patients RENAME COLUMN born TO birth_date;
`;
const ROW = 'patients{id: string, full_name: string, note: string, iin: string, city: string, birth_date: date}';
const files = (main: string): Record<string, string> => ({ 'db/001.sql': TABLES, 'main.ts': main });
const PG = "import { Pool } from 'pg'; const db = new Pool();\n";

describe('sql', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['rows of *', PG + "const { rows: x } = await db.query('select * from patients where id = $1', [id])", ROW + '[]'],
    [
      'columns',
      PG +
        "const r = await db.query('SELECT p.full_name, p.iin AS code, count(*) AS n FROM public.patients p'); const x = r.rows[0]",
      'patients{full_name: string, code: string, n: ?}',
    ],
    [
      'holes',
      PG + 'const { rows: x } = await db.query(`select id, city from patients where id = ${id}`)',
      'patients{id: string, city: string}[]',
    ],
    [
      'object',
      PG + "const { rows: x } = await db.query({ text: 'select id from patients', values: [] })",
      'patients{id: string}[]',
    ],
    ['typed', PG + "const { rows: x } = await db.query<{ a: string }>('select * from patients')", '{a: string}[]'],
    [
      'returning',
      PG + "const { rows: x } = await db.query('insert into patients (iin) values ($1) returning id, iin')",
      'patients{id: string, iin: string}[]',
    ],
    ['unknown table', PG + "const { rows: x } = await db.query('select * from clients')", 'clients{}[]'],
    [
      'pool client',
      PG + "const c = await db.connect(); const { rows: x } = await c.query('select id from patients')",
      'patients{id: string}[]',
    ],
    [
      'mysql',
      "import mysql from 'mysql2/promise'; const db = await mysql.createConnection({}); const [x] = await db.execute('select id from patients')",
      'patients{id: string}[]',
    ],
    [
      'postgres tag',
      "import postgres from 'postgres'; const sql = postgres(); const x = await sql`select id from patients where id = ${id}`",
      'patients{id: string}[]',
    ],
    [
      'neon tag',
      "import { neon } from '@neondatabase/serverless'; const sql = neon(''); const x = await sql`select id from patients`",
      'patients{id: string}[]',
    ],
    [
      'vercel tag',
      "import { sql } from '@vercel/postgres'; const { rows: x } = await sql`select id from patients`",
      'patients{id: string}[]',
    ],
    [
      'sqlite',
      "import Database from 'better-sqlite3'; const db = new Database('x'); const x = db.prepare('select id, iin from patients').get(1)",
      'patients{id: string, iin: string}',
    ],
    [
      'sqlite all',
      "import Database from 'better-sqlite3'; const db = new Database('x'); for (const x of db.prepare('select id from patients').all()) {}",
      'patients{id: string}',
    ],
    [
      'knex',
      "import knex from 'knex'; const db = knex({}); const x = await db('patients').where({ id }).select('id', 'iin as code')",
      'patients{id: string, code: string}[]',
    ],
    ['knex first', "import knex from 'knex'; const db = knex({}); const x = await db('patients').first()", ROW],
    [
      'constant statement',
      PG + "const Q = 'select id from patients'; const { rows: x } = await db.query(Q)",
      'patients{id: string}[]',
    ],
    [
      'another query',
      "const db = { query: async (s) => ({ rows: [] }) }; const { rows: x } = await db.query('select id from patients')",
      '?',
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(shapeOf(files(text), 'x', 1), expected);
    });
  }

  it('reads statements', () => {
    const text = `with recent as (select id from log) select distinct u."Email", u.name full_name, coalesce(u.phone, 'x, y') as phone, u.id::text, o.*, now()
      from "users" as u left join orders o on o.user_id = u.id, lateral (select 1) z where u.x in (select y from t) order by 1`;
    const result = sqlResult(text);
    assert.deepEqual(
      result?.columns.map((c) => [c.name, c.of, c.column]),
      [
        ['Email', 'u', 'Email'],
        ['full_name', 'u', 'name'],
        ['phone', '', ''],
        ['id', 'u', 'id'],
        ['now', '', ''],
      ],
    );
    assert.deepEqual(result.stars, ['o']);
    assert.deepEqual(result.tables.slice(0, 2), [
      { name: 'users', alias: 'u' },
      { name: 'orders', alias: 'o' },
    ]);
    assert.equal(sqlResult('delete from users'), null);
    assert.equal(sqlResult('selected text'), null);
  });
});
