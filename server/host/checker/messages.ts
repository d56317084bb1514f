import type { ConfigProblem } from '../../../rules/schema/config.ts';
import type { AiCall, CheckResult, Diagnostic } from '../../engine/explain/index.ts';
import type { SentOnce } from './sent-once.ts';

/** What the thread that checks is asked. Folders are told apart by number; paths are POSIX, relative to the folder. */
export type Order =
  | { readonly k: 'load'; readonly id: number; readonly folder: number; readonly root: string }
  /** The editor's text of a file; null once the editor has let go of it. */
  | { readonly k: 'edit'; readonly folder: number; readonly path: string; readonly text: string | null }
  /** What the editor has was written to disk. */
  | { readonly k: 'saved'; readonly folder: number; readonly path: string; readonly text: string }
  /** These files changed on disk. */
  | { readonly k: 'disk'; readonly folder: number; readonly paths: readonly string[] }
  /** `turn` is the number of the last change that was sent before: a later one makes the check pointless. */
  | { readonly k: 'check'; readonly id: number; readonly folder: number; readonly turn: number }
  | { readonly k: 'drop'; readonly folder: number };

/** A folder as it was read. */
export interface Loaded {
  readonly files: number;
  /** Absolute paths of the configuration files it was read with. */
  readonly configs: readonly string[];
  readonly configProblems: readonly ConfigProblem[];
  /** What could not be read: one line each, for the log. */
  readonly notes: readonly string[];
}

/** Findings that are wanted, and the texts of files that they speak of, where these are not open and not known yet. */
export interface Checked {
  readonly diagnostics: CheckResult['diagnostics'];
  readonly aiCalls: CheckResult['aiCalls'];
  readonly unknowns: number;
  readonly problems: CheckResult['problems'];
  readonly files: number;
  readonly analysed: number;
  readonly milliseconds: number;
  readonly texts: ReadonlyMap<string, string>;
}

/** The same on its way between the threads. */
export type SentCheck = Omit<Checked, 'diagnostics' | 'aiCalls'> & {
  readonly diagnostics: readonly SentOnce<Diagnostic>[];
  readonly aiCalls: readonly SentOnce<AiCall>[];
};

export type Reply =
  | { readonly k: 'progress'; readonly folder: number; readonly done: number; readonly total: number }
  | { readonly k: 'done'; readonly id: number; readonly value: Loaded | SentCheck | null }
  | { readonly k: 'failed'; readonly id: number; readonly message: string };
