import assert from 'node:assert/strict';
import type { FileFacts } from '../../server/engine/extract/index.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

const CALL = `import OpenAI from 'openai';
import { textOf } from './text';
const openai = new OpenAI();
export const ask = (user: { email: string }) => openai.responses.create({ model: 'm', input: textOf(user.email) });
`;

/** Facts that break whatever looks into the file's functions, as a fault of the engine would. */
function broken(facts: FileFacts): FileFacts {
  return Object.defineProperty({ ...facts }, 'functions', {
    get: () => {
      throw new RangeError('Maximum call stack size exceeded');
    },
  });
}

describe('a fault of the engine', () => {
  it('loses one call, not the scan, and is a problem with its place', async () => {
    const extractor = await testExtractor();
    const workspace = createWorkspace({
      ...extractor,
      extract: (path, text) => {
        const facts = extractor.extract(path, text);
        return path === 'b/text.ts' ? broken(facts) : facts;
      },
    });
    const texts = ['a', 'b', 'c'].flatMap((folder): [string, string][] => [
      [`${folder}/call.ts`, CALL],
      [`${folder}/text.ts`, 'export const textOf = (text: string) => `Dear ${text}`;\n'],
    ]);
    workspace.apply({ texts: new Map(texts), catalogue: await testCatalogue() });
    const result = workspace.check();
    assert.deepEqual(
      result.diagnostics.map((d) => d.place.path),
      ['a/call.ts', 'c/call.ts'],
    );
    assert.deepEqual(
      result.aiCalls.map((call) => [call.place.path, call.consent.status]),
      [
        ['a/call.ts', 'none'],
        ['b/call.ts', 'unknown'],
        ['c/call.ts', 'none'],
      ],
    );
    assert.deepEqual(
      result.problems.map(({ path, start, fault }) => ({ path, start, fault })),
      [{ path: 'b/call.ts', start: CALL.indexOf('openai.responses'), fault: true }],
    );
    assert.match(result.problems[0]?.message ?? '', /call stack/);
  });
});
