import { grouped } from '../../engine/base/grouped.ts';
import type { AiCall, Diagnostic, Place } from '../../engine/explain/diagnostic.ts';
import type { Style } from '../terminal/style.ts';
import { findingText } from './finding-text.ts';
import { isFixable } from '../fix/apply-fixes.ts';
import { counted } from '../prose.ts';
import { seenFrom } from './locate.ts';
import { placed } from './placed.ts';
import type { Report } from './report.ts';

export interface TextOptions {
  /** Also suppressed findings, AI calls, unknowns and problems. */
  readonly verbose: boolean;
  /** Findings only: no summary. */
  readonly quiet: boolean;
}

const NO_BREAK = '\u00A0';

/** The report for people: findings by file, then one line that sums up. */
export function renderText(report: Report, style: Style, options: TextOptions): string {
  const locator = seenFrom(report.locator, report.prefix);
  const shown = report.diagnostics.filter((diagnostic) => options.verbose || diagnostic.suppressed === null);
  const blocks: string[] = [];
  const told = new Set<string>();
  for (const [file, diagnostics] of grouped(shown, ({ place }) => place.path)) {
    blocks.push(style.colors.underline(style.colors.bold(style.safe(report.prefix + file))));
    for (const diagnostic of diagnostics) {
      blocks.push(findingText(diagnostic, locator, style, { brief: told.has(diagnostic.rule), whole: false }));
      if (diagnostic.suppressed === null) told.add(diagnostic.rule);
    }
  }
  if (options.verbose) blocks.push(...inventory(report, style));
  if (!options.quiet)
    blocks.push([summaryLine(report, style, options.verbose), ...fixableLine(shown, style)].join('\n'));
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`;
}

function fixableLine(diagnostics: readonly Diagnostic[], { colors }: Style): readonly string[] {
  const count = diagnostics.filter(isFixable).length;
  return count === 0 ? [] : [colors.dim(`  ${counted(count, 'finding')} can be fixed with --fix`)];
}

/** AI calls, what could not be followed, and what could not be read. */
function inventory(report: Report, style: Style): string[] {
  const { colors, glyphs } = style;
  const where = (place: Place): string => {
    const { file, line, column } = seenFrom(report.locator, report.prefix).range(place);
    return colors.dim(`${style.safe(file)}:${String(line)}:${String(column)}`);
  };
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [[colors.bold(title), ...lines].join('\n')];
  const item = (text: string, at: Place): string => placed(text, where(at), style, 4, `  ${glyphs.note} `);
  return [
    ...list(
      'AI calls',
      report.aiCalls.map((call) => item(aiCallText(call, style), call.place)),
    ),
    ...list(
      'Could not be followed',
      report.unknowns.map((unknown) => item(style.prose(unknown.reason), unknown.place)),
    ),
    ...list(
      'Could not be read or analysed',
      report.problems.map((problem) => item(style.prose(problem.message), problem)),
    ),
  ];
}

function aiCallText(call: AiCall, style: Style): string {
  const { glyphs } = style;
  const parts = [
    `${style.prose(`\`${call.api}\``)} to ${style.safe(call.recipient)}`,
    call.data.length > 0 ? call.data.map((key) => style.safe(key)).join(', ') : 'no personal data seen',
    `consent: ${call.consent.status}`,
    `disclosure: ${call.disclosure.status}`,
  ];
  return parts.join(` ${glyphs.dot} `);
}

/** `✖ 2 errors, 1 warning · 3 AI calls · 12 files (5 analysed) · 1 unknown · 48 ms` */
export function summaryLine(report: Report, style: Style, verbose: boolean): string {
  const { colors, glyphs } = style;
  const { summary } = report;
  const { error, warning, info } = summary.findings;
  const found = [
    error > 0 ? colors.red(counted(error, 'error')) : '',
    warning > 0 ? colors.yellow(counted(warning, 'warning')) : '',
    info > 0 ? colors.blue(counted(info, 'note')) : '',
  ].filter((text) => text !== '');
  const head =
    found.length > 0
      ? `${error > 0 ? colors.red(glyphs.bad) : colors.yellow(glyphs.bad)} ${found.join(', ')}`
      : `${colors.green(glyphs.good)} No findings`;
  const hint = verbose ? '' : ' (listed by --verbose)';
  const parts = [
    head,
    ...(summary.suppressed > 0 ? [`${String(summary.suppressed)} suppressed`] : []),
    ...(summary.baselined > 0 ? [`${String(summary.baselined)} in the baseline`] : []),
    counted(summary.aiCalls, 'AI call'),
    `${counted(summary.files, 'file')} (${String(summary.analysed)} analysed)`,
    ...(summary.unknowns > 0 ? [`${counted(summary.unknowns, 'unknown')}${hint}`] : []),
    ...(report.problems.length > 0 ? [`${counted(report.problems.length, 'problem')}${hint}`] : []),
    `${String(summary.durationMs)} ms`,
  ];
  // Lines end between the parts, not inside them.
  const solid = parts.map((part) => part.replaceAll(' ', NO_BREAK));
  return style.wrap(solid.join(`${NO_BREAK}${glyphs.dot} `), 2, '').replaceAll(NO_BREAK, ' ');
}
