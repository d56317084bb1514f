import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import type { CheckSettings, Workspace } from '../../server/engine/workspace/index.ts';
import { readWorkspace } from '../../server/host/files.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

const CLINIC = fileURLToPath(new URL('../../examples/clinic', import.meta.url));
const SETTINGS: CheckSettings = { severities: {}, freeText: 'off' };
const EDITED = 'apps/api/src/jobs/weekly-digest.ts';

/** The example product, checked, and the files that were extracted since this was last asked. */
async function checked(): Promise<{
  readonly workspace: Workspace;
  readonly texts: ReadonlyMap<string, string>;
  extracted(): readonly string[];
}> {
  const extractor = await testExtractor();
  let seen: string[] = [];
  const workspace = createWorkspace({
    ...extractor,
    extract(path, text) {
      seen.push(path);
      return extractor.extract(path, text);
    },
  });
  const { texts, tsconfigs, packages } = await readWorkspace(CLINIC);
  workspace.apply({ texts, tsconfigs, packages, catalogue: await testCatalogue(), settings: SETTINGS });
  workspace.check();
  const extracted = (): readonly string[] => {
    const since = seen;
    seen = [];
    return since.sort();
  };
  return { workspace, texts, extracted };
}

describe('facts of a workspace', () => {
  it('are extracted once for each file that is needed', async () => {
    const { workspace, extracted } = await checked();
    const first = extracted();
    assert.ok(first.length > 40);
    assert.equal(new Set(first).size, first.length);
    workspace.check();
    assert.deepEqual(extracted(), []);
  });

  it('stand when the configuration or the catalogue changes', async () => {
    const { workspace, extracted } = await checked();
    const before = workspace.check().diagnostics.length;
    extracted();
    workspace.apply({ settings: { ...SETTINGS, severities: { 'personal-data-without-consent': 'off' } } });
    const quieter = workspace.check().diagnostics.length;
    assert.ok(quieter < before, 'the change is seen');
    assert.deepEqual(extracted(), []);
    const catalogue = await testCatalogue();
    workspace.apply({ settings: SETTINGS, catalogue: { ...catalogue, rules: catalogue.rules.slice(0, 1) } });
    assert.notEqual(workspace.check().diagnostics.length, before);
    assert.deepEqual(extracted(), []);
  });

  it('are extracted anew of the one file whose text changes, whether parts are kept or not', async () => {
    for (const isPrepared of [false, true]) {
      const { workspace, texts, extracted } = await checked();
      if (isPrepared) workspace.prepare(() => false);
      extracted();
      const text = texts.get(EDITED) ?? '';
      workspace.apply({ texts: new Map([[EDITED, text.replace('continue;', 'continue; ')]]) });
      workspace.check();
      assert.deepEqual(extracted(), [EDITED]);
    }
  });
});
