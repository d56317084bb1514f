import assert from 'node:assert/strict';
import { testCatalogue } from '../workspace.ts';
import { findOutlets, readMarks } from './outlet-marks.ts';

const catalogue = await testCatalogue();

describe('examples of the frameworks', () => {
  for (const { id, example } of catalogue.frameworks) {
    if (example === undefined) continue;
    it(id, () => {
      const { files, marks } = readMarks(example);
      assert.ok(marks.length > 0, 'no marks');
      assert.deepEqual(findOutlets(catalogue, files), marks);
    });
  }

  it('most outlets stand in a framework that has one', () => {
    const without = catalogue.frameworks.filter((f) => f.outlets !== undefined && f.example === undefined);
    assert.ok(without.length * 5 < catalogue.frameworks.length, without.map((f) => f.id).join(' '));
  });
});
