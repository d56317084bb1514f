import assert from 'node:assert/strict';
import { shapeOf, typeOf } from '../harness.ts';

const ENTITIES = `import { Entity, Column, PrimaryColumn, OneToMany, ManyToOne, BaseEntity } from 'typeorm';
@Entity() export class Visit extends BaseEntity { @PrimaryColumn() id: number; @Column() note: string; @ManyToOne(() => Patient) patient: Patient; }
@Entity() export class Patient { @PrimaryColumn() id: number; @Column() iin: string; @OneToMany(() => Visit, (v) => v.patient) visits: Visit[]; }`;
const typeorm = (main: string): Record<string, string> => ({
  'entities.ts': ENTITIES,
  'main.ts':
    "import { Patient, Visit } from './entities'; import { Repository, DataSource, getRepository } from 'typeorm'; const ds = new DataSource({});\n" +
    main,
});

const mongoose = (main: string): Record<string, string> => ({
  'models.ts': `import mongoose, { Schema, model, InferSchemaType } from 'mongoose';
    export const patientSchema = new Schema({ name: { type: String, required: true }, iin: String, born: Date, tags: [String], address: { city: String }, visits: [{ note: String }], doctor: { type: mongoose.Schema.Types.ObjectId, ref: 'Doctor' } });
    export type PatientDoc = InferSchemaType<typeof patientSchema>;
    export const Patient = mongoose.models.Patient || model('Patient', patientSchema);
    interface IUser { email: string }
    export const User = model<IUser>('User', new Schema<IUser>({ email: String }));`,
  'main.ts': "import { Patient, User, type PatientDoc } from './models';\n" + main,
});

const PATIENT =
  'Patient{name: string, iin: string, born: date, tags: string[], address: {…}, visits: {…}[], doctor: string}';

const kysely = (main: string): Record<string, string> => ({
  'main.ts':
    "import { Kysely, sql, type Generated, type Selectable } from 'kysely'; interface PatientTable { id: Generated<number>; iin: string; name: string } interface VisitTable { id: number; note: string; patient_id: number } interface Database { patients: PatientTable; visits: VisitTable } const db = new Kysely<Database>({});\n" +
    main,
});

const supabase = (main: string): Record<string, string> => ({
  'types.ts':
    'export type Json = string | Json[]; export interface Database { public: { Tables: { patients: { Row: { id: string; iin: string; name: string | null }; Insert: {} }; visits: { Row: { id: number; note: string } } }; Functions: { find: { Args: {}; Returns: { email: string }[] } } } }',
  'supabase/migrations/1.sql': 'create table public.doctors (id uuid, phone text);',
  'main.ts':
    "import { createClient } from '@supabase/supabase-js'; import type { Database } from './types'; const db = createClient<Database>('', ''); const raw = createClient('', '');\n" +
    main,
});

describe('typeorm', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'injected',
      'class S { constructor(@Inject() private repo: Repository<Patient>) {} async f() { const x = await this.repo.findOne({ where: {} }) } }',
      'Patient{id: number, iin: string}',
    ],
    ['find', 'const x = await ds.getRepository(Patient).find()', 'Patient{id: number, iin: string}[]'],
    ['select', 'const x = await getRepository(Patient).findOne({ select: { id: true } })', 'Patient{id: number}'],
    ['select list', "const x = await getRepository(Patient).findOne({ select: ['id'] })", 'Patient{id: number}'],
    [
      'relations',
      'const x = await getRepository(Patient).findOne({ relations: { visits: true } })',
      'Patient{id: number, iin: string, visits: Visit{…}[]}',
    ],
    ['findOneBy', 'const x = await ds.manager.findOneBy(Patient, { id: 1 })', 'Patient{id: number, iin: string}'],
    ['active record', 'const x = await Visit.findOne({ where: {} })', 'Visit{id: number, note: string}'],
    [
      'query builder',
      "const x = await getRepository(Patient).createQueryBuilder('p').select(['p.id']).getMany()",
      'Patient{id: number}[]',
    ],
    [
      'transaction',
      'await ds.transaction(async (m) => { const x = await m.findOneBy(Patient, {}) })',
      'Patient{id: number, iin: string}',
    ],
    ['findAndCount', 'const [x] = await getRepository(Patient).findAndCount()', 'Patient{id: number, iin: string}[]'],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(shapeOf(typeorm(text), 'x', 1), expected);
    });
  }
});

describe('mongoose', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['findById', 'const x = await Patient.findById(id)', PATIENT],
    ['find, lean', 'const x = await Patient.find({}).sort().lean()', PATIENT + '[]'],
    ['exec', 'const x = await Patient.findOne({}).exec()', PATIENT],
    ['select', "const x = await Patient.findOne({}).select('iin born')", 'Patient{iin: string, born: date}'],
    [
      'select without',
      "const x = await Patient.findOne({}).select('-iin -born -tags -address -visits -doctor')",
      'Patient{name: string}',
    ],
    ['projection', 'const x = await Patient.findOne({}, { iin: 1 })', 'Patient{iin: string}'],
    ['projection as text', "const x = await Patient.findOne({}, 'iin')", 'Patient{iin: string}'],
    ['nested', 'const p = await Patient.findOne({}); const x = p.address', '{city: string}'],
    ['toObject', 'const p = await Patient.findOne({}); const x = p.toObject()', PATIENT],
    ['typed', 'const x = await User.findOne({})', 'User{email: string}'],
    ['create', 'const x = await User.create({})', 'User{email: string}'],
    ['infer', 'function f(x: PatientDoc) {}', PATIENT.replace('Patient{', 'PatientDoc{')],
    [
      'nest',
      "import { Model } from 'mongoose'; class Cat { email: string } class S { constructor(@InjectModel() private cats: Model<Cat>) {} async f() { const x = await this.cats.findOne() } }",
      'class Cat{email: string}',
    ],
    [
      'driver',
      "import { MongoClient } from 'mongodb'; const db = new MongoClient('').db('x'); const x = await db.collection<PatientDoc>('p').find({}).toArray()",
      PATIENT.replace('Patient{', 'PatientDoc{') + '[]',
    ],
    [
      'driver, untyped',
      "import { MongoClient } from 'mongodb'; const x = await new MongoClient('').db('x').collection('patients').findOne({})",
      'patients{}',
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(shapeOf(mongoose(text), 'x', 1), expected);
    });
  }
});

describe('kysely', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'columns',
      "const x = await db.selectFrom('patients').select(['id', 'patients.iin as code']).execute()",
      'patients{id: number, code: string}[]',
    ],
    [
      'all',
      "const x = await db.selectFrom('patients').selectAll().where('id', '=', 1).executeTakeFirst()",
      'patients{id: number, iin: string, name: string}',
    ],
    [
      'join',
      "const x = await db.selectFrom('patients as p').innerJoin('visits as v', 'v.patient_id', 'p.id').select(['p.name', 'v.note']).executeTakeFirstOrThrow()",
      'patients{name: string, note: string}',
    ],
    [
      'returning',
      "const x = await db.insertInto('patients').values({}).returning('iin').executeTakeFirst()",
      'patients{iin: string}',
    ],
    [
      'transaction',
      "await db.transaction().execute(async (t) => { const x = await t.selectFrom('visits').select('note').executeTakeFirst() })",
      'visits{note: string}',
    ],
    ['selectable', 'function f(x: Selectable<PatientTable>) {}', 'PatientTable{id: number, iin: string, name: string}'],
    ['sql', 'const r = await sql<{ email: string }>`select 1`.execute(db); const [x] = r.rows', '{email: string}'],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(shapeOf(kysely(text), 'x', 1), expected);
    });
  }
});

describe('supabase', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'all',
      "const { data: x } = await db.from('patients').select('*').eq('id', 1)",
      'patients{id: string, iin: string, name: string}[]',
    ],
    [
      'columns',
      "const { data: x } = await db.from('patients').select('id, code:iin').single()",
      'patients{id: string, code: string}',
    ],
    [
      'nested',
      "const { data: r } = await db.from('patients').select('id, visits!inner(note, id)').single(); const x = r.visits",
      'visits{note: string, id: number} | visits{note: string, id: number}[]',
    ],
    ['untyped', "const { data: x } = await raw.from('clients').select('email, city')", 'clients{email: ?, city: ?}[]'],
    ['untyped, all', "const { data: x } = await raw.from('clients').select()", 'clients{}[]'],
    [
      'migrations',
      "const { data: x } = await raw.from('doctors').select('*').maybeSingle()",
      'doctors{id: string, phone: string}',
    ],
    [
      'returning',
      "const { data: x } = await db.from('patients').insert({}).select('iin').single()",
      'patients{iin: string}',
    ],
    ['function', "const { data: x } = await db.rpc('find')", '{email: string}[]'],
    ['then', "db.from('visits').select('note').then(({ data: x }) => x)", 'visits{note: string}[]'],
    [
      'behind a function',
      "import { createServerClient } from '@supabase/ssr'; async function server() { return createServerClient<Database>('', '') } const s = await server(); const { data: x } = await s.from('visits').select('note')",
      'visits{note: string}[]',
    ],
    [
      'parameter',
      "import type { SupabaseClient } from '@supabase/supabase-js'; async function f(c: SupabaseClient<Database>) { const { data: x } = await c.from('visits').select('note') }",
      'visits{note: string}[]',
    ],
    [
      'auth',
      'const { data: { user: x } } = await db.auth.getUser()',
      'User{id: string, email: string, phone: string, user_metadata: ?, app_metadata: ?}',
    ],
    [
      'row type',
      "function f(x: Database['public']['Tables']['patients']['Row']) {}",
      '{id: string, iin: string, name: string}',
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(shapeOf(supabase(text), 'x', 1), expected);
    });
  }

  it('reads generated helper types', () => {
    const files = supabase(
      "type Tables<T extends keyof Database['public']['Tables']> = Database['public']['Tables'][T]['Row']; type P = Tables<'patients'>",
    );
    assert.equal(typeOf(files, 'P', 1), 'P{id: string, iin: string, name: string}');
  });
});
