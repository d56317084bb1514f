// Bundles the programs and the engine's public entry into dist/. `--types` adds the declarations of probity/engine.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, readFile, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = new URL('../dist/', import.meta.url);
const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

/** Parsers stay outside: they are native or large, and loaded only when a file needs them. */
const external = [
  'oxc-parser',
  'typescript',
  '@typescript-eslint/typescript-estree',
  '@typescript-eslint/typescript-estree/*',
];

// CommonJS packages inside an ES module bundle call `require`, which Node does not define there.
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // The UMD entry of jsonc-parser requires its own files in a way no bundler can follow.
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  legalComments: 'eof',
  logLevel: 'warning',
  metafile: true,
  define: { 'process.env.PROBITY_VERSION': JSON.stringify(version) },
};

const entries = {
  cli: 'server/cli.main.ts',
  server: 'server/server.main.ts',
  worker: 'server/worker.main.ts',
  checker: 'server/checker.main.ts',
  engine: 'server/engine/index.ts',
};

/** Programs for Node: ES modules; what is `import()`ed is split off, so that start-up reads little. */
async function buildPrograms() {
  const present = Object.entries(entries).filter(([, file]) => existsSync(new URL(`../${file}`, import.meta.url)));
  const { metafile } = await build({
    ...common,
    entryPoints: Object.fromEntries(present),
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external,
    banner,
  });
  if (existsSync(new URL('cli.js', dist))) await chmod(new URL('cli.js', dist), 0o755);
  await dropStaleChunks(Object.keys(metafile.outputs));
}

/** Chunks of earlier builds have other hashes and would be packed for nothing. */
async function dropStaleChunks(written) {
  const chunks = new URL('chunks/', dist);
  if (!existsSync(chunks)) return;
  for (const name of await readdir(chunks)) {
    if (!written.includes(`dist/chunks/${name}`)) await rm(new URL(name, chunks), { force: true });
  }
}

/** The editor's half: VS Code loads CommonJS and provides `vscode`. */
async function buildExtension() {
  await build({
    ...common,
    entryPoints: { extension: 'client/extension.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
  });
}

/** Runs a script of Node; what is wrong it has said itself. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

/** The catalogue as one JSON file, so that no program parses YAML at start-up. */
function buildCatalogue() {
  run('scripts/bundle-catalogue.mjs');
}

/** Declarations of the engine and of the catalogue's types, as the compiler writes them. */
async function buildTypes() {
  run('node_modules/typescript/lib/tsc.js', '-b');
  for (const folder of ['server/engine', 'rules']) {
    await cp(new URL(`../out/types/${folder}`, import.meta.url), new URL(`types/${folder}`, dist), { recursive: true });
  }
}

await Promise.all([buildPrograms(), buildExtension()]);
buildCatalogue();
if (process.argv.includes('--types')) await buildTypes();
