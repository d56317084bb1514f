import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateProject } from '../generate/index.ts';
import { connect, isReady } from './server.ts';
import type { Server } from './server.ts';

export interface TypingOptions {
  /** Files of the project that is made; of no meaning where there is one. */
  readonly files: number;
  readonly edits: number;
  /** Folder of a project; null to make one. */
  readonly project: string | null;
  /** Files that are typed into; those that are told by the names of made files, if none are named. */
  readonly open: readonly string[];
}

/**
 * Keys typed into the server: how long until findings come back, how long the thread that talks is ever busy, what memory
 * does. Edits are made in a leaf, a helper that many use, and the wrapper of the SDK, in turn. A burst is answered once, so
 * each key waits for the answer to the one before.
 */
export async function measureTyping({ files, edits, project, open }: TypingOptions): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'probity-editor-bench-'));
  const folder = project ?? temporary;
  if (project === null) await generateProject(folder, files);
  const server = connect(folder);
  try {
    await firstCheck(server, open[0] ?? places(folder)[0] ?? '');
    await type(server, folder, open.length > 0 ? open : places(folder), edits);
  } finally {
    server.end();
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** What a client asks of a file while it is read. */
const QUESTIONS: Readonly<Record<string, object>> = {
  'textDocument/hover': { position: { line: 10, character: 4 } },
  'textDocument/codeAction': {
    range: { start: { line: 10, character: 4 }, end: { line: 10, character: 4 } },
    context: { diagnostics: [] },
  },
};

/** Questions while the first check is under way: the thread that talks must be free. @param path of the file they are of */
async function firstCheck(server: Server, path: string): Promise<void> {
  const started = performance.now();
  let isFirst = true;
  const stillFirst = (): boolean => isFirst;
  const taken = new Map(Object.keys(QUESTIONS).map((method) => [method, [] as number[]]));
  const ready = server.start({}).finally(() => {
    isFirst = false;
  });
  while (stillFirst()) {
    await new Promise((done) => setTimeout(done, 20));
    for (const [method, params] of Object.entries(QUESTIONS)) {
      const from = performance.now();
      const answered = await server.request(method, { textDocument: { uri: server.uri(path) }, ...params }).then(
        () => true,
        () => false, // not greeted yet
      );
      if (answered) taken.get(method)?.push(performance.now() - from);
    }
  }
  const { files, findings } = await ready;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${String(files)} files, ${String(findings)} findings; first check ${seconds} s`);
  for (const [method, times] of taken) console.log(row(`${String(times.length)} times ${method} meanwhile`, times));
  console.log(`longest that the thread which talks was busy meanwhile: ${milliseconds((await server.busy()).longest)}`);
}

/** Which files are typed into, by what the generated files are called. */
function places(folder: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
  const named = (pattern: RegExp): string => all.sort().find((path) => pattern.test(path)) ?? all[0] ?? '';
  return [named(/service/), named(/prompt/), named(/gateway/)];
}

const TYPED = '\n  const note = String(1);';

async function type(server: Server, folder: string, paths: readonly string[], edits: number): Promise<void> {
  const opened = paths.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8'), version: 1 }));
  for (const { path, text } of opened) {
    const done = server.next(isReady);
    const textDocument = { uri: server.uri(path), languageId: 'typescript', version: 1, text };
    server.notify('textDocument/didOpen', { textDocument });
    await done;
  }
  server.resetBusy();
  const times = new Map<string, number[]>();
  const memory: number[] = [];
  for (let i = 0; i < edits; i++) {
    const document = opened[i % opened.length];
    if (document === undefined) break;
    const { path, text } = document;
    const step = Math.floor(i / opened.length) % (TYPED.length + 1);
    const at = text.indexOf('{', text.search(/\b(?:async )?(?:function|constructor)|=> \{|\) \{/)) + 1;
    const now = text.slice(0, at) + TYPED.slice(0, step) + text.slice(at);
    const uri = server.uri(path);
    const answered = server.next(
      ({ method, params }) => method === 'textDocument/publishDiagnostics' && (params as { uri: string }).uri === uri,
    );
    const from = performance.now();
    document.version++;
    server.notify('textDocument/didChange', {
      textDocument: { uri, version: document.version },
      contentChanges: [{ text: now }],
    });
    await answered;
    times.set(path, [...(times.get(path) ?? []), performance.now() - from]);
    memory.push(server.residentMegabytes());
  }
  for (const [path, taken] of times) console.log(row(path, taken));
  console.log(row(`all ${String(edits)} edits`, [...times.values()].flat()));
  const { longest, p99 } = await server.busy();
  console.log(`the thread which talks was busy: p99 ${milliseconds(p99)}, longest ${milliseconds(longest)}`);
  const tenth = Math.max(1, Math.floor(memory.length / 10));
  const [second, last] = [mean(memory.slice(tenth, 2 * tenth)), mean(memory.slice(-tenth))];
  const growth = ((last / second - 1) * 100).toFixed(1);
  console.log(`memory: second tenth ${second.toFixed(0)} MB, last tenth ${last.toFixed(0)} MB (${growth} %)`);
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;

const mean = (part: readonly number[]): number => part.reduce((sum, value) => sum + value, 0) / part.length;

function row(name: string, taken: readonly number[]): string {
  const sorted = [...taken].sort((a, b) => a - b);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => milliseconds(percentile(sorted, part)));
  return `${name}: p50 ${p50 ?? ''}, p95 ${p95 ?? ''}, p99 ${p99 ?? ''}, longest ${milliseconds(sorted.at(-1) ?? 0)}`;
}
