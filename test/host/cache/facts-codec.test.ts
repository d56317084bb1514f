import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { decodeFacts, encodeFacts } from '../../../server/host/cache/facts-codec.ts';
import { ROOT } from '../../house/files.ts';
import { testExtractor } from '../../workspace.ts';

const ODD: readonly (readonly [string, string])[] = [
  ['empty.ts', ''],
  ['names.ts', 'export const constructor = 1, __proto__ = 2, toString = 3;'],
  ['surrogates.ts', 'export const a = "\\uD800", b = "\uD83D\uDE00", c = `\u2028${a}`; // \uDC00'],
  ['broken.ts', 'export function ( { if ('],
  ['types.tsx', 'const [a, b] = useState<User | null>(null); export type User = { "e-mail": string; id?: 1n };'],
  ['ignored.js', '// probity-ignore-next-line unpinned-model -- tried\nask()'],
];

describe('facts as bytes', () => {
  it('come back as they were', async () => {
    const extractor = await testExtractor();
    const own = readdirSync(`${ROOT}server`, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    assert.ok(own.length > 300);
    for (const [path, text] of [
      ...ODD,
      ...own.map((path) => [path, readFileSync(`${ROOT}server/${path}`, 'utf8')] as const),
    ]) {
      const facts = extractor.extract(path, text);
      const bytes = encodeFacts(facts);
      // somewhere in a larger buffer, at an odd place
      const within = Buffer.concat([Buffer.alloc(3), bytes, Buffer.alloc(5)]).subarray(3, 3 + bytes.length);
      assert.deepStrictEqual(decodeFacts(within), facts, path);
    }
  });
});
