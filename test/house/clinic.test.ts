import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../server/engine/explain/index.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { readWorkspace } from '../../server/host/files.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';
import { read } from './files.ts';

const FOLDER = 'examples/clinic';

/** Files named in the first column of the table under a heading of the example's README. */
function filesUnder(heading: string): readonly string[] {
  const section =
    read(`${FOLDER}/README.md`)
      .split(/^## /m)
      .find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, path = '']) => path);
}

/** Files that a finding speaks of: its place, where the data is named, its steps. */
const touched = ({ place, path, data }: Diagnostic): ReadonlySet<string> =>
  new Set([place, ...path.map((step) => step.place), ...data.map((item) => item.place)].map((at) => at.path));

describe('the example product', () => {
  let findings: readonly Diagnostic[];
  before(async () => {
    const workspace = createWorkspace(await testExtractor());
    const { texts, tsconfigs, packages } = await readWorkspace(
      fileURLToPath(new URL(`../../${FOLDER}`, import.meta.url)),
    );
    workspace.apply({ texts, tsconfigs, packages, catalogue: await testCatalogue() });
    findings = workspace.check().diagnostics;
  });

  it('is wrong where its README says so', () => {
    const wrong = filesUnder('Wrong');
    assert.ok(wrong.length >= 7);
    const open = findings.filter(({ suppressed }) => suppressed === null);
    for (const file of wrong)
      assert.ok(
        open.some((finding) => touched(finding).has(file)),
        file,
      );
    for (const finding of open) {
      assert.ok(
        wrong.some((file) => touched(finding).has(file)),
        `${finding.place.path}: ${finding.message}`,
      );
    }
  });

  it('is right where its README says so', () => {
    const right = filesUnder('Right');
    assert.ok(right.length >= 8);
    for (const file of right) {
      const told = findings.filter(({ place, suppressed }) => place.path === file && suppressed === null);
      assert.deepEqual(
        told.map(({ rule, message }) => `${rule}: ${message}`),
        [],
        file,
      );
    }
  });

  it('shows findings of several kinds, and one that is suppressed with a reason', () => {
    const rules = new Set(findings.map(({ rule }) => rule));
    assert.ok(rules.size >= 5, [...rules].join(', '));
    assert.deepEqual(
      findings.flatMap(({ suppressed }) => (suppressed === null ? [] : [suppressed])),
      ['staff agreed to it in the works agreement of 2025'],
    );
  });
});
