import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { CheckResult, Place } from '../engine/explain/diagnostic.ts';
import type { Workspace, WorkspaceChange } from '../engine/workspace/contract.ts';
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

  constructor(path: string, services: LspServices) {
    this.path = path;
    this.#services = services;
    this.#workspace = services.createWorkspace();
  }

  /** Reads the folder from disk. Buffers opened before or meanwhile keep the upper hand. */
  async load(): Promise<void> {
    const change = await this.#services.load(this.path);
    for (const [path, text] of change.texts ?? []) {
      if (text === null) this.#onDisk.delete(path);
      else this.#onDisk.set(path, text);
    }
    this.#workspace.apply(change);
    if (this.#open.size > 0) this.#apply(new Map([...this.#open].map(([path, doc]) => [path, doc.getText()])));
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

  /** Checks the folder. `byUri` has an entry for every open document, empty where nothing was found. */
  check(): { readonly result: CheckResult; readonly byUri: ReadonlyMap<string, readonly LspDiagnostic[]> } {
    const result = this.#workspace.check();
    const locate = this.#locator();
    const byUri = new Map<string, LspDiagnostic[]>();
    for (const document of this.#open.values()) byUri.set(document.uri, []);
    for (const finding of result.diagnostics) {
      if (finding.suppressed !== null) continue;
      const document = this.#open.get(finding.place.path);
      if (document !== undefined) byUri.get(document.uri)?.push(toLsp(finding, locate));
    }
    return { result, byUri };
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
