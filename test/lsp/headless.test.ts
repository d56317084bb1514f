import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { withFolder } from '../host/folder.ts';
import { ROOT } from '../house/files.ts';

const SCRIPT = `${ROOT}examples/headless/workspace-diagnostics.mjs`;

const ASKING = `import OpenAI from 'openai';
export const ask = (user: { email: string }) =>
  new OpenAI().responses.create({ model: 'm', store: false, input: user.email });
`;

function headless(cwd: string, ...folders: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, PROBITY: `${ROOT}dist/cli.js` };
    const child = execFile(process.execPath, [SCRIPT, ...folders], { cwd, env }, (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

describe('the language server without an editor', function () {
  this.timeout(60_000);

  it('gives the findings of whole folders when asked', async () => {
    const files = { 'a/package.json': '{}', 'a/src/ask.ts': ASKING, 'b/ask.ts': ASKING, 'b/clean.ts': 'export {};\n' };
    await withFolder(files, async (cwd) => {
      const { code, out, err } = await headless(cwd, 'a', 'b');
      assert.deepEqual([code, err], [1, '']);
      const lines = out.split('\n').filter((line) => line !== '');
      assert.deepEqual(lines.map((line) => line.split(' ').slice(0, 2).join(' ')).sort(), [
        'a/src/ask.ts:3:3 error',
        'b/ask.ts:3:3 error',
      ]);
      assert.match(lines[0] ?? '', /\(personal-data-without-consent\)$/);
    });
  });

  it('has none where there are none', async () => {
    await withFolder({ 'a.ts': 'export const a = 1;\n' }, async (cwd) => {
      assert.deepEqual(await headless(cwd), { code: 0, out: '', err: '' });
    });
  });
});
