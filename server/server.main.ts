// The language server: `probity lsp --stdio`, and over a pipe for VS Code.
import { fileURLToPath } from 'node:url';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { createExtractor, loadParsers } from './engine/extract/index.ts';
import { createWorkspace } from './engine/workspace/index.ts';
import { readCatalogueBundle } from './host/catalogue.ts';
import { loadConfig, mergeKnowledge } from './host/config/index.ts';
import { inExcludedFolder } from './host/excluded-folders.ts';
import { readWorkspace } from './host/files.ts';
import { serve } from './lsp/index.ts';
import type { LoadedFolder } from './lsp/index.ts';

const extractor = createExtractor(await loadParsers());
const catalogue = await readCatalogueBundle(fileURLToPath(new URL('catalogue.json', import.meta.url)));

/** A folder with its configuration. A configuration with faults is told and not used. */
async function load(root: string): Promise<LoadedFolder> {
  const { config, problems } = await loadConfig({ root, file: null, catalogue });
  const files = await readWorkspace(root, { excludes: config.excludes });
  const notes = [...problems, ...files.problems].map(({ message, ...at }) => {
    const place = 'file' in at ? `${at.file}:${String(at.line)}:${String(at.column)}` : at.path;
    return `${place}: ${message}`;
  });
  const change = {
    texts: files.texts,
    tsconfigs: files.tsconfigs,
    packages: files.packages,
    catalogue: mergeKnowledge(catalogue, config.knowledge),
    settings: config,
  };
  const belongs = (path: string): boolean => !inExcludedFolder(path) && !config.excludes(path);
  return { change, belongs, includes: config.includes, notes };
}

/** The way to talk that the command line asks for; standard input and output if it names none. */
const connection = process.argv.some((argument) => /^--(?:stdio|node-ipc|socket|pipe)\b/.test(argument))
  ? createConnection(ProposedFeatures.all)
  : createConnection(ProposedFeatures.all, process.stdin, process.stdout);

serve(connection, {
  version: process.env['PROBITY_VERSION'] ?? 'unbuilt',
  createWorkspace: () => createWorkspace(extractor),
  load,
});
