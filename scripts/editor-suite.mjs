// The suite for the extension host, as CommonJS: what both ways to run it load.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles test/editor/suite; resolves to the file that the extension host is told to load. */
export async function bundleSuite() {
  const folder = join(root, 'test/editor/suite');
  const outdir = join(root, 'out/editor-suite');
  const suites = readdirSync(folder).filter((name) => name.endsWith('.suite.ts'));
  await build({
    entryPoints: Object.fromEntries(
      ['index.ts', ...suites].map((name) => [name.replace(/\.ts$/, ''), join(folder, name)]),
    ),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: true,
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(outdir, 'index.cjs');
}
