import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver/node';
import type { AiCall, Diagnostic, Place } from '../engine/explain/index.ts';
import { isConfigFile } from './config-files.ts';
import { movedOffset } from './moved.ts';
import { fromClient, toClient } from './positions.ts';
import type { PositionEncoding } from './positions.ts';
import type { CheckedState, FolderChecker, LoadedFolder } from './services.ts';
import { pathInFolder, uriOfPath } from './uri.ts';

/** A check's answer, and the texts it speaks of. */
interface Answer {
  readonly findings: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly calls: ReadonlyMap<string, readonly AiCall[]>;
  readonly state: CheckedState;
  /** Open buffers as they were checked. */
  readonly checked: ReadonlyMap<string, string>;
}

/** What a folder tells those who show it. */
export interface FolderListener {
  /** There are findings of a newer state. @param elsewhere whether they differ in files that were not edited */
  checked(folder: Folder, elsewhere: boolean): void;
  failed(folder: Folder, error: unknown): void;
}

/** Files that decide how modules are found and what is read. */
const DECIDES =
  /(?:^|[\\/])(?:(?:ts|js)config[^\\/]*\.json|package\.json|\.gitignore|pnpm-workspace\.yaml|deno\.jsonc?)$/;

/** One workspace folder: the editor's buffers in it, and what was found last. The checking itself is done elsewhere. */
export class Folder {
  /** Absolute path. */
  readonly path: string;
  readonly #listener: FolderListener;
  #checker: FolderChecker;
  readonly #open = new Map<string, TextDocument>();
  readonly #texts = new Map<string, string>();
  #loaded: LoadedFolder | null = null;
  #answer: Answer | null = null;
  /** Something changed since the answer was asked for. */
  #stale = true;
  #running: Promise<void> | null = null;

  constructor(path: string, checker: FolderChecker, listener: FolderListener) {
    this.path = path;
    this.#checker = checker;
    this.#listener = listener;
  }

  get loaded(): LoadedFolder | null {
    return this.#loaded;
  }

  get state(): CheckedState | null {
    return this.#answer?.state ?? null;
  }

  /** Reads the folder from disk; buffers opened before or meanwhile keep the upper hand. */
  async load(onProgress: (done: number, total: number) => void): Promise<LoadedFolder> {
    this.#loaded = await this.#checker.load(onProgress);
    // Buffers that came before the folder was known to the checker were not heard.
    for (const [path, document] of this.#open) this.#checker.edit(path, document.getText());
    this.#change();
    return this.#loaded;
  }

  /** Goes on with another checker that knows nothing yet. */
  async move(checker: FolderChecker): Promise<void> {
    this.#checker = checker;
    this.#loaded = null;
    await this.load(() => undefined);
  }

  /** Takes over the text of an open document; false if the document lies outside the folder. */
  setText(absolute: string, document: TextDocument): boolean {
    const path = pathInFolder(this.path, absolute);
    if (path === null) return false;
    this.#open.set(path, document);
    this.#checker.edit(path, document.getText());
    this.#change();
    return true;
  }

  saved(absolute: string, text: string): boolean {
    const path = pathInFolder(this.path, absolute);
    if (path === null) return false;
    this.#checker.saved(path, text);
    return true;
  }

  /** The document was closed: what stands on disk counts again. */
  close(absolute: string): boolean {
    const path = pathInFolder(this.path, absolute);
    if (path === null || !this.#open.delete(path)) return false;
    this.#checker.edit(path, null);
    this.#change();
    return true;
  }

  /** Whether it has to be read again when this file changes: it configures the folder, or says what takes part. */
  isDecidedBy(absolute: string): boolean {
    if (this.#loaded?.configs.includes(absolute) === true) return true;
    const config = isConfigFile(absolute);
    if (this.pathOf(absolute) !== null) return config || DECIDES.test(absolute);
    return config && pathInFolder(dirname(absolute), this.path) !== null;
  }

  changedOnDisk(paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#checker.changedOnDisk(paths);
    this.#change();
  }

  drop(): void {
    this.#loaded = null;
    this.#checker.drop();
  }

  /** Resolves once the findings are those of the present state, or cannot be told. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Whether the findings are those of the present state. */
  get isCurrent(): boolean {
    return this.#answer !== null && !this.#stale && this.#running === null;
  }

  pathOf(absolute: string): string | null {
    return pathInFolder(this.path, absolute);
  }

  uri(path: string): string {
    return this.#open.get(path)?.uri ?? uriOfPath(this.path, path);
  }

  document(path: string): TextDocument | null {
    return this.#open.get(path) ?? null;
  }

  findings(path: string): readonly Diagnostic[] {
    return this.#answer?.findings.get(path) ?? [];
  }

  allFindings(): readonly Diagnostic[] {
    return this.#answer?.state.diagnostics ?? [];
  }

  aiCalls(path: string): readonly AiCall[] {
    return this.#answer?.calls.get(path) ?? [];
  }

  /** Open documents: URI → version of the buffer. */
  opened(): ReadonlyMap<string, number> {
    return new Map([...this.#open.values()].map(({ uri, version }) => [uri, version]));
  }

  /** The same with files that have findings: null for those that are not open. */
  reported(): ReadonlyMap<string, number | null> {
    const uris = new Map<string, number | null>(this.opened());
    for (const path of this.#answer?.findings.keys() ?? []) if (!this.#open.has(path)) uris.set(this.uri(path), null);
    return uris;
  }

  /** Where a place of the last check lies now, for the client. */
  range({ path, start, end }: Place, encoding: PositionEncoding): Range {
    const now = this.#open.get(path);
    const before = this.#answer?.checked.get(path) ?? this.#texts.get(path) ?? now?.getText() ?? '';
    const text = now ?? TextDocument.create('', '', 0, before);
    const at = (offset: number): number => (now === undefined ? offset : movedOffset(before, now.getText(), offset));
    const position = (offset: number): Range['start'] => toClient(text, text.positionAt(at(offset)), encoding);
    return { start: position(start), end: position(end) };
  }

  /** Offset, in the text of the last check, of a client's position in an open document. */
  offset(path: string, position: Range['start'], encoding: PositionEncoding): number {
    const now = this.#open.get(path);
    if (now === undefined) return 0;
    const offset = now.offsetAt(fromClient(now, position, encoding));
    return movedOffset(now.getText(), this.#answer?.checked.get(path) ?? now.getText(), offset);
  }

  /** Whether a document is as it was checked. */
  isAsChecked(path: string): boolean {
    const document = this.#open.get(path);
    return document === undefined || this.#answer?.checked.get(path) === document.getText();
  }

  #change(): void {
    this.#stale = true;
    if (this.#loaded === null) return;
    this.#running ??= this.#run();
  }

  /** Messages that came in together (a burst of keystrokes, a rename over many files) are answered by one check. */
  async #run(): Promise<void> {
    let elsewhere = false;
    const checker = this.#checker;
    try {
      await nextTurn();
      while (this.#stale && this.#loaded !== null) {
        this.#stale = false;
        const checked = new Map([...this.#open].map(([path, document]) => [path, document.getText()]));
        const state = await checker.check();
        if (state === null) this.#stale = true;
        else if (this.#take(state, checked)) elsewhere = true;
      }
      this.#running = null;
      if (this.#loaded !== null) this.#listener.checked(this, elsewhere);
    } catch (error) {
      this.#running = null;
      // A checker that was replaced meanwhile is missed by nobody: the next one reads everything.
      if (checker === this.#checker) this.#listener.failed(this, error);
    }
  }

  /** @returns whether findings changed in files whose text did not */
  #take(state: CheckedState, checked: ReadonlyMap<string, string>): boolean {
    const before = this.#answer;
    for (const [path, text] of state.texts) this.#texts.set(path, text);
    this.#answer = { state, checked, findings: byPath(state.diagnostics), calls: byPath(state.aiCalls) };
    if (before === null) return true;
    const now = this.#answer.findings;
    const differs = (path: string): boolean =>
      before.checked.get(path) === checked.get(path) && !saySame(before.findings.get(path) ?? [], now.get(path) ?? []);
    return [...now.keys()].some(differs) || [...before.findings.keys()].some((path) => !now.has(path) && differs(path));
  }
}

/** Whether findings are shown alike; most are the same objects check after check. */
const saySame = (a: readonly Diagnostic[], b: readonly Diagnostic[]): boolean =>
  a.length === b.length &&
  a.every((finding, i) => {
    const other = b[i];
    if (finding === other) return true;
    const { fingerprint, place, message } = finding;
    return other?.fingerprint === fingerprint && other.place.start === place.start && other.message === message;
  });

function byPath<T extends { readonly place: Place }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const map = new Map<string, T[]>();
  for (const item of items) {
    const here = map.get(item.place.path);
    if (here === undefined) map.set(item.place.path, [item]);
    else here.push(item);
  }
  return map;
}
