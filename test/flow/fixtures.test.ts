import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findingsOf, parseFixture, show } from './fixture.ts';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');

describe('flow fixtures', () => {
  for (const file of fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()) {
    it(file, async () => {
      const fixture = parseFixture(fs.readFileSync(path.join(folder, file), 'utf8'));
      assert.ok(fixture.files.size > 0, 'a fixture has at least one `//- path` line');
      const rules = ['personal-data-without-consent', ...fixture.expected.map((e) => e.rule)];
      assert.deepEqual(show(await findingsOf(fixture, rules)), show(fixture.expected));
    });
  }
});
