import assert from 'node:assert/strict';
import { globTest } from '../../server/host/config/globs.ts';

/** Which of the paths a list of globs names, written in a folder of /app. */
const named = (globs: readonly string[], paths: readonly string[], folder = '/app'): readonly string[] =>
  paths.filter(globTest(globs, folder, '/app'));

describe('globs of a configuration', () => {
  const PATHS = ['a.ts', 'src/a.ts', 'src/gen/b.ts', 'src/.hidden/c.ts', 'gen/d.ts', 'e.js'];

  it('are relative to its folder, at any depth only where they say so', () => {
    assert.deepEqual(named(['*.ts'], PATHS), ['a.ts']);
    assert.deepEqual(named(['**/*.ts'], PATHS), PATHS.slice(0, 5));
    assert.deepEqual(named(['./src/*.ts'], PATHS), ['src/a.ts']);
    assert.deepEqual(named(['src/*/*.{ts,js}'], PATHS), ['src/gen/b.ts', 'src/.hidden/c.ts']);
  });

  it('cover what is in a folder they name', () => {
    for (const glob of ['src', 'src/', './src', 'src/**', 's?c']) assert.equal(named([glob], PATHS).length, 3, glob);
    assert.deepEqual(named(['gen'], PATHS), ['gen/d.ts']);
    assert.deepEqual(named(['**/gen'], PATHS), ['src/gen/b.ts', 'gen/d.ts']);
    assert.deepEqual(named(['.'], PATHS), PATHS);
  });

  it('take out with "!" what comes before, the last one that matches deciding', () => {
    assert.deepEqual(named(['src', '!src/gen'], PATHS), ['src/a.ts', 'src/.hidden/c.ts']);
    assert.deepEqual(named(['src', '!src/gen', 'src/gen/b.ts'], PATHS), [
      'src/a.ts',
      'src/gen/b.ts',
      'src/.hidden/c.ts',
    ]);
    assert.deepEqual(named(['!src', 'src'], PATHS), PATHS);
    assert.deepEqual(named(['!**/*.ts'], PATHS), ['e.js']);
    assert.deepEqual(named([], PATHS), []);
  });

  it('see the workspace from below and from above its root', () => {
    assert.deepEqual(named(['a.ts', 'gen'], PATHS, '/app/src'), ['src/a.ts', 'src/gen/b.ts']);
    assert.deepEqual(named(['app/*.ts'], PATHS, '/'), ['a.ts']);
    assert.deepEqual(named(['**/a.ts'], PATHS, '/app/src'), ['src/a.ts'], 'not beside its folder');
  });
});
