import assert from 'node:assert/strict';
import type { Catalogue, TeamFixes } from '../../rules/schema/types.ts';
import { mergeKnowledge } from '../../server/host/config/index.ts';
import type { Fix } from '../../server/engine/explain/index.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';
import { applied } from './apply.ts';

const RULE = 'personal-data-without-consent';

const ASK = `import OpenAI from 'openai';

const openai = new OpenAI();

export async function ask(user: { email: string }) {
  return openai.responses.create({ model: 'm', store: false, input: user.email });
}
`;

async function catalogueWith(fixes: TeamFixes): Promise<Catalogue> {
  const none = { sdks: [], hosts: [], data: [], guards: [], sanitizers: [] };
  return mergeKnowledge(await testCatalogue(), { ...none, fixes: [fixes] });
}

async function fixesOf(
  files: Readonly<Record<string, string>>,
  fixes: TeamFixes = {},
): Promise<{ readonly fix: (kind: string) => Fix; readonly text: (kind: string, path?: string) => string }> {
  const workspace = createWorkspace(await testExtractor());
  const texts = new Map(Object.entries(files));
  workspace.apply({ texts, catalogue: await catalogueWith(fixes), settings: { severities: {}, freeText: 'off' } });
  const [found] = workspace.check().diagnostics.filter(({ rule }) => rule === RULE);
  assert.ok(found, 'a finding');
  const fix = (kind: string): Fix => {
    const made = found.fixes.find((candidate) => candidate.kind === kind);
    assert.ok(made, `${kind}: ${found.fixes.map((candidate) => candidate.kind).join(', ')}`);
    return made;
  };
  const text = (kind: string, path = found.place.path): string => applied(texts, fix(kind)).get(path) ?? '';
  return { fix, text };
}

const TEAM: TeamFixes = {
  consent: { name: 'requireAiConsent', from: './src/consent', call: 'await {name}({subject})' },
  redact: { name: 'scrub', from: '@acme/privacy' },
};

describe('how quick fixes write', () => {
  it('the function of the team, imported from where the file is', async () => {
    const { fix, text } = await fixesOf({ 'src/api/ask.ts': ASK }, TEAM);
    assert.equal(
      text('insert-guard'),
      ASK.replace("from 'openai';", "from 'openai';\nimport { requireAiConsent } from '../consent';").replace(
        '  return',
        '  await requireAiConsent(user);\n  return',
      ),
    );
    assert.deepEqual(fix('insert-guard').creates, []);
    assert.match(text('redact'), /import \{ scrub \} from '@acme\/privacy';/);
    assert.match(text('redact'), /input: scrub\(user\.email\) \}/);
  });

  it('no await where the function is not async', async () => {
    const sync = ASK.replace('async ', '');
    await assert.rejects(async () => (await fixesOf({ 'src/ask.ts': sync }, TEAM)).fix('insert-guard'));
  });

  it('into an import that is there, and none for what is known', async () => {
    const has = ASK.replace(
      "import OpenAI from 'openai';",
      "import OpenAI from 'openai';\nimport { audit } from '@acme/privacy';",
    );
    const { text } = await fixesOf({ 'src/ask.ts': has }, TEAM);
    assert.match(text('redact'), /import \{ audit, scrub \} from '@acme\/privacy';/);
    const knows = has.replace('{ audit }', '{ audit, scrub }');
    assert.match((await fixesOf({ 'src/ask.ts': knows }, TEAM)).text('redact'), /import \{ audit, scrub \} from/);
  });

  it('in double quotes, without semicolons, with the indent of the file', async () => {
    const other = ASK.replaceAll("'", '"')
      .replaceAll(';', '')
      .replaceAll('email: string }', 'email: string }')
      .replaceAll('  return', '    return');
    const { text } = await fixesOf({ 'src/ask.ts': other }, TEAM);
    assert.match(text('insert-guard'), /from "openai"\nimport \{ requireAiConsent \} from "\.\/consent"\n/);
    assert.match(text('insert-guard'), /\n {4}await requireAiConsent\(user\)\n {4}return/);
  });

  it('as CommonJS does, below what it requires', async () => {
    const common =
      "'use strict';\nconst OpenAI = require('openai');\nconst openai = new OpenAI();\n\nmodule.exports = async function ask(user) {\n  return openai.responses.create({ model: 'm', input: user.email });\n};\n";
    const { text } = await fixesOf({ 'src/ask.js': common }, TEAM);
    assert.match(text('redact'), /require\('openai'\);\nconst \{ scrub \} = require\('@acme\/privacy'\);\n/);
  });

  it('with the extensions that the file uses', async () => {
    const dotted = ASK.replace("'openai';", "'openai';\nimport './start.js';");
    const { text } = await fixesOf({ 'src/ask.ts': dotted, 'src/start.ts': '' }, TEAM);
    assert.match(text('insert-guard'), /from '\.\/consent\.js';/);
  });

  it('a new file where nothing says where the function is, typed as the project is', async () => {
    const files = { 'package.json': '{}', 'src/api/ask.ts': ASK };
    const { fix, text } = await fixesOf(files);
    const [created] = fix('insert-guard').creates;
    assert.equal(created?.path, 'src/ai-consent.ts');
    assert.match(created.text, /export function requireConsent\(person: unknown\): void \{/);
    assert.match(text('insert-guard'), /import \{ requireConsent \} from '\.\.\/ai-consent';/);
    const again = await fixesOf({ ...files, 'src/ai-consent.ts': created.text });
    assert.deepEqual(again.fix('insert-guard').creates, []);
  });

  it('a body for an arrow function that has none', async () => {
    const arrow = ASK.replace(
      /export async function[\s\S]*/,
      "export const ask = (user: { email: string }) =>\n  openai.responses.create({ model: 'm', input: user.email });\n",
    );
    const { text } = await fixesOf({ 'src/ask.ts': arrow });
    assert.match(text('insert-guard'), /=> \{\n {2}requireConsent\(user\);\n {2}return openai[^\n]*;\n\};/);
  });

  it('an early return as the handler answers', async () => {
    const handler = `import express from 'express';
import OpenAI from 'openai';
const app = express();
const openai = new OpenAI();
app.post('/ask', async (req, res) => {
  const answer = await openai.responses.create({ model: 'm', input: req.body.email });
  res.json({ ok: answer.id });
});
`;
    const { text } = await fixesOf({ 'src/app.ts': handler });
    assert.match(
      text('insert-return'),
      /if \(!hasConsent\(req\.body\)\) return res\.status\(403\)\.json\(\{ error: 'consent required' \}\);\n {2}const answer/,
    );
  });

  it('a field left out, with its line', async () => {
    const object = ASK.replace(
      'input: user.email',
      'input: JSON.stringify({\n    id: 1,\n    email: user.email,\n    plan: 2,\n  })',
    );
    const { text } = await fixesOf({ 'src/ask.ts': object });
    assert.match(text('drop-field'), /\{\n {4}id: 1,\n {4}plan: 2,\n {2}\}/);
  });

  it('comments on a line of their own, in JSX as JSX has them', async () => {
    const { text } = await fixesOf({ 'src/ask.ts': ASK });
    assert.match(
      text('suppress'),
      /\n {2}\/\/ probity-ignore-next-line personal-data-without-consent -- write the reason here\n {2}return/,
    );
    assert.match(
      text('declare-lawful-basis'),
      /\n {2}\/\/ @lawful-basis contract -- write the reason here\n {2}return/,
    );
  });
});
