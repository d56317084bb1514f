import assert from 'node:assert/strict';
import type { AiCall } from '../../server/engine/explain/index.ts';
import { FILES, FOUND, placeOf, run } from './fakes.ts';
import type { World } from './fakes.ts';
import { cycloneDxSchema, dataMapSchema } from './schemas.ts';

const EVIL = 'a<img src=x onerror=y>"\'&\u202E\u001B[31m';

/** What a reader could obey. */
const HIDDEN = /\p{Cc}(?<!\n)|\u202E/u;

/** So many calls, each to another vendor, with a category of its own. */
function manyCalls(count: number, name = ''): World {
  const texts = new Map(Object.entries(FILES));
  const place = placeOf(texts, 'src/summary.ts', 'ask(prompt)');
  const calls = Array.from({ length: count }, (_, i): AiCall => ({
    sdk: `sdk${name}`,
    api: `chat${name}`,
    kind: 'chat',
    recipient: `Vendor ${String(i)}${name}`,
    country: i % 2 === 0 ? 'US' : '??',
    place,
    data: ['user.contact.email', 'user.health_and_medical', `user.group_${String(i)}.field${name}`],
    consent: { status: i % 3 === 0 ? 'guarded' : 'none', at: i % 3 === 0 ? place : null },
    disclosure: { status: i % 2 === 0 ? 'none' : 'disclosed', at: null },
  }));
  return { ...FOUND, result: { aiCalls: calls, unknowns: [{ place, reason: `a call ${name}` }] } };
}

const report = async (format: string, world: World): Promise<string> => {
  const { code, out, err } = await run(['report', '--format', format], world);
  assert.equal(code, 0, err);
  return out;
};

describe('the AI data map', () => {
  it('names data, recipients, consent and notices, and what could not be seen', async () => {
    const page = await report('html', manyCalls(3));
    for (const text of [
      'e-mail address',
      'special category',
      'Vendor 2',
      'United States',
      'a check guards every path found',
      'no check was found',
      'told wherever it leaves',
      'no notice was found',
      'What could not be seen',
      'src/summary.ts:6:16',
    ]) {
      assert.ok(page.includes(text), text);
    }
    assert.match(page, /^<!doctype html>/i);
    assert.doesNotMatch(page, /<script|https?:\/\/|@import|url\(/, 'it stands by itself');
  });

  it('is a picture of few flows, and a table of many that is no larger than a screen', async () => {
    const count = (page: string, mark: RegExp): number => page.match(mark)?.length ?? 0;
    const few = await report('html', manyCalls(5));
    assert.deepEqual([count(few, /<rect /g), count(few, /class="matrix"/g)], [5 + 2 + 5 + 2, 0]);
    assert.match(few, /Lines are as thick as calls are many/);
    const many = await report('html', manyCalls(200));
    const matrix = /<table class="matrix">[^]*?<\/table>/.exec(many)?.[0] ?? '';
    assert.equal(count(many, /<rect /g), 0);
    assert.ok(count(matrix, /<th\s+scope="row"/g) <= 14 + 4, matrix);
    assert.equal(count(matrix, /<th\s+scope="col"/g), 1 + 14);
    assert.match(matrix, /187 more/);
    assert.match(many, /Numbers are calls/);
  });

  it('says in each cell of the table how many calls there are, and the weakest that guards them', async () => {
    const matrix = (await report('html', manyCalls(40))).replace(/\s+/g, ' ');
    assert.match(
      matrix,
      /<th scope="row">contact<\/th> <td class="guarded" title="1 call: a check guards every path found"> <span role="img" aria-label="a check guards every path found">✓<\/span> 1 <\/td> ?<td class="none"/,
    );
    assert.match(matrix, /<th scope="row">no notice was found<\/th>/);
  });

  it('says of each category where it goes, and of each call the SDK, the recipient and its country', async () => {
    const page = (await report('html', manyCalls(2))).replace(/\s+/g, ' ');
    assert.match(
      page,
      /<code>user\.contact\.email<\/code><\/th> <td> <ul> <li>Vendor 0 \(United States\): 1 call<\/li>/,
    );
    assert.match(page, /<td> Vendor 0<br \/><span class="dim" ?>United States<\/span ?> <\/td> <td>sdk<\/td>/);
    const markdown = await report('markdown', manyCalls(2));
    assert.match(
      markdown,
      /Vendor 0 \(United States\): 1 call, Vendor 1 \(not known\): 1 call \| no check was found \|/,
    );
    assert.match(markdown, /\| Vendor 0 \(United States\) \| sdk \|/);
  });

  it('counts no country where it is not known', async () => {
    assert.match(await report('html', manyCalls(2)), /<b>1<\/b> known country</);
  });

  it('can be scrolled by keyboard wherever it scrolls', async () => {
    const page = await report('html', manyCalls(3));
    const scrolling = page.match(/<(?:figure|div class="scroll")[^>]*>/g) ?? [];
    assert.ok(scrolling.length >= 4, String(scrolling.length));
    for (const tag of scrolling) assert.match(tag, /tabindex="0"/, tag);
  });

  it('draws what could not be followed in a way of its own: it is not guarded, and on paper there are no colours', async () => {
    const world = manyCalls(1);
    const aiCalls = (world.result?.aiCalls ?? []).map((call) => ({
      ...call,
      consent: { status: 'unknown', at: null } as const,
    }));
    const page = await report('html', { ...world, result: { ...world.result, aiCalls } });
    assert.match(page, /class="flow unknown"/);
    const dashes = ['none', 'partial', 'unknown'].map(
      (status) => new RegExp(`svg \\.${status} \\{ stroke-dasharray: ([^;]+);`).exec(page)?.[1],
    );
    assert.ok(dashes.every((dash) => dash !== undefined) && new Set(dashes).size === 3, dashes.join());
    assert.match(page, /Dashes\s+and dots: could not be followed/);
  });

  it('takes what stands in the workspace as text, in every format', async () => {
    const page = await report('html', manyCalls(2, EVIL));
    assert.doesNotMatch(page, /<img/);
    assert.doesNotMatch(page, HIDDEN);
    const markdown = await report('markdown', manyCalls(2, EVIL));
    assert.doesNotMatch(markdown, HIDDEN);
    assert.doesNotMatch(markdown.replace(/`[^`\n]*`/g, ''), /<img/);
    assert.doesNotMatch(await report('json', manyCalls(2, EVIL)), HIDDEN);
  });

  it('is a valid CycloneDX 1.6 bill of materials', async () => {
    const errors = await cycloneDxSchema();
    for (const world of [{}, manyCalls(1), manyCalls(40, EVIL)]) {
      const bom = JSON.parse(await report('cyclonedx', world)) as { services: readonly { name: string }[] };
      assert.deepEqual(errors(bom), []);
    }
    const { services } = JSON.parse(await report('cyclonedx', manyCalls(2))) as {
      services: readonly { name: string; data: readonly { classification: string }[] }[];
    };
    assert.deepEqual(
      services.map(({ name, data }) => [name, data.length]),
      [
        ['Vendor 0', 3],
        ['Vendor 1', 3],
      ],
    );
    assert.notDeepEqual(errors({ ...(JSON.parse(await report('cyclonedx', {})) as object), specVersion: 2 }), []);
  });

  it('is JSON that fits its schema', async () => {
    const errorsOf = await dataMapSchema();
    for (const world of [{}, FOUND, manyCalls(1), manyCalls(40, EVIL)]) {
      assert.deepEqual(errorsOf(JSON.parse(await report('json', world))), []);
    }
    const map = JSON.parse(await report('json', manyCalls(1))) as object;
    assert.notDeepEqual(errorsOf({ ...map, extra: 1 }), [], 'the schema is closed');
  });

  it('says so where there is nothing', async () => {
    assert.match(await report('html', {}), /No call of a model was found/);
    assert.match(await report('markdown', {}), /0 AI calls/);
  });
});

describe('the JUnit report', () => {
  it('has a failed case for each finding, under its file', async () => {
    const { out } = await run(['check', '--format', 'junit'], FOUND);
    assert.match(
      out,
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="probity" tests="1" failures="1" errors="0"/,
    );
    assert.match(out, /<testsuite name="src\/summary\.ts" tests="1" failures="1"/);
    assert.match(out, /<testcase name="personal-data-without-consent at 6:16" classname="src\/summary\.ts"/);
    assert.match(out, /<failure type="error" message="`user\.email`, `user\.diagnosis` reach OpenAI/);
    const open = out.match(/<(?!\?)(\w+)[^>]*[^/]>/g)?.length;
    assert.equal(open, out.match(/<\/\w+>/g)?.length, 'every element is closed');
  });

  it('is empty where nothing was found', async () => {
    const { out } = await run(['check', '--format', 'junit'], {});
    assert.match(out, /<testsuites name="probity" tests="0" failures="0" errors="0" time="0">\n<\/testsuites>\n$/);
  });
});
