import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createRandom } from '../generate/random.ts';
import { edited, randomEdit } from './random-edits.ts';
import { connect } from './server.ts';
import type { Server } from './server.ts';

export interface EqualityOptions {
  readonly project: string;
  readonly edits: number;
  /** After how many edits a server that has never seen another text is asked the same. */
  readonly every: number;
  readonly seed: number;
}

const PULL = { textDocument: { diagnostic: {} } };

/**
 * Random edits of a real project through the server, half-typed states among them, documents that are closed and opened
 * again, and answers that nobody waits for. Compares what it says with what a fresh server says of the same texts.
 *
 * @returns how many times they differed
 */
export async function compareWithFresh({ project, edits, every, seed }: EqualityOptions): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'probity-equality-'));
  const copy = mkdtempSync(join(tmpdir(), 'probity-equality-'));
  cpSync(project, folder, { recursive: true, filter: isOfProject });
  cpSync(project, copy, { recursive: true, filter: isOfProject });
  const server = connect(folder);
  let differences = 0;
  try {
    const { files, findings } = await server.start(PULL);
    console.log(`${String(files)} files, ${String(findings)} findings`);
    const documents = new Documents(server, folder);
    const paths = pathsIn(folder);
    const texts = new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
    const random = createRandom(seed);
    const touched = new Set<string>();
    for (let i = 1; i <= edits; i++) {
      const edit = randomEdit(texts, paths, random);
      const chance = random();
      const text = chance < 0.1 ? documents.original(edit.path) : edited(texts.get(edit.path) ?? '', edit);
      if (chance < 0.02) documents.close(edit.path);
      else documents.write(edit.path, text);
      texts.set(edit.path, text);
      touched.add(edit.path);
      // Sometimes it is asked and answered, sometimes the next key comes first.
      if (random() < 0.3)
        await server.request('textDocument/codeLens', { textDocument: { uri: server.uri(edit.path) } });
      if (i % every !== 0 && i !== edits) continue;
      const now = await told(server, touched);
      for (const path of touched) {
        writeFileSync(join(copy, path), texts.get(path) ?? '');
      }
      const other = connect(copy);
      await other.start(PULL);
      const fresh = await told(other, touched);
      other.end();
      for (const [uri, said] of fresh) if (!isDeepStrictEqual(now.get(uri), said)) tell(i, uri, now.get(uri), said);
      for (const [uri, said] of now) if (!fresh.has(uri)) tell(i, uri, said, undefined);
      const isDifferent = !isDeepStrictEqual(now, fresh);
      if (isDifferent) differences++;
      if (i % (every * 10) === 0 || i === edits) {
        console.log(
          `${String(i)} edits, ${String(fresh.size)} files with findings, ${String(differences)} differences`,
        );
      }
    }
  } finally {
    server.end();
    for (const made of [folder, copy]) rmSync(made, { recursive: true, force: true });
  }
  return differences;
}

const isOfProject = (path: string): boolean => !/[\\/](?:node_modules|\.git)(?:[\\/]|$)/.test(path);

/** The open documents of the editor. */
class Documents {
  readonly #server: Server;
  readonly #folder: string;
  readonly #open = new Map<string, { version: number; text: string }>();

  constructor(server: Server, folder: string) {
    this.#server = server;
    this.#folder = folder;
  }

  original(path: string): string {
    return readFileSync(join(this.#folder, path), 'utf8');
  }

  /** Makes the text of a document another one, by the one stretch that differs. */
  write(path: string, text: string): void {
    const uri = this.#server.uri(path);
    const open = this.#open.get(path);
    if (open === undefined) {
      this.#open.set(path, { version: 1, text });
      this.#server.notify('textDocument/didOpen', {
        textDocument: { uri, languageId: 'typescript', version: 1, text },
      });
      return;
    }
    const { text: before } = open;
    let start = 0;
    while (start < before.length && start < text.length && before[start] === text[start]) start++;
    let tail = 0;
    const most = Math.min(before.length, text.length) - start;
    while (tail < most && before[before.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
    const range = { start: positionIn(before, start), end: positionIn(before, before.length - tail) };
    open.version++;
    open.text = text;
    this.#server.notify('textDocument/didChange', {
      textDocument: { uri, version: open.version },
      contentChanges: [{ range, text: text.slice(start, text.length - tail) }],
    });
  }

  /** What stands on disk counts again. */
  close(path: string): void {
    if (!this.#open.delete(path)) return;
    this.#server.notify('textDocument/didClose', { textDocument: { uri: this.#server.uri(path) } });
  }
}

function positionIn(text: string, offset: number): { line: number; character: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** Files that edits are made in. */
function pathsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/.test(path) && !/(?:^|\/)(?:dist|build|out)\//.test(path))
    .sort();
}

interface Report {
  readonly uri: string;
  readonly items?: readonly unknown[];
}

/** All that a server says: findings of all files, and the lines above calls in those that were edited. */
async function told(server: Server, touched: ReadonlySet<string>): Promise<ReadonlyMap<string, unknown>> {
  const asked = { identifier: 'probity', previousResultIds: [] };
  const { items } = (await server.request('workspace/diagnostic', asked)) as { items: readonly Report[] };
  const all = new Map<string, unknown>();
  const here = server.uri('');
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(here, 'folder:/')) as unknown;
  for (const { uri, items: found = [] } of items) if (found.length > 0) all.set(uri.slice(here.length), plain(found));
  for (const path of touched) {
    const lenses = await server.request('textDocument/codeLens', { textDocument: { uri: server.uri(path) } });
    if ((lenses as readonly unknown[]).length > 0) all.set(`${path} calls`, plain(lenses));
  }
  return all;
}

function tell(edits: number, what: string, now: unknown, fresh: unknown): void {
  console.log(`after ${String(edits)} edits, ${what}:`);
  const shown = (said: unknown): string => (said === undefined ? 'nothing' : JSON.stringify(said).slice(0, 600));
  console.log(`  incremental: ${shown(now)}`);
  console.log(`  fresh:       ${shown(fresh)}`);
}
