import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';
import { countMarked, pageExamples } from './page-examples.ts';

const FOLDER = fileURLToPath(new URL('../../rules/checks/', import.meta.url));
const SECTIONS = [/^## What satisfies/m, /^## Laws/m, /^## What static analysis cannot tell/m];

/** Ids of the rules that fire on some files, a rule that is off by default switched on. */
async function firing(files: ReadonlyMap<string, string>, rule: string): Promise<ReadonlySet<string>> {
  const extractor = await testExtractor();
  for (const [path, text] of files) {
    if (path.endsWith('.json')) JSON.parse(text);
    else assert.deepEqual(extractor.extract(path, text).problems, [], path);
  }
  const catalogue = await testCatalogue();
  const isOff = catalogue.rules.find(({ id }) => id === rule)?.severity === 'off';
  const workspace = createWorkspace(extractor);
  workspace.apply({
    texts: files,
    catalogue,
    settings: { severities: isOff ? { [rule]: 'warning' } : {}, freeText: 'off' },
  });
  return new Set(workspace.check().diagnostics.map((diagnostic) => diagnostic.rule));
}

describe('examples of the rule pages', () => {
  const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));

  it('are found', () => {
    assert.ok(pages.length >= 3);
  });

  for (const name of pages) {
    const rule = name.slice(0, -'.md'.length);
    describe(rule, () => {
      const page = readFileSync(FOLDER + name, 'utf8');
      const examples = pageExamples(page);

      it('has the sections of a page, and at least two examples of each kind', () => {
        for (const section of SECTIONS) assert.match(page, section);
        for (const verdict of ['bad', 'good']) {
          assert.ok(examples.filter((example) => example.verdict === verdict).length >= 2, verdict);
        }
        assert.equal(examples.length, countMarked(page), 'a marked block is in no language that is known');
      });

      for (const { verdict, line, files } of examples) {
        it(`${verdict}, line ${String(line)}`, async () => {
          const rules = await firing(files, rule);
          assert.equal(
            rules.has(rule),
            verdict === 'bad',
            `${FOLDER}${name}:${String(line)} fires: ${[...rules].join(', ')}`,
          );
        });
      }
    });
  }
});
