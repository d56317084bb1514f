#!/usr/bin/env node
// The command line: `probity check`, `probity explain`, `probity rules`, `probity lsp`.
import { mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createProgress, runCli } from './cli/index.ts';
import type { CliPorts } from './cli/index.ts';
import { cacheFolderOf, openCache } from './host/cache/index.ts';
import { readCatalogueBundle, readCatalogueFolder } from './host/catalogue.ts';
import { loadConfig, mergeKnowledge, withNested } from './host/config/index.ts';
import { consoleOf, readAll } from './host/console.ts';
import { readWorkspace } from './host/files.ts';
import { changedFiles, remotes, textsBefore } from './host/git.ts';
import { openPrompter } from './host/prompter.ts';
import { replaceFile } from './host/replace-file.ts';
import { replaceSource } from './host/replace-source.ts';
import { today } from './host/today.ts';

// A check is over in seconds: compiling functions as early as for a server costs more than it gains (PERFORMANCE.md).
setFlagsFromString('--interrupt-budget=500000');

const beside = (name: string): URL => new URL(name, import.meta.url);
const isSource = import.meta.url.endsWith('.ts');

async function version(): Promise<string> {
  const built = process.env['PROBITY_VERSION'];
  if (built !== undefined) return built;
  const manifest = JSON.parse(await readFile(beside('../package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}

/** The state of the engine: its chunks are named by what is in them. Null where it runs from source, and may change. */
async function builtFrom(): Promise<string | null> {
  if (isSource) return null;
  const chunks = await readdir(fileURLToPath(beside('chunks')));
  return [await version(), ...chunks.sort()].join('\n');
}

const ports: CliPorts = {
  version: await version(),
  cwd: process.cwd(),
  platform: process.platform,
  env: process.env,
  stdout: consoleOf(process.stdout),
  stderr: consoleOf(process.stderr),
  today,
  now: () => performance.now(),
  readStdin: () => readAll(process.stdin),
  writeFile: async (file, text) => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  },
  replaceFile,
  replaceSource,
  createFile: async (file, text) => {
    await mkdir(dirname(file), { recursive: true });
    return writeFile(file, text, { flag: 'wx' }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      },
    );
  },
  remotes,
  prompter: openPrompter,
  readFile: (file) =>
    readFile(file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }),
  changedFiles,
  textsBefore,
  kindOf: async (path) => {
    const found = await stat(path).catch(() => null);
    if (found === null) return null;
    return found.isDirectory() ? 'directory' : 'file';
  },
  realPath: (path) => realpath(path).catch(() => path),
  createWorkspace: async ({ cache }) => {
    const { createExtractor, loadParsers } = await import('./engine/extract/index.ts');
    const { createWorkspace } = await import('./engine/workspace/index.ts');
    const extractor = createExtractor(await loadParsers());
    return createWorkspace(cache === null ? extractor : await cache.extractor(extractor));
  },
  openCache: async (root, folder) => {
    const build = await builtFrom();
    if (build === null) return null;
    const { platform, env } = process;
    const place = folder ?? cacheFolderOf(root, { platform, env, home: homedir });
    return place === null ? null : openCache({ folder: place, build, isAskedFor: folder !== null });
  },
  readWorkspace,
  readCatalogue: async () => {
    if (!isSource) return readCatalogueBundle(fileURLToPath(beside('catalogue.json')));
    const { catalogue, problems } = await readCatalogueFolder(fileURLToPath(beside('../rules')));
    const [first] = problems;
    if (first) throw new Error(`rules/${first.file}:${String(first.line)}:${String(first.column)}: ${first.message}`);
    return catalogue;
  },
  readReportSchema: async () => JSON.parse(await readFile(beside('../schemas/report.schema.json'), 'utf8')) as object,
  loadConfig,
  withNested,
  mergeKnowledge: (catalogue, config) => mergeKnowledge(catalogue, config.knowledge),
  startLanguageServer: async () => {
    await import(beside(isSource ? 'server.main.ts' : 'server.js').href);
  },
};

// Set, not called: output still on its way must not be cut off.
process.exitCode = await runCli(process.argv.slice(2), ports, (quiet) => createProgress(ports, quiet, process.stderr));
