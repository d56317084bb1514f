import assert from 'node:assert/strict';
import { validateDocument } from '../../rules/schema/index.ts';
import type { Catalogue } from '../../rules/schema/types.ts';
import { testCatalogue } from '../workspace.ts';

const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December';
const DATE = new RegExp(`\\b(\\d{1,2}) (${MONTHS}) (\\d{4})\\b`, 'g');

/** Dates written out in a text, as ISO dates. */
function datesIn(text: string): string[] {
  return [...text.matchAll(DATE)].map(([, day = '', month = '', year = '']) => {
    const number = MONTHS.split('|').indexOf(month) + 1;
    return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  });
}

describe('laws', () => {
  let catalogue: Catalogue;
  before(async () => {
    catalogue = await testCatalogue();
  });

  it('each say what their date rests on', () => {
    assert.ok(catalogue.laws.length > 40);
    const entry = { id: 'a', title: 'A', jurisdiction: 'EU', appliesFrom: '2020-01-01' };
    const wrong = (more: object): string[] => validateDocument('laws', [{ ...entry, ...more }]).map((p) => p.message);
    assert.match(wrong({})[0] ?? '', /basis/);
    assert.deepEqual(wrong({ basis: 'text' }), ['a date that was checked needs a `source`']);
    assert.deepEqual(wrong({ basis: 'secondary', source: 'a tracker' }), []);
    assert.deepEqual(wrong({ basis: 'unverified' }), []);
    assert.equal(wrong({ basis: 'hearsay' }).length, 2);
  });

  it('have ids of their own', () => {
    const ids = catalogue.laws.map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id, i) => ids.indexOf(id) !== i),
      [],
    );
  });

  it('have dates that exist', () => {
    for (const { id, appliesFrom } of catalogue.laws) {
      assert.equal(new Date(`${appliesFrom}T00:00:00Z`).toISOString().slice(0, 10), appliesFrom, id);
    }
  });

  it('are dated in the rule pages as in the catalogue, and only where the date was checked', () => {
    const titles = catalogue.laws.flatMap(({ title, note }) => datesIn(`${title} ${note ?? ''}`));
    for (const rule of catalogue.rules) {
      const laws = catalogue.laws.filter(({ id }) => rule.laws.includes(id));
      const known = new Set([
        ...laws.filter(({ basis }) => basis !== 'unverified').map(({ appliesFrom }) => appliesFrom),
        ...titles,
      ]);
      for (const { appliesFrom } of laws.filter(({ basis }) => basis === 'unverified')) known.delete(appliesFrom);
      const section = /^## Laws\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(rule.body)?.[1] ?? '';
      assert.notEqual(section.trim(), '', rule.id);
      assert.deepEqual(
        datesIn(section).filter((date) => !known.has(date)),
        [],
        rule.id,
      );
    }
  });
});
