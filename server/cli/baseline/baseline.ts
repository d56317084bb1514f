import { parse, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import type { Diagnostic } from '../../engine/explain/diagnostic.ts';
import { LineIndex } from '../../engine/source/index.ts';
import { UsageError } from '../failure.ts';
import { countBySeverity } from '../report/report.ts';
import type { Report } from '../report/report.ts';
import { markOf, type FindingMark } from './mark.ts';
import { matched } from './match.ts';

/** Version of the file's format. */
const VERSION = 2;

/** Findings that are known and do not count. */
export type Baseline = readonly FindingMark[];

/** The text of a file as it was checked. */
type TextOf = (path: string) => string | undefined;

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
      `${name}:1:1  This is not a baseline of version ${String(VERSION)}; without the file, --update-baseline makes one`,
    );
  }
  return value.findings.filter((entry) => entry !== null).map(markIn);
}

/**
 * The file's text: one finding a line, sorted, and each line with its comma (a null ends the list), so that what two
 * branches add can be merged line by line.
 */
export function baselineText(baseline: Baseline): string {
  const lines = baseline.map((mark) => `    ${JSON.stringify(entryOf(mark))},\n`).sort();
  return `{\n  "version": ${String(VERSION)},\n  "findings": [\n${lines.join('')}    null\n  ]\n}\n`;
}

/**
 * The baseline for what a check found: all that is not suppressed, and the old entries of files it did not look at.
 *
 * @param looked whether the check looked at a file
 */
export function updatedBaseline(
  old: Baseline,
  report: Report,
  textOf: TextOf,
  looked: (file: string) => boolean,
): Baseline {
  const kept = old.filter(({ file }) => !looked(file));
  return [...kept, ...counting(report.diagnostics).map((diagnostic) => markOf(diagnostic, textOf))];
}

export interface Judged {
  /** Without what the baseline knows. */
  readonly report: Report;
  /** What the baseline knows and is not there any more. */
  readonly gone: readonly FindingMark[];
}

/** A report without what the baseline knows. */
export function withBaseline(report: Report, textOf: TextOf, baseline: Baseline): Judged {
  const marks = counting(report.diagnostics).map((diagnostic) => [diagnostic, markOf(diagnostic, textOf)] as const);
  const { gone, added } = matched(baseline, new Map(marks));
  const isNew = new Set(added);
  const diagnostics = report.diagnostics.filter((each) => each.suppressed !== null || isNew.has(each));
  const summary = {
    ...report.summary,
    findings: countBySeverity(diagnostics),
    baselined: report.diagnostics.length - diagnostics.length,
  };
  return { report: { ...report, diagnostics, summary }, gone };
}

const counting = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter((diagnostic) => diagnostic.suppressed === null);

/** A mark as the file has it: where it is comes first, for people and for the order of lines. */
interface Entry {
  readonly file: string;
  readonly rule: string;
  readonly id: string;
  /** Digests of the code, of what is before it and of what is behind it. */
  readonly near: string;
}

const entryOf = ({ file, rule, identity, code, before, behind }: FindingMark): Entry => ({
  file,
  rule,
  id: identity,
  near: [code, before, behind].join(' '),
});

function markIn({ file, rule, id, near }: Entry): FindingMark {
  const [code = '', before = '', behind = ''] = near.split(' ');
  return { file, rule, identity: id, code, before, behind };
}

function isBaseline(value: unknown): value is { readonly findings: readonly (Entry | null)[] } {
  if (typeof value !== 'object' || value === null) return false;
  const { version, findings } = value as { readonly version?: unknown; readonly findings?: unknown };
  return version === VERSION && Array.isArray(findings) && findings.every((entry) => entry === null || isEntry(entry));
}

function isEntry(entry: unknown): entry is Entry {
  if (typeof entry !== 'object' || entry === null) return false;
  const { file, rule, id, near } = entry as Partial<Record<keyof Entry, unknown>>;
  return [file, rule, id, near].every((part) => typeof part === 'string');
}
