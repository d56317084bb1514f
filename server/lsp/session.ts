import type { TextDocument } from 'vscode-languageserver-textdocument';
import { CodeLensRefreshRequest } from 'vscode-languageserver/node';
import type { Connection, Diagnostic as LspDiagnostic, InitializeParams } from 'vscode-languageserver/node';
import { STATUS_NOTIFICATION } from '../protocol/index.ts';
import type { StatusParams } from '../protocol/index.ts';
import { abilitiesOf } from './client-abilities.ts';
import type { ClientAbilities } from './client-abilities.ts';
import { configDiagnostics, isConfigFile } from './config-files.ts';
import { Folder } from './folder.ts';
import { Gate } from './gate.ts';
import type { LspServices } from './services.ts';
import { showingProgress } from './progress.ts';
import { toLsp } from './to-lsp.ts';
import { pathOfUri } from './uri.ts';

/** What the editor has open. */
export interface OpenDocuments {
  get(uri: string): TextDocument | undefined;
  all(): readonly TextDocument[];
}

/** A file of a folder, as a request names it. */
export interface Target {
  readonly folder: Folder;
  /** POSIX, relative to the folder. */
  readonly path: string;
}

/** Restarts of the checker within this time are counted; more than so many are given up. */
const RESTART_WINDOW = 60_000;
const MOST_RESTARTS = 3;

/** What one editor sees: its folders, and how it wants to be told. */
export class Session {
  readonly #connection: Connection;
  readonly services: LspServices;
  readonly gate = new Gate();
  #folders: Folder[] = [];
  #client: ClientAbilities = abilitiesOf({ capabilities: {} });
  #checker: ReturnType<LspServices['startChecker']> | null = null;
  #restarts: number[] = [];
  #loaded: Promise<void> = Promise.resolve();
  /** Open configuration files, and what is wrong with each. */
  readonly #configs = new Map<string, readonly LspDiagnostic[]>();
  #over = false;

  readonly #documents: OpenDocuments;

  constructor(connection: Connection, services: LspServices, documents: OpenDocuments) {
    this.#documents = documents;
    this.#connection = connection;
    this.services = services;
  }

  get client(): ClientAbilities {
    return this.#client;
  }

  /** Resolves when the folders were read, or could not be. */
  get loaded(): Promise<void> {
    return this.#loaded;
  }

  open(params: InitializeParams): void {
    this.#client = abilitiesOf(params);
    this.#addFolders(rootsOf(params));
  }

  load(): Promise<void> {
    this.#loaded = this.#load(this.#folders);
    return this.#loaded;
  }

  /** The open document of a URI. */
  documentOf(uri: string): TextDocument | undefined {
    return this.#documents.get(uri);
  }

  /** Folders came or went. */
  async changeFolders(added: readonly string[], removed: readonly string[]): Promise<void> {
    const gone = new Set(removed.map(pathOfUri));
    const dropped = this.#folders.filter(({ path }) => gone.has(path));
    for (const folder of dropped) folder.drop();
    this.#folders = this.#folders.filter(({ path }) => !gone.has(path));
    const before = new Set(this.#folders);
    this.#addFolders(added);
    const fresh = this.#folders.filter((folder) => !before.has(folder));
    // Documents that are open belong to the folders that came, and those that lost theirs have nothing to show.
    for (const document of this.#documents.all()) this.#handOver(document, fresh);
    const loading = this.#load(fresh);
    this.#loaded = Promise.all([this.#loaded, loading]).then(() => undefined);
    if (dropped.length > 0) this.#show(dropped.flatMap((folder) => [...folder.opened().keys()]));
    await loading;
  }

  /** Reads everything again: the configuration, or what decides which files take part, has changed. */
  reload(): Promise<void> {
    return this.#reload(this.#folders);
  }

  #reload(folders: readonly Folder[]): Promise<void> {
    const isLost = this.#checker === null && folders.length > 0;
    const loading = isLost ? this.#startAgain() : this.#load(folders);
    this.#loaded = Promise.all([this.#loaded, loading]).then(() => undefined);
    return loading;
  }

  changed(document: TextDocument): void {
    const path = pathOfUri(document.uri);
    if (path === null) return;
    if (isConfigFile(path)) void this.#checkConfig(path, document);
    this.#handOver(document, this.#folders);
  }

  /** A folder inside another one lies in both: what is found in the outer one may depend on its texts. */
  #handOver(document: TextDocument, folders: readonly Folder[]): void {
    const path = pathOfUri(document.uri);
    if (path !== null) for (const folder of folders) folder.setText(path, document);
  }

  async saved(document: TextDocument): Promise<void> {
    const path = pathOfUri(document.uri);
    if (path === null) return;
    for (const folder of this.#folders) folder.saved(path, document.getText());
    if (!this.#client.watches) await this.#reload(this.#folders.filter((folder) => folder.isDecidedBy(path)));
  }

  closed(document: TextDocument): void {
    const path = pathOfUri(document.uri);
    if (path === null) return;
    const isConfig = this.#configs.delete(document.uri);
    const isOurs = this.#folders.filter((folder) => folder.close(path)).length > 0;
    if ((isOurs || isConfig) && !this.#client.pulls) {
      void this.#connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    }
  }

  /** Files changed on disk. @param uris of files that were created, changed or removed */
  async changedOnDisk(uris: readonly string[]): Promise<void> {
    const paths = uris.flatMap((uri) => pathOfUri(uri) ?? []);
    const decided = this.#folders.filter((folder) => paths.some((path) => folder.isDecidedBy(path)));
    for (const folder of this.#folders.filter((other) => !decided.includes(other))) {
      folder.changedOnDisk(paths.flatMap((path) => folder.pathOf(path) ?? []));
    }
    if (decided.length > 0) await this.#reload(decided);
  }

  /** The folder a file belongs to: the innermost that holds it. */
  find(uri: string): Target | null {
    const absolute = pathOfUri(uri);
    if (absolute === null) return null;
    for (const folder of this.#folders) {
      const path = folder.pathOf(absolute);
      if (path !== null) return { folder, path };
    }
    return null;
  }

  get folders(): readonly Folder[] {
    return this.#folders;
  }

  pageOf = (rule: string): string | null => this.services.rules.find(({ id }) => id === rule)?.page ?? null;

  /** Findings of one file; none if it lies in no folder. */
  diagnosticsOf(uri: string): readonly LspDiagnostic[] {
    const config = this.#configs.get(uri);
    if (config !== undefined) return config;
    const target = this.find(uri);
    if (target === null) return [];
    const { folder, path } = target;
    return folder.findings(path).map((finding) => toLsp(finding, folder, this.#client, this.pageOf));
  }

  /** Open documents, and files with findings: URI → version of the buffer, null for files that are not open. */
  reported(): ReadonlyMap<string, number | null> {
    return new Map(this.#folders.flatMap((folder) => [...folder.reported()]));
  }

  /** Resolves once all findings are those of the present state. */
  async settled(): Promise<void> {
    await this.#loaded;
    await Promise.all(this.#folders.map((folder) => folder.settled()));
  }

  async close(): Promise<void> {
    this.#over = true;
    await this.#checker?.close();
  }

  #addFolders(uris: readonly string[]): void {
    for (const uri of uris) {
      const path = pathOfUri(uri);
      if (path === null || this.#folders.some((folder) => folder.path === path)) continue;
      this.#checker ??= this.#startChecker();
      this.#folders.push(new Folder(path, this.#checker.open(path), this));
    }
    // Inner folders first: a file belongs to the nearest one.
    this.#folders.sort((a, b) => b.path.length - a.path.length);
  }

  async #load(folders: readonly Folder[]): Promise<void> {
    this.#status('checking', 'Reading the workspace');
    try {
      await showingProgress(this.#connection, this.#client.progress, folders.length, async (report) => {
        for (const loaded of await Promise.all(folders.map((folder) => folder.load(report)))) {
          for (const { file, line, column, message } of loaded.configProblems) {
            this.#connection.console.warn(`${file}:${String(line)}:${String(column)}: ${message}`);
          }
          for (const note of loaded.notes) this.#connection.console.warn(note);
        }
        await Promise.all(folders.map((folder) => folder.settled()));
      });
      if (folders.length === 0) this.#ready();
    } catch (error) {
      this.failed(null, error);
    }
  }

  /** A folder has findings of a newer state. */
  checked(folder: Folder, elsewhere: boolean): void {
    if (!this.#client.pulls) this.#push(folder);
    else if (elsewhere && this.#client.refreshesDiagnostics) void this.#connection.languages.diagnostics.refresh();
    if (elsewhere && this.#client.refreshesLenses) void this.#connection.sendRequest(CodeLensRefreshRequest.type);
    this.#ready();
  }

  failed(_folder: Folder | null, error: unknown): void {
    if (this.#over) return;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#connection.console.error(message);
    this.#status('failed', 'The check failed; see the output');
  }

  #push(folder: Folder): void {
    for (const [uri, version] of folder.opened()) {
      if (this.#configs.has(uri)) continue;
      void this.#connection.sendDiagnostics({ uri, version, diagnostics: [...this.diagnosticsOf(uri)] });
    }
  }

  /** Has the client show of these documents what is known of them now. */
  #show(uris: readonly string[]): void {
    if (this.#client.pulls) {
      if (this.#client.refreshesDiagnostics) void this.#connection.languages.diagnostics.refresh();
    } else {
      for (const uri of uris) {
        void this.#connection.sendDiagnostics({ uri, diagnostics: [...this.diagnosticsOf(uri)] });
      }
    }
    if (this.#client.refreshesLenses) void this.#connection.sendRequest(CodeLensRefreshRequest.type);
  }

  /** How many findings a folder has in files that belong to no folder inside of it. */
  #count(folder: Folder): number {
    const inner = this.#folders.filter((other) => other !== folder && folder.pathOf(other.path) !== null);
    if (inner.length === 0) return folder.allFindings().length;
    const prefixes = inner.map(({ path }) => `${folder.pathOf(path) ?? ''}/`);
    return folder.allFindings().filter(({ place }) => !prefixes.some((prefix) => place.path.startsWith(prefix))).length;
  }

  #ready(): void {
    const findings = this.#folders.reduce((sum, folder) => sum + this.#count(folder), 0);
    this.#status('ready', findings === 1 ? '1 finding' : `${String(findings)} findings`);
  }

  async #checkConfig(file: string, document: TextDocument): Promise<void> {
    this.#configs.set(document.uri, await configDiagnostics(this, file, document));
    if (!this.#client.pulls) {
      const diagnostics = [...(this.#configs.get(document.uri) ?? [])];
      void this.#connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics });
    } else if (this.#client.refreshesDiagnostics) void this.#connection.languages.diagnostics.refresh();
  }

  #startChecker(): ReturnType<LspServices['startChecker']> {
    return this.services.startChecker((reason) => {
      void this.#lost(reason);
    });
  }

  /** The checker has ended by itself, for want of memory most likely: another takes its place, unless that happens often. */
  async #lost(reason: string): Promise<void> {
    if (this.#over) return;
    this.#connection.console.error(reason);
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < RESTART_WINDOW), now];
    if (this.#restarts.length > MOST_RESTARTS) {
      this.#checker = null;
      this.failed(null, new Error('The check ended several times and is not started again'));
      return;
    }
    this.#loaded = this.#startAgain();
    await this.#loaded;
  }

  /** Has another checker read everything. Questions wait for it, as they do for the first one. */
  async #startAgain(): Promise<void> {
    this.#status('checking', 'The check has ended and is started again');
    const checker = (this.#checker = this.#startChecker());
    await Promise.all(
      this.#folders.map((folder) =>
        folder.move(checker.open(folder.path)).catch((error: unknown) => {
          this.failed(folder, error);
        }),
      ),
    );
  }

  #status(state: StatusParams['state'], message: string): void {
    const outer = this.#folders.filter(({ path }) => !this.#folders.some((other) => other.pathOf(path) !== null));
    const of = <T>(pick: (folder: Folder) => T): T[] => outer.map(pick);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const params: StatusParams = {
      state,
      findings: sum(this.#folders.map((folder) => this.#count(folder))),
      files: sum(of((folder) => folder.state?.files ?? 0)),
      aiCalls: sum(of((folder) => folder.state?.aiCalls.length ?? 0)),
      unknowns: sum(of((folder) => folder.state?.unknowns ?? 0)),
      milliseconds: Math.max(0, ...of((folder) => folder.state?.milliseconds ?? 0)),
      message,
    };
    void this.#connection.sendNotification(STATUS_NOTIFICATION, params);
  }
}

/** URIs of folders that are open; clients of an older protocol know one root only. */
function rootsOf(params: InitializeParams): readonly string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => uri);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what such clients send
  return params.rootUri === null ? [] : [params.rootUri];
}
