import type { Diagnostic } from '../../engine/explain/diagnostic.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { seenFrom } from './locate.ts';
import type { Range } from './locate.ts';
import type { Report } from './report.ts';

const LEVELS: Readonly<Record<Diagnostic['severity'], string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands of GitHub Actions, which it shows as annotations on the changed lines. */
export function renderGithub(report: Report): string {
  const locator = seenFrom(report.locator, report.prefix);
  const findings = report.diagnostics
    .filter((diagnostic) => diagnostic.suppressed === null)
    .map((diagnostic) => {
      const text = [diagnostic.message, diagnostic.fixHint].filter((part) => part !== '').join('\n');
      return command(LEVELS[diagnostic.severity], locator.range(diagnostic.place), diagnostic.rule, text);
    });
  const problems = report.problems.map((problem) =>
    command(problem.fault === true ? 'error' : 'warning', locator.range(problem), 'probity', problem.message),
  );
  return [...findings, ...problems].map((line) => `${line}\n`).join('');
}

function command(level: string, range: Range, title: string, text: string): string {
  const { file, line, endLine, column, endColumn } = range;
  const properties = {
    file,
    line: String(line),
    endLine: String(endLine),
    // Columns are of use on one line only; the last is the last of the range, not the one behind it.
    ...(line === endLine ? { col: String(column), endColumn: String(Math.max(column, endColumn - 1)) } : {}),
    title,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${level} ${list.join(',')}::${text.split('\n').map(data).join('%0A')}`;
}

const data = (text: string): string => escapeForTerminal(text).replaceAll('%', '%25');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
