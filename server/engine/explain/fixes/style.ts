/** How a text is written: what an edit must keep to look like the rest. */
export interface Style {
  readonly eol: string;
  /** One step of indentation. */
  readonly indent: string;
  readonly quote: string;
  readonly semicolon: string;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The text read last: the fixes of one finding ask for the same one several times. */
let last: { readonly text: string; readonly style: Style } | null = null;

/** The style of a text, read off it. */
export function styleOf(text: string): Style {
  if (last?.text !== text) last = { text, style: readStyle(text) };
  return last.style;
}

function readStyle(text: string): Style {
  const lines = count(text, /\r?\n/g);
  const inImports = [/(?:from|require\(|import)\s*"/g, /(?:from|require\(|import)\s*'/g];
  const anywhere = [/"/g, /'/g];
  // what markup has round its attributes says nothing of the script
  const quotes = inImports.some((quote) => count(text, quote) > 0) ? inImports : anywhere;
  const [double = 0, single = 0] = quotes.map((quote) => count(text, quote));
  const ended = count(text, /[^\s;{}(,[]\s*;[ \t]*(?:\r?\n|$)/g);
  const open = count(text, /[\w)\]'"`][ \t]*(?:\r?\n|$)/g);
  return {
    eol: count(text, /\r\n/g) * 2 > lines ? '\r\n' : '\n',
    indent: indentOf(text),
    quote: double > single ? '"' : "'",
    semicolon: ended === 0 && open > 0 ? '' : ended * 3 >= open || ended >= 3 ? ';' : '',
  };
}

function indentOf(text: string): string {
  if (/^\t/m.test(text)) return '\t';
  const widths = [...text.matchAll(/^( +)[^\s*]/gm)].map((found) => found[1]?.length ?? 0);
  const smallest = Math.min(...widths.filter((width) => width > 1), 8);
  return ' '.repeat(widths.length === 0 ? 2 : smallest);
}

/** White space in front of the first character of the line an offset is in. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

/** Offset at which the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Offset behind which nothing of the line is left but a comment to it: its end, else the offset itself. */
export function lineEnd(text: string, offset: number): number {
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^\r\n])*\*\/[ \t]*)?(?=\r|\n|$)/.exec(text.slice(offset));
  return offset + (rest?.[0].trimEnd().length ?? 0);
}

/** A piece of code of the catalogue, in the quotes of the text. */
export function inStyle(code: string, style: Style): string {
  return style.quote === "'" ? code : code.replaceAll("'", '"');
}

/** A text as a string literal. */
export function quoted(value: string, style: Style): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll(style.quote, `\\${style.quote}`);
  return `${style.quote}${escaped}${style.quote}`;
}
