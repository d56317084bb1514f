import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver/node';
import { ROOT } from '../house/files.ts';

/** A message as it goes over the wire. */
export interface Message {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** An editor of the plainest kind: the built server as a child process, and messages over its standard streams. */
export class Editor {
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly #messages: Message[] = [];
  #waiting: { readonly wanted: (message: Message) => boolean; readonly done: (message: Message) => void }[] = [];
  #pending: Buffer = Buffer.alloc(0);
  #nextId = 1;
  /** Everything the server wrote to standard error. */
  log = '';

  /**
   * @param files what the folder that is opened holds, by POSIX path
   * @param preload modules that the server's process loads first
   */
  constructor(
    files: Readonly<Record<string, string>>,
    argv: readonly string[] = ['lsp', '--stdio'],
    preload: readonly string[] = [],
  ) {
    this.folder = mkdtempSync(join(tmpdir(), 'probity-lsp-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
    const imports = preload.flatMap((module) => ['--import', module]);
    this.#child = spawn(process.execPath, [...imports, `${ROOT}dist/cli.js`, ...argv], {
      cwd: this.folder,
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.log += chunk.toString('utf8');
    });
    // The server may be gone by the time something is written to it; tests look at its exit code.
    this.#child.stdin?.on('error', () => undefined);
  }

  uri(path: string): string {
    return path === '' ? pathToFileURL(this.folder).href : pathToFileURL(join(this.folder, path)).href;
  }

  /** Says hello as a client that can do what is given. Resolves when the folder was read. */
  async start(capabilities: object = {}, more: object = {}): Promise<Message> {
    const folders = [{ uri: this.uri(''), name: 'folder' }];
    const hello = { processId: null, rootUri: null, capabilities, workspaceFolders: folders, ...more };
    const answer = await this.request('initialize', hello);
    const ready = this.status();
    this.notify('initialized', {});
    await ready;
    return answer;
  }

  /** The next message of the server that says it is ready. */
  status(): Promise<Message> {
    return this.next(
      ({ method, params }) => method === 'probity/status' && (params as { state: string }).state === 'ready',
    );
  }

  open(path: string, text: string): void {
    this.notify('textDocument/didOpen', {
      textDocument: { uri: this.uri(path), languageId: 'typescript', version: 1, text },
    });
  }

  change(path: string, version: number, contentChanges: readonly object[]): void {
    this.notify('textDocument/didChange', { textDocument: { uri: this.uri(path), version }, contentChanges });
  }

  /** Does something and resolves to the findings that are pushed for a file because of it. */
  async pushed(path: string, act: () => void): Promise<readonly Diagnostic[]> {
    const answer = this.next(
      ({ method, params }) =>
        method === 'textDocument/publishDiagnostics' && (params as Published).uri === this.uri(path),
    );
    act();
    return ((await answer).params as Published).diagnostics;
  }

  /** Sends a request and resolves to its answer, a refusal included. */
  request(method: string, params?: object): Promise<Message> {
    const id = this.#nextId++;
    const answer = this.next((message) => message.method === undefined && message.id === id);
    this.send({ id, method, ...(params ? { params } : {}) });
    return answer;
  }

  notify(method: string, params?: object): void {
    this.send({ method, ...(params ? { params } : {}) });
  }

  /** Sends messages in one go, so that the server has all of them when it looks at the first. */
  send(...messages: readonly Message[]): void {
    const frames = messages.map((message) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      return `Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;
    });
    this.write(frames.join(''));
  }

  /** Has the module that was loaded first do what it can do. */
  command(name: string): void {
    this.#child.send(name);
  }

  /** Bytes as they are. */
  write(bytes: string): void {
    this.#child.stdin?.write(bytes);
  }

  /** The next message of the server that is wanted. Rejects when the server ends before. */
  next(wanted: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const onExit = (): void => {
        reject(new Error(`the server ended: ${this.log}`));
      };
      this.#child.once('exit', onExit);
      this.#waiting.push({
        wanted,
        done: (message) => {
          this.#child.off('exit', onExit);
          resolve(message);
        },
      });
    });
  }

  /** How many messages of a method came so far. */
  count(method: string): number {
    return this.#messages.filter((message) => message.method === method).length;
  }

  /** Ends what the editor says, as closing it does, and resolves to the server's exit code. */
  async end(): Promise<number | null> {
    const exit = this.exitCode();
    this.#child.stdin?.end();
    return exit;
  }

  /** Resolves to the exit code once the server has ended. */
  async exitCode(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const [code] = (await once(this.#child, 'exit')) as [number | null];
    return code;
  }

  /** For the end of a test, whatever came of it. */
  dispose(): void {
    this.#child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  #take(chunk: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const head = this.#pending.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#pending.toString('latin1', 0, head))?.[1]);
      const end = head + 4 + length;
      if (this.#pending.length < end) return;
      const message = JSON.parse(this.#pending.toString('utf8', head + 4, end)) as Message;
      this.#pending = this.#pending.subarray(end);
      this.#messages.push(message);
      const waiting = this.#waiting.filter(({ wanted }) => wanted(message));
      this.#waiting = this.#waiting.filter((entry) => !waiting.includes(entry));
      for (const { done } of waiting) done(message);
    }
  }
}
