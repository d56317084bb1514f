#!/usr/bin/env node
// The command line: wires the doors to the engine and the machine, and does nothing else.
import { readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createProgress, runCli } from './cli/index.ts';
import type { CliPorts } from './cli/index.ts';
import { consoleOf, readAll } from './host/console.ts';

const stdout = consoleOf(process.stdout);
const stderr = consoleOf(process.stderr);

const ports: CliPorts = {
  version: process.env['PROBITY_VERSION'] ?? 'unbuilt',
  cwd: process.cwd(),
  platform: process.platform,
  env: process.env,
  stdout,
  stderr,
  now: () => performance.now(),
  readStdin: () => readAll(process.stdin),
  writeFile: (file, text) => writeFile(file, text),
  async kindOf(path) {
    const found = await stat(path).catch(() => null);
    if (found === null) return null;
    return found.isDirectory() ? 'directory' : 'file';
  },
  realPath: (path) => realpath(path).catch(() => path),
  // parsers and the engine are loaded when a check asks for them: `--version` needs neither
  async createWorkspace() {
    const [{ createExtractor, loadParsers }, { createWorkspace }] = await Promise.all([
      import('./engine/extract/index.ts'),
      import('./engine/workspace/index.ts'),
    ]);
    return createWorkspace(createExtractor(await loadParsers()));
  },
  async readWorkspace(root, request) {
    const { readWorkspace } = await import('./host/files.ts');
    return readWorkspace(root, { excludes: request.excludes, onProgress: request.onProgress, slice: 0 });
  },
  readCatalogue: async () =>
    JSON.parse(await readFile(fileURLToPath(new URL('catalogue.json', import.meta.url)), 'utf8')) as Awaited<
      ReturnType<CliPorts['readCatalogue']>
    >,
  async loadConfig(request) {
    const { loadConfig } = await import('./host/config/index.ts');
    return loadConfig(request);
  },
  mergeKnowledge: (catalogue, config) => merge(catalogue, config.knowledge),
};

const { mergeKnowledge: merge } = await import('./host/config/merge.ts');

process.exitCode = await runCli(process.argv.slice(2), ports, (quiet) => createProgress(ports, quiet, process.stderr));
