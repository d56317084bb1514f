import assert from 'node:assert/strict';
import type { CheckResult } from '../../server/engine/explain/index.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';
import { DEEP_PROGRAMS } from './deep-programs.ts';

async function check(texts: ReadonlyMap<string, string>): Promise<CheckResult> {
  const workspace = createWorkspace(await testExtractor());
  workspace.apply({ texts, catalogue: await testCatalogue() });
  return workspace.check();
}

/** Beyond every limit of the engine. */
const DEEP = 250;

describe('depth', () => {
  for (const { name, guarded, files } of DEEP_PROGRAMS) {
    it(`${name}: found where it is shallow`, async () => {
      const { diagnostics, problems } = await check(files(3));
      assert.deepEqual(problems, []);
      const found = diagnostics.some((d) => d.rule === 'personal-data-without-consent');
      assert.equal(found, guarded !== true);
    });

    it(`${name}: found, or said not to be followed, where it is deep`, async () => {
      const { aiCalls, diagnostics, unknowns, problems } = await check(files(DEEP));
      assert.deepEqual(
        problems.filter((problem) => problem.fault === true),
        [],
      );
      assert.ok(diagnostics.length + unknowns.length + problems.length > 0, 'neither found nor said');
      assert.ok(aiCalls.length + problems.length > 0, 'the call is lost');
      if (problems.length > 0) return;
      for (const { consent } of aiCalls)
        assert.notEqual(consent.status, 'not-needed', 'it looks as if nothing were sent');
    });
  }
});
