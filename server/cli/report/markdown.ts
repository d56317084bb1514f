import type { Diagnostic } from '../../engine/explain/diagnostic.ts';
import { counted } from '../prose.ts';
import { seenFrom } from './locate.ts';
import type { Locator } from './locate.ts';
import { codeSpan, plain, prose } from './markdown-text.ts';
import type { Report } from './report.ts';

/** The report as Markdown, for comments on pull requests and job summaries: a list, then each finding in a fold. */
export function renderMarkdownReport(report: Report): string {
  const locator = seenFrom(report.locator, report.prefix);
  const shown = report.diagnostics.filter((diagnostic) => diagnostic.suppressed === null);
  const { findings, aiCalls, files, suppressed, baselined, unknowns } = report.summary;
  const counts = [
    counted(findings.error, 'error'),
    counted(findings.warning, 'warning'),
    counted(findings.info, 'note'),
  ].filter((text) => !text.startsWith('0 '));
  const rest = [
    counted(aiCalls, 'AI call'),
    counted(files, 'file'),
    ...(suppressed > 0 ? [`${String(suppressed)} suppressed`] : []),
    ...(baselined > 0 ? [`${String(baselined)} in the baseline`] : []),
    ...(unknowns > 0 ? [counted(unknowns, 'unknown')] : []),
  ];
  const blocks = [
    `## Probity: ${counts.length === 0 ? 'no findings' : counts.join(', ')}`,
    rest.join(' · '),
    ...shown.map((diagnostic) => finding(diagnostic, locator)),
    ...problems(report, locator),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function finding(diagnostic: Diagnostic, locator: Locator): string {
  const steps = diagnostic.path.map((step, i) => `${String(i + 1)}. ${prose(step.note)} ${where(step.place, locator)}`);
  const misses = diagnostic.related.map((step) => `- ${prose(step.note)} ${where(step.place, locator)}`);
  const laws = diagnostic.laws.map(
    ({ short, appliesFrom }) => plain(short) + (appliesFrom === null ? '' : ` (from ${appliesFrom})`),
  );
  const parts = [
    `### ${diagnostic.severity}: ${prose(diagnostic.message)}`,
    `${where(diagnostic.place, locator)} · ${codeSpan(diagnostic.rule)} · ${diagnostic.confidence} confidence`,
    prose(diagnostic.fixHint),
    '<details><summary>The way of the data, and why it matters</summary>',
    steps.join('\n'),
    misses.join('\n'),
    prose(diagnostic.why),
    laws.length === 0 ? '' : `Laws: ${laws.join(' · ')}`,
    `Fingerprint: ${codeSpan(diagnostic.fingerprint)}`,
    '</details>',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function problems(report: Report, locator: Locator): string[] {
  if (report.problems.length === 0) return [];
  const lines = report.problems.map((problem) => `- ${prose(problem.message)} ${where(problem, locator)}`);
  return ['### Could not be read or analysed', lines.join('\n')];
}

function where(place: Diagnostic['place'], locator: Locator): string {
  const { file, line, column } = locator.range(place);
  return codeSpan(`${file}:${String(line)}:${String(column)}`);
}
