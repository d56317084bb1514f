import assert from 'node:assert/strict';
import { consentFinding, FILES, placeOf, run } from './fakes.ts';
import type { World } from './fakes.ts';

const NAMES = Array.from({ length: 12 }, (_, n) => `lib/file-${String(n)}.ts`);
const SPREAD: World = {
  files: { ...FILES, ...Object.fromEntries(NAMES.map((name) => [name, 'ask(a);\n'])) },
  findings: (texts) => [
    consentFinding(texts),
    ...NAMES.map((name) =>
      consentFinding(texts, { place: placeOf(texts, name, 'ask'), sink: null, data: [], path: [] }),
    ),
  ],
};

async function found(argv: readonly string[], world: World): Promise<readonly string[]> {
  const { out, err } = await run(['check', '--format', 'json', ...argv], world);
  assert.equal(err, '');
  return (JSON.parse(out) as { findings: { file: string }[] }).findings.map(({ file }) => file);
}

describe('--shard', () => {
  it('gives every finding to exactly one part', async () => {
    const whole = await found([], SPREAD);
    const parts = await Promise.all(['1/3', '2/3', '3/3'].map((part) => found(['--shard', part], SPREAD)));
    assert.equal(whole.length, 13);
    assert.deepEqual(parts.flat().sort(), [...whole].sort());
    for (const part of parts) assert.ok(part.length > 0 && part.length < whole.length);
    assert.deepEqual(await found(['--shard', '1/1'], SPREAD), whole);
  });

  it('goes by the AI call, so that parts agree on a finding whose ends lie in two files', async () => {
    const one = (path: string): World => ({
      files: SPREAD.files ?? {},
      findings: (texts) => [consentFinding(texts, { place: placeOf(texts, path, 'ask') })],
    });
    const part = async (path: string): Promise<number> => (await found(['--shard', '1/2'], one(path))).length;
    const counts = new Set(await Promise.all(NAMES.map(part)));
    assert.equal(counts.size, 1);
  });

  it('takes parts of a whole only', async () => {
    for (const part of ['0/2', '3/2', '1', 'a/b', '1/0', '-1/2']) {
      const { code, err } = await run(['check', `--shard=${part}`], SPREAD);
      assert.equal(code, 2, part);
      assert.match(err, /A part of a whole is expected/);
    }
  });
});

describe('--changed-since', () => {
  const changed = (...paths: string[]): World => ({
    ...SPREAD,
    ports: { changedFiles: (_, revision) => Promise.resolve(revision === 'main' ? paths : []) },
  });

  it('shows findings that touch a changed file anywhere on their way', async () => {
    assert.deepEqual(await found(['--changed-since', 'main'], changed('lib/file-3.ts')), ['lib/file-3.ts']);
    assert.deepEqual(await found(['--changed-since', 'main'], changed('src/ai.ts')), ['src/summary.ts']);
    assert.deepEqual(await found(['--changed-since', 'main'], changed('README.md')), []);
    assert.deepEqual(await found(['--changed-since', 'other'], changed('src/ai.ts')), []);
    assert.deepEqual(await found(['--changed-since', 'main', 'lib'], changed('src/ai.ts', 'lib/file-1.ts')), [
      'lib/file-1.ts',
    ]);
  });

  it('says in one line why git cannot tell', async () => {
    const { code, err } = await run(['check', '--changed-since', 'main'], SPREAD);
    assert.deepEqual([code, err], [2, 'probity: git is not installed\n']);
  });
});
