import assert from 'node:assert/strict';
import { displayName } from '../../../server/engine/flow/sinks/display-name.ts';

describe('display name of a call', () => {
  const types = {
    Client: ['default.new()', 'OpenAI.new()'],
    Completions: ['Client.chat.completions', 'Client.beta.chat.completions'],
    Deep: ['Completions.stream'],
    Model: ['Client.getModel()'],
    Circle: ['Ring.a'],
    Ring: ['Circle.b'],
  };
  const names: Readonly<Record<string, string>> = {
    'Client.chat.completions.create': 'chat.completions.create',
    'Completions.create': 'chat.completions.create',
    'Deep.final': 'chat.completions.stream.final',
    'Model.generate': 'generate',
    'Client.batches().create()': 'batches.create',
    generateText: 'generateText',
    'default.prompt': 'prompt',
    '*.invoke': 'invoke',
    'node:ai.run': 'run',
  };
  for (const [at, name] of Object.entries(names)) {
    it(`${at} is ${name}`, () => {
      assert.equal(displayName(at, types), name);
    });
  }

  it('ends where names go round in a circle', () => {
    assert.match(displayName('Circle.x', types), /x$/);
  });
});
