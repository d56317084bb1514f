// `npm run test:editor`: the extension in a real VS Code, the packed extension, and two other editors. Everything it needs
// is put in place by scripts/editor-setup.sh. Arguments name the steps to run; all of them, if there are none.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../house/files.ts';
import { asAPerson } from './person.ts';
import { reportPage } from './report-page.ts';
import { contentsOf } from './vsix.ts';
import type { SuiteResults } from './suite/index.ts';
import {
  freshPlace,
  installVsix,
  installedLegs,
  launchBrowser,
  openWindow,
  removePlace,
  startVsCode,
} from './vscode.ts';
import type { Leg, Place } from './vscode.ts';

const PROJECT = join(ROOT, 'test/editor/fixtures/project');
const CLINIC = join(ROOT, 'examples/clinic');
const SUITE = join(ROOT, 'out/editor-suite/index.cjs');
const PICTURES = process.env['PICTURES'] ?? join(ROOT, 'out/pictures');
/** So many tests must have passed: a suite that ends early passes none. */
const TESTS = { extension: 21, folders: 5 };
const BOTH = 'both.code-workspace';
const SUITE_TIME = 300_000;
const MOST_BYTES = 10_000_000;

const only = process.argv.slice(2);
const [newest] = installedLegs();
if (newest === undefined) throw new Error('No VS Code is installed; run scripts/editor-setup.sh');
const browser = await launchBrowser();
let failed = 0;

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  if (only.length > 0 && !only.some((wanted) => name.startsWith(wanted))) return;
  const started = performance.now();
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
  try {
    const note = await work();
    console.log(`ok    ${name} (${seconds()} s) ${typeof note === 'string' ? note : ''}`);
  } catch (error) {
    failed++;
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.log(`FAIL  ${name} (${seconds()} s)\n${told.replaceAll(/^/gm, '      ')}`);
  }
}

async function inPlace<T>(project: string, work: (place: Place) => Promise<T>): Promise<T> {
  const place = freshPlace(project);
  try {
    return await work(place);
  } finally {
    removePlace(place);
  }
}

/** The project in two folders of one workspace. */
function twoFolders(): string {
  const dir = join(ROOT, 'out/two-folders');
  rmSync(dir, { recursive: true, force: true });
  const folders = ['first', 'second'].map((path) => ({ path }));
  for (const { path } of folders) cpSync(PROJECT, join(dir, path), { recursive: true });
  writeFileSync(join(dir, BOTH), JSON.stringify({ folders }));
  return dir;
}

/** Runs a suite in the extension host, and looks at what it wrote. */
function suite(leg: Leg, vsix: string | null, name: keyof typeof TESTS = 'extension'): Promise<string> {
  const project = name === 'folders' ? twoFolders() : PROJECT;
  return inPlace(project, async (place) => {
    if (vsix !== null) installVsix(leg, place, vsix);
    const results = join(place.dir, 'results.json');
    const code = await startVsCode(leg, place, {
      EDITOR_TEST_RESULTS: results,
      EDITOR_TEST_SUITE: name,
      EXPECT_EXTENSION_BELOW: vsix === null ? ROOT.replace(/\/$/, '') : place.extensions,
    });
    try {
      const extension = vsix === null ? ROOT : join(ROOT, 'test/editor/probe');
      const opened = await openWindow(browser, code, place, {
        extension,
        suite: SUITE,
        ...(name === 'folders' && { folders: BOTH }),
      });
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<string>((resolve) => {
        timer = setTimeout(() => {
          resolve('timeout');
        }, SUITE_TIME);
      });
      const exit = await Promise.race([opened.exited, late]);
      clearTimeout(timer);
      await opened.close();
      const told = `\n${opened.lines.slice(-40).join('\n')}\n${code.log().slice(-1500)}`;
      assert.ok(existsSync(results), `the suite wrote no results; exit ${String(exit)}${told}`);
      const { passed, failed: broken } = JSON.parse(readFileSync(results, 'utf8')) as SuiteResults;
      assert.deepEqual(broken, [], told);
      assert.equal(exit, 0, told);
      assert.equal(passed.length, TESTS[name]);
      return opened.lines.find((line) => line.includes('VS Code 1.')) ?? '';
    } finally {
      code.stop();
    }
  });
}

for (const leg of installedLegs()) {
  await step(`suite in the extension host, ${leg.name} VS Code`, () => suite(leg, null));
}
await step('folders: two in one window', () => suite(newest, null, 'folders'));
await step('person', () =>
  inPlace(CLINIC, async (place) => {
    const code = await startVsCode(newest, place);
    try {
      await asAPerson(browser, code, place, PICTURES, ROOT.replace(/\/$/, ''));
    } finally {
      code.stop();
    }
  }),
);
await step('report page', () => reportPage(browser, CLINIC, PICTURES));
await step('vsix: packed, installed, suite', async () => {
  const said = execFileSync(process.execPath, [join(ROOT, 'scripts/package.mjs')], { encoding: 'utf8' });
  const vsix = /^(.*\.vsix), /m.exec(said)?.[1] ?? '';
  const snapshot = join(ROOT, 'test/editor/vsix-contents.txt');
  const contents = await contentsOf(vsix);
  if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(snapshot, contents);
  assert.equal(contents, readFileSync(snapshot, 'utf8'));
  assert.ok(statSync(vsix).size < MOST_BYTES, `${String(statSync(vsix).size)} bytes`);
  return suite(newest, vsix);
});

/** Runs another editor's script against the built server; it must end with a line that says OK. */
function client(argv: readonly string[]): Promise<string> {
  return inPlace(PROJECT, (place) => {
    const [program = '', ...rest] = argv;
    const out = execFileSync(program, rest, {
      encoding: 'utf8',
      timeout: 120_000,
      env: {
        ...process.env,
        HOME: place.dir,
        XDG_STATE_HOME: place.dir,
        XDG_CACHE_HOME: place.dir,
        NODE: process.execPath,
        SERVER: join(ROOT, 'dist/cli.js'),
        FILE: join(place.workspace, 'src/mail.ts'),
      },
    });
    assert.match(out, /^OK$/m, out);
    return Promise.resolve(out.split('\n')[0] ?? '');
  });
}

const clients = join(ROOT, 'test/editor/clients');
await step('client: neovim', () =>
  client(['nvim', '--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-S', join(clients, 'nvim.lua')]),
);
await step('client: emacs, eglot', () =>
  client(['sh', '-c', 'emacs -q --batch -f package-initialize -l "$0" 2>&1', join(clients, 'eglot.el')]),
);

await browser.close();
rmSync(join(ROOT, 'out/extension'), { recursive: true, force: true });
console.log(failed === 0 ? '\nAll editors work.' : `\n${String(failed)} failed.`);
process.exit(failed === 0 ? 0 : 1);
