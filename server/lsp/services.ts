import type { Workspace, WorkspaceChange } from '../engine/workspace/index.ts';

/** A folder as it lies on disk. Paths are POSIX, relative to it. */
export interface LoadedFolder {
  /** Everything the engine needs to know about it. */
  readonly change: WorkspaceChange;
  /** Whether a file may take part at all: it is not an installed package, build output or left out by the configuration. */
  readonly belongs: (path: string) => boolean;
  /** Whether findings in a file are wanted, by the configuration. */
  readonly includes: (path: string) => boolean;
  /** What is wrong with the configuration, or could not be read: one line each, for the log. */
  readonly notes: readonly string[];
}

/** What the language server is given by the program that wires it: it reads no files itself. */
export interface LspServices {
  readonly version: string;
  /** An empty workspace of the engine. */
  createWorkspace(): Workspace;
  /** Reads a folder, given by its absolute path. */
  load(folder: string): Promise<LoadedFolder>;
}
