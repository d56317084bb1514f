import assert from 'node:assert/strict';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Extractor } from '../../../server/engine/extract/index.ts';
import { cacheFolderOf, openCache } from '../../../server/host/cache/index.ts';
import type { CheckCache, CheckInputs } from '../../../server/host/cache/index.ts';
import { NOTHING_FOUND, testCatalogue, testExtractor } from '../../workspace.ts';
import { withFolder } from '../folder.ts';

async function inputs(text: string, more: Partial<CheckInputs> = {}): Promise<CheckInputs> {
  return {
    texts: new Map([['a.ts', text]]),
    tsconfigs: [],
    packages: [],
    catalogue: await testCatalogue(),
    settings: { severities: {}, freeText: 'off' },
    ...more,
  };
}

const open = (folder: string, build = 'one'): CheckCache => openCache({ folder, build, isAskedFor: true });

describe('results that are kept', () => {
  it('are those of the same inputs only', async () => {
    await withFolder({}, async (folder) => {
      const base = await inputs('a');
      await (await open(folder).entry(base)).keep(NOTHING_FOUND);
      const known = async (of: CheckInputs, build?: string): Promise<boolean> =>
        (await open(folder, build).entry(of)).result !== null;
      assert.deepEqual((await open(folder).entry(base)).result, NOTHING_FOUND);
      assert.equal(await known(await inputs('a')), true);
      assert.equal(await known(base, 'two'), false);
      assert.equal(await known(await inputs('b')), false);
      assert.equal(await known({ ...base, texts: new Map([['b.ts', 'a']]) }), false);
      assert.equal(await known({ ...base, packages: [{ directory: '', manifest: { name: 'x' } }] }), false);
      const other = { ...base.catalogue, hosts: [] };
      assert.equal(await known({ ...base, catalogue: other }), false);
      assert.equal(await known({ ...base, settings: { severities: {}, freeText: 'info' } }), false);
    });
  });

  it('tell tests of paths apart by what they say', async () => {
    await withFolder({}, async (folder) => {
      const of = async (word: string): Promise<CheckInputs> =>
        inputs('a', {
          settings: {
            severities: {},
            freeText: 'off',
            overrides: [{ applies: (path) => path.startsWith(word), severities: {} }],
          },
        });
      await (await open(folder).entry(await of('a'))).keep(NOTHING_FOUND);
      assert.notEqual((await open(folder).entry(await of('a.'))).result, null);
      assert.equal((await open(folder).entry(await of('b'))).result, null);
    });
  });

  it('are not kept where the linter failed', async () => {
    await withFolder({}, async (folder) => {
      const entry = await open(folder).entry(await inputs('a'));
      await entry.keep({
        ...NOTHING_FOUND,
        problems: [{ path: '', start: 0, end: 0, message: 'failed', fault: true }],
      });
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  it('are let go, the longest unused first', async () => {
    await withFolder({}, async (folder) => {
      const keep = async (text: string): Promise<void> =>
        (await open(folder).entry(await inputs(text))).keep(NOTHING_FOUND);
      const isKnown = async (text: string): Promise<boolean> =>
        (await open(folder).entry(await inputs(text))).result !== null;
      for (let i = 0; i < 8; i++) await keep(String(i));
      for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1000, 1000);
      assert.equal(await isKnown('0'), true);
      await keep('8');
      assert.equal(readdirSync(folder).length, 8);
      assert.deepEqual([await isKnown('0'), await isKnown('8')], [true, true]);
    });
  });
});

describe('facts that are kept', () => {
  const counting = (extractor: Extractor, seen: string[]): Extractor => ({
    ...extractor,
    extract: (path, text) => {
      seen.push(path);
      return extractor.extract(path, text);
    },
  });

  it('are not extracted again, whatever the catalogue is', async () => {
    await withFolder({}, async (folder) => {
      const extractor = await testExtractor();
      const round = async (texts: Readonly<Record<string, string>>, build?: string): Promise<readonly string[]> => {
        const seen: string[] = [];
        const cache = open(folder, build);
        const entry = await cache.entry(await inputs(JSON.stringify(texts)));
        const cached = await cache.extractor(counting(extractor, seen));
        for (const [path, text] of Object.entries(texts)) {
          assert.deepEqual(cached.extract(path, text), extractor.extract(path, text));
        }
        await entry.keep(NOTHING_FOUND);
        return seen;
      };
      const main = { 'a.ts': 'ask(1)', 'b.ts': 'ask(2)' };
      assert.deepEqual(await round(main), ['a.ts', 'b.ts']);
      assert.deepEqual(await round(main), []);
      assert.deepEqual(await round({ ...main, 'b.ts': 'ask(3)' }), ['b.ts']);
      assert.deepEqual(await round(main), [], 'of another branch');
      assert.deepEqual(await round({ 'c.ts': 'ask(1)' }), ['c.ts'], 'the path is part of facts');
      assert.deepEqual(await round(main, 'two'), ['a.ts', 'b.ts']);
    });
  });
});

describe('the folder for caches', () => {
  const of = (platform: string, env: Readonly<Record<string, string>> = {}): string | null =>
    cacheFolderOf('/app', { platform, env, home: () => '/home/me' });

  it('is where the system says', () => {
    const hash = /[\\/]probity[\\/][0-9a-f]{16}$/;
    const before = (path: string | null): string => String(path).replace(hash, '');
    assert.equal(before(of('linux')), '/home/me/.cache');
    assert.equal(before(of('linux', { XDG_CACHE_HOME: '/caches' })), '/caches');
    assert.equal(before(of('linux', { XDG_CACHE_HOME: 'relative' })), '/home/me/.cache');
    assert.equal(before(of('darwin')), '/home/me/Library/Caches');
    assert.equal(
      before(of('win32', { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' })),
      'C:\\Users\\me\\AppData\\Local',
    );
    assert.notEqual(of('linux'), cacheFolderOf('/other', { platform: 'linux', env: {}, home: () => '/home/me' }));
  });

  it('is nowhere for a user without one', () => {
    const home = (): string => {
      throw new Error('no such user');
    };
    assert.equal(cacheFolderOf('/app', { platform: 'linux', env: {}, home }), null);
  });
});
