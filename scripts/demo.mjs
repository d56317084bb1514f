// `npm run demo`: builds Probity and checks the example product with it. The example has faults on purpose: the demo
// passes when they are found, and fails when there are none or when the tool itself fails.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(folder, ...args) {
  return spawnSync(process.execPath, args, { cwd: root + folder, stdio: 'inherit' }).status;
}

if (run('', 'scripts/build.mjs') !== 0) process.exit(1);
const TEAM = '../team-config/probity.config.json';
console.log(`\nprobity check --config ${TEAM}, in examples/clinic:\n`);
const status = run('examples/clinic', `${root}dist/cli.js`, 'check', '--no-cache', '--config', TEAM);
if (status !== 1) {
  console.error(`The demo expects findings (exit code 1) in examples/clinic; the check ended with ${status}.`);
  process.exit(1);
}
console.log('\nThese findings are there on purpose: see examples/clinic/README.md.');
