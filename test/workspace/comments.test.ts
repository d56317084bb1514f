import assert from 'node:assert/strict';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import type { CheckSettings } from '../../server/engine/workspace/index.ts';
import { LineIndex } from '../../server/engine/source/index.ts';
import type { CheckResult } from '../../server/engine/explain/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

const HEAD = "import OpenAI from 'openai';\nconst openai = new OpenAI();\n";
const call = (input: string): string => `openai.responses.create({ model: 'm', store: false, input: ${input} })`;
const TYPE = 'user: { email: string; diagnosis: string }';

async function check(
  files: Readonly<Record<string, string>>,
  settings: Partial<CheckSettings> = {},
): Promise<CheckResult> {
  const workspace = createWorkspace(await testExtractor());
  workspace.apply({
    texts: new Map(Object.entries(files)),
    catalogue: await testCatalogue(),
    settings: { severities: { 'whole-record-to-model': 'off' }, freeText: 'off', ...settings },
  });
  return workspace.check();
}

/** `rule line: message start` of what is not suppressed in a.ts, whose first two lines are HEAD. */
async function told(body: string, settings: Partial<CheckSettings> = {}): Promise<readonly string[]> {
  const text = HEAD + body;
  const { diagnostics, problems } = await check({ 'a.ts': text }, settings);
  assert.deepEqual(problems, []);
  const index = new LineIndex(text);
  return diagnostics
    .filter(({ suppressed }) => suppressed === null)
    .map(({ rule, place, message }) =>
      rule === 'suppression'
        ? `${String(index.position(place.start).line - 1)} ${message}`
        : `${String(index.position(place.start).line - 1)} ${rule}`,
    );
}

const CONSENT = 'personal-data-without-consent';

describe('suppressions', () => {
  it('cover the next line, their own line or the file, and say why', async () => {
    const next = `// probity-ignore-next-line ${CONSENT} -- staff account\n`;
    const ask = `export const f = (${TYPE}) => ${call('user.email')};`;
    assert.deepEqual(await told(`${ask}\n`), [`1 ${CONSENT}`]);
    assert.deepEqual(await told(`${next}${ask}\n`), []);
    assert.deepEqual(await told(`${ask} // probity-ignore-line ${CONSENT} -- staff account\n`), []);
    assert.deepEqual(
      await told(`/* probity-ignore-file ${CONSENT} -- fixtures */\n${ask}\n${ask.replace('f', 'g')}\n`),
      [],
    );
    assert.deepEqual(
      await told(`${next}\n${ask}\n${ask.replace('f', 'g')}\n`),
      [`4 ${CONSENT}`],
      'an empty line is none',
    );
    const { diagnostics } = await check({ 'a.ts': HEAD + next + ask });
    assert.deepEqual(
      diagnostics.map(({ suppressed }) => suppressed),
      ['staff account'],
    );
  });

  it('need a rule and a reason, and must cover something', async () => {
    const ask = `export const f = (${TYPE}) => ${call('user.email')};\n`;
    const lines = (comment: string): Promise<readonly string[]> => told(`// ${comment}\n${ask}`);
    assert.deepEqual(await lines(`probity-ignore-next-line ${CONSENT}`), [
      '1 This suppression gives no reason; it suppresses nothing',
      `2 ${CONSENT}`,
    ]);
    assert.deepEqual(await lines('probity-ignore-next-line -- because'), [
      '1 This suppression names no rule; it suppresses nothing',
      `2 ${CONSENT}`,
    ]);
    assert.deepEqual(await lines('probity-ignore-next-line personal-data-without-concent -- x'), [
      '1 This suppression names `personal-data-without-concent`, which is not a rule; did you mean `personal-data-without-consent`?',
      `2 ${CONSENT}`,
    ]);
    assert.deepEqual(await lines('probity-ignore-next-line government-id-to-model -- x'), [
      '1 This suppression of `government-id-to-model` covers no finding; it can go',
      `2 ${CONSENT}`,
    ]);
  });

  it('are told as unused in files that nothing else leads to, too', async () => {
    const { diagnostics, analysed } = await check({ 'b.ts': `// probity-ignore-next-line ${CONSENT} -- x\nf();\n` });
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      [`This suppression of \`${CONSENT}\` covers no finding; it can go`],
    );
    assert.deepEqual(analysed, []);
  });
});

describe('lawful basis', () => {
  const basis = '// @lawful-basis contract -- the answer is what was ordered\n';

  it('is declared on a call', async () => {
    const body = (comment: string): string =>
      `export async function f(${TYPE}) {\n${comment}  const a = await ${call('user.email')};\n  return a;\n}\n`;
    assert.deepEqual(await told(body('')), [`2 ${CONSENT}`]);
    assert.deepEqual(await told(body(basis)), []);
    const other = `${body(basis)}export const g = (${TYPE}) => ${call('user.email')};\n`;
    assert.deepEqual(await told(other), [`6 ${CONSENT}`], 'it speaks of that call only');
  });

  it('is declared on a function, of any form', async () => {
    const inner = `{\n  log(1);\n  return ${call('user.email')};\n}`;
    const forms = [
      `export async function f(${TYPE}) ${inner}\n`,
      `export const f = async (${TYPE}) => ${inner};\n`,
      `export const POST = withAuth(async (${TYPE}) => ${inner});\n`,
      `export class A {\n${basis}  @Post({ path: '/x' }) @Auth()\n  public async f(${TYPE}) ${inner}\n}\n`,
    ];
    for (const form of forms) {
      const text = form.includes(basis) ? form : basis + form;
      assert.deepEqual(await told(text), [], text);
      assert.equal((await told(text.replace(basis, ''))).length, 1, text);
    }
    const doc = `/**\n * Answers.\n * @lawful-basis contract -- ordered\n */\n${forms[0] ?? ''}`;
    assert.deepEqual(await told(doc), []);
    const two = `${basis}export function a(${TYPE}) ${inner}\nexport function b(${TYPE}) ${inner}\n`;
    assert.deepEqual(await told(two), [`8 ${CONSENT}`], 'the next function is not covered');
  });

  it('is declared on a function between the data and the model', async () => {
    const body = (comment: string): string =>
      `const ask = (text: string) => ${call('text')};\n${comment}function format(text: string) {\n  return ask(text);\n}\nexport const f = (${TYPE}) => format(user.email);\n`;
    assert.deepEqual(await told(body('')), [`5 ${CONSENT}`]);
    assert.deepEqual(await told(body(basis)), []);
  });

  it('covers special categories only where the basis does', async () => {
    const body = (name: string): string =>
      `// @lawful-basis ${name} -- why\nexport const f = (${TYPE}) => ${call('user.email + user.diagnosis')};\n`;
    assert.deepEqual(await told(body('medical-care')), []);
    const { diagnostics } = await check({ 'a.ts': HEAD + body('contract') });
    assert.deepEqual(
      diagnostics.map(({ data }) => data.map(({ expression }) => expression)),
      [['user.diagnosis']],
    );
    assert.match(diagnostics[0]?.related[0]?.note ?? '', /^`@lawful-basis contract` does not cover this data/);
  });

  it('needs a known basis and a reason', async () => {
    const lines = (comment: string): Promise<readonly string[]> =>
      told(`// ${comment}\nexport const f = (${TYPE}) => ${call('user.email')};\n`);
    assert.deepEqual(await lines('@lawful-basis contract'), [
      '1 This lawful basis gives no reason; it declares nothing',
      `2 ${CONSENT}`,
    ]);
    assert.deepEqual(await lines('@lawful-basis -- because'), [
      '1 This declaration names no lawful basis; it declares nothing',
      `2 ${CONSENT}`,
    ]);
    assert.deepEqual(await lines('@lawful-basis contrakt -- because'), [
      '1 `contrakt` is not a lawful basis; did you mean `contract`?',
      `2 ${CONSENT}`,
    ]);
  });

  it('does not make a number of the state necessary', async () => {
    const body = `${basis}export const f = (user: { iin: string }) => ${call('user.iin')};\n`;
    assert.deepEqual(await told(body), ['2 government-id-to-model']);
  });

  it('is declared in the configuration for files and data', async () => {
    const body = `export const f = (${TYPE}) => ${call('user.email')};\n`;
    const configured = (path: string, data: readonly string[]): Partial<CheckSettings> => ({
      lawfulBasis: [{ basis: 'contract', applies: (file) => file === path, data }],
    });
    assert.deepEqual(await told(body, configured('a.ts', [])), []);
    assert.deepEqual(await told(body, configured('a.ts', ['user.contact'])), []);
    assert.deepEqual(await told(body, configured('a.ts', ['user.location'])), [`1 ${CONSENT}`]);
    assert.deepEqual(await told(body, configured('b.ts', [])), [`1 ${CONSENT}`]);
  });

  it('shows in the inventory', async () => {
    const ask = `export const f = (${TYPE}) => ${call('user.email')};\n`;
    const consents = async (text: string): Promise<unknown> =>
      (await check({ 'a.ts': HEAD + text })).aiCalls.map(({ consent }) => [consent.status, consent.at?.start ?? null]);
    assert.deepEqual(await consents(ask), [['none', null]]);
    assert.deepEqual(await consents(basis + ask), [['not-needed', HEAD.length]]);
  });
});
