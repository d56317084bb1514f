// Asks the language server for the findings of whole folders, as a tool that drives language servers does.
//
//   node workspace-diagnostics.mjs FOLDER…
//
// One line for each finding; the exit code is 1 if one of them is an error. PROBITY names the program to start, where that
// is not the one that is installed here.
import { spawn } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const SEVERITIES = { 1: 'error', 2: 'warning', 3: 'info', 4: 'hint' };

const folders = (process.argv.length > 2 ? process.argv.slice(2) : ['.']).map((folder) => resolve(folder));
const program = process.env.PROBITY ?? fileURLToPath(new URL('cli.js', import.meta.resolve('probity')));

const server = spawn(process.execPath, [program, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = createMessageConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
// what a server asks or tells on its own needs an answer, or none
connection.onRequest(() => null);
connection.onNotification(() => undefined);
connection.listen();

await connection.sendRequest('initialize', {
  processId: process.pid,
  rootUri: null,
  workspaceFolders: folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: folder })),
  // a client that asks is not told unasked
  capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: {} } },
});
await connection.sendNotification('initialized', {});

// The answer comes when everything was read and checked. Kept result ids would make the next answer tell what changed.
const { items } = await connection.sendRequest('workspace/diagnostic', { previousResultIds: [] });

let failed = false;
for (const { uri, items: diagnostics } of items) {
  const file = relative(process.cwd(), fileURLToPath(uri)).replaceAll('\\', '/');
  for (const { range, severity = 1, code, message } of diagnostics) {
    failed ||= severity === 1;
    const { line, character } = range.start;
    console.log(`${file}:${line + 1}:${character + 1} ${SEVERITIES[severity]} ${message.split('\n')[0]} (${code})`);
  }
}

await connection.sendRequest('shutdown');
await connection.sendNotification('exit');
connection.dispose();
process.exitCode = failed ? 1 : 0;
