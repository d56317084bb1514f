import assert from 'node:assert/strict';
import type { CliPorts } from '../../server/cli/index.ts';
import { readTargets, targetTest } from '../../server/cli/targets.ts';
import type { Targets } from '../../server/cli/targets.ts';

/** Reads paths in a made-up file system: names that end in a slash are folders. */
function read(cwd: string, named: readonly string[], entries: readonly string[]): Promise<Targets> {
  const folders = new Set(['/']);
  for (const entry of entries) {
    const parts = entry.split('/').slice(1, -1);
    parts.forEach((_, i) => folders.add(`/${parts.slice(0, i + 1).join('/')}`));
  }
  const ports = {
    platform: 'linux',
    cwd,
    realPath: (path: string) => Promise.resolve(path),
    kindOf: (path: string) => Promise.resolve(entries.includes(path) ? 'file' : folders.has(path) ? 'directory' : null),
  };
  return readTargets(named, ports as unknown as CliPorts);
}

const HOME = ['/home/me/mono/package.json', '/home/me/mono/.git/HEAD', '/home/me/mono/apps/web/package.json'];
const TREE = [
  ...HOME,
  '/home/me/mono/apps/web/src/a.ts',
  '/home/me/mono/apps/api/src/b.ts',
  '/home/me/loose/deep/c.ts',
  '/home/me/loose/d.ts',
];

describe('root of a check', () => {
  const root = async (cwd: string, named: readonly string[]): Promise<readonly string[]> => {
    const targets = await read(cwd, named, TREE);
    return [targets.root, targets.prefix, ...targets.paths, ...targets.globs];
  };

  it('is the whole project where one stands in it', async () => {
    assert.deepEqual(await root('/home/me/mono', []), ['/home/me/mono', '', '']);
    assert.deepEqual(await root('/home/me/mono', ['apps/web']), ['/home/me/mono', '', 'apps/web']);
    assert.deepEqual(await root('/home/me/mono', ['apps/web/src/a.ts']), ['/home/me/mono', '', 'apps/web/src/a.ts']);
    assert.deepEqual(await root('/home/me/mono', ['apps/*/src/*.ts']), ['/home/me/mono', '', 'apps/*/src/*.ts']);
    assert.deepEqual(await root('/home/me/mono/apps/web', ['src']), ['/home/me/mono/apps/web', '', 'src']);
  });

  it('is the project, not what lies beside it, where one stands above', async () => {
    assert.deepEqual(await root('/home/me', ['mono/apps/web']), ['/home/me/mono', 'mono/', 'apps/web']);
    assert.deepEqual(await root('/home', ['me/mono/apps/web/src/a.ts']), [
      '/home/me/mono',
      'me/mono/',
      'apps/web/src/a.ts',
    ]);
    assert.deepEqual(await root('/home/me', ['mono', 'loose']), ['/home/me', '', 'mono', 'loose']);
  });

  it('is the folder named where nothing marks a project', async () => {
    assert.deepEqual(await root('/home/me', ['loose/deep']), ['/home/me/loose/deep', 'loose/deep/', '']);
    assert.deepEqual(await root('/home/me', ['loose/d.ts', 'loose/deep/c.ts']), [
      '/home/me/loose',
      'loose/',
      'd.ts',
      'deep/c.ts',
    ]);
    assert.deepEqual(await root('/home/me/loose', []), ['/home/me/loose', '', '']);
  });

  it('is what all of it has in common where it lies elsewhere', async () => {
    assert.deepEqual(await root('/home/me/loose', ['../mono/apps/web', '../mono/apps/api']), [
      '/home/me/mono/apps',
      '',
      'web',
      'api',
    ]);
  });
});

describe('target test', () => {
  it('knows files, folders and globs', async () => {
    const test = targetTest(await read('/home/me/mono', ['apps/web', 'apps/api/**/*.ts'], TREE));
    assert.deepEqual(['apps/web/src/a.ts', 'apps/webby/a.ts', 'apps/api/src/b.ts', 'apps/api/b.tsx'].map(test), [
      true,
      false,
      true,
      false,
    ]);
  });
});
