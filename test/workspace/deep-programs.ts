/** Programs that go deep in one way each: their personal data goes through `n` links of one kind to a model. */
export interface DeepProgram {
  readonly name: string;
  /** The chain is one of consent: where all of it is seen there is nothing to find. */
  readonly guarded?: true;
  readonly files: (n: number) => ReadonlyMap<string, string>;
}

const HEAD = `import OpenAI from 'openai';
const openai = new OpenAI();
interface User { id: string; email: string; aiConsent: boolean; }
declare function load(): User;
const send = (input: string) => openai.responses.create({ model: 'm', input });
`;

const repeat = (n: number, make: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => make(i)).join('\n');

const one = (name: string, text: (n: number) => string): DeepProgram => ({
  name,
  files: (n) => new Map([['src/a.ts', HEAD + text(n)]]),
});

/** A chain inside a function: `first`, then `n` links, then the value that is sent. */
const chain = (name: string, first: string, link: (i: number) => string, last: (n: number) => string): DeepProgram =>
  one(name, (n) => `export function go(user: User) {\n${first}\n${repeat(n, link)}\nreturn send(${last(n)});\n}`);

const at = (i: number): string => String(i);

export const DEEP_PROGRAMS: readonly DeepProgram[] = [
  chain(
    'definitions',
    'const v0 = user.email;',
    (i) => `const v${at(i + 1)} = v${at(i)};`,
    (n) => `v${at(n)}`,
  ),
  chain(
    'assignments',
    'let v = user.email;',
    (i) => `v = v + '${at(i)}';`,
    () => 'v',
  ),
  chain(
    'appended text',
    `let v = '';`,
    () => 'v += user.email;',
    () => 'v',
  ),
  chain(
    'doubled text',
    'const v0 = user.email;',
    (i) => `const v${at(i + 1)} = v${at(i)} + v${at(i)};`,
    (n) => `v${at(n)}`,
  ),
  chain(
    'conditional writes',
    'let v = user.email;',
    (i) => `if (user.id === '${at(i)}') v = v.trim();`,
    () => 'v',
  ),
  chain(
    'conditions',
    '',
    (i) => `if (user.id === '${at(i)}') return null;`,
    () => 'user.email',
  ),
  {
    guarded: true,
    ...chain(
      'consent variables',
      'const ok0 = user.aiConsent;',
      (i) => `const ok${at(i + 1)} = ok${at(i)} && user.id !== '${at(i)}';`,
      (n) => `ok${at(n)} ? user.email : ''`,
    ),
  },
  chain(
    'spread objects',
    'const v0 = { ...user };',
    (i) => `const v${at(i + 1)} = { ...v${at(i)}, k${at(i)}: 1 };`,
    (n) => `v${at(n)}.email`,
  ),
  chain(
    'stored properties',
    'const v: any = { email: user.email };',
    (i) => `v.k${at(i)} = ${at(i)};`,
    () => 'v.email',
  ),
  chain(
    'pushes',
    'const v: string[] = [];',
    () => 'v.push(user.email);',
    () => `v.join('')`,
  ),
  chain(
    'nested objects',
    'const v0: any = { email: user.email };',
    (i) => `const v${at(i + 1)} = { inner: v${at(i)} };`,
    (n) => `JSON.stringify(v${at(n)})`,
  ),
  chain(
    'promises',
    'const p0 = Promise.resolve(user.email);',
    (i) => `const p${at(i + 1)} = p${at(i)}.then((x) => x);`,
    (n) => `await p${at(n)}`,
  ),
  chain(
    'loops',
    'let v = user; let w = user.email;',
    (i) => `for (const k of [${at(i)}]) { v = { ...v, id: w }; w = w + k; }`,
    () => 'v.email + w',
  ),
  one(
    'functions',
    (
      n,
    ) => `${repeat(n, (i) => `function f${at(i)}(x: string): string { return ${i === 0 ? 'x' : `f${at(i - 1)}(x)`}; }`)}
export const go = (user: User) => send(f${at(n - 1)}(user.email));`,
  ),
  one(
    'callers',
    (n) => `function c0(x: string) { return send(x); }
${repeat(n, (i) => `function c${at(i + 1)}(x: string) { return c${at(i)}(x); }`)}
export const go = (user: User) => c${at(n)}(user.email);`,
  ),
  {
    guarded: true,
    ...one(
      'consent helpers',
      (n) => `function ok0(u: User): boolean { return u.aiConsent; }
${repeat(n, (i) => `function ok${at(i + 1)}(u: User): boolean { return ok${at(i)}(u); }`)}
export const go = (user: User) => (ok${at(n)}(user) ? send(user.email) : null);`,
    ),
  },
  {
    guarded: true,
    ...one(
      'assertions',
      (n) => `function must0(u: User): void { if (!u.aiConsent) throw new Error('consent'); }
${repeat(n, (i) => `function must${at(i + 1)}(u: User): void { must${at(i)}(u); }`)}
export const go = (user: User) => { must${at(n)}(user); return send(user.email); };`,
    ),
  },
  one(
    'callbacks',
    (n) => `const g0 = (x: string): string => x;
${repeat(n, (i) => `const g${at(i + 1)} = (x: string) => [x].map((y) => g${at(i)}(y)).join('');`)}
export const go = (user: User) => send(g${at(n)}(user.email));`,
  ),
  one(
    'classes',
    (n) => `class C0 { ask(x: string) { return send(x); } }
${repeat(n, (i) => `class C${at(i + 1)} extends C${at(i)} {}`)}
export const go = (user: User) => new C${at(n)}().ask(user.email);`,
  ),
  one(
    'interfaces',
    (n) => `interface I0 { email: string; }
${repeat(n, (i) => `interface I${at(i + 1)} extends I${at(i)} { k${at(i)}: string; }`)}
export const go = (${repeat(n, (i) => `u${at(i)}: I${at(i)},`)} last: I${at(n)}) => send(JSON.stringify(last));`,
  ),
  one(
    'aliases',
    (n) => `type T0 = { email: string };
${repeat(n, (i) => `type T${at(i + 1)} = T${at(i)} & { k${at(i)}: string };`)}
export const go = (user: T${at(n)}) => send(JSON.stringify(user));`,
  ),
  one(
    'generic aliases',
    (n) => `type G0<T> = { email: string; of: T };
${repeat(n, (i) => `type G${at(i + 1)}<T> = G${at(i)}<{ k: T }>;`)}
export const go = (user: G${at(n)}<string>) => send(JSON.stringify(user));`,
  ),
  one(
    'a growing type',
    () => `type W<T> = { email: string; next: W<{ of: T }>; list: W<T[]>[] };
export const go = (user: W<string>) => send(JSON.stringify(user.next.next.list));`,
  ),
  one(
    'closures',
    (n) => `export function go(user: User) {\n${repeat(Math.min(n, 200), (i) => `const h${at(i)} = () => {`)}
return send(user.email);\n${repeat(Math.min(n, 200), () => '};')}\n}`,
  ),
  one(
    'mutual recursion',
    (
      n,
    ) => `${repeat(n, (i) => `function r${at(i)}(u: User, d: number): string { return d > 0 ? r${at((i * 7 + 1) % n)}(u, d - 1) + r${at((i * 3 + 2) % n)}(u, d - 1) : u.email; }`)}
export const go = (user: User) => send(r0(user, 9));`,
  ),
  one(
    'method chains',
    (n) =>
      `export const go = (user: User) => {\nlet v = user.email;\n${repeat(Math.ceil(n / 50), () => `v = v${'.trim()'.repeat(50)};`)}\nreturn send(v);\n};`,
  ),
  one(
    'ternaries',
    (n) =>
      `export const go = (user: User) => send(${Array.from({ length: Math.min(n, 400) }, (_, i) => `user.id === '${at(i)}' ? '' : `).join('')}user.email);`,
  ),
  one(
    'alternatives',
    (n) =>
      `export const go = (user: User, o: any) => send(${Array.from({ length: n }, (_, i) => `o.k${at(i)} ?? `).join('')}user.email);`,
  ),
  one(
    'concatenations',
    (n) =>
      `export const go = (user: User) => send(${Array.from({ length: n }, (_, i) => `'${at(i)}' + `).join('')}user.email);`,
  ),
  one(
    'constructions',
    (n) => `class B0 { constructor(readonly email: string) {} }
${repeat(n, (i) => `class B${at(i + 1)} { constructor(readonly of: B${at(i)}) {} get email(): string { return this.of.email; } }`)}
export const go = (b: B${at(n)}, user: User) => send(b.email + new B0(user.email).email);`,
  ),
  {
    name: 'modules',
    files: (n) =>
      new Map([
        ['src/m0.ts', `${HEAD}export const pass = (x: string) => send(x);`],
        ...Array.from({ length: n }, (_, i): [string, string] => [
          `src/m${at(i + 1)}.ts`,
          `import { pass as before } from './m${at(i)}';\nexport const pass = (x: string) => before(x);`,
        ]),
        [
          'src/end.ts',
          `import { pass } from './m${at(n)}';\nexport const go = (user: { email: string }) => pass(user.email);`,
        ],
      ]),
  },
  {
    name: 'barrels',
    files: (n) =>
      new Map([
        ['src/m0.ts', `${HEAD}export const pass = (x: string) => send(x);\nexport { openai };`],
        ...Array.from({ length: n }, (_, i): [string, string] => [
          `src/m${at(i + 1)}.ts`,
          `export * from './m${at(i)}';`,
        ]),
        [
          'src/end.ts',
          `import { pass, openai } from './m${at(n)}';
export const go = (user: { email: string }) => pass(user.email);
export const go2 = (user: { email: string }) => openai.responses.create({ model: 'm', input: user.email });`,
        ],
      ]),
  },
];
