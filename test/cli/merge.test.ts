import assert from 'node:assert/strict';
import { FORMATS } from '../../server/cli/report/report.ts';
import { consentFinding, FILES, placeOf, run } from './fakes.ts';
import type { World } from './fakes.ts';

const NAMES = Array.from({ length: 9 }, (_, n) => `lib/файл ${String(n)}.ts`);
const SOURCE =
  '\tconst x = "🙂"; ask(user.iin);\n// probity-ignore-next-line personal-data-without-consent -- the contract\nask(user.tel);\n';

/** Findings in many files: some suppressed, some with AI calls elsewhere; calls, unknowns, problems, a fault. */
const SPREAD: World = {
  files: { ...FILES, ...Object.fromEntries(NAMES.map((name) => [name, SOURCE])) },
  findings: (texts) => [
    consentFinding(texts),
    ...NAMES.flatMap((name) => [
      consentFinding(texts, { place: placeOf(texts, name, 'ask(user.iin)') }),
      consentFinding(texts, { place: placeOf(texts, name, 'ask(user.tel)'), sink: null, data: [], path: [] }),
    ]),
  ],
  result: {
    aiCalls: NAMES.map((path, i) => ({
      sdk: 'openai',
      api: 'chat.completions.create',
      kind: 'chat',
      recipient: 'OpenAI',
      country: 'US',
      place: { path, start: 3, end: 20 },
      data: ['user.contact.email'],
      consent: { status: 'partial', at: { path: 'src/summary.ts', start: 0, end: 4 }, basis: ['contract'] },
      disclosure: { status: 'unknown', at: i % 2 === 0 ? null : { path, start: 0, end: 1 } },
    })),
    unknowns: [...NAMES].reverse().map((path) => ({ place: { path, start: 5, end: 40 }, reason: 'not followed' })),
    problems: NAMES.map((path) => ({ path, start: 2, end: 4, message: 'unexpected {0} [token](1)' })),
  },
};

const PARTS = ['1/3', '2/3', '3/3'];

/** The reports of all parts, as files by name. */
async function parts(world: World, argv: readonly string[] = [], of = PARTS): Promise<Record<string, string>> {
  const texts = await Promise.all(
    of.map(async (part) => (await run(['check', '--format', 'json', '--shard', part, ...argv], world)).out),
  );
  return Object.fromEntries(texts.map((text, i) => [`part-${String(i + 1)}.json`, text]));
}

const merge = (world: World, files: Record<string, string>, ...argv: string[]) =>
  run(['merge', ...Object.keys(files), ...argv], { ...world, files: { ...world.files, ...files } });

describe('probity merge', () => {
  it('makes of all parts the report of the whole, in every format', async () => {
    const files = await parts(SPREAD);
    for (const format of FORMATS) {
      const whole = await run(['check', '--format', format, '--verbose'], SPREAD);
      const again = await merge(SPREAD, files, '--format', format, '--verbose');
      assert.equal(again.out, whole.out, format);
      assert.deepEqual([again.code, again.err], [whole.code, whole.err], format);
    }
    const order = await merge(
      SPREAD,
      { 'part-3.json': '', ...Object.fromEntries(Object.entries(files).reverse()) },
      '--format',
      'json',
    );
    assert.equal(order.out, (await run(['check', '--format', 'json'], SPREAD)).out, 'in whatever order');
  });

  it('fails as the whole does: by severity, by number of warnings, by a fault of any machine', async () => {
    const soft: World = {
      ...SPREAD,
      findings: (texts) => (SPREAD.findings?.(texts) ?? []).map((finding) => ({ ...finding, atMost: 'warning' })),
    };
    const files = await parts(soft);
    assert.equal((await merge(soft, files)).code, 0);
    assert.equal((await merge(soft, files, '--fail-on', 'warning')).code, 1);
    assert.equal((await merge(soft, files, '--max-warnings', '10')).code, 0);
    assert.equal(
      (await merge(soft, files, '--max-warnings', '9')).code,
      1,
      '10 warnings, none of the parts has as many',
    );
    const broken: World = {
      ...SPREAD,
      result: { problems: [{ path: '', start: 0, end: 0, message: 'Probity failed', fault: true }] },
    };
    const { code, err } = await merge(broken, await parts(broken));
    assert.deepEqual([code, err], [3, 'probity: Probity failed\n'], 'told by each machine, and once');
  });

  it('writes several reports at once', async () => {
    const { written, out } = await merge(SPREAD, await parts(SPREAD), '--format', 'text', '--format', 'sarif=a.sarif');
    assert.match(out, /✖ 10 errors/);
    assert.deepEqual(
      [...written.keys()].map((name) => name.split('/').at(-1)),
      ['a.sarif'],
    );
  });

  it('takes packages together, and what both have once', async () => {
    const json = async (path: string): Promise<string> => (await run(['check', '--format', 'json', path], SPREAD)).out;
    const files = { 'a.json': await json('lib'), 'b.json': await json('src'), 'c.json': await json('src/summary.ts') };
    const all = JSON.parse((await merge(SPREAD, files, '--format', 'json')).out) as { findings: unknown[] };
    assert.equal(all.findings.length, 19);
  });

  it('takes no part for the whole', async () => {
    const files = await parts(SPREAD);
    const json = files['part-1.json'] ?? '';
    const other = (await parts(SPREAD, [], ['1/2']))['part-1.json'] ?? '';
    const whole = (await run(['check', '--format', 'json'], SPREAD)).out;
    const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{ 'a.json': json }, /Part 2\/3 is missing/],
      [{ ...files, 'b.json': json }, /"part-1\.json" and "b\.json" are both part 1\/3/],
      [{ 'a.json': json, 'b.json': other }, /"a\.json" is one of 3 parts, "b\.json" one of 2/],
      [{ 'a.json': json, 'b.json': whole }, /"a\.json" is one part of several, "b\.json" is not/],
      [
        { ...files, 'part-2.json': (files['part-2.json'] ?? '').replace('1.2.3', '1.2.4') },
        /different versions of Probity/,
      ],
      [
        { ...files, 'part-2.json': (files['part-2.json'] ?? '').replace('/home/me/app', '/home/me/web') },
        /different folders/,
      ],
    ];
    for (const [given, told] of cases) {
      const { code, err, out } = await merge(SPREAD, given);
      assert.deepEqual([code, out], [2, ''], String(told));
      assert.match(err, told);
    }
  });

  it('says what is wrong with a file', async () => {
    const json = (await run(['check', '--format', 'json'], SPREAD)).out;
    const cases: readonly (readonly [string, RegExp])[] = [
      ['{', /"a\.json" is not JSON: /],
      ['[]', /"a\.json" is no JSON report of this version: the report must be object/],
      [json.replace('"version": 1', '"version": 2'), /: version must be equal to constant/],
      [
        json.replace('"confidence": "high"', '"confidence": "hihg"'),
        /: findings\.0\.confidence must be equal to one of/,
      ],
    ];
    for (const [text, told] of cases) {
      const { code, err } = await merge(SPREAD, { 'a.json': text });
      assert.equal(code, 2, String(told));
      assert.match(err, told);
    }
    assert.match((await run(['merge', 'gone.json'])).err, /There is no file "gone\.json"/);
    assert.match((await run(['merge'])).err, /missing required argument 'reports'/);
  });

  it('brings no baseline up to date by a part', async () => {
    const { code, err } = await run(['check', '--shard', '1/2', '--baseline', 'b.json', '--update-baseline'], SPREAD);
    assert.equal(code, 2);
    assert.match(err, /cannot be brought up to date by one part/);
  });
});
