import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readFileText, readWorkspace, type ReadOptions, type WorkspaceFiles } from '../../server/host/files.ts';
import { isMessages, isTemplate } from '../../server/host/kinds.ts';
import { folderOf, type Folder } from './folder.ts';

describe('host: reading a workspace', () => {
  let folder: Folder | null = null;
  const make = (files: Readonly<Record<string, string | Buffer>>): Folder => (folder = folderOf(files));
  afterEach(() => {
    folder?.remove();
    folder = null;
  });

  const read = (files: Readonly<Record<string, string | Buffer>>, options?: ReadOptions): Promise<WorkspaceFiles> =>
    readWorkspace(make(files).root, options);
  const paths = async (
    files: Readonly<Record<string, string | Buffer>>,
    options?: ReadOptions,
  ): Promise<readonly string[]> => [...(await read(files, options)).texts.keys()].sort();

  it('reads code, schemas and configuration, and nothing else', async () => {
    const wanted = ['a.ts', 'b.tsx', 'c.mjs', 'd.cjs', 'e.vue', 'f.svelte', 'g.astro', 'h.d.ts', 'i.mts', 'j.jsx'];
    const schemas = [
      'db/schema.prisma',
      'q.graphql',
      'q.gql',
      'x.sql',
      'tsconfig.json',
      'tsconfig.base.json',
      'deno.json',
    ];
    const others = ['readme.md', 'data.json', 'style.css', 'a.min.js', 'b-min.js', 'pic.png', 'page.html', 'mail.ejs'];
    const files = Object.fromEntries([...wanted, ...schemas, ...others].map((path) => [path, '{}']));
    deepEqual(await paths(files), [...wanted, ...schemas].sort());
  });

  it('reads templates and messages where asked to', async () => {
    const files = { 'views/a.ejs': '', 'locales/en/common.json': '{}', 'data.json': '{}' };
    deepEqual(await paths(files, { also: (path) => isTemplate(path) || isMessages(path) }), [
      'locales/en/common.json',
      'views/a.ejs',
    ]);
  });

  it('leaves out installed packages and build output, not source folders of the same name', async () => {
    deepEqual(
      await paths({
        'src/a.ts': '',
        'node_modules/x/index.js': '',
        'packages/p/node_modules/x/index.js': '',
        'packages/p/package.json': '{}',
        'packages/p/dist/index.js': '',
        'packages/p/build/index.js': '',
        '.next/server/a.js': '',
        'out/a.js': '',
        'coverage/a.js': '',
        'vendor/jquery.js': '',
        'public/vendor/jquery.js': '',
        'src/build/make.ts': '',
        'app/vendor/page.tsx': '',
        'src/coverage/plan.ts': '',
        'app/mobile/package.json': '{}',
        'app/mobile/build/x.js': '',
        '.storybook/main.ts': '',
      }),
      [
        '.storybook/main.ts',
        'app/mobile/package.json',
        'app/vendor/page.tsx',
        'packages/p/package.json',
        'src/a.ts',
        'src/build/make.ts',
        'src/coverage/plan.ts',
      ],
    );
  });

  it('heeds nested .gitignore files and negation', async () => {
    const files = {
      '.gitignore': '# generated\n*.gen.ts\n/secret/\nlogs\n',
      'a.ts': '',
      'a.gen.ts': '',
      'secret/b.ts': '',
      'x/secret/c.ts': '',
      'x/logs/d.ts': '',
      'keep/.gitignore': '!*.gen.ts\nlocal.ts\n/top.ts',
      'keep/e.gen.ts': '',
      'keep/local.ts': '',
      'keep/deep/local.ts': '',
      'keep/deep/top.ts': '',
    };
    deepEqual(await paths(files), ['a.ts', 'keep/deep/top.ts', 'keep/e.gen.ts', 'x/secret/c.ts']);
    equal((await paths(files, { gitignore: false })).length, 9);
  });

  it('heeds the .gitignore files of the repository above, unless they ignore the root itself', async () => {
    const { root } = make({
      '.git/HEAD': '',
      '.git/info/exclude': 'private.ts',
      '.gitignore': '/app/generated\nsandbox/',
      'app/a.ts': '',
      'app/private.ts': '',
      'app/generated/b.ts': '',
      'app/sub/generated/c.ts': '',
      'sandbox/d.ts': '',
      'sandbox/private.ts': '',
    });
    deepEqual([...(await readWorkspace(join(root, 'app'))).texts.keys()], ['a.ts', 'sub/generated/c.ts']);
    deepEqual([...(await readWorkspace(root)).texts.keys()].sort(), ['app/a.ts', 'app/sub/generated/c.ts']);
    deepEqual([...(await readWorkspace(join(root, 'sandbox'))).texts.keys()], ['d.ts', 'private.ts']);
  });

  it('asks the given tests, and reads configuration in any case', async () => {
    const files = { 'src/a.ts': '', 'src/a.test.ts': '', 'lib/b.ts': '', 'package.json': '{}', 'tsconfig.json': '{}' };
    const options = {
      includes: (path: string) => path.startsWith('src/'),
      excludes: (path: string) => path.endsWith('.test.ts'),
    };
    deepEqual(await paths(files, options), ['package.json', 'src/a.ts', 'tsconfig.json']);
    deepEqual(await paths(files, { excludes: (path) => path === 'src' }), [
      'lib/b.ts',
      'package.json',
      'tsconfig.json',
    ]);
  });

  it('decodes UTF-8 and UTF-16 and keeps the byte order mark as one unit', async () => {
    const text = "const имя = 'Жанна'; // 😀\r\n";
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const files = {
      'utf8.ts': text,
      'bom.ts': `\uFEFF${text}`,
      'le.ts': little,
      'be.ts': Buffer.from(little).swap16(),
      'latin.ts': Buffer.from([0x2f, 0x2f, 0xe9, 0x0a]),
      'empty.ts': '',
    };
    const { texts, problems } = await read(files);
    equal(texts.get('utf8.ts'), text);
    for (const path of ['bom.ts', 'le.ts', 'be.ts']) equal(texts.get(path), `\uFEFF${text}`, path);
    equal(texts.get('latin.ts'), '//\uFFFD\n');
    equal(texts.get('empty.ts'), '');
    deepEqual(problems, []);
  });

  it('says which files are not read: binary, minified, too large', async () => {
    const line = 'export const value = 1;\n';
    const { texts, problems, skipped } = await read(
      {
        'video.ts': Buffer.concat([Buffer.from('G@'), Buffer.alloc(100)]),
        'late-nul.ts': `${'//'.padEnd(9000, '-')}\n\0`,
        'bundle.js': `/* licence */\n${'var a=1;'.repeat(10_000)}`,
        'huge-bundle.js': 'var a=1;'.repeat(40_000),
        'long-line.ts': `export const data = '${'x'.repeat(30_000)}';`,
        'generated.ts': line.repeat(12_000),
        'fits.ts': line.repeat(8_000),
      },
      { maxBytes: 200_000 },
    );
    deepEqual([...texts.keys()].sort(), ['fits.ts', 'late-nul.ts', 'long-line.ts']);
    deepEqual([...skipped].sort(), ['bundle.js', 'huge-bundle.js', 'video.ts']);
    deepEqual(
      problems.map(({ path }) => path),
      ['bundle.js', 'generated.ts', 'huge-bundle.js', 'video.ts'],
    );
    const said = problems.map(({ message }) => message.replace('The file is not read: ', ''));
    const minified = 'it was made by a minifier';
    deepEqual(said, [minified, 'it is larger than 0.2 MB', minified, 'it is binary']);
  });

  it('reads a text in which a NUL byte stands', async () => {
    const text = `export const separator = 'a\0b';\n${'// text\n'.repeat(20)}`;
    const { texts, problems } = await read({ 'a.ts': text, 'b.ts': text.replaceAll('text', '\0\x01\x02') });
    deepEqual([...texts], [['a.ts', text]]);
    deepEqual(
      problems.map(({ path }) => path),
      ['b.ts'],
    );
  });

  it('takes a folder with the name of a file for what it is', async () => {
    deepEqual(await paths({ 'src/x.ts/inner.ts': '', 'src/y.ts': '', 'tsconfig.json/a.ts': '' }), [
      'src/x.ts/inner.ts',
      'src/y.ts',
      'tsconfig.json/a.ts',
    ]);
  });

  it('does not follow symbolic links: neither out of the root nor in circles', async () => {
    const outside = folderOf({ 'secret.ts': 'export const key = 1' });
    try {
      const { root, path } = make({ 'src/a.ts': '1', 'shared/b.ts': '2', 'packages/p/index.ts': '3' });
      symlinkSync(outside.root, path('src/outside'), 'junction');
      symlinkSync(root, path('src/loop'), 'junction');
      symlinkSync(path('shared'), path('packages/p/shared'), 'junction');
      symlinkSync(path('src/a.ts'), path('src/link.ts'));
      symlinkSync(path('nowhere.ts'), path('src/broken.ts'));
      symlinkSync('self.ts', path('src/self.ts'));
      symlinkSync(join(outside.root, 'secret.ts'), path('src/secret.ts'));
      const { texts, links, problems } = await readWorkspace(root);
      deepEqual([...texts.keys()].sort(), ['packages/p/index.ts', 'shared/b.ts', 'src/a.ts']);
      deepEqual([...links].sort(), [
        ['packages/p/shared', 'shared'],
        ['src/link.ts', 'src/a.ts'],
        ['src/loop', ''],
      ]);
      deepEqual(
        problems.map(({ path: link, message }) => [link, message.replace('The file is not read: ', '')]),
        [
          ['src/broken.ts', 'the link leads nowhere'],
          ['src/secret.ts', 'the link leads out of the workspace'],
          ['src/self.ts', 'the link leads nowhere: too many symbolic links (ELOOP)'],
        ],
      );
    } finally {
      outside.remove();
    }
  });

  it('can be given a root that is a link', async () => {
    const { root, path } = make({ 'real/a.ts': '' });
    symlinkSync(path('real'), path('link'), 'junction');
    const found = await readWorkspace(path('link'));
    equal(found.root, join(root, 'real'));
    deepEqual([...found.texts.keys()], ['a.ts']);
  });

  it('tells what cannot be read, and reads the rest', async function () {
    if (process.platform === 'win32') this.skip();
    const { root, path } = make({ 'a.ts': '', 'closed/b.ts': '', 'c.ts': '' });
    chmodSync(root, 0o755);
    chmodSync(path('closed'), 0);
    chmodSync(path('c.ts'), 0);
    // the superuser may read everything, so it steps aside
    const superuser = process.geteuid?.() === 0;
    if (superuser) process.seteuid?.(65_534);
    const { texts, problems } = await readWorkspace(root).finally(() => {
      if (superuser) process.seteuid?.(0);
      chmodSync(path('closed'), 0o755);
    });
    deepEqual([...texts.keys()], ['a.ts']);
    deepEqual(problems.map((problem) => problem.path).sort(), ['c.ts', 'closed']);
    ok(problems.every(({ message }) => message.includes('permission denied')));
  });

  it('does not wait for pipes', async function () {
    if (process.platform === 'win32') this.skip();
    const { root, path } = make({ 'a.ts': '1' });
    execFileSync('mkfifo', [path('pipe.ts')]);
    deepEqual([...(await readWorkspace(root)).texts.keys()], ['a.ts']);
    equal(readFileText(root, 'pipe.ts'), '');
  });

  it('is not troubled by files that vanish between listing and reading', async () => {
    const { root, path } = make({ 'a.ts': '', 'b.ts': '', 'sub/c.ts': '' });
    let listed = 0;
    const { texts, problems } = await readWorkspace(root, {
      slice: 0.000_001,
      onProgress: (_done, total) => {
        if (total === 0 && listed++ === 0) rmSync(path('sub'), { recursive: true });
        if (total === 0) rmSync(path('b.ts'), { force: true });
      },
    });
    deepEqual([...texts.keys()], ['a.ts']);
    deepEqual(problems, []);
  });

  it('says that a root is not there', async () => {
    const { path } = make({});
    const { texts, problems } = await readWorkspace(path('missing'));
    equal(texts.size, 0);
    ok(/does not exist/.test(problems[0]?.message ?? ''));
  });

  it('gives other events their turn, tells its progress and can be stopped', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`d${String(i % 7)}/f${String(i)}.ts`, '']));
    const { root } = make(many);
    let turns = 0;
    let next = setImmediate(function turn() {
      turns += 1;
      next = setImmediate(turn);
    });
    const progress: (readonly [number, number])[] = [];
    await readWorkspace(root, { slice: 0.000_001, onProgress: (done, total) => progress.push([done, total]) });
    clearImmediate(next);
    ok(turns > 0);
    deepEqual(progress.at(-1), [60, 60]);
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await rejects(readWorkspace(root, { slice: 0.000_001, signal: stop.signal }), /stopped/);
  });

  it('reads one file as the whole workspace would', () => {
    const { root, path } = make({ 'a.ts': '\uFEFFx', 'b.ts': Buffer.alloc(10), 'big.ts': '0123456789' });
    mkdirSync(path('folder.ts'));
    equal(readFileText(root, 'a.ts'), '\uFEFFx');
    for (const name of ['b.ts', 'missing.ts', 'folder.ts']) equal(readFileText(root, name), null, name);
    equal(readFileText(root, 'big.ts', 9), null);
    equal(readFileText(root, 'big.ts', 10), '0123456789');
    writeFileSync(path('a.ts'), 'y');
    equal(readFileText(root, 'a.ts'), 'y');
  });
});
