import assert from 'node:assert/strict';
import { HOLE } from '../../server/engine/link/index.ts';
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
  ];
  for (const [text, wanted] of cases)
    it(text, () => {
      assert.deepEqual(stringsOf(text), wanted);
    });
});
