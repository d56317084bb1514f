import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateProject } from '../../bench/generate/index.ts';
import { createExtractor, loadParsers } from '../../server/engine/extract/index.ts';
import type { Extractor, FileFacts } from '../../server/engine/extract/index.ts';
import { sourceKind } from '../../server/engine/source/index.ts';
import { parseFixture } from '../flow/fixture.ts';
import { projectFiles, read } from '../house/files.ts';
import { pageExamples } from '../rules/page-examples.ts';
import { REFERENCE } from './reference-parser.ts';

/** Facts as JSON, without the name of the parser. */
function plain(facts: FileFacts): string {
  const { nodes, lists, contexts, calls, jsx, ...rest } = facts;
  const arrays = [nodes, lists, contexts, calls, jsx].map((array) => [...array]);
  return JSON.stringify([arrays, { ...rest, parser: null }]);
}

/** Where two values first differ: `.1.imports.0.name: "a", not "b"`; empty if nowhere. */
function difference(a: unknown, b: unknown, path = ''): string {
  if (a === b) return '';
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return `${path}: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`;
  }
  const [left, right] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = difference(left[key], right[key], `${path}.${key}`);
    if (found !== '') return found;
  }
  return '';
}

describe('facts do not depend on the parser', function () {
  this.timeout(300_000);
  let oxc: Extractor;
  let wasm: Extractor;
  let tolerant: Extractor;
  const reference = createExtractor(REFERENCE);

  before(async () => {
    oxc = createExtractor(await loadParsers('oxc'));
    wasm = createExtractor(await loadParsers('oxc-wasm'));
    tolerant = createExtractor(await loadParsers('typescript-estree'));
    assert.deepEqual(
      [oxc, wasm, tolerant].map(({ parser }) => parser),
      ['oxc', 'oxc-wasm', 'typescript-estree'],
    );
  });

  /** Holds all parsers to the facts of oxc. Texts that it cannot read are told, so that none slips through unseen. */
  function compare(files: Iterable<readonly [path: string, text: string]>, others: readonly Extractor[]): number {
    let compared = 0;
    const wrong: string[] = [];
    for (const [path, text] of files) {
      const facts = oxc.extract(path, text);
      if (facts.parser !== 'oxc')
        wrong.push(`${path} was read by ${facts.parser}: ${facts.problems[0]?.message ?? ''}`);
      const expected = plain(facts);
      for (const other of others) {
        const actual = plain(other.extract(path, text));
        const found = actual === expected ? '' : difference(JSON.parse(actual), JSON.parse(expected));
        if (found !== '') wrong.push(`${path}, ${other === reference ? 'the reference' : other.parser}: ${found}`);
      }
      compared += 1;
    }
    assert.deepEqual(wrong, []);
    return compared;
  }

  it('over every form of the language', () => {
    const { files } = parseFixture(read('test/extract/syntax.txt'));
    assert.equal(compare(files, [wasm, tolerant, reference]), 15);
  });

  it('over the sources of this repository', () => {
    const files = projectFiles()
      .filter((path) => sourceKind(path) !== null)
      .map((path) => [path, read(path)] as const);
    assert.ok(compare(files, [tolerant, reference]) > 300);
  });

  it('over the examples of the rule pages', () => {
    const pages = projectFiles().filter((path) => /^rules\/checks\/.*\.md$/.test(path));
    const files = pages.flatMap((page) =>
      pageExamples(read(page)).flatMap((example) =>
        [...example.files]
          .filter(([path]) => sourceKind(path) !== null)
          .map(([path, text]) => [`${page}:${String(example.line)}/${path}`, text] as const),
      ),
    );
    assert.ok(compare(files, [wasm, tolerant, reference]) > 15);
  });

  it('over generated products', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'differential-'));
    try {
      await generateProject(folder, 60);
      const names = await readdir(folder, { recursive: true });
      const paths = names.filter((name) => sourceKind(name) !== null);
      const files = await Promise.all(
        paths.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
      );
      assert.ok(compare(files, [tolerant, reference]) > 50);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('and a difference is seen', () => {
    const [a, b] = ['f(x.email)', 'f(x.phone)'].map((text) => JSON.parse(plain(oxc.extract('a.ts', text))) as unknown);
    assert.match(difference(a, b), /: "email", not "phone"$/);
  });
});

describe('half-typed text', () => {
  const TEXT = `import OpenAI from 'openai';
const openai = new OpenAI();
export async function before(user: User) {
  return openai.responses.create({ model: 'm', input: user.email });
}
export function typing(user: User) {
  HERE
}
export async function after(user: User) {
  return openai.responses.create({ model: 'm', input: user.phone });
}
`;

  for (const typed of [
    'if (user.',
    'const x = ',
    'user.name.',
    'f(user, ',
    'return `${user.}`',
    'for (const',
    '{ a: ',
    '@',
    'x ? y :',
  ]) {
    it(`keeps the calls round \`${typed}\``, async () => {
      const extractor = createExtractor(await loadParsers());
      const facts = extractor.extract(
        'a.ts',
        TEXT.replace('HERE', () => typed),
      );
      assert.equal(facts.parser, 'typescript');
      assert.equal(facts.problems.length, 1);
      const texts = facts.strings.filter((text) => ['email', 'phone', 'create'].includes(text));
      assert.deepEqual(texts.sort(), ['create', 'email', 'phone']);
      assert.ok(facts.calls.length >= 3);
    });
  }
});
