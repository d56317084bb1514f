import assert from 'node:assert/strict';
import type { Law } from '../../rules/schema/types.ts';
import type { Finding } from '../../server/engine/check/finding.ts';
import { lawReferences } from '../../server/engine/explain/laws.ts';
import { data } from './finding.ts';

const law = (id: string, change: Partial<Law>): [string, Law] => [
  id,
  { id, title: `Title of ${id}`, jurisdiction: 'EU', appliesFrom: '2020-01-02', basis: 'text', ...change },
];
const LAWS = new Map([
  law('all', { short: 'All' }),
  law('guess', { basis: 'unverified' }),
  law('special', { concerns: ['special'] }),
  law('health', { concerns: ['user.health_and_medical'], jurisdiction: 'US' }),
]);
const IDS = ['health', 'all', 'special', 'all', 'guess', 'unheard-of'];

describe('laws of a finding', () => {
  const ids = (facts: Finding['data'], jurisdictions: readonly string[] = []): string[] =>
    lawReferences(IDS, facts, LAWS, jurisdictions).map(({ id }) => id);
  const email = data('user.email', 'user.contact.email');

  it('are those that speak of its data, each once, in the order of the rule', () => {
    assert.deepEqual(ids([email]), ['all', 'guess']);
    assert.deepEqual(ids([{ ...email, special: true }]), ['all', 'special', 'guess']);
    assert.deepEqual(ids([email, data('x', 'user.health_and_medical.genetic')]), ['health', 'all', 'guess']);
    assert.deepEqual(ids([data('x', 'user.health_and_medicalish')]), ['all', 'guess']);
    assert.deepEqual(ids([]), ['health', 'all', 'special', 'guess'], 'nothing is known of the data');
  });

  it('are those of the jurisdictions asked for', () => {
    const health = data('x', 'user.health_and_medical');
    assert.deepEqual(ids([health], ['US']), ['health']);
    assert.deepEqual(ids([health], ['EU', 'US']), ['health', 'all', 'guess']);
  });

  it('carry no date that was not checked, and a name for small places', () => {
    assert.deepEqual(lawReferences(['all', 'guess'], [email], LAWS, []), [
      { id: 'all', title: 'Title of all', short: 'All', appliesFrom: '2020-01-02' },
      { id: 'guess', title: 'Title of guess', short: 'Title of guess', appliesFrom: null },
    ]);
  });
});
