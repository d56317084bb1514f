import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { ROOT, projectFiles, read } from './files.ts';

const FENCE = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1/gm;
const LINK = /\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;

/** The anchor GitHub makes of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function anchors(markdown: string): ReadonlySet<string> {
  const headings = markdown.replace(FENCE, '').matchAll(/^#{1,6}\s+(.+)$/gm);
  return new Set([...headings].map((match) => anchor(match[1] ?? '')));
}

describe('documents', () => {
  const documents = projectFiles().filter((path) => path.endsWith('.md') && !path.includes('/fixtures/'));

  it('links between them resolve', () => {
    const broken: string[] = [];
    for (const path of documents) {
      for (const [, target = ''] of read(path).replace(FENCE, '').matchAll(LINK)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [file = '', hash = ''] = target.split('#');
        const to = file === '' ? path : normalize(join(dirname(path), file));
        const found = existsSync(join(ROOT, to)) && (hash === '' || anchors(read(to)).has(hash));
        if (!found) broken.push(`${path}: ${target}`);
      }
    }
    assert.ok(documents.length >= 5, 'the documents are seen');
    assert.deepEqual(broken, []);
  });

  it('the README shows the two commands a newcomer needs', () => {
    const readme = read('README.md');
    assert.match(readme, /npm ci && npm run demo/);
    assert.match(readme, /npm ci && npm test/);
  });

  it('scripts they name exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const missing = documents.flatMap((path) =>
      [...read(path).matchAll(/npm run ([a-z][\w:-]*)/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !(name in scripts))
        .map((name) => `${path}: npm run ${name}`),
    );
    // Examples are products of their own; their documents speak of Probity's scripts only.
    assert.deepEqual(missing, []);
  });

  it('files of the project they name in code exist', () => {
    const named = /`((?:server|client|rules|test|bench|scripts|docs|examples)\/[\w./-]+[.](?:ts|mjs|md|ya?ml))`/g;
    const missing = documents
      .filter((path) => !path.startsWith('examples/') && path !== 'CHANGELOG.md')
      .flatMap((path) =>
        [...read(path).matchAll(named)]
          .map((match) => match[1] ?? '')
          .filter((file) => !existsSync(ROOT + file))
          .map((file) => `${path}: ${file}`),
      );
    assert.deepEqual(missing, []);
  });
});
