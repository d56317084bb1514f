import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../server/host/replace-file.ts';
import { withFolder } from './folder.ts';

describe('replacing a file', () => {
  it('writes new ones and over old ones, and leaves nothing else behind', async () => {
    await withFolder({ 'old.json': 'old' }, async (folder) => {
      await replaceFile(join(folder, 'old.json'), 'new');
      await replaceFile(join(folder, 'more.json'), 'more');
      assert.deepEqual(readdirSync(folder).sort(), ['more.json', 'old.json']);
      assert.equal(readFileSync(join(folder, 'old.json'), 'utf8'), 'new');
      assert.equal(readFileSync(join(folder, 'more.json'), 'utf8'), 'more');
    });
  });

  it('follows a link', async () => {
    await withFolder({ 'real.json': 'old' }, async (folder) => {
      symlinkSync(join(folder, 'real.json'), join(folder, 'link.json'));
      await replaceFile(join(folder, 'link.json'), 'new');
      assert.ok(lstatSync(join(folder, 'link.json')).isSymbolicLink());
      assert.equal(readFileSync(join(folder, 'real.json'), 'utf8'), 'new');
    });
  });

  it('leaves everything as it was when it cannot', async () => {
    await withFolder({ 'a.txt': 'x' }, async (folder) => {
      mkdirSync(join(folder, 'taken', 'inside'), { recursive: true });
      await assert.rejects(replaceFile(join(folder, 'taken'), 'new'));
      await assert.rejects(replaceFile(join(folder, 'nowhere', 'a.json'), 'new'));
      assert.deepEqual(readdirSync(folder).sort(), ['a.txt', 'taken']);
    });
  });
});
