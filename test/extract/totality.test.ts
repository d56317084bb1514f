import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nodeCount } from '../../server/engine/extract/index.ts';
import { testExtractor } from '../workspace.ts';

const SAMPLE = `import OpenAI, { type X } from 'openai';
export class A<T> extends B { constructor(private readonly x: string, @Inject() y = 1) { super(); }
  async *m({ a, ...rest }: { a?: string }) { for (const q of [1, 2]) { if (a && rest) yield q; else continue; } } }
export const f = async (u) => { try { await g\`t\${u.email}\`; } catch (e) { throw e; } finally { u.x ??= 1; } };
switch (f) { case 1: break; default: f(...[1]); }
label: while (true) { break label; }`;

describe('extraction', () => {
  it('never throws and keeps node ids in range, whatever the text', async () => {
    const extractor = await testExtractor();
    fc.assert(
      fc.property(fc.nat(SAMPLE.length), fc.nat(40), fc.string({ maxLength: 6 }), (at, cut, put) => {
        const facts = extractor.extract('a.ts', SAMPLE.slice(0, at) + put + SAMPLE.slice(at + cut));
        for (const call of facts.calls) assert.ok(call >= 0 && call < nodeCount(facts));
        for (const fn of facts.functions) for (const exit of fn.returns) assert.ok(exit.node < nodeCount(facts));
      }),
      { numRuns: 300 },
    );
  });

  it('reads on after characters that are none of the language', async () => {
    const extractor = await testExtractor();
    const one = 'f(1);\n';
    for (const stray of ['\0', '\u2028', '\uFEFF', '\u00A0', '\r']) {
      assert.equal(extractor.extract('a.ts', `${one}${stray}${one}`).calls.length, 2, JSON.stringify(stray));
    }
    for (const stray of ['\0', '\uD800', '\uDC00', '\x01']) {
      assert.equal(extractor.extract('a.ts', `${one}f('a${stray}b');`).calls.length, 2, JSON.stringify(stray));
    }
  });

  it('survives deep nesting', async () => {
    const extractor = await testExtractor();
    for (const deep of [
      '('.repeat(5000) + ')'.repeat(5000),
      '['.repeat(20000),
      `${'a('.repeat(3000)}1${')'.repeat(3000)}`,
    ]) {
      assert.equal(extractor.extract('deep.js', `const x = ${deep};`).path, 'deep.js');
    }
  });
});
