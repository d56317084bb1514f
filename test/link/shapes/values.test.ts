import assert from 'node:assert/strict';
import { shapeOf } from './harness.ts';

const USER = 'interface User { id: string; email: string }\n';
const USER_SHAPE = 'User{id: string, email: string}';

describe('shapes of values', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['parameter', 'function f(x: User) {}', USER_SHAPE],
    ['array parameter', 'function f(x: User[]) {}', USER_SHAPE + '[]'],
    ['rest parameter', 'function f(...x: User[]) {}', USER_SHAPE + '[]'],
    ['variable', 'const x: User = get()', USER_SHAPE],
    ['cast', 'const x = get() as User', USER_SHAPE],
    ['destructured', 'function f({ email: x }: User) {}', 'string'],
    ['rest of destructured', 'function f(u: User) { const { email, ...x } = u }', 'User{id: string}'],
    ['element of loop', 'function f(us: User[]) { for (const x of us) {} }', USER_SHAPE],
    ['for await', 'async function f(us: AsyncIterable<User>) { for await (const x of us) {} }', USER_SHAPE],
    ['map callback', 'function f(us: User[]) { us.map((x) => x.id) }', USER_SHAPE],
    ['map result', 'function f(us: User[]) { const x = us.map((u) => u.id) }', 'string[]'],
    ['chain', 'function f(us: User[]) { us.filter(Boolean).slice(1).forEach((x) => {}) }', USER_SHAPE],
    ['find', 'function f(us: User[]) { const x = us.find((u) => u.id) }', USER_SHAPE],
    ['reduce', 'function f(us: User[]) { us.reduce((a, x) => a + x.id, "") }', USER_SHAPE],
    ['Object.values', 'function f(us: Record<string, User>) { Object.values(us).map((x) => x) }', USER_SHAPE],
    [
      'Object.entries',
      'function f(us: Record<string, User>) { for (const [k, x] of Object.entries(us)) {} }',
      USER_SHAPE,
    ],
    ['Map', 'const m = new Map<string, User>(); const x = m.get("a")', USER_SHAPE],
    [
      'await declared',
      'async function load(): Promise<User> { return null as never } async function f() { const x = await load() }',
      USER_SHAPE,
    ],
    [
      'await undeclared',
      'async function load(u: User) { return u } async function f() { const x = await load(get()) }',
      USER_SHAPE,
    ],
    [
      'then',
      'declare function load(): Promise<User>; async function g(): Promise<User> { return get() } g().then((x) => x.id)',
      USER_SHAPE,
    ],
    [
      'Promise.all',
      'async function g(): Promise<User> { return get() } async function f() { const [a, x] = await Promise.all([1, g()]) }',
      USER_SHAPE,
    ],
    [
      'Promise.all of map',
      'async function g(): Promise<User> { return get() } async function f(ids: string[]) { const x = await Promise.all(ids.map((i) => g())) }',
      USER_SHAPE + '[]',
    ],
    ['class field', 'class C { user: User; f() { const x = this.user } }', USER_SHAPE],
    ['parameter property', 'class C { constructor(private user: User) {} f() { const x = this.user } }', USER_SHAPE],
    ['constructor write', 'class C { constructor(u: User) { this.user = u } f() { const x = this.user } }', USER_SHAPE],
    [
      'method',
      'class S { async load(): Promise<User> { return get() } } class C { constructor(private s: S) {} async f() { const x = await this.s.load() } }',
      USER_SHAPE,
    ],
    [
      'inherited generic',
      'class Repo<T> { one(): T { return get() } } class Users extends Repo<User> {} const x = new Users().one()',
      USER_SHAPE,
    ],
    [
      'interface method',
      'interface Repo { one(): Promise<User> } async function f(r: Repo) { const x = await r.one() }',
      USER_SHAPE,
    ],
    [
      'generic interface',
      'interface Repo<T> { all(): Promise<T[]> } async function f(r: Repo<User>) { for (const x of await r.all()) {} }',
      USER_SHAPE,
    ],
    ['explicit type argument', 'function gen<T>(cb: (x: T) => void) {} gen<User>((x) => {})', USER_SHAPE],
    [
      'inferred type argument',
      'function id<T>(v: T): T { return v } function f(u: User) { const x = id(u) }',
      USER_SHAPE,
    ],
    [
      'inferred through callback',
      'async function retry<T>(fn: () => Promise<T>): Promise<T> { return fn() } async function load(): Promise<User> { return get() } async function f() { const x = await retry(() => load()) }',
      USER_SHAPE,
    ],
    ['constraint', 'function f<T extends User>(x: T) {}', USER_SHAPE],
    ['contextual variable', 'const f: (u: User) => void = (x) => {}', USER_SHAPE],
    ['contextual property', 'const h: { on: (u: User) => void } = { on: (x) => {} }', USER_SHAPE],
    ['contextual argument object', 'function run(o: { on: (u: User) => void }) {} run({ on(x) {} })', USER_SHAPE],
    ['contextual return', 'function make(): (u: User) => void { return (x) => {} }', USER_SHAPE],
    ['useState', "import { useState } from 'react'; const [x, setX] = useState<User>()", USER_SHAPE],
    [
      'useState initial',
      "import { useState } from 'react'; function f(u: User) { const [x, setX] = useState(u) }",
      USER_SHAPE,
    ],
    [
      'setState callback',
      "import { useRef } from 'react'; const r = useRef<User>(null); const x = r.current",
      USER_SHAPE,
    ],
    [
      'Worker callback',
      "import { Worker } from 'bullmq'; new Worker<User>('q', async (job) => { const x = job.data })",
      USER_SHAPE,
    ],
    [
      'axios',
      "import axios from 'axios'; async function f() { const { data: x } = await axios.get<User>('/u') }",
      USER_SHAPE,
    ],
    ['ternary', 'function f(a: User, b: User) { const x = a ? a : null }', USER_SHAPE],
    ['fallback', 'function f(a: User | null, b: User) { const x = a ?? b }', USER_SHAPE],
    ['reassigned', 'async function f(a: User) { let x; x = a; }', USER_SHAPE],
    ['satisfies', 'const x = get() satisfies User', USER_SHAPE],
    [
      'jsx props',
      'function Card(p: { on: (u: User) => void }) { return null } const e = <Card on={(x) => {}} />',
      USER_SHAPE,
    ],
    ['literal objects are followed by data, not by shape', 'const x = { email: "a" }', '?'],
    ['static', 'class C { static one(): User { return get() } } const x = C.one()', USER_SHAPE],
    ['object of functions', 'const repo = { one(): User { return get() } }; const x = repo.one()', USER_SHAPE],
    [
      'generator',
      'function* g(us: User[]) { yield* us; } function* h(u: User) { yield u } for (const x of h(get())) {}',
      USER_SHAPE,
    ],
    ['endless recursion', 'function f(n) { return f(n - 1) } const x = f(1)', '?'],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      const path = text.includes('<Card') ? 'main.tsx' : 'main.ts';
      const files = { [path]: USER + text, 'main.ts': path === 'main.ts' ? USER + text : '' };
      assert.equal(shapeOf(files, 'x', 1, path), expected);
    });
  }

  it('crosses files', () => {
    const files = {
      'model.ts': 'export interface User { email: string }',
      'repo.ts':
        "import type { User } from './model'; export class Repo { async find(id: string): Promise<User | undefined> { return undefined } }",
      'index.ts': "export * from './repo'; import { Repo } from './repo'; export const repo = new Repo();",
      'main.ts':
        "import { repo } from './index'; import * as all from './index'; const u = await repo.find('1'); const v = await all.repo.find('2');",
    };
    assert.equal(shapeOf(files, 'u'), 'User{email: string}');
    assert.equal(shapeOf(files, 'v'), 'User{email: string}');
  });
});
