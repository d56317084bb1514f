// `npm run test:editor [-- step …]`: installs the editors if need be, builds, bundles the suite for the extension host and
// runs test/editor/main.ts. `PICTURES=docs/images` renews the pictures of the README.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundleSuite } from './editor-suite.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(program, ...argv) {
  const { status } = spawnSync(program, argv, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run('sh', 'scripts/editor-setup.sh', ...(process.env.EDITOR_OLD === '0' ? [] : ['old']));
run(process.execPath, 'scripts/build.mjs');
await bundleSuite();
run(process.execPath, '--import=tsx', 'test/editor/main.ts', ...process.argv.slice(2));
