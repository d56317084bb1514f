import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validateDocument } from '../../rules/schema/index.ts';
import { readCatalogueFolder } from '../../server/host/catalogue.ts';

const SDK = { id: 'x', packages: ['x'], recipient: { name: 'X', country: 'US' }, calls: [] };

describe('catalogue documents', () => {
  it('accepts the catalogue of this repository', async () => {
    const reading = await readCatalogueFolder(fileURLToPath(new URL('../../rules', import.meta.url)));
    assert.deepEqual(reading.problems, []);
    assert.ok(reading.catalogue.sdks.length > 80);
    assert.ok(reading.catalogue.hosts.length > 100);
    assert.ok(reading.catalogue.frameworks.length > 20);
  });

  it('names the nearest key for an unknown one', () => {
    const [problem] = validateDocument('sdk', { ...SDK, callz: [] });
    assert.deepEqual(problem?.path, ['callz']);
    assert.match(problem.message, /did you mean "calls"/);
  });

  it('refuses paths that cannot be read', () => {
    const call = { at: 'a..b', kind: 'chat', sends: ['messages'] };
    const paths = validateDocument('sdk', { ...SDK, calls: [call] }).map((problem) => problem.path.join('.'));
    assert.deepEqual(paths, ['calls.0.at', 'calls.0.sends.0']);
  });

  it('refuses unknown kinds, wrong values and missing keys', () => {
    const call = { at: 'a.b', kind: 'chatt', sends: [] };
    assert.match(validateDocument('sdk', { ...SDK, calls: [call] })[0]?.message ?? '', /did you mean "chat"/);
    assert.match(validateDocument('sdk', { ...SDK, packages: 'x' })[0]?.message ?? '', /expected a list/);
    assert.match(
      validateDocument('laws', [{ id: 'a', title: 'A', jurisdiction: 'EU' }])[0]?.message ?? '',
      /appliesFrom/,
    );
    assert.equal(validateDocument('sdk', null).length, 1);
    assert.deepEqual(validateDocument('sdk', SDK), []);
  });

  it('says the line and column of a problem in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
    const write = async (name: string, text: string): Promise<void> => {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    };
    try {
      await write('sdks/x.yaml', 'id: x\npackages: [x]\nrecipient: { name: X, country: usa }\ncalls: []\n');
      await write('checks/a.md', '---\nid: a\nnumbr: 1\n---\nProse\n');
      await write('checks/b.md', 'No front matter\n');
      const { problems } = await readCatalogueFolder(folder);
      const shown = problems.map(({ file, line, column }) => `${file}:${String(line)}:${String(column)}`);
      assert.ok(shown.includes('sdks/x.yaml:3:32'), shown.join(' '));
      assert.ok(shown.includes('checks/a.md:3:1'), shown.join(' '));
      assert.ok(shown.includes('checks/b.md:1:1'), shown.join(' '));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
