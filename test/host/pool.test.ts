import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { createExtractor, loadParsers } from '../../server/engine/extract/index.ts';
import { createFactsPool } from '../../server/host/pool/index.ts';
import { ROOT } from '../house/files.ts';

const WORKER = pathToFileURL(`${ROOT}dist/worker.js`);

/** Files of different lengths, together more than one order. */
function someFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let i = 0; i < 30; i++) {
    const line = `export const value${String(i)} = (user) => client.send(user.email, [${String(i)}]);\n`;
    files.set(`src/file-${String(i)}.ts`, line.repeat(1 + ((i * 37) % 400)));
  }
  return files;
}

describe('worker pool', () => {
  it('gives the facts that the extractor gives in the main thread', async () => {
    const files = someFiles();
    const extractor = createExtractor(await loadParsers());
    const pool = createFactsPool(WORKER, 2);
    try {
      const facts = await pool.extract(files);
      assert.equal(facts.size, files.size);
      for (const [path, text] of files) assert.deepEqual(facts.get(path), extractor.extract(path, text));
    } finally {
      await pool.close();
    }
  });

  it('serves one batch after another', async () => {
    const pool = createFactsPool(WORKER, 1);
    try {
      assert.equal((await pool.extract(new Map())).size, 0);
      const first = await pool.extract(new Map([['a.ts', 'call(1)']]));
      const second = await pool.extract(new Map([['a.ts', 'call(1)']]));
      assert.deepEqual(first, second);
      assert.equal(first.get('a.ts')?.calls.length, 1);
    } finally {
      await pool.close();
    }
  });

  it('says so when a worker cannot do its work', async () => {
    const broken = new URL("data:text/javascript,throw new Error('broken worker')");
    const pool = createFactsPool(broken, 1);
    await assert.rejects(pool.extract(new Map([['a.ts', '']])), /broken worker/);
    await pool.close();
  });
});
