import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { changedFiles, textsBefore } from '../../server/host/git.ts';
import { withFolder } from './folder.ts';

const BASE = { 'a.ts': '1', 'lib/b.ts': '1', 'lib/c.ts': '1', 'gone.ts': '1', '.gitignore': 'ignored.ts\n' };

function git(folder: string, ...args: string[]): void {
  const name = ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...name, ...args], { cwd: folder, stdio: 'ignore' });
}

describe('changed files', () => {
  it('are those committed, staged, changed and new since the branches parted', async () => {
    await withFolder(BASE, async (folder) => {
      const write = (path: string, text: string): void => {
        writeFileSync(join(folder, path), text);
      };
      git(folder, 'init', '--initial-branch=main');
      git(folder, 'add', '.');
      git(folder, 'commit', '-m', 'base');
      git(folder, 'switch', '-c', 'work');
      write('lib/b.ts', '2');
      git(folder, 'commit', '-am', 'work');
      git(folder, 'switch', 'main');
      write('a.ts', 'changed on main only');
      git(folder, 'commit', '-am', 'main');
      git(folder, 'switch', 'work');
      assert.deepEqual(await changedFiles(folder, 'main'), ['lib/b.ts']);
      write('lib/c.ts', '2');
      write('имя "файла".ts', 'new');
      write('ignored.ts', 'new');
      git(folder, 'rm', 'gone.ts');
      const found = [...(await changedFiles(folder, 'main'))].sort();
      assert.deepEqual(found, ['gone.ts', 'lib/b.ts', 'lib/c.ts', 'имя "файла".ts']);
      assert.deepEqual([...(await changedFiles(join(folder, 'lib'), 'main'))].sort(), ['b.ts', 'c.ts']);
      assert.deepEqual(await changedFiles(join(folder, 'lib'), 'HEAD'), ['c.ts']);
    });
  });

  it('have the texts they had where the branches parted', async () => {
    await withFolder({ ...BASE, 'lib/имя "файла".ts': 'é\n', 'b.bin': Buffer.from([0, 1]) }, async (folder) => {
      git(folder, 'init', '--initial-branch=main');
      git(folder, 'add', '.');
      git(folder, 'commit', '-m', 'base');
      git(folder, 'switch', '-c', 'work');
      git(folder, 'rm', 'gone.ts');
      writeFileSync(join(folder, 'lib/имя "файла".ts'), 'new');
      git(folder, 'commit', '-am', 'work');
      git(folder, 'switch', 'main');
      writeFileSync(join(folder, 'a.ts'), 'changed on main only');
      git(folder, 'commit', '-am', 'main');
      git(folder, 'switch', 'work');
      const names = ['lib/имя "файла".ts', 'new.ts', 'gone.ts', 'b.bin', 'a.ts', 'a\nb.ts'];
      assert.deepEqual(
        [...(await textsBefore(folder, 'main', names))],
        [
          ['lib/имя "файла".ts', 'é\n'],
          ['new.ts', null],
          ['gone.ts', '1'],
          ['b.bin', null],
          ['a.ts', '1'],
        ],
      );
      assert.deepEqual([...(await textsBefore(join(folder, 'lib'), 'main', ['b.ts']))], [['b.ts', '1']]);
      assert.equal((await textsBefore(folder, 'main', [])).size, 0);
      await assert.rejects(textsBefore(folder, 'nowhere', ['a.ts']), /git knows no revision "nowhere"/);
    });
  });

  it('cannot be told without a repository or for an unknown revision', async () => {
    await withFolder(BASE, async (folder) => {
      await mkdir(join(folder, 'inner'));
      await assert.rejects(changedFiles(join(folder, 'inner'), 'main'), /is in no git repository/);
      git(folder, 'init');
      await assert.rejects(changedFiles(folder, 'nowhere'), /git knows no revision "nowhere"/);
      await assert.rejects(changedFiles(folder, '--output=x'), /git knows no revision "--output=x"/);
    });
  });
});
