import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../server/engine/explain/index.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { pageExamples } from '../rules/page-examples.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';
import { applied } from './apply.ts';

const FOLDER = fileURLToPath(new URL('../../rules/checks/', import.meta.url));

/** What fixes may leave to be done: a reason that a person must write, and a sentence on it. */
const LEFT_OVER = new Set(['suppression']);

async function check(texts: ReadonlyMap<string, string>, rule: string): Promise<readonly Diagnostic[]> {
  const extractor = await testExtractor();
  for (const [path, text] of texts) {
    if (!path.endsWith('.json')) assert.deepEqual(extractor.extract(path, text).problems, [], `${path}\n${text}`);
  }
  const workspace = createWorkspace(extractor);
  workspace.apply({
    texts,
    catalogue: await testCatalogue(),
    settings: { severities: { [rule]: 'warning' }, freeText: 'off' },
  });
  return workspace.check().diagnostics.filter((found) => found.rule === rule && found.suppressed === null);
}

/** Ways to write the same text. */
const WRITINGS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'with tabs': (text) => text.replace(/^(?: {2})+/gm, (indent) => '\t'.repeat(indent.length / 2)),
};

describe('quick fixes on the examples of the rule pages', function () {
  this.timeout(60_000);
  const kinds = new Set<string>();

  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.md'))) {
    const rule = name.slice(0, -'.md'.length);
    const bad = pageExamples(readFileSync(FOLDER + name, 'utf8')).filter(({ verdict }) => verdict === 'bad');
    for (const { line, files } of bad) {
      for (const [writing, write] of Object.entries(WRITINGS)) {
        it(`${rule}, line ${String(line)}, ${writing}`, async () => {
          const texts = new Map([...files].map(([path, text]) => [path, write(text)]));
          const before = await check(texts, rule);
          for (const diagnostic of before) {
            for (const fix of diagnostic.fixes) {
              kinds.add(fix.kind);
              const after = applied(texts, fix);
              const left = await check(after, rule);
              const shown = [...after].map(([path, text]) => `${path}\n${text}`).join('\n');
              assert.ok(
                left.length < before.length || LEFT_OVER.has(rule),
                `${fix.kind}: ${fix.title} does not settle ${diagnostic.message}\n${shown}`,
              );
              if (writing === 'with CRLF')
                for (const text of after.values()) assert.doesNotMatch(text, /[^\r]\n/, shown);
            }
          }
        });
      }
    }
  }

  it('are of every kind that rule pages name', () => {
    assert.deepEqual([...kinds].sort(), [
      'add-field',
      'add-header',
      'append-statement',
      'declare-lawful-basis',
      'drop-field',
      'insert-guard',
      'insert-notice',
      'insert-return',
      'insert-sentence',
      'pick-fields',
      'redact',
      'suppress',
    ]);
  });
});
