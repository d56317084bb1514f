import assert from 'node:assert/strict';
import { isProduct, projectFiles, read } from './files.ts';

const MOST_LINES = 400;
const MEDIAN_LINES = 100;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*([.][a-z0-9]+)*$/;

describe('sizes and names of files', () => {
  const product = projectFiles().filter(isProduct);
  const lines = new Map(product.map((path) => [path, read(path).split('\n').length - 1]));

  it(`no file of the product has more than ${String(MOST_LINES)} lines`, () => {
    const long = [...lines].filter(([, count]) => count > MOST_LINES);
    assert.deepEqual(long, []);
  });

  it(`half of the files have at most ${String(MEDIAN_LINES)} lines`, () => {
    const sorted = [...lines.values()].sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? 0;
    assert.ok(product.length > 50, 'the files of the product are seen');
    assert.ok(median <= MEDIAN_LINES, `the median is ${String(median)}`);
  });

  it('names are kebab-case', () => {
    const code = projectFiles().filter((path) => /^(server|client|rules|test|bench|scripts)\//.test(path));
    const odd = code.filter((path) => {
      const name = path.split('/').at(-1) ?? '';
      return !path.includes('/fixtures/') && !KEBAB.test(name) && name !== 'README.md';
    });
    assert.deepEqual(odd, []);
  });

  it('no file is a drawer for everything', () => {
    const drawers = product.filter((path) =>
      /(^|\/|-)(utils?|helpers?|managers?|misc|common)([.-][^/]*)?[.]ts$/.test(path),
    );
    assert.deepEqual(drawers, []);
  });
});
