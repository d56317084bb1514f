import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { loadConfig, mergeKnowledge } from '../../server/host/config/index.ts';
import { folderOf } from '../host/folder.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

type Files = Readonly<Record<string, string>>;

/** Findings of one file under a configuration (`rule severity`), and what is wrong with that. */
async function found(
  source: string,
  config: object,
  more: Files = {},
): Promise<Record<'findings' | 'problems', readonly string[]>> {
  const plain = await testCatalogue();
  const folder = folderOf({ '.git/HEAD': '', 'probity.config.json': JSON.stringify(config), ...more });
  try {
    const loaded = await loadConfig({ root: folder.root, file: null, catalogue: plain, asOf: '2026-11-26' });
    const workspace = createWorkspace(await testExtractor());
    const catalogue = mergeKnowledge(plain, loaded.config.knowledge);
    workspace.apply({ texts: new Map([['src/a.ts', source]]), catalogue, settings: loaded.config });
    return {
      findings: workspace.check().diagnostics.map(({ rule, severity }) => `${rule} ${severity}`),
      problems: loaded.problems.map((p) => `${relative(folder.root, p.file)}:${String(p.line)} ${p.message}`),
    };
  } finally {
    folder.remove();
  }
}

const ASK = `import OpenAI from 'openai';
import { mayAsk, hide, send } from '@acme/privacy';
const openai = new OpenAI();
export async function ask(patient: { email: string; diagnosis: string }) {
  await openai.responses.create({ model: 'm', store: false, input: patient.diagnosis });
}
`;
const CONSENT = 'personal-data-without-consent error';

describe('what a team knows', () => {
  it('makes its functions guards and sanitizers', async () => {
    assert.deepEqual(await found(ASK, {}), { findings: [CONSENT], problems: [] });
    const guarded = ASK.replace('  await openai', '  if (!mayAsk(patient)) return;\n  await openai');
    const guards = { symbols: [{ package: '@acme/privacy', at: 'mayAsk', does: 'consent' }] };
    assert.deepEqual((await found(guarded, {})).findings, [CONSENT]);
    assert.deepEqual((await found(guarded, { guards })).findings, []);
    const cookies = { symbols: [{ package: '@acme/privacy', at: 'mayAsk', does: 'consent', purpose: '0' }] };
    assert.deepEqual((await found(guarded, { guards: cookies })).findings, [CONSENT]);
    const required = ASK.replace('  await openai', '  await mayAsk(patient);\n  await openai');
    const requires = { symbols: [{ package: '@acme/privacy', at: 'mayAsk', does: 'requires' }] };
    assert.deepEqual((await found(required, { guards })).findings, [CONSENT]);
    assert.deepEqual((await found(required, { guards: requires })).findings, []);
    const late = ASK.replace('});', '});\n  await mayAsk(patient);');
    assert.deepEqual((await found(late, { guards: requires })).findings, [CONSENT]);
    const hidden = ASK.replace('input: patient.diagnosis', 'input: hide(patient.diagnosis)');
    const sanitizers = { symbols: [{ package: '@acme/privacy', at: 'hide', clean: '' }] };
    assert.deepEqual((await found(hidden, {})).findings, [CONSENT]);
    assert.deepEqual((await found(hidden, { sanitizers })).findings, []);
  });

  it('makes its wrapper a model call, and its words data', async () => {
    const wrapped = ASK.replace(/await openai.*/, 'await send({ prompt: patient.bloodline });').replace(
      'diagnosis: string',
      'bloodline: string',
    );
    assert.deepEqual((await found(wrapped, {})).findings, []);
    const sdks = [
      {
        id: 'acme',
        packages: ['@acme/privacy'],
        recipient: { name: 'Acme', country: 'DE' },
        calls: [{ at: 'send', kind: 'text', sends: ['0.prompt'] }],
      },
    ];
    assert.deepEqual((await found(wrapped, { sdks })).findings, []);
    const data = [{ key: 'user.acme', label: 'bloodline', strong: { en: ['bloodline'] } }];
    assert.deepEqual((await found(wrapped, { sdks, data })).findings, [CONSENT]);
  });

  it('makes its marks disclosure', async () => {
    const route = `import express from 'express';
import OpenAI from 'openai';
const app = express();
const openai = new OpenAI();
app.post('/joke', async (req, res) => {
  const answer = await openai.responses.create({ model: 'm', store: false, input: 'a joke' });
  res.set('X-Acme-Origin', 'model');
  res.json({ text: answer.output_text });
});
`;
    const open = ['undisclosed-generated-content warning'];
    assert.deepEqual((await found(route, {})).findings, open);
    assert.deepEqual((await found(route, { markers: { headers: ['x-acme-origin'] } })).findings, []);
    assert.deepEqual((await found(route, { markers: { headers: ['x-acme-other'] } })).findings, open);
    const field = route.replace('output_text }', 'output_text, acmeOrigin: true }').replace(/ {2}res.set.*\n/, '');
    assert.deepEqual((await found(field, {})).findings, open);
    assert.deepEqual((await found(field, { markers: { fields: ['acme origin'] } })).findings, []);
  });

  const CHECK = {
    id: 'health-data-abroad',
    title: 'Health data goes abroad',
    kind: 'flow',
    severity: 'error',
    with: { data: 'personal', categories: ['user.health_and_medical'], countries: ['US'] },
    message: '{data} goes to {recipient}',
    why: 'We promised.',
    fix: 'Keep it.',
  };

  it('makes its own rules', async () => {
    const own = 'health-data-abroad error';
    assert.deepEqual((await found(ASK, { checks: [CHECK] })).findings, [own, CONSENT]);
    assert.deepEqual((await found(ASK.replace('patient.diagnosis', 'patient.email'), { checks: [CHECK] })).findings, [
      CONSENT,
    ]);
    const elsewhere = { ...CHECK, with: { ...CHECK.with, countries: ['DE'] } };
    assert.deepEqual((await found(ASK, { checks: [elsewhere] })).findings, [CONSENT]);
    const others = { ...CHECK, with: { recipients: ['Anthropic'] } };
    assert.deepEqual((await found(ASK, { checks: [others] })).findings, [CONSENT]);
    const settings = {
      checks: [CHECK],
      rules: { 'health-data-abroad': 'info', 'personal-data-without-consent': 'off' },
    };
    assert.deepEqual(await found(ASK, settings), { findings: ['health-data-abroad info'], problems: [] });
  });

  it('reads rules from files, pages among them', async () => {
    const page = `---\n${Object.entries(CHECK)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .join('\n')}\n---\n\n# Health data\n`;
    const all = await found(
      ASK,
      { checks: ['./rules/health.md', './more.yaml'] },
      {
        'rules/health.md': page,
        'more.yaml': `- ${JSON.stringify({ ...CHECK, id: 'more' })}\n`,
      },
    );
    assert.deepEqual(all, { findings: ['health-data-abroad error', 'more error', CONSENT], problems: [] });
    const wrong = await found(ASK, { checks: ['./health.md'] }, { 'health.md': page.replace('kind:', 'knd:') });
    assert.deepEqual(wrong.problems, [
      'health.md:2 The file lacks the key `kind`',
      'health.md:4 Unknown key `knd`; did you mean `kind`?',
    ]);
  });

  it('is told where its rules are wrong', async () => {
    const problems = async (change: object): Promise<readonly string[]> =>
      (await found(ASK, { checks: [{ ...CHECK, ...change }] })).problems;
    assert.deepEqual(await problems({ kind: 'argument' }), [
      'probity.config.json:1 `checks[0].kind` must be "flow" or "surface"; known: `flow`, `surface`',
    ]);
    assert.deepEqual(await problems({ id: 'government-id-to-model' }), [
      'probity.config.json:1 There is a rule `government-id-to-model` already',
    ]);
    assert.deepEqual(await problems({ laws: ['eu-gdr'] }), [
      'probity.config.json:1 `eu-gdr` is not a law; did you mean `eu-gdpr`?',
    ]);
    assert.deepEqual(await problems({ with: { date: 'personal' } }), [
      'probity.config.json:1 Unknown key `date` in `checks[0].with`; did you mean `data`?',
    ]);
  });
});
