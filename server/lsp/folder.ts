import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { Place } from '../engine/explain/diagnostic.ts';
import type { Workspace, WorkspaceChange } from '../engine/workspace/index.ts';
import type { LspServices } from './services.ts';
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
  #includes: ((path: string) => boolean) | null = null;

  constructor(path: string, services: LspServices) {
    this.path = path;
    this.#services = services;
    this.#workspace = services.createWorkspace();
  }

  /** Reads the folder from disk; buffers opened before or meanwhile keep the upper hand. Answers what to log. */
  async load(): Promise<readonly string[]> {
    const { change, includes, notes } = await this.#services.load(this.path);
    this.#includes = includes;
    for (const [path, text] of change.texts ?? []) {
      if (text === null) this.#onDisk.delete(path);
      else this.#onDisk.set(path, text);
    }
    this.#workspace.apply(change);
    if (this.#open.size > 0) this.#apply(new Map([...this.#open].map(([path, doc]) => [path, doc.getText()])));
    return notes;
  }

  /** Takes over the text of an open document; false if the document lies outside the folder. */
  setText(absolute: string, document: TextDocument): boolean {
    const path = pathInFolder(this.path, absolute);
    if (path === null) return false;
    this.#open.set(path, document);
    this.#apply(new Map([[path, document.getText()]]));
    return true;
  }

  /** The document was closed: what stands on disk counts again. */
  close(absolute: string): boolean {
    const path = pathInFolder(this.path, absolute);
    if (path === null || !this.#open.delete(path)) return false;
    this.#apply(new Map([[path, this.#onDisk.get(path) ?? null]]));
    return true;
  }

  /**
   * Checks the folder. `findings` counts those of all its files; `byUri` has an entry for every open document, empty
   * where nothing was found. Before the folder was read there is nothing to say.
   */
  check(): { readonly findings: number; readonly byUri: ReadonlyMap<string, readonly LspDiagnostic[]> } {
    const includes = this.#includes;
    if (includes === null) return { findings: 0, byUri: new Map() };
    let findings = 0;
    const locate = this.#locator();
    const byUri = new Map<string, LspDiagnostic[]>();
    for (const document of this.#open.values()) byUri.set(document.uri, []);
    for (const finding of this.#workspace.check().diagnostics) {
      if (finding.suppressed !== null || !includes(finding.place.path)) continue;
      findings += 1;
      const document = this.#open.get(finding.place.path);
      if (document !== undefined) byUri.get(document.uri)?.push(toLsp(finding, locate));
    }
    return { findings, byUri };
  }

  #apply(texts: NonNullable<WorkspaceChange['texts']>): void {
    this.#workspace.apply({ texts });
  }

  #locator(): Locator {
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
        return { start: text.positionAt(start), end: text.positionAt(end) };
      },
    };
  }

  #uri(path: string): string {
    return uriOfPath(this.path, path);
  }
}
