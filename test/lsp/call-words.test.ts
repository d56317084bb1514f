import assert from 'node:assert/strict';
import type { AiCall } from '../../server/engine/explain/index.ts';
import { callTitle, statusWords } from '../../server/lsp/call-words.ts';

const call = (status: AiCall['consent']['status'], data: readonly string[]): AiCall => ({
  sdk: 'openai',
  api: 'responses.create',
  kind: 'chat',
  recipient: 'OpenAI',
  country: 'US',
  place: { path: 'a.ts', start: 0, end: 1 },
  data,
  consent: { status, at: null },
  disclosure: { status: 'not-needed', at: null },
});

describe('the line above a call', () => {
  it('does not promise that nothing is sent where not all was followed', () => {
    assert.equal(callTitle(call('not-needed', [])), 'No personal data → OpenAI (US)');
    assert.equal(
      callTitle(call('unknown', [])),
      'No personal data seen → OpenAI (US) · not all that is sent could be followed',
    );
  });

  it('says that a checked call has ways that were not followed', () => {
    assert.equal(statusWords(call('guarded', ['user.contact.email'])), 'consent is checked');
    assert.equal(statusWords(call('unknown', ['user.contact.email'])), 'not all that is sent could be followed');
  });
});
