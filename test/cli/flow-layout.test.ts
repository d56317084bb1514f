import assert from 'node:assert/strict';
import { crossings, layOut, type Box, type Link } from '../../server/cli/data-map/flow-layout.ts';

const column = (count: number): readonly Box[] =>
  Array.from({ length: count }, (_, i) => ({ label: String(i), calls: 1, members: new Set([String(i)]) }));

const linked = (...pairs: (readonly [number, number])[]): readonly Link<string>[] =>
  pairs.map(([from, to]) => ({ from, to, what: `${String(from)}-${String(to)}` }));

const labels = (boxes: readonly { readonly box: Box }[]): string => boxes.map(({ box }) => box.label).join('');

describe('the layout of flows', () => {
  it('lets no lines cross where none need to', () => {
    const links = linked([0, 2], [1, 1], [2, 0]);
    assert.equal(
      crossings(
        [
          [0, 1, 2],
          [0, 1, 2],
        ],
        [links],
      ),
      3,
    );
    const { columns } = layOut([column(3), column(3)], [links], new Set());
    const orders = columns.map((boxes) => boxes.map(({ box }) => Number(box.label)));
    assert.equal(crossings(orders, [links]), 0);
  });

  it('leaves the order of a column that says something', () => {
    const links = linked([0, 2], [1, 1], [2, 0]);
    const { columns } = layOut([column(3), column(3)], [links], new Set([1]));
    assert.deepEqual(columns.map(labels), ['210', '012']);
  });

  it('makes no more crossings than there were', () => {
    const pairs = Array.from({ length: 14 }, (_, i) => [0, 5, 11].map((j) => [i, (i * 7 + j * 3) % 9] as const)).flat();
    const links = linked(...pairs);
    const { columns } = layOut([column(14), column(9)], [links], new Set());
    const before = [column(14), column(9)].map((boxes) => boxes.map((_, i) => i));
    const after = columns.map((boxes) => boxes.map(({ box }) => Number(box.label)));
    assert.ok(crossings(after, [links]) < crossings(before, [links]));
  });

  it('gives each line a place of its own at both boxes, which do not overlap', () => {
    const pairs = Array.from({ length: 5 }, (_, i) => Array.from({ length: 6 }, (__, j) => [i, j] as const)).flat();
    const { columns, links, height } = layOut([column(5), column(6)], [linked(...pairs)], new Set());
    for (const boxes of columns) {
      for (const [i, { top, height: own }] of boxes.entries()) {
        assert.ok(top >= -0.01 && top + own <= height + 0.01);
        const next = boxes[i + 1];
        assert.ok(next === undefined || next.top >= top + own);
      }
    }
    const starts = (links[0] ?? []).map(({ start }) => start).sort((a, b) => a - b);
    for (const [i, start] of starts.entries()) assert.ok(i === 0 || start - (starts[i - 1] ?? 0) >= 5, String(start));
  });

  it('holds for nothing and for one', () => {
    assert.equal(layOut([], [], new Set()).height, 0);
    const { columns, height } = layOut([column(1), []], [[]], new Set());
    assert.equal(height, 28);
    assert.equal(columns[0]?.[0]?.top, 0);
  });
});
