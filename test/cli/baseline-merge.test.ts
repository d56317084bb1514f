import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baselineText, parseBaseline } from '../../server/cli/baseline/baseline.ts';
import type { Baseline } from '../../server/cli/baseline/baseline.ts';
import { withFolder } from '../host/folder.ts';

const FILE = 'probity-baseline.json';

const of = (...files: readonly string[]): Baseline =>
  files.map((file) => ({ identity: '0'.repeat(16), rule: 'a-rule', file, code: '1', before: '2', behind: '3' }));

const filesIn = (text: string): readonly string[] => parseBaseline(FILE, text).map(({ file }) => file);

/** What git makes of two branches that turned a baseline into two others. */
async function merged(base: Baseline, ours: Baseline, theirs: Baseline, attributes = ''): Promise<string> {
  let text = '';
  await withFolder({ '.gitattributes': attributes, [FILE]: baselineText(base) }, (cwd) => {
    const git = (...argv: readonly string[]): void => {
      const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
      execFileSync('git', [...who, ...argv], { cwd, stdio: 'pipe' });
    };
    const commit = (baseline: Baseline): void => {
      writeFileSync(join(cwd, FILE), baselineText(baseline));
      git('add', '.');
      git('commit', '--quiet', '--allow-empty', '-m', 'a change');
    };
    git('init', '--quiet', '--initial-branch=main');
    commit(base);
    git('checkout', '--quiet', '-b', 'theirs');
    commit(theirs);
    git('checkout', '--quiet', 'main');
    commit(ours);
    git('merge', '--quiet', '-m', 'merge', 'theirs');
    text = readFileSync(join(cwd, FILE), 'utf8');
    return Promise.resolve();
  });
  return text;
}

describe('a baseline on two branches', () => {
  it('merges without a conflict where they add at different places', async () => {
    const text = await merged(of('b', 'd', 'f'), of('a', 'b', 'd', 'f'), of('b', 'd', 'f', 'g'));
    assert.deepEqual(filesIn(text), ['a', 'b', 'd', 'f', 'g']);
    assert.equal(text, baselineText(of('g', 'f', 'd', 'b', 'a')));
  });

  it('merges at the same place, too, if git is told to keep the lines of both', async () => {
    const attributes = `${FILE} merge=union\n`;
    const text = await merged(of('b'), of('b', 'c'), of('b', 'd'), attributes);
    assert.deepEqual([...filesIn(text)].sort(), ['b', 'c', 'd']);
    const first = await merged([], of('c'), of('d'), attributes);
    assert.deepEqual([...filesIn(first)].sort(), ['c', 'd']);
    const gone = await merged(of('a', 'b', 'c', 'd'), of('b', 'c', 'd'), of('a', 'b', 'c'), attributes);
    assert.deepEqual(filesIn(gone), ['b', 'c']);
  });
});
