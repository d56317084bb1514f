import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withFolder } from '../host/folder.ts';
import { read, ROOT } from './files.ts';

const ASKING = `const SOURCE = \`import OpenAI from 'openai';
export const ask = (user: { email: string }) => new OpenAI().responses.create({ model: 'm', store: false, input: user.email });
\`;
`;

/** What the page about the library shows, as files of their own. */
const SHOWN: Readonly<Record<string, string>> = Object.fromEntries(
  [...read('docs/api.md').matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text = ''], i) => [
    `shown-${String(i)}.ts`,
    text,
  ]),
);

const CONSUMERS = {
  ...SHOWN,
  'package.json': '{ "type": "module" }',
  'esm.mjs': `import { check, createExtractor, createWorkspace, loadParsers } from 'probity/engine';
import { check as same } from 'probity';
import catalogue from 'probity/catalogue.json' with { type: 'json' };
${ASKING}
const texts = new Map([['a.ts', SOURCE]]);
const { diagnostics } = await check({ texts, catalogue });
const workspace = createWorkspace(createExtractor(await loadParsers()));
workspace.apply({ texts, catalogue });
workspace.apply({ texts: new Map([['a.ts', 'export {};']]) });
console.log(diagnostics.map(({ rule }) => rule).join(), workspace.check().diagnostics.length, same === check);
`,
  'cjs.cjs': `const { check } = require('probity/engine');
const catalogue = require('probity/catalogue.json');
${ASKING}
check({ texts: new Map([['a.ts', SOURCE]]), catalogue }).then(({ diagnostics }) =>
  console.log(diagnostics.map(({ rule }) => rule).join()),
);
`,
  'consumer.ts': `import { readFileSync } from 'node:fs';
import { check, createExtractor, createWorkspace, loadParsers } from 'probity/engine';
import type { CheckResult, Diagnostic, OwnFunction, Workspace, WorkspaceChange } from 'probity/engine';

const catalogue = JSON.parse(readFileSync('catalogue.json', 'utf8')) as NonNullable<WorkspaceChange['catalogue']>;
const change: WorkspaceChange = { texts: new Map([['a.ts', '']]), catalogue };
const result: CheckResult = await check(change);
const rules: readonly Diagnostic['rule'][] = result.diagnostics.map(({ rule }) => rule);
const workspace: Workspace = createWorkspace(createExtractor(await loadParsers()));
const own: readonly OwnFunction[] = workspace.ownFunctions();
// @ts-expect-error texts are a map
workspace.apply({ texts: { 'a.ts': '' } });
console.log(rules, own);
`,
};

/** Runs TypeScript as it stands. */
const TSX = ['--import', import.meta.resolve('tsx')];

/** Packs the package as it is published, and puts it and what it depends on where an installation would. */
function install(folder: string): readonly string[] {
  const quiet = {
    cwd: ROOT,
    encoding: 'utf8' as const,
    stdio: ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'],
  };
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', '--silent', '--pack-destination', folder], quiet);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'probity'), { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', join(modules, 'probity'), '--strip-components=1']);
  const manifest = JSON.parse(readFileSync(join(modules, 'probity/package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const name of [...Object.keys(manifest.dependencies), '@types/node', 'undici-types']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
  }
  return execFileSync('tar', ['-tzf', join(folder, tarball)], { encoding: 'utf8' }).split('\n');
}

describe('the packed package', function () {
  this.timeout(180_000);

  it('is imported, required and typed by who installs it, and runs', async () => {
    await withFolder(CONSUMERS, (cwd) => {
      const packed = install(cwd);
      const strange = packed.filter((name) =>
        /\/(?:test|bench|client|node_modules)\/|\.test\.|\.tsbuildinfo$/.test(name),
      );
      assert.deepEqual(strange, []);
      const node = (...argv: string[]) => spawnSync(process.execPath, argv, { cwd, encoding: 'utf8' });
      const esm = node('esm.mjs');
      assert.equal(esm.stdout, 'personal-data-without-consent 0 true\n', esm.stderr);
      const cjs = node('cjs.cjs');
      assert.equal(cjs.stdout, 'personal-data-without-consent\n', cjs.stderr);
      for (const [module, resolution] of [
        ['nodenext', 'nodenext'],
        ['esnext', 'bundler'],
      ] as const) {
        const options = ['--strict', '--noEmit', '--target', 'es2022', '--types', 'node'];
        const how = ['--module', module, '--moduleResolution', resolution];
        const tsc = node(
          'node_modules/typescript/lib/tsc.js',
          ...options,
          ...how,
          'consumer.ts',
          ...Object.keys(SHOWN),
        );
        assert.equal(tsc.status, 0, `${resolution}: ${tsc.stdout}`);
      }
      writeFileSync(join(cwd, 'a.ts'), 'export const a = 1;\n');
      assert.ok(Object.keys(SHOWN).length >= 2);
      const [first = ''] = Object.keys(SHOWN);
      mkdirSync(join(cwd, 'src'));
      writeFileSync(join(cwd, 'src/app.ts'), 'export const a = 1;\n');
      const shown = node(...TSX, first);
      assert.equal(shown.stdout, '0 AI calls\n', shown.stderr);
      const cli = node('node_modules/probity/dist/cli.js', 'check', '--no-cache', 'a.ts');
      assert.match(cli.stdout, /✔ No findings/, cli.stderr);
      const merge = node('node_modules/probity/dist/cli.js', 'merge', 'gone.json');
      assert.match(merge.stderr, /There is no file "gone\.json"/, 'it finds the schema of reports');
      return Promise.resolve();
    });
  });
});
