import assert from 'node:assert/strict';
import { createWorkspace } from '../../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../../workspace.ts';

/** Why marks that were found do not count, as the only finding of a program says. */
async function notesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const workspace = createWorkspace(await testExtractor());
  workspace.apply({
    texts: new Map(Object.entries(files)),
    catalogue: await testCatalogue(),
    settings: { severities: {}, freeText: 'off' },
  });
  const found = workspace.check().diagnostics.filter(({ rule }) => rule === 'undisclosed-generated-content');
  assert.equal(found.length, 1);
  return (found[0]?.related ?? []).map(({ note }) => note);
}

const express = (middleware: string, path = ''): Readonly<Record<string, string>> => ({
  'src/app.ts': `import express from 'express';
import OpenAI from 'openai';
const app = express();
const openai = new OpenAI();
app.use(${path}(req, res, next) => {
  ${middleware}
});
app.get('/tip', async (req, res) => {
  const out = await openai.responses.create({ model: 'gpt-4o', input: 'x' });
  res.json({ text: out.output_text });
});`,
});
const MARK = "res.setHeader('X-AI-Generated', 'true')";

describe('marks of middlewares that do not count', () => {
  it('set when the answer has gone', async () => {
    assert.deepEqual(await notesOf(express(`next(); ${MARK};`)), [
      `\`${MARK}\` does not count: it comes after the content has left`,
    ]);
  });
  it('set on one branch', async () => {
    assert.deepEqual(await notesOf(express(`if (req.query.debug) ${MARK}; next();`)), [
      `\`${MARK}\` does not count: it is not always reached when the content leaves`,
    ]);
  });
  it('set for other routes', async () => {
    assert.deepEqual(await notesOf(express(`${MARK}; next();`, "'/admin', ")), [
      `\`${MARK}\` does not count: it marks another outlet`,
    ]);
  });
  it('a header of a configuration for other addresses', async () => {
    const notes = await notesOf({
      'next.config.js': `module.exports = {
  headers: () => [{ source: '/api/other', headers: [{ key: 'X-AI-Generated', value: 'true' }] }],
};`,
      'app/api/tip/route.ts': `import { generateText } from 'ai';
export async function GET() {
  const { text } = await generateText({ model: 'openai/gpt-4o', prompt: 'x' });
  return Response.json({ text });
}`,
    });
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /does not count: it marks another outlet$/);
  });
});
