import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { Diagnostic, Place } from '../engine/explain/diagnostic.ts';
import type { Workspace } from '../engine/workspace/index.ts';
import { toClient } from './positions.ts';
import type { PositionEncoding } from './positions.ts';
import type { LoadedFolder, LspServices } from './services.ts';
import { toLsp } from './to-lsp.ts';
import type { Locator } from './to-lsp.ts';
import { pathInFolder, uriOfPath } from './uri.ts';

/** One workspace folder: the engine's workspace, with the editor's buffers laid over the texts on disk. */
export class Folder {
  /** Absolute path. */
  readonly path: string;
  readonly #workspace: Workspace;
  readonly #services: LspServices;
  readonly #onDisk = new Map<string, string>();
  readonly #open = new Map<string, TextDocument>();
  /** null until the folder was read. */
  #loaded: Pick<LoadedFolder, 'includes' | 'belongs'> | null = null;
  /** Findings by path of the present state; null if it changed since they were asked for. */
  #findings: ReadonlyMap<string, readonly Diagnostic[]> | null = null;

  constructor(path: string, services: LspServices) {
    this.path = path;
    this.#services = services;
    this.#workspace = services.createWorkspace();
  }

  /** Reads the folder from disk; buffers opened before or meanwhile keep the upper hand. Answers what to log. */
  async load(): Promise<readonly string[]> {
    const { change, includes, belongs, notes } = await this.#services.load(this.path);
    this.#loaded = { includes, belongs };
    for (const [path, text] of change.texts ?? []) {
      if (text === null) this.#onDisk.delete(path);
      else this.#onDisk.set(path, text);
    }
    this.#workspace.apply(change);
    this.#findings = null;
    for (const [path, document] of this.#open) this.#setText(path, document.getText());
    return notes;
  }

  /** Takes over the text of an open document; false if the document lies outside the folder. */
  setText(absolute: string, document: TextDocument): boolean {
    const path = pathInFolder(this.path, absolute);
    if (path === null) return false;
    this.#open.set(path, document);
    this.#setText(path, document.getText());
    return true;
  }

  /** The document was written to disk as it is. */
  saved(absolute: string, text: string): boolean {
    const path = pathInFolder(this.path, absolute);
    if (path === null) return false;
    this.#onDisk.set(path, text);
    return true;
  }

  /** The document was closed: what stands on disk counts again. */
  close(absolute: string): boolean {
    const path = pathInFolder(this.path, absolute);
    if (path === null || !this.#open.delete(path)) return false;
    this.#setText(path, this.#onDisk.get(path) ?? null);
    return true;
  }

  /** How many findings there are in all its files. */
  count(): number {
    let count = 0;
    for (const found of this.#found().values()) count += found.length;
    return count;
  }

  /** Findings of one file; null if it lies outside the folder. Before the folder was read there are none. */
  diagnosticsOf(absolute: string, encoding: PositionEncoding): readonly LspDiagnostic[] | null {
    const path = pathInFolder(this.path, absolute);
    if (path === null) return null;
    const locate = this.#locator(encoding);
    return (this.#found().get(path) ?? []).map((finding) => toLsp(finding, locate));
  }

  /** Open documents, and files with findings: URI → version of the buffer, null for files that are not open. */
  reported(): ReadonlyMap<string, number | null> {
    const uris = new Map<string, number | null>();
    for (const document of this.#open.values()) uris.set(document.uri, document.version);
    for (const path of this.#found().keys()) if (!this.#open.has(path)) uris.set(this.#uri(path), null);
    return uris;
  }

  #found(): ReadonlyMap<string, readonly Diagnostic[]> {
    const loaded = this.#loaded;
    if (loaded === null) return new Map();
    if (this.#findings !== null) return this.#findings;
    const findings = new Map<string, Diagnostic[]>();
    for (const finding of this.#workspace.check().diagnostics) {
      const { path } = finding.place;
      if (finding.suppressed !== null || !loaded.includes(path)) continue;
      const here = findings.get(path);
      if (here === undefined) findings.set(path, [finding]);
      else here.push(finding);
    }
    return (this.#findings = findings);
  }

  /** Installed packages and what is left out on purpose stay out, also while a buffer shows them. */
  #setText(path: string, text: string | null): void {
    if (this.#loaded?.belongs(path) !== true) return;
    this.#workspace.apply({ texts: new Map([[path, text]]) });
    this.#findings = null;
  }

  #locator(encoding: PositionEncoding): Locator {
    const documents = new Map(this.#open);
    const document = (path: string): TextDocument => {
      let found = documents.get(path);
      if (found === undefined) {
        found = TextDocument.create(this.#uri(path), '', 0, this.#onDisk.get(path) ?? '');
        documents.set(path, found);
      }
      return found;
    };
    return {
      uri: (path) => documents.get(path)?.uri ?? this.#uri(path),
      range: ({ path, start, end }: Place) => {
        const text = document(path);
        return {
          start: toClient(text, text.positionAt(start), encoding),
          end: toClient(text, text.positionAt(end), encoding),
        };
      },
    };
  }

  #uri(path: string): string {
    return uriOfPath(this.path, path);
  }
}
