import { LineIndex } from '../../server/engine/source/index.ts';
import { createWorkspace } from '../../server/engine/workspace/index.ts';
import type { Diagnostic } from '../../server/engine/explain/index.ts';
import { testCatalogue, testExtractor } from '../workspace.ts';

/**
 * A fixture is one text of several files, each opened by a line `//- path`. A line of carets in a comment under a line
 * says which finding starts there: `// ^^^^ rule-id: expression, expression`. Lines without carets must have none.
 */
export interface Expected {
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  readonly rule: string;
  readonly data: readonly string[];
}

export interface Fixture {
  readonly files: ReadonlyMap<string, string>;
  readonly expected: readonly Expected[];
}

const CARETS = /^\s*(?:\/\/|\{\/\*|<!--)\s*\^+\s+([\w-]+)(?::\s*(.*?))?\s*(?:\*\/\}|-->)?$/;

/** Splits a fixture text into files and expectations; caret lines are taken out of the files. */
export function parseFixture(text: string): Fixture {
  const files = new Map<string, string>();
  const expected: Expected[] = [];
  let path = '';
  let lines: string[] = [];
  const close = (): void => {
    if (path !== '') files.set(path, lines.join('\n'));
  };
  for (const line of text.split('\n')) {
    const opened = /^\/\/- (\S+)$/.exec(line);
    if (opened?.[1] !== undefined) {
      close();
      path = opened[1];
      lines = [];
      continue;
    }
    const carets = CARETS.exec(line);
    if (carets === null) {
      lines.push(line);
      continue;
    }
    const data = (carets[2] ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    expected.push({ path, line: lines.length - 1, rule: carets[1] ?? '', data: data.sort() });
  }
  close();
  return { files, expected };
}

/** Checks a fixture's files with the whole catalogue and gives what was found in the form of expectations. */
export async function findingsOf(fixture: Fixture, rules?: readonly string[]): Promise<readonly Expected[]> {
  const diagnostics = await diagnosticsOf(fixture.files);
  return diagnostics
    .filter((d) => rules === undefined || rules.includes(d.rule))
    .map((d): Expected => {
      const index = new LineIndex(fixture.files.get(d.place.path) ?? '');
      return {
        path: d.place.path,
        line: index.position(d.place.start).line,
        rule: d.rule,
        // commas separate expressions here
        data: [...new Set(d.data.map((item) => item.expression.replaceAll(',', '')))].sort(),
      };
    });
}

/** Diagnostics of in-memory files. package.json files among them are given as packages. */
async function diagnosticsOf(files: ReadonlyMap<string, string>): Promise<readonly Diagnostic[]> {
  const workspace = createWorkspace(await testExtractor());
  const packages = [...files]
    .filter(([path]) => path === 'package.json' || path.endsWith('/package.json'))
    .map(([path, text]) => ({
      directory: path.slice(0, Math.max(0, path.length - 'package.json'.length - 1)),
      manifest: JSON.parse(text) as unknown,
    }));
  workspace.apply({
    texts: files,
    catalogue: await testCatalogue(),
    packages,
    settings: { severities: {}, freeText: 'off' },
  });
  return workspace.check().diagnostics;
}

/** One line an expectation, for readable differences. */
export function show(list: readonly Expected[]): string[] {
  return list.map((e) => `${e.path}:${String(e.line + 1)} ${e.rule}: ${e.data.join(', ')}`).sort();
}
