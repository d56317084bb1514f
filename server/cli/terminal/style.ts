import pc from 'picocolors';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { proseParts } from '../prose.ts';
import { escapeForTerminal } from './escape.ts';

export type ColorChoice = 'auto' | 'always' | 'never';

interface Glyphs {
  readonly bar: string;
  readonly here: string;
  readonly start: string;
  readonly step: string;
  readonly end: string;
  readonly missed: string;
  readonly bad: string;
  readonly good: string;
  readonly note: string;
  readonly dot: string;
  readonly underline: string;
  readonly more: string;
  readonly dash: string;
}

const UNICODE: Glyphs = {
  bar: '│',
  here: '❯',
  start: '●',
  step: '│',
  end: '╰▶',
  missed: '✗',
  bad: '✖',
  good: '✔',
  note: '◦',
  dot: '·',
  underline: '▔',
  more: '…',
  dash: '─',
};

const ASCII: Glyphs = {
  bar: '|',
  here: '>',
  start: '*',
  step: '|',
  end: '`->',
  missed: 'x',
  bad: 'x',
  good: 'ok',
  note: '-',
  dot: '-',
  underline: '^',
  more: '...',
  dash: '-',
};

/** How text is set on this terminal. */
export interface Style {
  readonly width: number;
  readonly glyphs: Glyphs;
  readonly colors: ReturnType<typeof pc.createColors>;
  /** Makes text of the workspace safe to print. */
  safe(text: string): string;
  /** A sentence with code in backticks: safe, and the code coloured. */
  prose(text: string): string;
  /** Wraps to a width, later lines indented under the first. */
  wrap(text: string, indent: number, first?: string): string;
}

/** What decides how text is set. */
export interface Terminal {
  readonly isTTY: boolean;
  readonly columns: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

const WIDEST = 120;
const NARROWEST = 40;
const USUAL = 80;

/** Style for a terminal or pipe. @param choice `--color`; wins over `NO_COLOR` and `FORCE_COLOR` */
export function styleFor(terminal: Terminal, choice: ColorChoice): Style {
  const unicode = speaksUnicode(terminal);
  const columns = terminal.columns ?? (Number(terminal.env.COLUMNS) || USUAL);
  return createStyle(Math.min(WIDEST, Math.max(NARROWEST, columns)), wantsColor(terminal, choice), unicode);
}

/** A style with everything said. @param width columns */
function createStyle(width: number, color: boolean, unicode: boolean): Style {
  const colors = pc.createColors(color);
  const glyphs = unicode ? UNICODE : ASCII;
  const safe = (text: string): string => {
    const escaped = escapeForTerminal(text);
    return unicode ? escaped : escaped.replace(/…/g, '...').replace(/[–—]/g, '-');
  };
  return {
    width,
    glyphs,
    colors,
    safe,
    prose: (text) => {
      const plain = safe(text);
      if (!color) return plain;
      return proseParts(plain)
        .map((part) => (part.code ? colors.cyan(part.text) : part.text))
        .join('');
    },
    wrap: (text, indent, first = ' '.repeat(indent)) => {
      const lines = wrapAnsi(text, Math.max(20, width - indent), { hard: true }).split('\n');
      return lines.map((line, i) => (i === 0 ? first : ' '.repeat(indent)) + line).join('\n');
    },
  };
}

/** Columns a text takes on the terminal. */
export const columnsOf = (text: string): number => stringWidth(text);

function wantsColor(terminal: Terminal, choice: ColorChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return terminal.isTTY && TERM !== 'dumb';
}

/** Whether more than ASCII can be shown: by the locale; where none is set, by what is known of the platform. */
function speaksUnicode(terminal: Terminal): boolean {
  const { LC_ALL, LC_CTYPE, LANG, CI, WT_SESSION, TERM_PROGRAM, ConEmuTask } = terminal.env;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  if (locale !== undefined) return /utf-?8/i.test(locale);
  if (!terminal.isTTY || CI !== undefined) return true;
  if (terminal.platform === 'darwin') return true;
  if (terminal.platform !== 'win32') return false;
  return [WT_SESSION, TERM_PROGRAM, ConEmuTask].some((value) => value !== undefined);
}
