import assert from 'node:assert/strict';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import type { CheckResult } from '../../server/engine/explain/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

const HEAD = `import OpenAI from 'openai';
const openai = new OpenAI();
`;
const SENDS = `export const send = (user: { email: string }) => openai.responses.create({ model: 'm', input: user.email });\n`;

const times = (n: number, make: (i: number) => string): string => Array.from({ length: n }, (_, i) => make(i)).join('');
const nested = (n: number, open: string, inner: string, close: string): string =>
  open.repeat(n) + inner + close.repeat(n);

/** Texts beyond what parsers can read, as machines write them. */
const MONSTROUS: Readonly<Record<string, string>> = {
  'else if': `export function pick(x: number) { ${times(5000, (i) => `if (x === ${String(i)}) { return ${String(i)}; } else `)}{ return 0; } }`,
  'a sum': `export const sum = ${times(20_000, (i) => `'a${String(i)}' + `)}'end';`,
  'chained then': `export const last = Promise.resolve(1)${times(4000, (i) => `.then((x) => x + ${String(i)})`)};`,
  'chained then on lines': `export const last = Promise.resolve(1)${times(4000, (i) => `\n  .then((x) => x + ${String(i)})`)};`,
  arrays: `export const list = ${nested(3000, '[', '', ']')};`,
  objects: `export const tree = ${nested(3000, '{ a: ', '1', '}')};`,
  elements: `export const page = ${nested(3000, '<b>', '', '</b>')};`,
  templates: `export const text = ${nested(3000, '`${', "'x'", '}`')};`,
  parentheses: `export const one = ${nested(3000, '(', '1', ')')};`,
  functions: nested(3000, 'function g() {', '', '}'),
  arrows: `export const never = ${'() => '.repeat(3000)}1;`,
  blocks: nested(3000, '{', '', '}'),
  conditions: `export const pick = (x: number) => ${times(5000, (i) => `x === ${String(i)} ? ${String(i)} : `)}0;`,
  negations: `export const no = ${'!'.repeat(5000)}1;`,
  types: `export type T = ${nested(3000, 'Promise<', 'string', '>')};`,
  'conditional types': `export type T<X> = ${times(3000, (i) => `X extends ${String(i)} ? ${String(i)} : `)}never;`,
};

async function check(path: string, text: string): Promise<CheckResult> {
  const workspace = createWorkspace(await testExtractor());
  workspace.apply({ texts: new Map([[path, text]]), catalogue: await testCatalogue() });
  return workspace.check();
}

const found = ({ diagnostics }: CheckResult): number =>
  diagnostics.filter(({ rule }) => rule === 'personal-data-without-consent').length;

describe('monstrous texts', () => {
  for (const [name, text] of Object.entries(MONSTROUS)) {
    it(`${name}: what stands before and after is checked, what is left out is said`, async () => {
      const path = name === 'elements' ? 'src/a.tsx' : 'src/a.ts';
      const before = HEAD + SENDS;
      const whole = `${before}${text}\n${SENDS.replace('send', 'again')}`;
      const result = await check(path, whole);
      assert.equal(found(result), 2);
      assert.ok(result.problems.length > 0);
      for (const { message, start, end } of result.problems) {
        assert.equal(message, 'Nested too deeply to analyse');
        assert.ok(start >= before.length && end <= before.length + text.length, `${String(start)}-${String(end)}`);
      }
    });
  }

  it('thousands of calls on one object are followed as one would be', async () => {
    const result = await check(
      'src/a.ts',
      `${HEAD}export function send(user: { email: string }) {
        const lines: string[] = [];
        ${times(8000, (i) => `lines.push('line ${String(i)}');\n`)}
        lines.push(user.email);
        return openai.responses.create({ model: 'm', input: lines.join() });
      }`,
    );
    assert.equal(found(result), 1);
  });
});
