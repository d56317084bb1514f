import { TextDocument } from 'vscode-languageserver-textdocument';
import { TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node';
import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver/node';
import { STATUS_NOTIFICATION } from '../protocol/index.ts';
import type { StatusParams } from '../protocol/index.ts';
import { Folder } from './folder.ts';
import type { LspServices } from './services.ts';
import { pathOfUri } from './uri.ts';

export type { LoadedFolder, LspServices } from './services.ts';

/**
 * Serves one editor over a connection: keeps a {@link Folder} for each workspace folder and pushes the findings of open
 * documents after every change. Returns at once; the connection is listening afterwards.
 */
export function serve(connection: Connection, services: LspServices): void {
  const documents = new TextDocuments(TextDocument);
  const session = new Session(connection, services);

  connection.onInitialize((params): InitializeResult => {
    session.open(params);
    return {
      capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental },
      serverInfo: { name: 'Probity', version: services.version },
    };
  });
  connection.onInitialized(() => session.load());
  documents.onDidChangeContent(({ document }) => {
    session.changed(document);
  });
  documents.onDidClose(({ document }) => {
    session.closed(document);
  });
  documents.listen(connection);
  connection.listen();
}

class Session {
  readonly #connection: Connection;
  readonly #services: LspServices;
  readonly #folders: Folder[] = [];
  #scheduled = false;

  constructor(connection: Connection, services: LspServices) {
    this.#connection = connection;
    this.#services = services;
  }

  open(params: InitializeParams): void {
    for (const { uri } of params.workspaceFolders ?? []) {
      const path = pathOfUri(uri);
      if (path !== null) this.#folders.push(new Folder(path, this.#services));
    }
    // Inner folders first: a file belongs to the nearest one.
    this.#folders.sort((a, b) => b.path.length - a.path.length);
  }

  async load(): Promise<void> {
    this.#status('checking', 0, 'Reading the workspace');
    try {
      const notes = await Promise.all(this.#folders.map((folder) => folder.load()));
      for (const note of notes.flat()) this.#connection.console.warn(note);
      this.#schedule();
    } catch (error) {
      this.#failed(error);
    }
  }

  changed(document: TextDocument): void {
    const path = pathOfUri(document.uri);
    if (path !== null && this.#folders.some((folder) => folder.setText(path, document))) this.#schedule();
  }

  closed(document: TextDocument): void {
    const path = pathOfUri(document.uri);
    if (path === null || !this.#folders.some((folder) => folder.close(path))) return;
    void this.#connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    this.#schedule();
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
    let findings = 0;
    for (const folder of this.#folders) {
      const { findings: found, byUri } = folder.check();
      findings += found;
      for (const [uri, diagnostics] of byUri) {
        void this.#connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] });
      }
    }
    this.#status('ready', findings, findings === 1 ? '1 finding' : `${String(findings)} findings`);
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
