import type { Workspace, WorkspaceChange } from '../engine/workspace/contract.ts';

/** What the language server is given by the program that wires it: it reads no files itself. */
export interface LspServices {
  readonly version: string;
  /** An empty workspace of the engine. */
  createWorkspace(): Workspace;
  /**
   * Everything the engine needs to know about a folder on disk. `folder` is an absolute path; the paths in the answer
   * are POSIX, relative to it.
   */
  load(folder: string): Promise<WorkspaceChange>;
}
