import type { ConfigProblem } from '../../rules/schema/config.ts';
import type { CheckResult } from '../engine/explain/index.ts';

/** A folder as it was read. */
export interface LoadedFolder {
  readonly files: number;
  /** Absolute paths of the configuration files it was read with. */
  readonly configs: readonly string[];
  /** What is wrong with them. */
  readonly configProblems: readonly ConfigProblem[];
  /** What could not be read: one line each, for the log. */
  readonly notes: readonly string[];
}

/** Findings of a folder, and texts of files they speak of that are not open and were not told before. */
export interface CheckedState {
  readonly diagnostics: CheckResult['diagnostics'];
  readonly aiCalls: CheckResult['aiCalls'];
  readonly unknowns: number;
  readonly problems: CheckResult['problems'];
  readonly files: number;
  readonly analysed: number;
  readonly milliseconds: number;
  readonly texts: ReadonlyMap<string, string>;
}

/** A folder that is checked elsewhere. Paths are POSIX, relative to it. */
export interface FolderChecker {
  /** Reads it from disk, again if it was read before. */
  load(onProgress: (done: number, total: number) => void): Promise<LoadedFolder>;
  /** The editor's text of a file; null once the editor has let go of it. */
  edit(path: string, text: string | null): void;
  saved(path: string, text: string): void;
  changedOnDisk(paths: readonly string[]): void;
  /** Findings of what was told so far; null if something was told meanwhile. */
  check(): Promise<CheckedState | null>;
  drop(): void;
}

/** A rule as the editor shows it. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  /** URI of its page. */
  readonly page: string;
}

/** What the language server is given by the program that wires it: it reads no files and analyses nothing itself. */
export interface LspServices {
  readonly version: string;
  /** Starts what checks folders; the listener is told when it has ended by itself. */
  startChecker(onLost: (reason: string) => void): { open(folder: string): FolderChecker; close(): Promise<void> };
  readonly rules: readonly RuleInfo[];
  /** JSON Schema of the configuration, with the names of the catalogue in it. */
  readonly configSchema: object;
  /** What is wrong with the text of a configuration. @param file absolute path */
  configProblems(file: string, text: string, root: string): Promise<readonly ConfigProblem[]>;
  /**
   * The configuration of a folder, which says where the function of a fix is from now on.
   *
   * @param path of the file it is in, POSIX and relative to the folder
   * @param textOf texts that are not saved yet, by absolute path
   */
  recordFix(
    root: string,
    made: { readonly key: string; readonly symbol: Readonly<Record<string, string>>; readonly path: string },
    textOf: (file: string) => string | undefined,
  ): Promise<{ readonly file: string; readonly before: string | null; readonly after: string }>;
  /** A configuration to start with. */
  readonly newConfig: string;
}
