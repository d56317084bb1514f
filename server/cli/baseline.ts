import { parse, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { LineIndex } from '../engine/source/index.ts';
import type { Diagnostic } from '../engine/explain/diagnostic.ts';
import { UsageError } from './failure.ts';
import { countBySeverity } from './report/report.ts';
import type { Report } from './report/report.ts';

/** Version of the file's format. */
const VERSION = 1;

/** Findings that are known and do not count: rule and file by fingerprint. The file is for people; it does not decide. */
export type Baseline = ReadonlyMap<string, BaselineEntry>;

interface BaselineEntry {
  readonly rule: string;
  readonly file: string;
}

/**
 * Reads a baseline. Throws UsageError, with the place, for text that is none.
 *
 * @param name as typed, for the message
 */
export function parseBaseline(name: string, text: string): Baseline {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    const { line, column } = new LineIndex(text).position(first.offset);
    const at = `${name}:${String(line + 1)}:${String(column + 1)}`;
    throw new UsageError(`${at}  The baseline is not JSON (${printParseErrorCode(first.error)})`);
  }
  if (!isBaseline(value)) {
    throw new UsageError(
      `${name}:1:1  This is not a baseline of version ${String(VERSION)}; --update-baseline makes one`,
    );
  }
  return new Map(Object.entries(value.findings));
}

/** The file's text: one finding a line, sorted, so that changes are easy to read and merge. */
export function baselineText(baseline: Baseline): string {
  const entries = [...baseline].sort(
    ([a, x], [b, y]) => compare(x.file, y.file) || compare(x.rule, y.rule) || compare(a, b),
  );
  const lines = entries.map(
    ([fingerprint, { rule, file }]) => `    ${JSON.stringify(fingerprint)}: ${JSON.stringify({ rule, file })}`,
  );
  const findings = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
  return `{\n  "version": ${String(VERSION)},\n  "findings": ${findings}\n}\n`;
}

/**
 * The baseline for what a check found: all that is not suppressed, and the old entries of files it did not look at.
 *
 * @param looked whether the check looked at a file
 */
export function updatedBaseline(old: Baseline, report: Report, looked: (file: string) => boolean): Baseline {
  const kept = [...old].filter(([, { file }]) => !looked(file));
  const found = counting(report.diagnostics).map(
    ({ fingerprint, rule, place }) => [fingerprint, { rule, file: place.path }] as const,
  );
  return new Map([...kept, ...found]);
}

/** A report without what the baseline knows. */
export function withBaseline(report: Report, baseline: Baseline): Report {
  const known = (diagnostic: Diagnostic): boolean =>
    diagnostic.suppressed === null && baseline.has(diagnostic.fingerprint);
  const diagnostics = report.diagnostics.filter((diagnostic) => !known(diagnostic));
  return {
    ...report,
    diagnostics,
    summary: {
      ...report.summary,
      findings: countBySeverity(diagnostics),
      baselined: report.diagnostics.length - diagnostics.length,
    },
  };
}

const counting = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter((diagnostic) => diagnostic.suppressed === null);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function isBaseline(value: unknown): value is { readonly findings: Readonly<Record<string, BaselineEntry>> } {
  if (typeof value !== 'object' || value === null) return false;
  const { version, findings } = value as { readonly version?: unknown; readonly findings?: unknown };
  if (version !== VERSION || typeof findings !== 'object' || findings === null || Array.isArray(findings)) return false;
  return Object.values(findings).every(
    (entry: unknown) =>
      typeof entry === 'object' &&
      entry !== null &&
      typeof (entry as Partial<BaselineEntry>).rule === 'string' &&
      typeof (entry as Partial<BaselineEntry>).file === 'string',
  );
}
