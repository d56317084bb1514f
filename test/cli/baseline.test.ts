import assert from 'node:assert/strict';
import { consentFinding, FILES, FOUND, placeOf, ROOT, run } from './fakes.ts';
import type { World } from './fakes.ts';

const FILE = 'probity-baseline.json';
const UPDATE = ['check', '--baseline', FILE, '--update-baseline'];

/** The world of FOUND with a second finding in another file, and a file that holds the given baseline. */
function world(baseline: string | null, findings: World['findings'] = FOUND.findings): World {
  const files = { ...FILES, 'lib/a.ts': 'ask(a);\n', ...(baseline === null ? {} : { [FILE]: baseline }) };
  return { files, ...(findings ? { findings } : {}) };
}

const both: World['findings'] = (texts) => [
  consentFinding(texts),
  consentFinding(texts, { place: placeOf(texts, 'lib/a.ts', 'ask'), sink: null, scope: ['other'] }),
];

const written = async (argv: readonly string[], of: World): Promise<string> =>
  (await run(argv, of)).written.get(`${ROOT}/${FILE}`) ?? '';

describe('baseline', () => {
  it('holds what is found, sorted, a line each, and lets it pass', async () => {
    const { code, out, written: files } = await run(UPDATE, world(null, both));
    const text = files.get(`${ROOT}/${FILE}`) ?? '';
    assert.equal(code, 0);
    assert.match(out, /^✔ No findings · 2 in the baseline · /);
    const entry = (file: string): string =>
      ` {4}\\{"file":"${file}","rule":"personal-data-without-consent","id":"[0-9a-f]{16}","near":"[0-9a-f ]{26}"\\},\n`;
    const lines = `${entry('lib/a\\.ts')}${entry('src/summary\\.ts')} {4}null\n`;
    assert.match(text, new RegExp(`^\\{\n {2}"version": 2,\n {2}"findings": \\[\n${lines} {2}\\]\n\\}\n$`));
    assert.doesNotThrow(() => JSON.parse(text));
    const again = await run(['check', '--baseline', FILE], world(text, both));
    assert.deepEqual([again.code, again.err], [0, '']);
    const json = await run(['check', '--baseline', FILE, '--format', 'json'], world(text, both));
    const { summary, findings } = JSON.parse(json.out) as { summary: Record<string, unknown>; findings: unknown[] };
    assert.deepEqual([summary['baselined'], summary['findings'], findings], [2, { error: 0, warning: 0, info: 0 }, []]);
  });

  it('lets new findings fail', async () => {
    const text = await written(UPDATE, world(null));
    const { code, out } = await run(['check', '--baseline', FILE], world(text, both));
    assert.equal(code, 1);
    assert.match(out, /lib\/a\.ts/);
    assert.doesNotMatch(out, /src\/summary\.ts\n/);
    assert.match(out, /✖ 1 error · 1 in the baseline/);
  });

  it('says what is gone, and takes it out when brought up to date', async () => {
    const text = await written(UPDATE, world(null, both));
    const { code, err } = await run(['check', '--baseline', FILE], world(text));
    assert.equal(code, 0);
    assert.equal(err, '1 finding of the baseline is gone; --update-baseline takes it out.\n');
    assert.equal((await run(['check', '--baseline', FILE, '--quiet'], world(text))).err, '');
    assert.equal((await run(['check', '--baseline', FILE, 'src'], world(text))).err, '', 'it was not looked at');
    const updated = await written(UPDATE, world(text));
    assert.doesNotMatch(updated, /lib\/a\.ts/);
    assert.equal(updated, await written(UPDATE, world(null)));
  });

  it('keeps what lies outside of what is checked', async () => {
    const text = await written(UPDATE, world(null, both));
    assert.equal(await written([...UPDATE, 'src'], world(text, both)), text);
    const none = await written(
      [...UPDATE, 'src'],
      world(text, () => []),
    );
    assert.match(none, /lib\/a\.ts/);
    assert.doesNotMatch(none, /summary/);
  });

  it('does not hold suppressed findings', async () => {
    const suppressed = world(null, (texts) => [
      consentFinding(texts, { place: placeOf(texts, 'lib/a.ts', 'ask'), sink: null }),
    ]);
    const comment = '// probity-ignore-next-line personal-data-without-consent -- staff\n';
    const files = { ...suppressed.files, 'lib/a.ts': `${comment}ask(a);\n` };
    assert.match(await written(UPDATE, { ...suppressed, files }), /"findings": \[\n {4}null\n {2}\]/);
  });

  it('is told from other text, with the place', async () => {
    const wrong: readonly (readonly [readonly string[], World, RegExp])[] = [
      [['check', '--baseline', FILE], world(null), /There is no baseline "probity-baseline\.json"; --update-baseline/],
      [
        ['check', '--baseline', FILE],
        world('{\n  "version": 1,\n  findings\n}'),
        /probity-baseline\.json:3:3 {2}The baseline is not JSON/,
      ],
      [UPDATE, world('[]'), /probity-baseline\.json:1:1 {2}This is not a baseline/],
      [UPDATE, world('{"version": 1, "findings": {}}'), /not a baseline of version 2/],
      [UPDATE, world('{"version": 2, "findings": [1]}'), /not a baseline/],
      [UPDATE, world('{"version": 2, "findings": [{ "file": "a" }]}'), /not a baseline/],
      [['check', '--update-baseline'], world(null), /--update-baseline needs --baseline/],
    ];
    for (const [argv, of, message] of wrong) {
      const { code, err, written: files } = await run(argv, of);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.equal(files.size, 0, 'nothing is written over it');
    }
  });

  it('says why it could not be written', async () => {
    const of = { ...world(null), ports: { replaceFile: () => Promise.reject(new Error('disk is full')) } };
    const { code, err } = await run(UPDATE, of);
    assert.equal(code, 2);
    assert.match(err, /could not be written to "probity-baseline\.json": disk is full/);
  });
});
