// `npm run test:packages`: packs Probity and the team package of the examples as they are published, installs both in a
// project of their own with npm, pnpm and Yarn (classic, and modern with node_modules), and checks that project. What the
// team knows must be applied each time: its gateway, its data, its guards, its redaction, its mark and its rule.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'probity-packages-'));

const FILES = {
  'probity.config.json': '{ "extends": "probity-config-clinic/strict.json" }\n',
  'src/letters.ts': `import { createGateway } from '@clinic/gateway';
import { ensureConsent, mayProcess } from '@clinic/consent';
import { pseudonymise } from '@clinic/privacy';

const gateway = createGateway();
interface Patient { policyNumber: string; email: string }

export const open = (patient: Patient) => gateway.complete({ prompt: patient.policyNumber });
export const redacted = async (patient: Patient) => gateway.complete({ prompt: (await pseudonymise(patient.email)).text });
export async function asked(patient: Patient) {
  if (!(await mayProcess(patient))) return;
  await gateway.complete({ prompt: patient.email });
}
export async function ensured(patient: Patient) {
  await ensureConsent(patient);
  await gateway.complete({ prompt: patient.email });
}
`,
  'src/routes.ts': `import express from 'express';
import { createGateway } from '@clinic/gateway';

const app = express();
app.get('/tip', async (_req, res) => {
  const tip = await createGateway().complete({ prompt: 'A tip for healthy sleep' });
  res.set('X-Clinic-AI', 'true').json({ tip: tip.text });
});
app.get('/joke', async (_req, res) => {
  const joke = await createGateway().complete({ prompt: 'A joke' });
  res.json({ joke: joke.text });
});
`,
  'src/stories/letters.stories.tsx': "export * from '../letters';\n",
};

/** What must be found: rule, severity, file and line. */
const EXPECTED = [
  'health-data-abroad error src/letters.ts:8',
  'personal-data-without-consent error src/letters.ts:8',
  'undisclosed-generated-content error src/routes.ts:11',
];

const npx = (...argv) => ['npx', '--yes', ...argv];
const YARN_4 = ['--package', '@yarnpkg/cli-dist', 'yarn'];
const yarnrc = (linker) => `nodeLinker: ${linker}\nenableTelemetry: false\nenableImmutableInstalls: false\n`;

/** How each package manager installs, and runs what it installed: from node_modules, unless it says otherwise. */
const MANAGERS = {
  npm: { install: ['npm', 'install', '--no-audit', '--no-fund', '--silent'] },
  pnpm: { install: npx('pnpm@latest', 'install', '--silent', '--config.strict-dep-builds=false') },
  'yarn 1': { install: npx('yarn@1', 'install', '--silent', '--no-lockfile', '--ignore-engines') },
  'yarn 4': { install: npx(...YARN_4, 'install'), files: { '.yarnrc.yml': yarnrc('node-modules'), 'yarn.lock': '' } },
  'yarn 4 PnP': {
    install: npx(...YARN_4, 'install'),
    files: { '.yarnrc.yml': yarnrc('pnp'), 'yarn.lock': '' },
    run: npx(...YARN_4, 'run', 'probity'),
  },
};

function pack(folder) {
  const before = new Set(readdirSync(work));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', work], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const made = readdirSync(work).find((name) => !before.has(name));
  return `file:${join(work, made)}`;
}

/** Installs the packages in a new project and checks it. @returns what was found, and in how many seconds it was installed */
function check(name, { install, files = {}, run: own }, packages) {
  const project = join(work, name.replaceAll(' ', '-'));
  const manifest = { name: 'clinic-letters', version: '1.0.0', private: true, devDependencies: packages };
  for (const [path, text] of Object.entries({
    'package.json': JSON.stringify(manifest, null, 2),
    ...FILES,
    ...files,
  })) {
    mkdirSync(join(project, path, '..'), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const [command, ...argv] = install;
  const started = performance.now();
  const installed = spawnSync(command, argv, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, YARN_IGNORE_PATH: '1' },
  });
  if (installed.status !== 0) throw new Error(`${name} did not install:\n${installed.stdout}${installed.stderr}`);
  const seconds = (performance.now() - started) / 1000;
  const [program, ...first] = own ?? [join(project, 'node_modules/.bin/probity')];
  const run = spawnSync(program, [...first, 'check', '--no-cache', '--format', 'json'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (run.status !== 1)
    throw new Error(`${name}: probity ended with ${String(run.status)}:\n${run.stdout}${run.stderr}`);
  const { findings } = JSON.parse(run.stdout);
  return { seconds, found: findings.map((f) => `${f.rule} ${f.severity} ${f.file}:${String(f.line)}`).sort() };
}

try {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
  const packages = { probity: pack(root), 'probity-config-clinic': pack(join(root, 'examples/team-config')) };
  for (const [name, manager] of Object.entries(MANAGERS)) {
    const { seconds, found } = check(name, manager, packages);
    const expected = [...EXPECTED].sort();
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      throw new Error(`${name}: found\n  ${found.join('\n  ')}\nand not\n  ${expected.join('\n  ')}`);
    }
    console.log(
      `ok    ${name.padEnd(10)} installed in ${seconds.toFixed(1)} s, ${String(found.length)} findings as expected`,
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
