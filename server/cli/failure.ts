import type { ConfigProblem } from '../../rules/schema/config.ts';

/** Exit codes of the CLI. */
export const Exit = {
  /** Nothing at or above `--fail-on`. */
  Clean: 0,
  Findings: 1,
  /** Wrong usage or configuration. */
  Usage: 2,
  /** The tool itself failed. */
  Internal: 3,
} as const;

/** What a thrown value says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Wrong usage: told to the user as it is, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A configuration that cannot be used: every problem is told with its place, exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super('The configuration cannot be used');
    this.problems = problems;
  }
}
