import assert from 'node:assert/strict';
import { createClassifier } from '../../server/engine/flow/index.ts';
import { testCatalogue } from '../workspace.ts';

const catalogue = await testCatalogue();
const classifier = createClassifier(catalogue);
const formats = catalogue.identifiers ?? [];

/** The example with the last digit but one changed: the check of some is the last, of others it stands before that. */
function spoilt(example: string): string {
  const at = example.search(/\d(?=[^0-9A-Z]*[0-9A-Z][^0-9A-Z]*$)/);
  const char = example[at] ?? '';
  const next = /\d/.test(char) ? String((Number(char) + 1) % 10) : char === 'A' ? 'B' : 'A';
  return example.slice(0, at) + next + example.slice(at + 1);
}

describe('identifiers by their form', () => {
  it('are those of at least forty countries, each told by its example', () => {
    const missed = formats.filter(
      ({ example }) => !classifier.classifyLiteral(example)?.category.key.startsWith('user.government_id'),
    );
    assert.deepEqual(
      missed.map(({ id, example }) => `${id}: ${example}`),
      [],
    );
    // the Kazakh and the American number are known without the list
    assert.ok(new Set(['KZ', 'US', ...formats.map(({ country }) => country)]).size >= 40);
  });

  it('are told within a sentence', () => {
    assert.ok(classifier.classifyLiteral('Mein Ausweis: 131052-308T, bitte prüfen.'));
    assert.ok(classifier.classifyLiteral('CPF 529.982.247-25.'));
  });

  it('are none where the check does not hold', () => {
    const told = formats.filter(({ checks, example }) => {
      const text = spoilt(example);
      return checks !== undefined && classifier.classifyLiteral(text) !== null;
    });
    assert.deepEqual(
      told.map(({ id, example }) => `${id}: ${spoilt(example)}`),
      [],
    );
  });

  it('are none of what looks like them', () => {
    for (const text of [
      '1732420800',
      '1732420800000',
      '20261124121500',
      '+7 701 123 45 67',
      '2026-11-26T08:00:00Z',
      '192.168.100.200',
      '123e4567-e89b-12d3-a456-426614174000',
      'gpt-4o-2024-08-06',
      '978-3-16-148410-0',
      'SKU 12345678A',
      '4006381333931',
      'rgb(120, 130, 140)',
      '10000000000',
      'ISO 27001:2022',
      '#112233445566',
    ]) {
      assert.equal(classifier.classifyLiteral(text), null, text);
    }
  });
});
