import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findingsOf, parseFixture } from '../fixture.ts';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../fixtures/disclosure');
const RULES = ['undisclosed-generated-content', 'undisclosed-ai-message'];

/**
 * Small programs by topic, several in a file, each opened by `//== title`. Carets mark the line of each finding about
 * generated content; every other line must have none.
 */
describe('generated content on its way to people', () => {
  for (const file of fs.readdirSync(folder).sort()) {
    describe(file.replace(/\.txt$/, ''), () => {
      for (const program of fs
        .readFileSync(path.join(folder, file), 'utf8')
        .split(/^\/\/== /m)
        .slice(1)) {
        const title = program.slice(0, program.indexOf('\n'));
        it(title, async () => {
          const fixture = parseFixture(program.slice(title.length + 1));
          assert.ok(fixture.files.size > 0, 'a program has at least one `//- path` line');
          const found = await findingsOf(fixture, RULES);
          assert.deepEqual(found.map(at).sort(), fixture.expected.map(at).sort());
        });
      }
    });
  }
});

const at = (e: { readonly path: string; readonly line: number; readonly rule: string }): string =>
  `${e.path}:${String(e.line + 1)} ${e.rule}`;
