import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic as LspDiagnostic, Connection, InitializeParams } from 'vscode-languageserver/node';
import { STATUS_NOTIFICATION } from '../protocol/index.ts';
import type { StatusParams } from '../protocol/index.ts';
import { Folder } from './folder.ts';
import { chooseEncoding } from './positions.ts';
import type { PositionEncoding } from './positions.ts';
import type { LspServices } from './services.ts';
import { pathOfUri } from './uri.ts';

/** What one editor sees: its folders, and how it wants to be told. */
export class Session {
  readonly #connection: Connection;
  readonly #services: LspServices;
  readonly #folders: Folder[] = [];
  #encoding: PositionEncoding = 'utf-16';
  /** The client asks for findings itself; it is not told unasked. */
  #pulls = false;
  #refreshes = false;
  #scheduled = false;
  #loaded: Promise<void> = Promise.resolve();

  constructor(connection: Connection, services: LspServices) {
    this.#connection = connection;
    this.#services = services;
  }

  /** What the client's columns count. */
  get encoding(): PositionEncoding {
    return this.#encoding;
  }

  /** Resolves when the folders were read, or could not be. */
  get loaded(): Promise<void> {
    return this.#loaded;
  }

  open(params: InitializeParams): void {
    const { capabilities } = params;
    this.#encoding = chooseEncoding(capabilities.general?.positionEncodings);
    this.#pulls = capabilities.textDocument?.diagnostic !== undefined;
    this.#refreshes = capabilities.workspace?.diagnostics?.refreshSupport === true;
    for (const uri of rootsOf(params)) {
      const path = pathOfUri(uri);
      if (path !== null) this.#folders.push(new Folder(path, this.#services));
    }
    // Inner folders first: a file belongs to the nearest one.
    this.#folders.sort((a, b) => b.path.length - a.path.length);
  }

  load(): Promise<void> {
    this.#loaded = this.#load();
    return this.#loaded;
  }

  changed(document: TextDocument): void {
    const path = pathOfUri(document.uri);
    if (path !== null && this.#folders.some((folder) => folder.setText(path, document))) this.#schedule();
  }

  saved(document: TextDocument): void {
    const path = pathOfUri(document.uri);
    if (path !== null) this.#folders.some((folder) => folder.saved(path, document.getText()));
  }

  closed(document: TextDocument): void {
    const path = pathOfUri(document.uri);
    if (path === null || !this.#folders.some((folder) => folder.close(path))) return;
    if (!this.#pulls) void this.#connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    this.#schedule();
  }

  /** Findings of one file; none if it lies in no folder. */
  diagnosticsOf(uri: string): readonly LspDiagnostic[] {
    const path = pathOfUri(uri);
    if (path === null) return [];
    for (const folder of this.#folders) {
      const found = folder.diagnosticsOf(path, this.#encoding);
      if (found !== null) return found;
    }
    return [];
  }

  /** Open documents, and files with findings: URI → version of the buffer, null for files that are not open. */
  reported(): ReadonlyMap<string, number | null> {
    return new Map(this.#folders.flatMap((folder) => [...folder.reported()]));
  }

  async #load(): Promise<void> {
    this.#status('checking', 0, 'Reading the workspace');
    try {
      const notes = await Promise.all(this.#folders.map((folder) => folder.load()));
      for (const note of notes.flat()) this.#connection.console.warn(note);
      this.#schedule();
      if (this.#pulls && this.#refreshes) void this.#connection.languages.diagnostics.refresh();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Messages that came in together (a burst of keystrokes, a rename over many files) are answered by one check. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      try {
        this.#check();
      } catch (error) {
        this.#failed(error);
      }
    });
  }

  #check(): void {
    if (!this.#pulls) this.#push();
    const findings = this.#folders.reduce((sum, folder) => sum + folder.count(), 0);
    this.#status('ready', findings, findings === 1 ? '1 finding' : `${String(findings)} findings`);
  }

  #push(): void {
    for (const [uri, version] of this.reported()) {
      if (version === null) continue;
      void this.#connection.sendDiagnostics({ uri, version, diagnostics: [...this.diagnosticsOf(uri)] });
    }
  }

  #failed(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#connection.console.error(message);
    this.#status('failed', 0, 'The check failed; see the output');
  }

  #status(state: StatusParams['state'], findings: number, message: string): void {
    const params: StatusParams = { state, findings, message };
    void this.#connection.sendNotification(STATUS_NOTIFICATION, params);
  }
}

/** URIs of the folders that are open; clients of an older protocol know one root only. */
function rootsOf(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => uri);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what such clients send
  return params.rootUri === null ? [] : [params.rootUri];
}
