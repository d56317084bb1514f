// `npm run test:desktop`: the suite of test/editor in a desktop VS Code, which @vscode/test-electron downloads. Needs the
// network and a display (`xvfb-run -a npm run test:desktop` where there is none).
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { bundleSuite } from './editor-suite.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(1);
const suite = await bundleSuite();

// the suite edits files: it works on a copy
const place = mkdtempSync(join(tmpdir(), 'probity-desktop-'));
const results = join(place, 'results.json');
try {
  cpSync(join(root, 'test/editor/fixtures/project'), join(place, 'project'), { recursive: true });
  await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    launchArgs: [join(place, 'project'), '--disable-workspace-trust', '--disable-extensions'],
    extensionTestsEnv: { EDITOR_TEST_RESULTS: results },
  });
  const { passed } = JSON.parse(readFileSync(results, 'utf8'));
  console.log(`${String(passed.length)} tests passed`);
  if (passed.length === 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(place, { recursive: true, force: true });
}
