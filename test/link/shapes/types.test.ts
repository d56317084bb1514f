import assert from 'node:assert/strict';
import { programOf, shapeOf, show, typeOf } from './harness.ts';

const USER = 'interface User { id: string; email: string; age?: number; }\n';

describe('shapes of types', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['interface', USER + 'type T = User', 'T{id: string, email: string, age?: number}'],
    [
      'extends',
      USER + 'interface T extends User { role: string }',
      'T{id: string, email: string, age?: number, role: string}',
    ],
    ['merging', USER + 'interface T { a: string } interface T { b: Date }', 'T{a: string, b: date}'],
    ['Pick', USER + "type T = Pick<User, 'id' | 'age'>", 'T{id: string, age?: number}'],
    ['Omit', USER + "type T = Omit<User, 'email'>", 'T{id: string, age?: number}'],
    ['Partial', USER + 'type T = Partial<User>', 'T{id?: string, email?: string, age?: number}'],
    ['Required', USER + 'type T = Required<User>', 'T{id: string, email: string, age: number}'],
    [
      'intersection',
      USER + 'type T = User & { role: string }',
      'T{id: string, email: string, age?: number, role: string}',
    ],
    ['branded', "type T = string & { readonly brand: 'Email' }", 'string'],
    ['union', USER + 'type T = User | null', 'T{id: string, email: string, age?: number}'],
    ['literals', "type T = 'a' | 'b'", "'a' | 'b'"],
    ['generic', 'type Page<X> = { items: X[] }; ' + USER + 'type T = Page<User>', 'T{items: User{…}[]}'],
    ['default', USER + 'type Page<X = User> = { item: X }; type T = Page', 'T{item: User{…}}'],
    ['Record of keys', "type T = Record<'a' | 'b', number>", 'T{a: number, b: number}'],
    ['dictionary', USER + 'type T = Record<string, User>', 'Dict<User{id: string, email: string, age?: number}>'],
    ['index signature', 'type T = { [k: string]: number }', 'Dict<number>'],
    ['mapped', USER + 'type T = { [K in keyof User]: User[K] }', 'T{id: string, email: string, age?: number}'],
    [
      'mapped to scalar',
      USER + 'type T = { [K in keyof User]: boolean }',
      'T{id: boolean, email: boolean, age?: boolean}',
    ],
    ['mapped keys', "type T = { [K in 'a' | 'b']: K }", "T{a: 'a', b: 'b'}"],
    ['indexed', USER + "type T = User['email']", 'string'],
    ['indexed element', USER + 'type L = User[]; type T = L[number]', 'T{id: string, email: string, age?: number}'],
    ['keyof', USER + 'type T = keyof User', "'id' | 'email' | 'age'"],
    ['typeof', "const c = { name: 'x', n: 1 } as const; type T = typeof c", "T{name: 'x', n: '1'}"],
    ['typeof keys', "const c = { name: 'x' } as const; type T = keyof typeof c", "'name'"],
    ['typeof elements', "const c = ['x', 'y'] as const; type T = (typeof c)[number]", "'x' | 'y'"],
    [
      'ReturnType',
      "function f() { return { email: 'x', n: 1 } } type T = ReturnType<typeof f>",
      "T{email: 'x', n: '1'}",
    ],
    ['Awaited', 'async function f() { return { email: "x" } } type T = Awaited<ReturnType<typeof f>>', "T{email: 'x'}"],
    [
      'Parameters',
      USER + 'declare function g(u: User): void; function f(u: User) {} type T = Parameters<typeof f>[0]',
      'T{id: string, email: string, age?: number}',
    ],
    ['InstanceType', 'class C { email = "" } type T = InstanceType<typeof C>', "class C{email: ''}"],
    ['conditional', 'type T = string extends number ? { a: string } : { b: string }', 'T{a: string} | T{b: string}'],
    ['template literal', 'type T = `user-${string}`', 'string'],
    ['enum', 'enum T { A, B }', 'enum'],
    [
      'namespace',
      'namespace N { export interface U { email: string } export type V = U } type T = N.V',
      'T{email: string}',
    ],
    ['tuple', 'type T = [string, Date]', '[string, date]'],
    ['Map', 'type T = Map<string, { a: string }>', 'Dict<{a: string}>'],
    ['Set', 'type T = Set<string>', 'string[]'],
    ['NonNullable', "type T = NonNullable<{ a?: { b: string } }['a']>", 'T{b: string}'],
    ['Exclude', "type T = Exclude<'a' | 'b', 'a'>", "'b'"],
    [
      'Omit by Exclude',
      USER + "type Without<X, K> = Pick<X, Exclude<keyof X, K>>; type T = Without<User, 'email'>",
      'T{id: string, age?: number}',
    ],
    ['recursive', 'interface T { children: T[]; name: string }', 'T{children: T{…}[], name: string}'],
    ['recursive alias', 'type T = string | T[] | { [k: string]: T }', 'string | ?[] | Dict<?>'],
    ['endless', 'type L<X> = L<X[]> | L<[X]>; type T = L<string>', '?'],
    ['call signature', 'interface T { (a: string): void }', 'fn'],
    [
      'tagged',
      'interface T { /** @personalData user.contact.email */ k: string; /** @personalData */ l: string }',
      'T{k@user.contact.email: string, l@: string}',
    ],
    [
      'tagged alias',
      '/** @personalData user.contact.email */ type Addr = string; interface T { to: Addr }',
      'T{to@user.contact.email: string}',
    ],
    [
      'class',
      USER +
        'class B { constructor(readonly user: User, x: number) {} } class T extends B { declare a: string; get full() { return `x` } hi() { return 1 } }',
      'class T{user: User{…}, full: string, hi: fn, a: string}',
    ],
    ['generic class', USER + 'class Box<V> { value!: V } type T = Box<User>', 'class Box{value: User{…}}'],
    ['function type', 'type T = (a: string) => void', 'fn'],
    [
      'external',
      "import type { Request } from 'express'; type T = Request<{}, {}, { email: string }>",
      'express#Request<{…}, {…}, {…}>',
    ],
    [
      'carrier',
      "import type { PropsWithChildren } from 'react'; type T = PropsWithChildren<{ email: string }>",
      'T{email: string}',
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      assert.equal(typeOf(text, 'T', 1), expected);
    });
  }

  it('follows barrels, renames, namespaces, default types and import()', () => {
    const files = {
      'model.ts': 'export interface User { email: string } interface Doc { iin: string } export default Doc;',
      'barrel.ts': "export * from './model'; export { User as Person } from './model'; export * as ns from './model';",
      'main.ts': `import type { User } from './barrel'; import { type Person } from './barrel'; import Doc from './model'; import * as m from './barrel';
        type A = User; type B = Person; type C = Doc; type D = m.ns.User; type E = import('./model').User; type F = m.Person;`,
    };
    assert.deepEqual(
      ['A', 'B', 'C', 'D', 'E', 'F'].map((n) => typeOf(files, n)),
      [
        'A{email: string}',
        'B{email: string}',
        'C{iin: string}',
        'D{email: string}',
        'E{email: string}',
        'F{email: string}',
      ],
    );
  });

  it('sees global declarations', () => {
    const files = {
      'types/global.d.ts': 'interface Patient { diagnosis: string }',
      'src/env.ts': 'export {}; declare global { interface Client { phone: string } }',
      'main.ts': 'type A = Patient; type B = Client;',
    };
    assert.equal(typeOf(files, 'A'), 'A{diagnosis: string}');
    assert.equal(typeOf(files, 'B'), 'B{phone: string}');
  });

  it('adds what the workspace declares of a package', () => {
    const files = {
      'auth.d.ts': "import 'next-auth'; declare module 'next-auth' { interface Session { user: { email: string } } }",
      'main.ts': "import type { Session } from 'next-auth'; type T = Session['user'];",
    };
    assert.equal(typeOf(files, 'T'), 'T{email: string}');
  });

  it('reads types of JSDoc', () => {
    const files = { 'main.js': '', 'model.ts': 'export interface Manager { phone: string }', 'main.ts': '' };
    const program = programOf({
      ...files,
      'a.cjs': "/** @param {import('./model').Manager} m */ exports.f = (m) => m;",
    });
    const file = program.facts('a.cjs');
    const node = file?.functions.find((f) => f.parameters.length === 1)?.parameters[0]?.node ?? -1;
    assert.ok(file !== undefined);
    assert.equal(show(program, program.shapes.ofNode({ file, node })), 'Manager{phone: string}');
  });

  it('keeps other names of a record', () => {
    const program = programOf({
      'main.ts':
        "interface Person { name: string } interface Staff extends Person { x: string } type Card = Pick<Staff, 'name'>",
    });
    const file = program.facts('main.ts');
    assert.ok(file !== undefined);
    const shape = program.shapes.ofName(file, 'Card');
    assert.ok(shape.k === 'record');
    assert.deepEqual([shape.name, ...(shape.also ?? [])], ['Card', 'Staff', 'Person']);
  });

  it('reads types of carriers', () => {
    assert.equal(
      shapeOf(
        "import type { Job } from 'bullmq'; export async function run(job: Job<{ email: string }>) { const d = job.data; }",
        'd',
      ),
      '{email: string}',
    );
    assert.equal(
      shapeOf(
        "import type { Request } from 'express'; export function f(req: Request<{}, {}, { email: string }>) { const d = req.body; }",
        'd',
      ),
      '{email: string}',
    );
    assert.equal(
      shapeOf(
        "import * as React from 'react'; interface P { email: string } const C: React.FC<P> = ({ email }) => { const e = email; return null };",
        'e',
      ),
      'string',
    );
  });
});
