import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeText } from '../../server/host/decode.ts';
import { replaceSource } from '../../server/host/replace-source.ts';
import { withFolder } from './folder.ts';

describe('a source file that is fixed', () => {
  it('keeps its encoding', async () => {
    const wide = Buffer.from('\uFEFFlet é = 1;', 'utf16le');
    const files = { 'a.ts': '\uFEFFlet é = 1;', 'b.ts': wide, 'c.ts': Buffer.from(wide).swap16() };
    await withFolder(files, async (root) => {
      for (const name of Object.keys(files)) {
        const file = join(root, name);
        const first = readFileSync(file)[0];
        await replaceSource(file, '\uFEFFlet é = 1;', '\uFEFFlet é = 22;');
        const bytes = readFileSync(file);
        assert.equal(bytes[0], first, name);
        assert.equal(decodeText(bytes), '\uFEFFlet é = 22;', name);
      }
    });
  });

  it('keeps who may read and run it', async () => {
    await withFolder({ 'a.mjs': 'one' }, async (root) => {
      chmodSync(join(root, 'a.mjs'), 0o755);
      await replaceSource(join(root, 'a.mjs'), 'one', 'two');
      assert.equal(statSync(join(root, 'a.mjs')).mode & 0o777, 0o755);
    });
  });

  it('is left as it is if somebody else wrote to it', async () => {
    await withFolder({ 'a.ts': 'one' }, async (root) => {
      writeFileSync(join(root, 'a.ts'), 'theirs');
      await assert.rejects(replaceSource(join(root, 'a.ts'), 'one', 'two'), /changed meanwhile/);
      assert.equal(readFileSync(join(root, 'a.ts'), 'utf8'), 'theirs');
    });
  });
});
