import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { consentFinding, FILES, FOUND, placeOf, run } from './fakes.ts';
import type { World } from './fakes.ts';
import { junitSchema } from './schemas.ts';

const EVIL = 'a`b``|<img src=x>@team [x](http://y) \u001B[31m\u202E%0A::error::x';
const PATH = `src/${EVIL.replaceAll('/', '')},:.ts`;

/** Names and texts that try to be more than text; one finding suppressed. */
const HOSTILE: World = {
  files: {
    ...FILES,
    [PATH]: 'ask(x)\n// probity-ignore-next-line personal-data-without-consent -- staff\nask(y)\n',
  },
  findings: (texts) => {
    const place = placeOf(texts, PATH, 'ask(x)');
    const more = { sink: { sdk: 'x', api: EVIL, kind: 'chat', recipient: EVIL, country: 'US', place } };
    const data = [{ category: 'user.contact.email', label: EVIL, expression: EVIL, place, special: false }];
    const path = [{ kind: 'source' as const, place, name: EVIL, detail: EVIL }];
    return [
      consentFinding(texts, { ...more, place, data, path }),
      consentFinding(texts, { ...more, place: placeOf(texts, PATH, 'ask(y)'), data }),
    ];
  },
  result: { problems: [{ path: PATH, start: 0, end: 0, message: EVIL }] },
};

/** What a terminal or reader could obey. */
const HIDDEN = /\p{Cc}(?<!\n)|\u202E/u;

const report = async (format: string, world: World, ...argv: string[]): Promise<string> =>
  (await run(['check', '--format', format, ...argv], world)).out;

describe('GitHub annotations', () => {
  it('name the place, the rule and what to do', async () => {
    assert.equal(
      await report('github', FOUND),
      '::error file=src/summary.ts,line=6,endLine=6,col=16,endColumn=26,title=personal-data-without-consent::' +
        '`user.email`, `user.diagnosis` reach OpenAI through `chat.completions.create`; no consent check was found on this path%0A' +
        'Ask for consent before `chat.completions.create` is called, or redact `user.email`, `user.diagnosis`.\n',
    );
    assert.equal(await report('github', {}), '');
  });

  it('use the words of GitHub for severities, and leave out columns over several lines', async () => {
    const world: World = {
      findings: (texts) => [
        consentFinding(texts, { atMost: 'warning', place: { path: 'src/summary.ts', start: 0, end: 80 } }),
        consentFinding(texts, { atMost: 'info' }),
      ],
    };
    const lines = (await report('github', world)).split('\n');
    assert.match(lines[0] ?? '', /^::warning file=src\/summary\.ts,line=1,endLine=4,title=/);
    assert.match(lines[1] ?? '', /^::notice file=/);
  });

  it('are one line each, whatever the text says', async () => {
    const lines = (await report('github', HOSTILE)).split('\n');
    assert.equal(lines.length, 3, 'a finding, a problem, and the end');
    for (const line of lines.slice(0, 2)) {
      assert.match(
        line,
        /^::(?:error|warning) file=[^,:]*%2C%3A\.ts,line=1,endLine=1,(?:col=1,endColumn=\d+,)?title=[\w-]+::/,
      );
      assert.doesNotMatch(line, HIDDEN);
      assert.ok(line.includes('%250A::error::x'), 'a percent sign is no escape of ours');
    }
  });
});

describe('GitLab code quality', () => {
  it('has the keys GitLab reads', async () => {
    const [issue = {}, ...others] = JSON.parse(await report('gitlab', FOUND)) as Record<string, unknown>[];
    assert.deepEqual(others, []);
    assert.deepEqual(Object.keys(issue), [
      'type',
      'check_name',
      'description',
      'content',
      'categories',
      'severity',
      'fingerprint',
      'location',
    ]);
    assert.deepEqual(issue['location'], { path: 'src/summary.ts', lines: { begin: 6, end: 6 } });
    assert.equal(issue['severity'], 'critical');
    assert.match(String(issue['fingerprint']), /^[0-9a-f]{16}$/);
    assert.deepEqual(JSON.parse(await report('gitlab', {})), []);
  });

  it('says what GitLab asks for, in words that it knows', async () => {
    // https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format; there is no published schema
    const issue = {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      properties: {
        description: { type: 'string', minLength: 1, pattern: '^[^\\n]*$' },
        check_name: { type: 'string', minLength: 1 },
        fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          properties: {
            path: { type: 'string', pattern: '^(?!\\./|/)' },
            lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
          },
        },
      },
    };
    const validate = new Ajv({ allErrors: true }).compile({ type: 'array', items: issue });
    for (const world of [{}, FOUND, HOSTILE]) {
      validate(JSON.parse(await report('gitlab', world)));
      assert.deepEqual(validate.errors, null);
    }
  });

  it('leaves suppressed findings out, and gives every other a fingerprint of its own', async () => {
    const twice: World = { findings: (texts) => [consentFinding(texts), consentFinding(texts)] };
    const prints = (JSON.parse(await report('gitlab', twice)) as { fingerprint: string }[]).map((i) => i.fingerprint);
    assert.equal(new Set(prints).size, 2);
    const text = await report('gitlab', HOSTILE);
    assert.equal((JSON.parse(text) as unknown[]).length, 1);
    assert.doesNotMatch(text, HIDDEN);
  });
});

describe('Markdown', () => {
  it('says what was found, where, on which way and why', async () => {
    assert.equal(
      await report('markdown', FOUND),
      [
        '## Probity: 1 error',
        '0 AI calls · 2 files',
        '### error: `user.email`, `user.diagnosis` reach OpenAI through `chat.completions.create`; no consent check was found on this path',
        '`src/summary.ts:6:16` · `personal-data-without-consent` · high confidence',
        'Ask for consent before `chat.completions.create` is called, or redact `user.email`, `user.diagnosis`.',
        '<details><summary>The way of the data, and why it matters</summary>',
        [
          '1. `user.email` (e-mail address) `src/summary.ts:5:29`',
          '2. put into a text `src/summary.ts:5:18`',
          '3. kept in `prompt` `src/summary.ts:5:9`',
          '4. handed to `ask` as `text` `src/summary.ts:6:16`',
          '5. sent to OpenAI by `chat.completions.create` `src/ai.ts:4:10`',
        ].join('\n'),
        "- `flags.aiEnabled` does not count: a feature flag or setting of the product is not a person's consent `src/summary.ts:4:8`",
        'Whoever the data is about has not agreed that OpenAI (United States) gets the e-mail address, health data.',
        'Laws: GDPR Art. 6 (from 2018-05-25) · KZ Law on AI Art. 17(3) (from 2026-01-18)',
        'Fingerprint: `' + ((await report('json', FOUND)).match(/"fingerprint": "(\w+)"/)?.[1] ?? '') + '`',
        '</details>',
      ].join('\n\n') + '\n',
    );
    assert.match(await report('markdown', {}), /^## Probity: no findings\n\n0 AI calls · 2 files\n$/);
  });

  it('lets no text be more than text', async () => {
    const text = await report('markdown', HOSTILE);
    const outside = text.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, 'CODE');
    assert.doesNotMatch(text, HIDDEN);
    assert.doesNotMatch(outside, /<img|@team|(?<!\\)\[x\]|(?<!\\)\|/, outside);
    assert.equal([...text.matchAll(/^### error/gm)].length, 1, 'the suppressed one is left out');
    assert.match(text, /1 suppressed/);
  });
});

describe('JUnit', () => {
  it('fits the schema of Jenkins, whatever the text says', async () => {
    const errorsOf = await junitSchema();
    const soft: World = { findings: (texts) => [consentFinding(texts, { atMost: 'info' })] };
    for (const world of [{}, FOUND, HOSTILE, soft]) assert.deepEqual(await errorsOf(await report('junit', world)), []);
    const wrong = (await report('junit', FOUND)).replace('<testcase name=', '<testcase nam=');
    assert.notDeepEqual(await errorsOf(wrong), [], 'the schema is looked at');
  });

  it('gives the reason of what is suppressed', async () => {
    assert.match(await report('junit', HOSTILE), /<skipped>staff<\/skipped>/);
  });
});
