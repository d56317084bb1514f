// npm run bench:editor [-- --files N --edits N --project PATH]
//
// Keys typed into the built language server over its standard streams: how long until findings come back, how long the
// thread that talks is ever busy, what memory does. Edits are made in a leaf, a helper that many use, and the wrapper of
// the SDK, in turn. A burst is answered once, so each key waits for the answer to the one before.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { generateProject } from '../generate/index.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '5000' },
    edits: { type: 'string', default: '500' },
    project: { type: 'string' },
    open: { type: 'string', multiple: true, default: [] },
  },
});

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** The server as a child, with its answers. */
function connect(folder: string): {
  readonly pid: number;
  send(message: object): void;
  next(wanted: (message: Message) => boolean): Promise<Message>;
  end(): void;
} {
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const child = spawn(process.execPath, [cli, 'lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  let pending = Buffer.alloc(0);
  const waiting: { wanted: (message: Message) => boolean; done: (message: Message) => void }[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const head = pending.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(pending.toString('latin1', 0, Math.max(0, head)))?.[1]);
      if (head < 0 || pending.length < head + 4 + length) return;
      const message = JSON.parse(pending.toString('utf8', head + 4, head + 4 + length)) as Message;
      pending = pending.subarray(head + 4 + length);
      for (const entry of waiting.filter(({ wanted }) => wanted(message))) {
        waiting.splice(waiting.indexOf(entry), 1);
        entry.done(message);
      }
    }
  });
  return {
    pid: child.pid ?? 0,
    send: (message) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      child.stdin.write(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
    },
    next: (wanted) => new Promise((done) => waiting.push({ wanted, done })),
    end: () => child.kill(),
  };
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

const temporary = mkdtempSync(join(tmpdir(), 'probity-editor-bench-'));
const folder = values.project === undefined ? temporary : resolve(values.project);
if (values.project === undefined) await generateProject(folder, Number(values.files));
const server = connect(folder);
const uri = (path: string): string => pathToFileURL(join(folder, path)).href;

server.send({
  id: 1,
  method: 'initialize',
  params: { processId: null, rootUri: null, capabilities: {}, workspaceFolders: [{ uri: uri(''), name: 'bench' }] },
});
await server.next(({ id }) => id === 1);
const started = performance.now();
const isReady = ({ method, params }: Message): boolean =>
  method === 'probity/status' && (params as { state: string }).state === 'ready';
const ready = server.next(isReady);
server.send({ method: 'initialized', params: {} });

/** Questions while the first check is under way: the thread that talks must be free. */
const pings: number[] = [];
let isFirst = true;
let nextId = 100;
const stillFirst = (): boolean => isFirst;
const asking = (async () => {
  while (stillFirst()) {
    const id = nextId++;
    const from = performance.now();
    const answer = server.next((message) => message.id === id);
    server.send({ id, method: 'probity/rules' });
    await answer;
    pings.push(performance.now() - from);
    await new Promise((done) => setTimeout(done, 20));
  }
})();
const { files, findings } = (await ready).params as { files: number; findings: number };
isFirst = false;
await asking;
const first = performance.now() - started;
console.log(`${String(files)} files, ${String(findings)} findings; first check ${(first / 1000).toFixed(1)} s`);
pings.sort((a, b) => a - b);
console.log(
  `questions meanwhile: ${String(pings.length)}, p50 ${milliseconds(percentile(pings, 0.5))}, longest ${milliseconds(pings.at(-1) ?? 0)}`,
);

/** Which files are typed into: named ones, else by what the generated files are called. */
function places(): readonly string[] {
  if (values.open.length > 0) return values.open;
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
  const named = (pattern: RegExp): string => all.sort().find((path) => pattern.test(path)) ?? all[0] ?? '';
  return [named(/service/), named(/prompt/), named(/gateway/)];
}

const opened = places().map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8'), version: 1 }));
for (const { path, text } of opened) {
  const done = server.next(isReady);
  server.send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri: uri(path), languageId: 'typescript', version: 1, text } },
  });
  await done;
}

const edits = Number(values.edits);
const times = new Map<string, number[]>();
const memory: number[] = [];
const typed = '\n  const note = String(1);';
for (let i = 0; i < edits; i++) {
  const document = opened[i % opened.length];
  if (document === undefined) break;
  const step = Math.floor(i / opened.length) % (typed.length + 1);
  const at = document.text.indexOf('{', document.text.search(/\b(?:async )?(?:function|constructor)|=> \{|\) \{/)) + 1;
  const text = document.text.slice(0, at) + typed.slice(0, step) + document.text.slice(at);
  const answered = server.next(
    ({ method, params }) =>
      method === 'textDocument/publishDiagnostics' && (params as { uri: string }).uri === uri(document.path),
  );
  const from = performance.now();
  document.version++;
  server.send({
    method: 'textDocument/didChange',
    params: { textDocument: { uri: uri(document.path), version: document.version }, contentChanges: [{ text }] },
  });
  await answered;
  const taken = performance.now() - from;
  times.set(document.path, [...(times.get(document.path) ?? []), taken]);
  memory.push(residentMegabytes(server.pid));
}

const row = (name: string, taken: readonly number[]): string => {
  const sorted = [...taken].sort((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => milliseconds(percentile(sorted, part)));
  return `${name}: p50 ${p50 ?? ''}, p95 ${p95 ?? ''}, p99 ${p99 ?? ''}, longest ${milliseconds(sorted.at(-1) ?? 0)}`;
};
for (const [path, taken] of times) console.log(row(path, taken));
console.log(row(`all ${String(edits)} edits`, [...times.values()].flat()));
const tenth = Math.max(1, Math.floor(memory.length / 10));
const mean = (part: readonly number[]): number => part.reduce((sum, value) => sum + value, 0) / part.length;
console.log(
  `memory: second tenth ${mean(memory.slice(tenth, 2 * tenth)).toFixed(0)} MB, last tenth ${mean(memory.slice(-tenth)).toFixed(0)} MB`,
);
server.end();
rmSync(temporary, { recursive: true, force: true });
