import assert from 'node:assert/strict';
import { createClassifier } from '../../server/engine/flow/personal-data/index.ts';
import { testCatalogue } from '../workspace.ts';
import { labelledRows } from './labelled.ts';

const classifier = createClassifier(await testCatalogue());
/** Free text of a chat is kept apart from personal data. */
const personal = (name: string, owners: readonly string[], kind?: 'string' | 'number' | 'boolean' | 'unknown') => {
  const found = classifier.classify(name, owners, kind);
  return found?.category.key === 'user.content.free_text' ? null : found;
};

describe('personal-data names', () => {
  it('scores well on fields of real schemas', () => {
    let hits = 0;
    const wrong: string[] = [];
    const missed: string[] = [];
    const otherCategory: string[] = [];
    const rows = labelledRows();
    for (const { owners, name, kind, label } of rows) {
      const found = personal(name, owners, kind);
      const shown = `${owners.join('<')}.${name}`;
      if (label === null) {
        if (found !== null) wrong.push(`${shown} is ${found.category.key}`);
      } else if (found === null) missed.push(shown);
      else {
        hits++;
        const key = found.category.key.replace('user.health_and_medical', 'user.health');
        if (!key.startsWith(label)) otherCategory.push(`${shown} is ${key}, not ${label}`);
      }
    }
    const precision = hits / (hits + wrong.length);
    const recall = hits / (hits + missed.length);
    const numbers = `${String(rows.length)} rows, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
    console.log(`      ${numbers}`);
    const details = `${numbers}\nwrong: ${wrong.join(', ')}\nmissed: ${missed.join(', ')}\nother: ${otherCategory.join(', ')}`;
    assert.ok(rows.length >= 400, details);
    assert.ok(precision >= 0.95, details);
    assert.ok(recall >= 0.9, details);
    assert.ok(otherCategory.length / hits <= 0.03, details);
  });

  it('tells owners apart', () => {
    for (const name of [
      'user',
      'CreateUserDto',
      'patients',
      'getCustomer',
      'клиент',
      'EmployeeRow',
      'billingContact',
    ]) {
      assert.equal(classifier.isPersonOwner(name), true, name);
    }
    for (const name of ['product', 'productList', 'CompanyDto', 'companies', 'getHotel']) {
      assert.equal(classifier.isPersonOwner(name), false, name);
    }
    for (const name of ['data', 'result', 'x', 'props', '']) assert.equal(classifier.isPersonOwner(name), null, name);
  });

  it('needs no owner for strong names and takes none for weak ones', () => {
    assert.equal(personal('email', [])?.strong, true);
    assert.equal(personal('passportNumber', [])?.category.governmentId, true);
    assert.equal(personal('name', []), null);
    assert.equal(personal('name', ['props']), null);
    assert.equal(personal('name', ['props', 'UserProps'])?.person, true);
    assert.equal(personal('city', ['weather']), null);
    assert.equal(personal('diagnosis', [])?.category.special, true);
  });

  it('tells literals with a checksum from ordinary digits', () => {
    const keys: Record<string, string> = {
      '850101300015': 'user.government_id',
      '4111 1111 1111 1111': 'user.financial',
      DE89370400440532013000: 'user.financial',
    };
    for (const [text, key] of Object.entries(keys)) {
      const found = classifier.classifyLiteral(text);
      assert.ok(found?.category.key.startsWith(key), `${text}: ${String(found?.category.key)}`);
    }
    for (const text of [
      '1732420800000',
      '4111111111111112',
      '123456789012',
      '202611241200',
      'DE00370400440532013000',
      'GPT-4',
      '1234567890123456',
      '0000000000000000',
      'user@example.com',
      '',
    ]) {
      assert.equal(classifier.classifyLiteral(text), null, text);
    }
  });

  it('gives the same answer twice and never throws', () => {
    for (const name of ['', ' ', '___', '123', '🙂', 'a'.repeat(5000), 'constructor', '__proto__', 'toString']) {
      assert.deepEqual(classifier.classify(name, ['user']), classifier.classify(name, ['user']));
    }
  });
});
