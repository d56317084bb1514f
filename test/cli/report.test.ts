import assert from 'node:assert/strict';
import type { Log } from 'sarif';
import { consentFinding, FILES, FOUND, placeOf, ROOT, run } from './fakes.ts';
import type { World } from './fakes.ts';
import { reportSchema, sarifSchema } from './schemas.ts';

interface Json {
  readonly version: number;
  readonly root: string;
  readonly summary: { readonly findings: { readonly error: number }; readonly suppressed: number };
  readonly findings: readonly (Record<string, unknown> & { readonly suppressed: boolean; readonly path: unknown[] })[];
  readonly aiCalls: readonly Record<string, unknown>[];
}

/** Everything a report can hold: two findings, one suppressed, an AI call, an unknown, a problem. */
const RICH: World = {
  files: {
    ...FILES,
    'src/deep/имя файла [1].ts':
      '\tconst x = "🙂"; ask(user.iin);\n// probity-ignore-next-line personal-data-without-consent -- contract with the person\nask(user.tel);\n',
  },
  findings: (texts) => {
    const file = 'src/deep/имя файла [1].ts';
    const at = (text: string) => placeOf(texts, file, text);
    const small = { sink: null, path: [], nearMisses: [], fixes: [], data: [] };
    return [
      consentFinding(texts),
      consentFinding(texts, { ...small, place: at('ask(user.iin)') }),
      consentFinding(texts, { ...small, place: at('ask(user.tel)') }),
    ];
  },
  result: {
    aiCalls: [
      {
        sdk: 'openai',
        api: 'chat.completions.create',
        kind: 'chat',
        recipient: 'OpenAI',
        country: 'US',
        place: { path: 'src/ai.ts', start: 112, end: 190 },
        data: ['user.contact.email'],
        consent: { status: 'partial', at: { path: 'src/summary.ts', start: 0, end: 4 } },
        disclosure: { status: 'unknown', at: null },
      },
    ],
    unknowns: [{ place: { path: 'src/ai.ts', start: 0, end: 3 }, reason: 'what happens here is decided when it runs' }],
    problems: [{ path: 'src/ai.ts', start: 5, end: 6, message: 'unexpected {0} [token](1)' }],
  },
};

async function json(argv: readonly string[], world: World): Promise<Json> {
  return JSON.parse((await run(['check', '--format', 'json', ...argv], world)).out) as Json;
}

describe('json report', () => {
  it('fits its schema', async () => {
    const errorsOf = await reportSchema();
    for (const world of [RICH, FOUND, {}]) assert.deepEqual(errorsOf(await json([], world)), []);
    assert.notDeepEqual(errorsOf({ ...(await json([], FOUND)), extra: 1 }), [], 'the schema is closed');
  });

  it('has the documented keys, in order', async () => {
    const report = await json([], RICH);
    assert.deepEqual(Object.keys(report), [
      'version',
      'tool',
      'root',
      'summary',
      'findings',
      'aiCalls',
      'unknowns',
      'problems',
    ]);
    assert.equal(report.root, ROOT);
    assert.deepEqual(report.summary, {
      files: 3,
      analysed: 3,
      aiCalls: 1,
      findings: { error: 2, warning: 0, info: 0 },
      suppressed: 1,
      baselined: 0,
      unknowns: 1,
      durationMs: 12,
    });
  });

  it('counts lines and columns from 1, in UTF-16 units', async () => {
    const [first, , third] = (await json([], RICH)).findings;
    assert.deepEqual(
      [first?.file, first?.line, first?.column, first?.endLine, first?.endColumn, first?.suppressed],
      ['src/deep/имя файла [1].ts', 1, 18, 1, 31, false],
    );
    assert.deepEqual(
      [third?.file, third?.line, third?.column, third?.endLine, third?.endColumn],
      ['src/summary.ts', 6, 16, 6, 27],
    );
    assert.deepEqual(third?.sink, {
      sdk: 'openai',
      api: 'chat.completions.create',
      kind: 'chat',
      recipient: 'OpenAI',
      country: 'US',
      file: 'src/ai.ts',
      line: 4,
      column: 10,
      endLine: 4,
      endColumn: 96,
    });
  });

  it('keeps suppressed findings and does not fail for them', async () => {
    const { findings } = await json([], RICH);
    assert.deepEqual(
      findings.map((finding) => finding.suppressed),
      [false, true, false],
    );
    const world: World = { ...RICH, findings: (texts) => (RICH.findings?.(texts) ?? []).slice(2) };
    assert.equal((await run(['check'], world)).code, 0);
  });

  it('escapes what a terminal could obey', async () => {
    const hostile = { ...FILES, 'src/\u202Ea\u009B31m.ts': 'ask(1)' };
    const world: World = {
      files: hostile,
      findings: (texts) => [
        consentFinding(texts, {
          place: placeOf(texts, 'src/\u202Ea\u009B31m.ts', 'ask(1)'),
          sink: null,
          path: [],
          data: [],
          nearMisses: [],
        }),
      ],
    };
    const { out } = await run(['check', '--format', 'json'], world);
    assert.doesNotMatch(out, /[\u202E\u009B]/);
    assert.equal((JSON.parse(out) as Json).findings[0]?.file, 'src/\u202Ea\u009B31m.ts');
  });
});

describe('sarif report', () => {
  const sarif = async (world: World): Promise<Log> =>
    JSON.parse((await run(['check', '--format', 'sarif'], world)).out) as Log;

  it('fits the schema of SARIF 2.1.0', async () => {
    const errorsOf = await sarifSchema();
    for (const world of [RICH, FOUND, {}]) assert.deepEqual(errorsOf(await sarif(world)), []);
    assert.notDeepEqual(errorsOf({ ...(await sarif(FOUND)), version: '2.0.0' }), [], 'the schema is looked at');
  });

  it('says what code scanning needs', async () => {
    const run0 = (await sarif(RICH)).runs[0];
    assert.ok(run0?.results);
    assert.equal(run0.columnKind, 'utf16CodeUnits');
    assert.equal(run0.originalUriBaseIds?.['%SRCROOT%']?.uri, 'file:///home/me/app/');
    const [odd, hidden, full] = run0.results;
    const place = odd?.locations?.[0]?.physicalLocation;
    assert.deepEqual(place?.artifactLocation, {
      uri: 'src/deep/%D0%B8%D0%BC%D1%8F%20%D1%84%D0%B0%D0%B9%D0%BB%D0%B0%20%5B1%5D.ts',
      uriBaseId: '%SRCROOT%',
    });
    assert.deepEqual(place.region, { startLine: 1, startColumn: 18, endLine: 1, endColumn: 31 });
    assert.deepEqual(hidden?.suppressions, [{ kind: 'inSource', justification: 'contract with the person' }]);
    assert.equal(full?.level, 'error');
    assert.equal(run0.tool.driver.rules?.[full.ruleIndex ?? -1]?.id, full.ruleId);
    assert.match(full.partialFingerprints?.['probity/v1'] ?? '', /^[0-9a-f]{16}$/);
    const steps = full.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    assert.deepEqual(
      steps.map((step) => step.location?.physicalLocation?.region?.startLine),
      [5, 5, 5, 6, 4],
    );
    assert.deepEqual(
      full.relatedLocations?.map((related) => related.physicalLocation?.region?.startLine),
      [4, 4],
    );
    assert.equal(full.fixes?.[0]?.artifactChanges[0]?.replacements[0]?.insertedContent?.text, 'x');
    const told = run0.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text;
    assert.equal(told, 'unexpected {{0}} \\[token\\](1)');
    const levels = run0.tool.driver.rules?.map((rule) => rule.defaultConfiguration?.level);
    assert.deepEqual(levels, ['error', 'note', 'none']);
  });
});
