import assert from 'node:assert/strict';
import type { Finding, NearMissReason, StepKind, UnknownReason } from '../../server/engine/check/finding.ts';
import { code, listed, oneLine } from '../../server/engine/explain/code.ts';
import { explainContext, explainFinding } from '../../server/engine/explain/index.ts';
import type { Diagnostic, SeveritySettings } from '../../server/engine/explain/index.ts';
import { fill, words } from '../../server/engine/explain/template.ts';
import {
  countryWords,
  fixTitle,
  kindWords,
  nearMissNote,
  stepNote,
  unknownNote,
} from '../../server/engine/explain/words.ts';
import { emptyCatalogue } from '../cli/fakes.ts';
import { data, finding } from './finding.ts';

const DEFAULT: SeveritySettings = { severities: {}, freeText: 'off' };

function explained(change: Partial<Finding>, settings = DEFAULT, template?: string): Diagnostic | null {
  const catalogue = emptyCatalogue();
  const rules = catalogue.rules.map((rule) => (template === undefined ? rule : { ...rule, message: template }));
  return explainFinding(finding(change), explainContext({ ...catalogue, rules }, settings));
}

const message = (change: Partial<Finding>, template?: string): string | undefined =>
  explained(change, DEFAULT, template)?.message;

describe('explain: words', () => {
  it('puts source text in as many backticks as it needs, on one line', () => {
    assert.equal(code('user.email'), '`user.email`');
    assert.equal(code('`a ${b}`'), '`` `a ${b}` ``');
    assert.equal(code('x ``y`` z'), '``` x ``y`` z ```');
    assert.equal(code(' a\n   .b() '), '`a .b()`');
    assert.equal(code(''), '');
  });

  it('shortens long text in the middle, never inside a character', () => {
    const long = oneLine(`start${'x'.repeat(100)}end`);
    assert.equal(long.length, 60);
    assert.match(long, /^startx+…x+end$/);
    for (let pad = 0; pad < 4; pad++) {
      const short = oneLine('a'.repeat(pad) + '🙂'.repeat(60));
      assert.doesNotMatch(short, /\p{Cs}/u);
    }
  });

  it('lists up to four pieces, then counts', () => {
    assert.equal(listed(['`a`', '`a`', '`b`']), '`a`, `b`');
    assert.equal(listed(['a', 'b', 'c', 'd']), 'a, b, c, d');
    assert.equal(listed(['a', 'b', 'c', 'd', 'e']), 'a, b, c and 2 more');
  });

  it('fills templates', () => {
    const values = new Map([
      ['one', words('uno')],
      ['two', words('due', 2)],
      ['src', { text: 'f()', code: '`f()`', count: 1 }],
    ]);
    assert.equal(fill('{one} and {two}', values), 'uno and due');
    assert.equal(fill('{one|reaches|reach} {two|reaches|reach}', values), 'reaches reach');
    assert.equal(fill('{src} `{src}` `{one}`', values), '`f()` `f()` `uno`');
    assert.equal(fill('sent to {gone}; `{gone}` ({gone}) then {one}.', values), 'sent to; then uno.');
    assert.equal(fill('several\n  lines', values), 'several lines');
    assert.equal(fill('{one} {} { one }', values), 'uno {} { one }');
  });

  it('makes a message that stands alone', () => {
    assert.equal(
      message({ data: [data('user.email', 'user.contact.email'), data('user.diagnosis', 'user.health_and_medical')] }),
      '`user.email`, `user.diagnosis` reach OpenAI through `chat.completions.create`; no consent check was found on this path',
    );
    assert.equal(
      message({}),
      '`user.email` reaches OpenAI through `chat.completions.create`; no consent check was found on this path',
    );
  });

  it('keeps source text as it is, whatever it holds', () => {
    assert.equal(
      message({ data: [data('get({data}, $1, $&)', 'user.contact.email')] }, '{data}!'),
      '`get({data}, $1, $&)`!',
    );
    assert.equal(message({ data: [data('f( )', 'user.contact.email')] }, '{data} ({gone})'), '`f( )`');
  });

  it('knows the placeholders a page may use', () => {
    const told = message(
      {
        values: { model: 'gpt-4o', option: 'store' },
        path: [{ kind: 'source', place: { path: 'a.ts', start: 0, end: 1 }, name: 'req.body', detail: '' }],
      },
      '{data}|{categories}|{count}|{sink}|{recipient}|{country}|{kind}|{missing}|{function}|{source}|{model}|{option}',
    );
    assert.equal(
      told,
      '`user.email`|e-mail address|1|`chat.completions.create`|OpenAI|United States|chat|consent check|`run`|`req.body`|`gpt-4o`|`store`',
    );
  });

  it('lets no value of a finding shadow what explain says itself', () => {
    assert.equal(
      message({ values: { recipient: 'x', sink: 'y' } }, '{recipient} {sink}'),
      'OpenAI `chat.completions.create`',
    );
  });

  it('says the facts alone where the rule has no page', () => {
    const told = explained({ rule: 'no-such-rule' });
    assert.equal(told?.severity, 'warning');
    assert.equal(
      told.message,
      '`user.email` reaches OpenAI through `chat.completions.create`; no consent check was found on this path',
    );
    assert.equal(
      explained({ rule: 'no-such-rule', data: [], missing: [] })?.message,
      '`chat.completions.create` of OpenAI is called',
    );
    assert.equal(
      explained({ rule: 'no-such-rule', data: [], sink: null })?.message,
      'this place; no consent check was found on this path',
    );
  });

  it('takes the label of the nearest known category', () => {
    const labels = (category: string): string | undefined => explained({ data: [data('x', category)] })?.data[0]?.label;
    assert.equal(labels('user.contact.email'), 'e-mail address');
    assert.equal(labels('user.health_and_medical.genetic'), 'health data');
    assert.equal(labels('user.behavior.browsing_history'), 'browsing history');
  });

  it('refers to the laws of the rule, or those of the finding, known ones only, once', () => {
    assert.deepEqual(explained({})?.laws, [
      {
        id: 'gdpr-6',
        title: 'GDPR Art. 6',
        short: 'GDPR Art. 6',
        appliesFrom: '2018-05-25',
        url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
      },
      { id: 'kz-17', title: 'KZ Law on AI Art. 17(3)', short: 'KZ Law on AI Art. 17(3)', appliesFrom: '2026-01-18' },
    ]);
    assert.deepEqual(
      explained({ laws: ['kz-17', 'kz-17', 'nope'] })?.laws.map((law) => law.id),
      ['kz-17'],
    );
  });

  it('has words for every kind of step, every near miss and every unknown, with and without names', () => {
    const place = { path: 'a.ts', start: 0, end: 1 };
    const steps: readonly StepKind[] = [
      'source',
      'schema',
      'assign',
      'property',
      'store',
      'argument',
      'parameter',
      'return',
      'text',
      'object',
      'spread',
      'element',
      'serialize',
      'callback',
      'capture',
      'call',
      'sanitizer',
      'await',
      'event',
      'state',
      'render',
      'generated',
      'outlet',
      'sink',
    ];
    const misses: readonly NearMissReason[] = [
      'wrong-branch',
      'after-call',
      'result-unused',
      'logged-only',
      'not-awaited',
      'constant',
      'always-true',
      'default-true',
      'fail-open',
      'other-purpose',
      'unknown-purpose',
      'feature-flag',
      'auth',
      'api-key',
      'plan',
      'opt-out',
      'client-only',
      'other-subject',
      'other-path',
      'overwritten',
      'not-a-guard',
      'not-redacting',
      'other-category',
      'original-sent',
      'not-rendered',
      'other-outlet',
      'after-outlet',
    ];
    const unknowns: readonly UnknownReason[] = [
      'call-unresolved',
      'module-unresolved',
      'depth-limit',
      'size-limit',
      'file-unreadable',
      'dynamic',
    ];
    const told = [
      ...steps.map((kind) => stepNote({ kind, place, name: 'n', detail: 'd' }, (key) => key)),
      ...misses.map((reason) => nearMissNote({ reason, place, snippet: 's', detail: 'd' })),
      ...unknowns.map((reason) => unknownNote({ reason, place, name: 'n' })),
    ];
    assert.equal(new Set(told).size, told.length, 'no two say the same');
    const bare = [
      ...steps.map((kind) => stepNote({ kind, place, name: '', detail: '' }, (key) => key)),
      ...misses.map((reason) => nearMissNote({ reason, place, snippet: '', detail: '' })),
      ...unknowns.map((reason) => unknownNote({ reason, place, name: '' })),
    ];
    for (const note of [...told, ...bare]) {
      assert.match(note, /^\S.*\S$/);
      assert.doesNotMatch(note, /undefined| {2}|``|\s[,;:.]/);
      assert.doesNotMatch(note, /violat|illegal|unlawful|breach/i, 'facts, no verdicts');
    }
  });

  it('says near misses, open ways and what could not be seen beside the finding', () => {
    const place = { path: 'b.ts', start: 7, end: 9 };
    const related = explained({
      nearMisses: [{ reason: 'other-purpose', place, snippet: 'user.marketingConsent', detail: 'marketing' }],
      openPaths: [
        { place, name: 'importAll' },
        { place, name: '' },
      ],
      unknowns: [{ reason: 'call-unresolved', place, name: 'next' }],
    })?.related;
    assert.deepEqual(
      related?.map((step) => step.note),
      [
        '`user.marketingConsent` does not count: this consent is for `marketing`, not for AI processing',
        '`importAll` reaches it with no check on the way',
        'This call reaches it with no check on the way',
        '`next`: the function called here could not be told',
      ],
    );
    assert.ok(related.every((step) => step.place === place));
  });

  it('names countries, calls and fixes', () => {
    assert.deepEqual(['US', 'KZ', 'LOCAL', '??', 'x'].map(countryWords), [
      'United States',
      'Kazakhstan',
      'this machine',
      null,
      null,
    ]);
    assert.equal(kindWords('fine-tune'), 'fine-tuning');
    assert.equal(kindWords('new-kind'), 'new kind');
    assert.equal(fixTitle('redact', 'user.email'), 'Redact `user.email` before it is sent');
    assert.equal(fixTitle('some-new-fix', 'x'), 'Some new fix `x`');
  });
});
