import assert from 'node:assert/strict';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import type { CheckSettings } from '../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

const RULE = 'personal-data-without-consent';
const CALL = `import OpenAI from 'openai';
const openai = new OpenAI();
export const ask = (user: { email: string }) =>
  openai.responses.create({ model: 'm', store: false, input: user.email });
`;
/** The same by a name alone, which says less. */
const GUESS = CALL.replace('user: { email: string }', 'contact: any').replace('user.email', 'contact.name');

/** `severity path confidence` of what is found in two files. */
async function found(settings: Partial<CheckSettings>): Promise<readonly string[]> {
  const workspace = createWorkspace(await testExtractor());
  workspace.apply({
    texts: new Map([
      ['a.ts', CALL],
      ['lib/b.ts', CALL],
      ['lib/c.ts', GUESS],
    ]),
    catalogue: await testCatalogue(),
    settings: { severities: {}, freeText: 'off', ...settings },
  });
  return workspace
    .check()
    .diagnostics.filter(({ rule }) => rule === RULE)
    .map(({ severity, place, confidence }) => `${severity} ${place.path} ${confidence}`);
}

const inLib = (path: string): boolean => path.startsWith('lib/');

describe('settings of a rule', () => {
  it('start from what its page says', async () => {
    const all = await found({});
    assert.equal(all.length, 3);
    assert.ok(all.includes('error a.ts high') && all.includes('error lib/b.ts high'), all.join('; '));
    assert.ok(!all.includes('error lib/c.ts high'), 'there is one of less confidence');
  });

  it('hold for some files where they are off elsewhere', async () => {
    const overrides = [{ applies: inLib, severities: { [RULE]: 'info' } as const }];
    const some = await found({ severities: { [RULE]: 'off' }, overrides });
    assert.deepEqual(
      some.map((each) => each.slice(0, 8)),
      ['info lib', 'info lib'],
    );
  });

  it('leave out what is less sure than asked for, everywhere or in some files', async () => {
    const high = { [RULE]: { minConfidence: 'high' } } as const;
    assert.deepEqual(await found({ options: high }), ['error a.ts high', 'error lib/b.ts high']);
    const back = [{ applies: inLib, severities: {}, options: { [RULE]: { minConfidence: 'low' } } as const }];
    assert.equal((await found({ options: high, overrides: back })).length, 3);
    const there = [{ applies: inLib, severities: {}, options: high }];
    assert.deepEqual(await found({ overrides: there }), ['error a.ts high', 'error lib/b.ts high']);
    const elsewhere = [{ applies: (path: string) => path === 'a.ts', severities: {}, options: high }];
    assert.equal((await found({ overrides: elsewhere })).length, 3);
  });
});
