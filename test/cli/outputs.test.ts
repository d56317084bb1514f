import assert from 'node:assert/strict';
import { FOUND, ROOT, run } from './fakes.ts';

const check = (...argv: string[]) => run(['check', ...argv], FOUND);

describe('several reports of one check', () => {
  it('go where each was sent', async () => {
    const { code, out, err, written } = await check(
      '--format=github',
      '--format',
      'sarif=out/a.sarif',
      '--format=json=b=c.json',
    );
    assert.deepEqual([code, err], [1, '']);
    assert.match(out, /^::error /);
    assert.deepEqual([...written.keys()], [`${ROOT}/out/a.sarif`, `${ROOT}/b=c.json`]);
    assert.match(written.get(`${ROOT}/out/a.sarif`) ?? '', /"version": "2\.1\.0"/);
    assert.match(written.get(`${ROOT}/b=c.json`) ?? '', /"version": 1/);
  });

  it('are the same as each by itself', async () => {
    const { written } = await check('--format', 'json=a', '--format', 'markdown=b', '--format', 'junit=c');
    for (const [format, file] of [
      ['json', 'a'],
      ['markdown', 'b'],
      ['junit', 'c'],
    ] as const) {
      assert.equal(written.get(`${ROOT}/${file}`), (await check('--format', format)).out, format);
    }
  });

  it('are summed up on standard error if all went to files', async () => {
    const { out, err } = await check('--format', 'json=a.json', '--format', 'html=a.html');
    assert.equal(out, '');
    assert.match(err, /^✖ 1 error/);
    assert.equal((await check('--quiet', '--format', 'json=a.json')).err, '');
  });

  it('share standard output where they are lines, and only there', async () => {
    const { out } = await check('--format', 'text', '--format', 'github');
    assert.match(out, /✖ 1 error[^]*\n::error /);
    for (const [formats, told] of [
      [['json', 'sarif'], /json and sarif cannot both go to standard output; give one a file: --format sarif=FILE/],
      [['text', 'json'], /text and json cannot both/],
      [['text', 'text'], /text and text cannot both/],
    ] as const) {
      const { code, err, out: printed } = await check(...formats.flatMap((format) => ['--format', format]));
      assert.deepEqual([code, printed], [2, '']);
      assert.match(err, told);
    }
  });

  it('take --output for the one that has no file', async () => {
    const { written, out } = await check('--format', 'json', '--format', 'sarif=a.sarif', '--output', 'b.json');
    assert.equal(out, '');
    assert.deepEqual([...written.keys()].sort(), [`${ROOT}/a.sarif`, `${ROOT}/b.json`]);
    for (const argv of [
      ['--format', 'json=a.json', '--output', 'b.json'],
      ['--format', 'text', '--format', 'github', '--output', 'b.txt'],
    ]) {
      const { code, err } = await check(...argv);
      assert.equal(code, 2);
      assert.match(err, /--output is for one format/);
    }
  });

  it('name formats that there are, files, and no file twice', async () => {
    for (const [argv, told] of [
      [['--format', 'sarf=x'], /Did you mean sarif\?/],
      [['--format', 'sarif='], /A file is expected after "sarif="/],
      [['--format', '=x'], /Known: text, json/],
      [['--format', 'json=x', '--format', 'sarif=x'], /Two reports cannot be written to "x"/],
    ] as const) {
      const { code, err } = await check(...argv);
      assert.equal(code, 2, argv.join(' '));
      assert.match(err, told);
    }
  });

  it('are printed even where a file cannot be written', async () => {
    const world = { ...FOUND, ports: { writeFile: () => Promise.reject(new Error('disk is full')) } };
    const { code, out, err } = await run(['check', '--format', 'github', '--format', 'json=a.json'], world);
    assert.equal(code, 2);
    assert.match(out, /^::error /);
    assert.match(err, /could not be written to "a\.json": disk is full/);
  });

  it('name files as the repository does, where a part of it is checked from within', async () => {
    const path = async (format: string, env: Record<string, string>): Promise<string> => {
      const { out } = await run(['check', '--format', format], { ...FOUND, ports: { env } });
      return /(?:file=|"path": ")([^",]+)/.exec(out)?.[1] ?? '';
    };
    assert.equal(await path('github', { GITHUB_WORKSPACE: '/home/me' }), 'app/src/summary.ts');
    assert.equal(await path('github', { GITHUB_WORKSPACE: '/home/me/app/' }), 'src/summary.ts');
    assert.equal(await path('github', { GITHUB_WORKSPACE: '/home/m' }), 'src/summary.ts');
    assert.equal(await path('gitlab', { GITHUB_WORKSPACE: '/home/me' }), 'src/summary.ts');
    assert.equal(await path('gitlab', { CI_PROJECT_DIR: '/home' }), 'me/app/src/summary.ts');
  });
});
