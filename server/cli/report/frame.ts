import type { Style } from '../terminal/style.ts';
import { columnsOf } from '../terminal/style.ts';
import type { Locator, Range } from './locate.ts';

/** Lines shown of a range before it is cut. */
const MOST_LINES = 3;

/**
 * The source round a range: one line before, its first lines with the range underlined, one line after. Lines that are
 * too wide are cut so that the range stays in sight.
 */
export function codeFrame(range: Range, locator: Locator, style: Style, indent: number): string[] {
  if (locator.line(range.file, range.line) === null) return [];
  const { glyphs, colors } = style;
  const last = Math.min(range.endLine, range.line + MOST_LINES - 1);
  const numberWidth = String(last + 1).length;
  const room = style.width - indent - numberWidth - 5;
  const lines: string[] = [];
  const shift = shiftOf(locator.line(range.file, range.line) ?? '', range, room, style);
  for (let number = range.line - 1; number <= last + 1; number++) {
    const text = locator.line(range.file, number);
    const inside = number >= range.line && number <= last;
    if (text === null || (!inside && text.trim() === '')) continue;
    const gutter = `${inside ? glyphs.here : ' '} ${String(number).padStart(numberWidth)} ${glyphs.bar} `;
    const shown = cut(style.safe(text), shift, room, style);
    lines.push(inside ? colors.bold(gutter) + shown : colors.dim(gutter + shown));
    if (number === range.line) {
      const mark = underline(text, range, shift, room, style);
      if (mark !== '') lines.push(`${' '.repeat(numberWidth + 3)}${colors.dim(glyphs.bar)} ${mark}`);
    }
  }
  return lines.map((line) => ' '.repeat(indent) + line.trimEnd());
}

/** Characters dropped at the left so that the range begins in sight. */
function shiftOf(line: string, range: Range, room: number, style: Style): number {
  const before = columnsOf(style.safe(line.slice(0, range.column - 1)));
  return before < room - 20 ? 0 : before - 12;
}

function cut(text: string, shift: number, room: number, style: Style): string {
  if (shift === 0 && columnsOf(text) <= room) return text;
  const { more } = style.glyphs;
  let out = shift > 0 ? more : '';
  let at = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const width = columnsOf(segment);
    if (at >= shift) {
      if (columnsOf(out) + width > room - more.length) return out + more;
      out += segment;
    }
    at += width;
  }
  return out;
}

function underline(line: string, range: Range, shift: number, room: number, style: Style): string {
  const end = range.endLine === range.line ? range.endColumn - 1 : line.length;
  const before = columnsOf(style.safe(line.slice(0, range.column - 1))) - shift;
  const lead = before + (shift > 0 ? columnsOf(style.glyphs.more) : 0);
  const width = columnsOf(style.safe(line.slice(range.column - 1, end)).trimEnd());
  const shown = Math.max(1, Math.min(width, room - lead));
  return ' '.repeat(Math.max(0, lead)) + style.colors.red(style.glyphs.underline.repeat(shown));
}
