import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { outcomeOf, programsOf } from './guard-fixture.ts';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');

describe('guards: programs', () => {
  for (const file of fs.readdirSync(folder).sort()) {
    for (const program of programsOf(fs.readFileSync(path.join(folder, file), 'utf8'))) {
      it(`${file.replace(/\.txt$/, '')}: ${program.title}`, async () => {
        assert.ok(program.marks.length > 0, 'a program has marks');
        const { wanted, found } = await outcomeOf(program);
        const lacking = wanted.filter((line) => !found.includes(line)).map((line) => `- ${line}`);
        const surplus = found.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`);
        assert.equal([...lacking, ...surplus].sort((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1)).join('\n'), '');
      });
    }
  }
});
