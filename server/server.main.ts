// The language server: `probity lsp --stdio`, and over a pipe for VS Code.
import { Console } from 'node:console';
import { fileURLToPath } from 'node:url';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver/node';
import { readCatalogueBundle } from './host/catalogue.ts';
import { startChecker } from './host/checker/index.ts';
import { NEW_CONFIG, loadConfig, namedSchema, recordFix } from './host/config/index.ts';
import { today } from './host/today.ts';
import { Frames, serve } from './lsp/index.ts';

const beside = (name: string): URL => new URL(name, import.meta.url);
const catalogue = await readCatalogueBundle(fileURLToPath(beside('catalogue.json')));

/** The way to talk that the command line asks for; standard input and output if it names none. */
function connect(): Connection {
  if (process.argv.some((argument) => /^--(?:node-ipc|socket|pipe)\b/.test(argument))) {
    return createConnection(ProposedFeatures.all);
  }
  // Standard output belongs to the protocol: what a package may want to say goes to standard error.
  globalThis.console = new Console(process.stderr);
  return createConnection(ProposedFeatures.all, process.stdin.pipe(new Frames()), process.stdout);
}

serve(connect(), {
  version: process.env['PROBITY_VERSION'] ?? 'unbuilt',
  startChecker: (onLost) => {
    const checker = startChecker(beside('checker.js'));
    checker.onLost(onLost);
    return checker;
  },
  rules: catalogue.rules.map(({ id, title }) => ({ id, title, page: beside(`../rules/checks/${id}.md`).href })),
  configSchema: namedSchema(catalogue),
  configProblems: async (file, text, root) =>
    (await loadConfig({ root, file, catalogue, asOf: today(), texts: new Map([[file, text]]) })).problems,
  recordFix,
  newConfig: NEW_CONFIG,
});
