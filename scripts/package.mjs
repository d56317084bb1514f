// `npm run package`: one .vsix that runs on every platform, in out/. The parsers stand beside the programs: oxc's
// WebAssembly build, and TypeScript with typescript-eslint's converter for text that is broken. No native code is in it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const stage = join(root, 'out/extension');
const packages = join(stage, 'dist/node_modules');
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const target = join(root, `out/probity-${manifest.version}.vsix`);

/** The editor's half of the manifest: nothing is installed, so nothing is to be depended on. */
function editorManifest() {
  const kept = ['name', 'displayName', 'version', 'description', 'license', 'publisher', 'keywords', 'categories'];
  const editor = ['icon', 'engines', 'main', 'activationEvents', 'contributes', 'capabilities', 'extensionKind'];
  const out = Object.fromEntries([...kept, ...editor].map((key) => [key, manifest[key]]));
  return { ...out, type: 'module', engines: { vscode: manifest.engines.vscode } };
}

async function copy(from, to = from) {
  await mkdir(dirname(join(stage, to)), { recursive: true });
  await cp(join(root, from), join(stage, to), {
    recursive: true,
    filter: (file) => !file.endsWith('.map') && !file.includes('/types/'),
  });
}

/** Bundles a module of an installed package so that it stands alone. */
async function bundle(entry, name, file, external = []) {
  await build({
    stdin: { contents: `module.exports = require(${JSON.stringify(entry)});`, resolveDir: root },
    outfile: join(packages, name, file),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external,
    logLevel: 'error',
  });
}

async function packageJson(name, content) {
  await mkdir(join(packages, name), { recursive: true });
  await writeFile(join(packages, name, 'package.json'), JSON.stringify({ name, ...content }));
}

async function addParsers() {
  // What turns oxc's answers into a tree, and the parser itself; its own entry would look for native code.
  const oxc = dirname(dirname(require.resolve('oxc-parser')));
  await packageJson('oxc-parser', { type: 'module' });
  for (const file of ['src-js/wrap.js', 'parser.wasm32-wasip1.wasm', 'LICENSE']) {
    await mkdir(dirname(join(packages, 'oxc-parser', file)), { recursive: true });
    await cp(join(oxc, file), join(packages, 'oxc-parser', file));
  }
  const typescript = dirname(require.resolve('typescript/package.json'));
  await packageJson('typescript', { main: 'lib/typescript.js', version: require('typescript/package.json').version });
  await build({
    entryPoints: [join(typescript, 'lib/typescript.js')],
    outfile: join(packages, 'typescript/lib/typescript.js'),
    minify: true,
    logLevel: 'error',
  });
  for (const file of ['LICENSE.txt', 'ThirdPartyNoticeText.txt']) {
    await cp(join(typescript, file), join(packages, 'typescript', file));
  }
  await packageJson('@typescript-eslint/typescript-estree', {
    exports: { './use-at-your-own-risk': './use-at-your-own-risk.cjs' },
  });
  await bundle(
    '@typescript-eslint/typescript-estree/use-at-your-own-risk',
    '@typescript-eslint/typescript-estree',
    'use-at-your-own-risk.cjs',
    ['typescript'],
  );
}

/** Chunks that programs import, and those that these import: the command line has others of its own. */
async function chunksOf(files) {
  const found = new Set(files);
  for (const file of found) {
    const text = await readFile(join(root, file), 'utf8');
    for (const [, name] of text.matchAll(/["']\.\/(?:chunks\/)?([\w.-]+\.js)["']/g)) {
      if (existsSync(join(root, 'dist/chunks', name))) found.add(`dist/chunks/${name}`);
    }
  }
  return [...found].filter((file) => !files.includes(file));
}

await rm(stage, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
const programs = ['dist/server.js', 'dist/checker.js'];
for (const file of ['dist/extension.cjs', ...programs, ...(await chunksOf(programs)), 'dist/catalogue.json']) {
  await copy(file);
}
// Pictures of the README stay where it is shown; the walkthrough has its own.
const readme = await readFile(join(root, 'README.md'), 'utf8');
await mkdir(stage, { recursive: true });
await writeFile(join(stage, 'README.md'), readme.replace(/^!\[.*\]\(docs\/.*\)\n+/gm, ''));
for (const file of ['LICENSE', 'CHANGELOG.md', 'rules/checks', 'schemas/config.schema.json']) await copy(file);
for (const file of ['icon.png', 'flow.svg', 'walkthrough']) await copy(`media/${file}`);
await writeFile(join(stage, 'package.json'), `${JSON.stringify(editorManifest(), null, 2)}\n`);
await addParsers();
execFileSync(
  process.execPath,
  [
    join(root, 'node_modules/@vscode/vsce/vsce'),
    ...['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '-o', target],
  ],
  { cwd: stage, stdio: ['ignore', 'pipe', 'inherit'] },
);
console.log(`${target}, ${((await stat(target)).size / 1e6).toFixed(1)} MB`);
