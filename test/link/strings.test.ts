import assert from 'node:assert/strict';
import { HOLE } from '../../server/engine/link/index.ts';
import { createStrings } from '../../server/engine/link/strings.ts';
import { nodeOf, programOf } from './shapes/harness.ts';

/** Constant texts of the variable `x`; holes shown as `…`. */
function stringsOf(text: string): readonly string[] {
  const program = programOf({ 'a.ts': text });
  return program.strings(nodeOf(program, 'a.ts', 'x')).map((s) => s.replaceAll(HOLE, '…'));
}

describe('constant texts of values', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`const x = 'a' + y + \`b\${1}\`;`, ['a…b1']],
    [`const x = true;`, ['true']],
    [`const x = !y;`, ['…']],
    [`import path from 'node:path'; const x = path.join(root, 'public', \`\${name}.html\`);`, ['…/public/….html']],
    [`import { resolve } from 'path'; const x = resolve('dist', 'a.html');`, ['dist/a.html']],
    [`const x = parts.join('public', 'a');`, ['…']],
    [`const x = ['a', y, 'b'].join('/');`, ['a/…/b']],
    [
      `const url = (path: string) => \`https://h.example/\${path}\`; const x = url('chat');`,
      ['https://h.example/chat'],
    ],
    [`const url = (base: string, path: string) => base + '/v1' + path; const x = url('h', z);`, ['h/v1…']],
    [`import join from 'url-join'; const x = join('https://h.example', '/chat');`, ['https://h.example//chat']],
    [`import say from 'words'; const x = say('https://h.example', 'chat');`, ['…']],
  ];
  for (const [text, wanted] of cases)
    it(text, () => {
      assert.deepEqual(stringsOf(text), wanted);
    });

  it('are looked for in bounded steps where functions call each other with what they are given', () => {
    const steps = (length: number): number => {
      const calls = (i: number): string => (i + 1 < length ? `\${f${String(i + 1)}(a)}\${f${String(i + 1)}('b')}` : '');
      const functions = Array.from({ length }, (_, i) => `const f${String(i)} = (a: string) => \`\${a}-${calls(i)}\`;`);
      const program = programOf({ 'a.ts': `${functions.join('\n')}\nconst x = f0('c');` });
      let asked = 0;
      const resolver = Object.create(program.resolver, {
        of: {
          value: (...of: Parameters<typeof program.resolver.of>) => {
            asked++;
            return program.resolver.of(...of);
          },
        },
      }) as typeof program.resolver;
      const { file, node } = nodeOf(program, 'a.ts', 'x');
      createStrings(resolver, () => undefined)(file, node);
      return asked;
    };
    assert.ok(steps(60) < 100_000);
    assert.ok(steps(60) < 10 * steps(20));
  });
});
