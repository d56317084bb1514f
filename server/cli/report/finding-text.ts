import type { Diagnostic, Place } from '../../engine/explain/diagnostic.ts';
import { columnsOf } from '../terminal/style.ts';
import type { Style } from '../terminal/style.ts';
import { codeFrame } from './frame.ts';
import type { Locator } from './locate.ts';

const INDENT = 2;
/** Width of the words in front of why, fix and law. */
const LABEL = 5;

/** Steps of a way that are shown at its start and its end; what is between is counted. */
const FIRST_STEPS = 4;
const LAST_STEPS = 7;

export interface FindingTextOptions {
  /** Leaves out why and law: they were said with an earlier finding of the same rule. */
  readonly brief: boolean;
  /** Shows every step of a long way. */
  readonly whole: boolean;
}

/** One finding for a terminal: where and what, the source, the way of the data, why, how to settle it, which law. */
export function findingText(
  diagnostic: Diagnostic,
  locator: Locator,
  style: Style,
  { brief, whole }: FindingTextOptions,
): string {
  const { colors, glyphs } = style;
  const range = locator.range(diagnostic.place);
  const paint = { error: colors.red, warning: colors.yellow, info: colors.blue }[diagnostic.severity];
  const place = `${String(range.line)}:${String(range.column)}`;
  const head = [
    colors.bold(paint(diagnostic.severity)),
    place,
    colors.bold(style.safe(diagnostic.rule)),
    colors.dim(`${diagnostic.confidence} confidence`),
  ];
  const lines = [
    style.wrap(head.join('  '), INDENT),
    style.wrap(style.prose(diagnostic.message), INDENT),
    '',
    ...codeFrame(range, locator, style, INDENT),
  ];
  if (diagnostic.suppressed !== null) {
    lines.push('', style.wrap(`${glyphs.note} suppressed: ${style.safe(diagnostic.suppressed)}`, INDENT + 2));
    return lines.join('\n');
  }
  const steps = [
    ...diagnostic.path.map((step, i, all) => ({ ...step, sign: signOf(i, all.length, style) })),
    ...diagnostic.related.map((step) => ({ ...step, sign: colors.yellow(glyphs.missed) })),
  ];
  if (steps.length > 0) {
    const left = whole ? 0 : Math.max(0, diagnostic.path.length - FIRST_STEPS - LAST_STEPS);
    const shown = left > 1 ? [...steps.slice(0, FIRST_STEPS), ...steps.slice(FIRST_STEPS + left)] : steps;
    const rows = stepLines(shown, locator, style);
    if (left > 1) {
      const note = `${style.glyphs.more} ${String(left)} more steps; probity explain ${diagnostic.fingerprint} shows them`;
      rows.splice(FIRST_STEPS, 0, [style.wrap(colors.dim(note), INDENT + 5)]);
    }
    lines.push('', ...rows.flat());
  }
  lines.push('', ...notes(diagnostic, style, brief));
  return lines.join('\n');
}

function signOf(i: number, count: number, style: Style): string {
  const { glyphs, colors } = style;
  if (i === 0) return colors.green(glyphs.start);
  return i === count - 1 ? colors.red(glyphs.end) : colors.dim(glyphs.step);
}

interface MarkedStep {
  readonly place: Place;
  readonly note: string;
  readonly sign: string;
}

/** Notes on the left, places in one column on the right; a place goes to the next line where both do not fit. */
function stepLines(steps: readonly MarkedStep[], locator: Locator, style: Style): string[][] {
  const signWidth = Math.max(...steps.map((step) => columnsOf(step.sign)));
  const indent = INDENT + 2 + signWidth + 1;
  const rows = steps.map((step) => {
    const { file, line, column } = locator.range(step.place);
    return { ...step, note: style.prose(step.note), where: `${style.safe(file)}:${String(line)}:${String(column)}` };
  });
  const room = style.width - indent;
  const fitting = rows.filter((row) => columnsOf(row.note) + 2 + columnsOf(row.where) <= room);
  const align = Math.max(0, ...fitting.map((row) => columnsOf(row.note)));
  return rows.map((row) => {
    const lead = `${' '.repeat(INDENT + 2)}${row.sign}${' '.repeat(signWidth - columnsOf(row.sign) + 1)}`;
    const where = style.colors.dim(row.where);
    if (columnsOf(row.note) + 2 + columnsOf(row.where) > room) {
      // A place is never broken: terminals make links of it.
      return [style.wrap(row.note, indent, lead), ' '.repeat(indent) + where];
    }
    const gap = Math.min(align, room - 2 - columnsOf(row.where)) - columnsOf(row.note);
    return [`${lead}${row.note}${' '.repeat(Math.max(0, gap) + 2)}${where}`];
  });
}

function notes(diagnostic: Diagnostic, style: Style, brief: boolean): string[] {
  const { colors, glyphs } = style;
  const lines: string[] = [];
  const add = (label: string, text: string): void => {
    const lead = ' '.repeat(INDENT + 2) + colors.dim(label.padEnd(LABEL));
    if (text !== '') lines.push(style.wrap(style.prose(text), INDENT + 2 + LABEL, lead));
  };
  if (!brief) add('why', diagnostic.why);
  add('fix', diagnostic.fixHint);
  const laws = diagnostic.laws.map((law) => `${law.short}${law.appliesFrom ? ` (from ${law.appliesFrom})` : ''}`);
  if (!brief) add('law', laws.join(` ${glyphs.dot} `));
  add('id', diagnostic.fingerprint);
  return lines;
}
