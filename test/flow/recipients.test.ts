import assert from 'node:assert/strict';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

const TEXT = `
import { generateText, ToolLoopAgent } from 'ai';
import { anthropic } from '@ai-sdk/anthropic';
import { ollama } from 'ai-sdk-ollama';
import { Agent } from '@mastra/core/agent';
import { model } from './models';
export const a = () => generateText({ model: anthropic('x'), prompt: 'a' });
export const b = () => generateText({ model: ollama('x'), prompt: 'b' });
export const c = () => generateText({ model, prompt: 'c' });
export const d = () => generateText({ model: process.env.MODEL, prompt: 'd' });
const agent = new Agent({ name: 'x', instructions: 'y', model: anthropic('x') });
export const e = () => agent.generate('e');
const loop = new ToolLoopAgent({ model: ollama('x') });
export const f = () => loop.generate({ prompt: 'f' });
`;
const MODELS = `
import { createMistral } from '@ai-sdk/mistral';
const mistral = createMistral({ apiKey: '' });
export const model = mistral('x');
`;

describe('recipients', () => {
  it('are those of the package that the model is from, and stay open where nothing tells', async () => {
    const workspace = createWorkspace(await testExtractor());
    workspace.apply({
      texts: new Map([
        ['src/a.ts', TEXT],
        ['src/models.ts', MODELS],
      ]),
      catalogue: await testCatalogue(),
      settings: { severities: {}, freeText: 'off' },
    });
    const found = workspace.check().aiCalls.map(({ recipient, country }) => `${recipient} ${country}`);
    assert.deepEqual(found, [
      'Anthropic US',
      'this machine (Ollama) LOCAL',
      'Mistral AI FR',
      'the configured AI provider ??',
      'Anthropic US',
      'this machine (Ollama) LOCAL',
    ]);
  });
});
