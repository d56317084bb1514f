import assert from 'node:assert/strict';
import type { FileFacts } from '../../server/engine/extract/index.ts';
import { FactsCount } from '../../server/engine/flow/facts-count.ts';
import { SoughtIndex } from '../../server/engine/flow/sought-index.ts';
import type { CalledIn, CallSite } from '../../server/engine/link/index.ts';
import { testExtractor } from '../workspace.ts';

describe('which files call a function', () => {
  let target: FileFacts;
  before(async () => {
    target = (await testExtractor()).extract('target.ts', '');
  });

  /** A file that calls these functions of the target, each once. */
  const calling = (...fns: readonly number[]): CalledIn => {
    const site: CallSite = { file: target, call: 0, how: 'direct', argument: 0 };
    return {
      of: (_, fn) => (fns.includes(fn) ? [site] : []),
      all: () => fns.map((fn) => [target, fn, [site]] as const),
    };
  };

  it('is told by what was looked at, and no more is looked at than was asked', () => {
    const looked: string[] = [];
    const index = new SoughtIndex(['a', 'b', 'c'], (path) => {
      looked.push(path);
      return path === 'b' ? null : calling(path === 'a' ? 1 : 2);
    });
    assert.equal(index.sites(1, target, 1).length, 0);
    assert.deepEqual(looked, ['a', 'b']);
    assert.deepEqual([...index.positions(target, 1)], [0]);
    assert.equal(index.sites(2, target, 2).length, 1);
    assert.deepEqual([[...index.positions(target, 2)], index.looked, looked.length], [[2], 3, 3]);
  });

  it('is told anew of a file that changed', () => {
    let ofB = calling(1);
    const index = new SoughtIndex(['a', 'b', 'c'], (path) => (path === 'b' ? ofB : calling()));
    index.sites(2, target, 1);
    ofB = calling(2);
    for (const path of ['0', 'aa', 'd']) index.renew(path);
    assert.deepEqual([...index.positions(target, 1)], [1]);
    index.renew('b');
    assert.deepEqual([[...index.positions(target, 1)], [...index.positions(target, 2)]], [[], [1]]);
    ofB = calling(1, 2);
    index.renewAll();
    assert.deepEqual([[...index.positions(target, 1)], [...index.positions(target, 2)]], [[1], [1]]);
  });
});

describe('files read for searches', () => {
  it('are those of any search, also after one of them went on, ended, or looked anew', () => {
    const read = new Map<string, ReadonlySet<string>>([
      ['x', new Set(['a', 'b'])],
      ['y', new Set(['b', 'c'])],
    ]);
    const count = new FactsCount((basis) => read.get(basis));
    const paths = (): readonly string[] => [...count.paths.keys()].sort();
    const [one, two] = ['1', '2'].map((name) => ({ paths: ['x', 'y', 'z'], name }));
    assert.ok(one !== undefined && two !== undefined);
    const place = (position: number): string => ['x', 'y', 'z'][position] ?? '';
    count.set(one, 1, place);
    count.set(two, 3, place);
    assert.deepEqual(paths(), ['a', 'b', 'c']);
    count.set(two, 0, place);
    assert.deepEqual(paths(), ['a', 'b']);
    count.set(one, 3, place);
    assert.deepEqual(paths(), ['a', 'b', 'c']);
    read.set('x', new Set(['d']));
    count.renew('x');
    assert.deepEqual(paths(), ['b', 'c', 'd']);
    count.set(one, 0, place);
    assert.deepEqual(paths(), []);
  });
});
