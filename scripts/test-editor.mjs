// `npm run test:editor [-- step …]`: installs the editors if need be, builds, bundles the suite for the extension host and
// runs test/editor/main.ts. `PICTURES=docs/images` renews the pictures of the README.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(program, ...argv) {
  const { status } = spawnSync(program, argv, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run('sh', 'scripts/editor-setup.sh', ...(process.env.EDITOR_OLD === '0' ? [] : ['old']));
run(process.execPath, 'scripts/build.mjs');
const folder = join(root, 'test/editor/suite');
const suites = readdirSync(folder).filter((name) => name.endsWith('.suite.ts'));
await build({
  entryPoints: Object.fromEntries(
    ['index.ts', ...suites].map((name) => [name.replace(/\.ts$/, ''), join(folder, name)]),
  ),
  outdir: join(root, 'out/editor-suite'),
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: true,
  external: ['vscode', 'mocha'],
  logLevel: 'warning',
});
run(process.execPath, '--import=tsx', 'test/editor/main.ts', ...process.argv.slice(2));
