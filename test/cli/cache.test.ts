import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { framed } from '../../server/host/cache/frame.ts';
import { withFolder } from '../host/folder.ts';
import { ROOT } from '../house/files.ts';
import { NOTHING_FOUND } from '../workspace.ts';
import { program } from './program.ts';

const FILES = {
  'package.json': '{}',
  'probity.config.json': '{}',
  'src/a.ts': `import OpenAI from 'openai';
const client = new OpenAI();
export const ask = (user: { email: string }) =>
  client.responses.create({ model: 'gpt-4o-2024-08-06', input: user.email });
`,
};

describe('cache of the command line', () => {
  const check = async (cwd: string, ...more: readonly string[]): Promise<{ found: unknown; err: string }> => {
    const { out, err } = await program(['check', '--format', 'json', ...more], { cwd, env: { XDG_CACHE_HOME: cwd } });
    const { findings, aiCalls } = JSON.parse(out) as { findings: readonly object[]; aiCalls: unknown };
    return { found: { findings, aiCalls }, err };
  };
  const keep = ['--cache-location', '.probity-cache'] as const;
  const resultsIn = (folder: string): readonly string[] =>
    readdirSync(folder).filter((name) => name.startsWith('result-'));

  it('gives what was found before, also on another machine, and looks again at what changed', async () => {
    await withFolder(FILES, async (cwd) => {
      const first = await check(cwd, ...keep);
      assert.deepEqual(first, await check(cwd, '--no-cache'));
      assert.deepEqual(await check(cwd, ...keep), first);
      assert.equal(resultsIn(join(cwd, '.probity-cache')).length, 1);
      await withFolder({}, async (elsewhere) => {
        await cp(cwd, elsewhere, { recursive: true });
        assert.deepEqual(await check(elsewhere, ...keep), first);
        assert.equal(resultsIn(join(elsewhere, '.probity-cache')).length, 1);
      });
      writeFileSync(join(cwd, 'src/a.ts'), FILES['src/a.ts'].replace('user.email', '"none"'));
      const changed = await check(cwd, ...keep);
      assert.deepEqual(changed, await check(cwd, '--no-cache'));
      assert.notDeepEqual(changed, first);
    });
  });

  it('is what is told, if the inputs are the same', async () => {
    await withFolder(FILES, async (cwd) => {
      await check(cwd, ...keep);
      const folder = join(cwd, '.probity-cache');
      for (const name of resultsIn(folder))
        writeFileSync(join(folder, name), framed(Buffer.from(JSON.stringify(NOTHING_FOUND))));
      assert.deepEqual((await check(cwd, ...keep)).found, { findings: [], aiCalls: [] });
    });
  });

  it('looks again where the configuration changed', async () => {
    await withFolder(FILES, async (cwd) => {
      const first = await check(cwd, ...keep);
      writeFileSync(
        join(cwd, 'probity.config.json'),
        '{"overrides": [{"files": ["src/**"], "rules": {"personal-data-without-consent": "off"}}]}',
      );
      const changed = await check(cwd, ...keep);
      assert.notDeepEqual(changed.found, first.found);
      assert.deepEqual(changed, await check(cwd, '--no-cache'));
    });
  });

  it('lies in the folder of the user, not among what is checked', async () => {
    await withFolder(FILES, async (cwd) => {
      await withFolder({}, async (caches) => {
        await program(['check'], { cwd, env: { XDG_CACHE_HOME: caches } });
        const [name = ''] = readdirSync(join(caches, 'probity'));
        assert.match(name, /^[0-9a-f]{16}$/);
        assert.equal(resultsIn(join(caches, 'probity', name)).length, 1);
        assert.deepEqual(
          readdirSync(cwd).sort(),
          Object.keys(FILES)
            .map((path) => path.split('/')[0])
            .sort(),
        );
      });
    });
  });

  it('discards a damaged file and says so', async () => {
    await withFolder(FILES, async (cwd) => {
      const first = await check(cwd, ...keep);
      const folder = join(cwd, '.probity-cache');
      for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'probity-cache-1\ngarbage');
      const again = await check(cwd, ...keep);
      assert.deepEqual(again.found, first.found);
      assert.equal(again.err.match(/^The cache file .* is damaged; it was discarded\.$/gm)?.length, 2);
      assert.deepEqual(await check(cwd, ...keep), first);
    });
  });

  it('says that a folder which was asked for cannot be written, and checks all the same', async () => {
    await withFolder({ ...FILES, taken: 'a file' }, async (cwd) => {
      const { found, err } = await check(cwd, '--cache-location', 'taken');
      assert.match(err, /^Nothing was kept for the next check: .*taken cannot be written \(.+\)\.$/m);
      assert.deepEqual(found, (await check(cwd, '--no-cache')).found);
      const { err: silent } = await program(['check', '--no-cache'], {
        cwd,
        env: { XDG_CACHE_HOME: `${ROOT}package.json` },
      });
      assert.doesNotMatch(silent, /kept/);
    });
  });
});
