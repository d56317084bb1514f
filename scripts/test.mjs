// `npm test`: every check of the project; one line each, and the output of those that fail. All of them run even if one
// fails, except that nothing is tested against a product that does not build. `npm test -- lint walls` runs only those.
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const steps = {
  build: 'node scripts/build.mjs',
  types: 'tsc -b',
  lint: 'eslint . --max-warnings 0',
  format: 'prettier --check .',
  walls: 'npm run --silent walls',
  knip: 'knip',
  mocha: 'mocha --reporter dot "test/**/*.test.ts"',
};

/** What runs after what. The last two lanes run side by side: together they fill two cores. */
const first = ['build', 'types'];
const lanes = [
  ['lint', 'walls', 'knip'],
  ['mocha', 'format'],
];

/** Runs a step; resolves to whether it passed. */
function run(name) {
  const started = performance.now();
  const child = spawn(steps[name], {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${root}node_modules/.bin${delimiter}${process.env.PATH}` },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const tests = name === 'mocha' ? `  ${output.match(/\d+ passing/)?.[0] ?? ''}` : '';
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(8)}${seconds.padStart(6)} s${tests}`);
      if (code !== 0) console.log(output.trim().replaceAll(/^/gm, '      '));
      resolve(code === 0);
    });
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(', ')}. There are ${Object.keys(steps).join(', ')}.`);
  process.exit(2);
}

const failed = [];
async function runAll(names) {
  for (const name of names) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (!(await run(name))) failed.push(name);
    if (failed.includes('build')) return;
  }
}

await runAll(first);
if (!failed.includes('build')) await Promise.all(lanes.map(runAll));
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
