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
  /** A finding in each file that asks; before the change, these files read as given. */
  const changed = (before: Readonly<Record<string, string | null>>): World => ({
    files: SPREAD.files ?? {},
    findings: (texts) =>
      [...texts].flatMap(([path, text]) =>
        text.startsWith('ask(')
          ? [
              consentFinding(texts, {
                place: placeOf(texts, path, 'ask'),
                sink: null,
                data: [],
                path: [],
                scope: [path],
              }),
            ]
          : [],
      ),
    ports: {
      changedFiles: (_, revision) => Promise.resolve(revision === 'main' ? Object.keys(before) : []),
      textsBefore: (_, __, paths) => Promise.resolve(new Map(paths.map((path) => [path, before[path] ?? null]))),
    },
  });

  it('shows what was not found before, wherever it lies', async () => {
    const since = (before: Readonly<Record<string, string | null>>, ...argv: string[]) =>
      found(['--changed-since', 'main', ...argv], changed(before));
    assert.deepEqual(await since({ 'lib/file-3.ts': null, 'lib/file-4.ts': '' }), ['lib/file-3.ts', 'lib/file-4.ts']);
    assert.deepEqual(await since({ 'lib/file-3.ts': 'ask( a );' }), [], 'formatted');
    assert.deepEqual(await since({ 'README.md': '' }), []);
    assert.deepEqual(await since({ 'lib/file-3.ts': null }, 'src'), []);
    assert.deepEqual(await found(['--changed-since', 'other'], changed({ 'lib/file-3.ts': null })), []);
  });

  it('says in one line why git cannot tell', async () => {
    const { code, err } = await run(['check', '--changed-since', 'main'], SPREAD);
    assert.deepEqual([code, err], [2, 'probity: git is not installed\n']);
  });
});
