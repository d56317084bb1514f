import type { Diagnostic } from '../../engine/explain/diagnostic.ts';
import { grouped } from '../../engine/base/grouped.ts';
import { escapeMarkup } from '../terminal/escape.ts';
import { seenFrom } from './locate.ts';
import type { Report } from './report.ts';

/**
 * A JUnit report: one suite for each file with findings, one case for each finding. Errors and warnings are failures,
 * notes are passed cases with what they say as output; suppressed ones are skipped.
 */
export function renderJunit(report: Report): string {
  const locator = seenFrom(report.locator, report.prefix);
  const files = grouped(report.diagnostics, ({ place }) => locator.range(place).file);
  const suites = [...files].map(([file, found]) => {
    const cases = found.map((diagnostic) => {
      const { line, column } = locator.range(diagnostic.place);
      const name = `${diagnostic.rule} at ${String(line)}:${String(column)}`;
      return `    <testcase name="${xml(name)}" classname="${xml(file)}" time="0">\n${outcome(diagnostic)}\n    </testcase>`;
    });
    return `  <testsuite name="${xml(file)}" ${counts(found)} time="0">\n${cases.join('\n')}\n  </testsuite>`;
  });
  const body = suites.length === 0 ? '' : `${suites.join('\n')}\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="probity" ${counts(report.diagnostics)} time="0">\n${body}</testsuites>\n`;
}

const isFailure = ({ severity, suppressed }: Diagnostic): boolean => suppressed === null && severity !== 'info';

function counts(found: readonly Diagnostic[]): string {
  return `tests="${String(found.length)}" failures="${String(found.filter(isFailure).length)}" errors="0"`;
}

function outcome(diagnostic: Diagnostic): string {
  const { message, why, fixHint, severity, suppressed } = diagnostic;
  if (suppressed !== null) return `      <skipped>${xml(suppressed)}</skipped>`;
  const text = xml([why, fixHint].filter((part) => part !== '').join(' '));
  return isFailure(diagnostic)
    ? `      <failure type="${severity}" message="${xml(message)}">${text}</failure>`
    : `      <system-out>${xml(message)} ${text}</system-out>`;
}

/** Text in XML; characters that XML cannot hold are shown as escapes. */
const xml = (text: string): string => escapeMarkup(text).replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
