import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckResult } from '../../server/engine/explain/index.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { readWorkspace } from '../../server/host/files.ts';
import { ROOT } from '../house/files.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';
import { edited, randomEdit } from '../../bench/editor/random-edits.ts';
import { createRandom } from '../../bench/generate/random.ts';

const EDITS = Number(process.env['RANDOM_EDITS'] ?? 400);
/** A fresh look after each edit would take hours; it is taken now and then. */
const COMPARE_EVERY = Number(process.env['RANDOM_COMPARE'] ?? 40);
const PROJECT = process.env['RANDOM_PROJECT'] ?? `${ROOT}examples/clinic`;

/** Which files were looked into is told in no order. */
const inOrder = (result: CheckResult): CheckResult => ({ ...result, analysed: [...result.analysed].sort() });

describe('a workspace after random edits', function () {
  this.timeout(3_600_000);

  it(`answers as one that has never seen another text, ${String(EDITS)} edits`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'probity-random-'));
    cpSync(PROJECT, folder, { recursive: true });
    try {
      const extractor = await testExtractor();
      const catalogue = await testCatalogue();
      const files = await readWorkspace(folder);
      const settings = { severities: {}, freeText: 'off' as const };
      const rest = { tsconfigs: files.tsconfigs, packages: files.packages, catalogue, settings };
      const texts = new Map(files.texts);
      const original = new Map(files.texts);
      const paths = [...texts.keys()].filter((path) => /\.tsx?$/.test(path));
      const used = createWorkspace(extractor);
      used.apply({ texts, ...rest });
      used.check();
      used.prepare(() => false);
      const random = createRandom(Number(process.env['SEED'] ?? 1));
      for (let i = 1; i <= EDITS; i++) {
        const edit = randomEdit(texts, paths, random);
        // Now and then a file is as it was: otherwise soon nothing would be left to find.
        const text = random() < 0.1 ? (original.get(edit.path) ?? '') : edited(texts.get(edit.path) ?? '', edit);
        texts.set(edit.path, text);
        used.apply({ texts: new Map([[edit.path, text]]) });
        const now = used.check();
        if (i % COMPARE_EVERY !== 0 && i !== EDITS) continue;
        const fresh = createWorkspace(extractor);
        fresh.apply({ texts, ...rest });
        assert.deepEqual(inOrder(now), inOrder(fresh.check()), `after ${String(i)} edits, the last in ${edit.path}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
