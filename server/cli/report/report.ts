import type { RuleDefinition } from '../../../rules/schema/types.ts';
import type { AiCall, Diagnostic, Problem, Unknown } from '../../engine/explain/diagnostic.ts';
import type { Shard } from '../selection.ts';
import type { Locator } from './locate.ts';

/** What a check found, filtered as asked: the input of all formats. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** Absolute root, POSIX slashes. */
  readonly root: string;
  /** Put before paths for readers who stand in the current folder: `apps/web/`; '' if that is the root. */
  readonly prefix: string;
  /** Which part of the whole this is; null for the whole. */
  readonly shard: Shard | null;
  /** In the order of path and place; suppressed ones included. */
  readonly diagnostics: readonly Diagnostic[];
  readonly aiCalls: readonly AiCall[];
  readonly unknowns: readonly Unknown[];
  readonly problems: readonly Problem[];
  readonly summary: Summary;
  readonly rules: readonly RuleDefinition[];
  /** What is known of data categories, by their key. */
  readonly categories: ReadonlyMap<string, { readonly label: string; readonly special?: boolean }>;
  readonly locator: Locator;
}

export interface Summary {
  readonly files: number;
  readonly analysed: number;
  readonly aiCalls: number;
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number };
  readonly suppressed: number;
  /** Findings left out because the baseline knows them. */
  readonly baselined: number;
  readonly unknowns: number;
  readonly durationMs: number;
}

/** A format: the whole report as text, with a line end at its end. */
export type Format = 'text' | 'json' | 'sarif' | 'github' | 'gitlab' | 'markdown' | 'junit' | 'html';

export const FORMATS: readonly Format[] = ['text', 'json', 'sarif', 'github', 'gitlab', 'markdown', 'junit', 'html'];

/** How many findings of each severity are not suppressed. */
export function countBySeverity(diagnostics: readonly Diagnostic[]): Summary['findings'] {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const diagnostic of diagnostics) if (diagnostic.suppressed === null) counts[diagnostic.severity]++;
  return counts;
}
