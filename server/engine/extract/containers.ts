import { languageOfAttribute } from '../source/index.ts';
import type { Container, Language } from '../source/index.ts';
import type { TreeComment } from './jsdoc.ts';

/** The code of a file that holds scripts among other text. */
export interface ContainedCode {
  /** As long as the file: everything that is not code is blank, line ends are kept, so that offsets are the file's. */
  readonly code: string;
  readonly language: Language;
  /** HTML comments, which may hold directives. */
  readonly comments: readonly TreeComment[];
}

const SCRIPT = /<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>([^]*?)<\/script\s*>/gi;
const HTML_COMMENT = /<!--([^]*?)-->/g;
const FRONTMATTER = /^(\uFEFF?\s*---[^\S\n\r]*(?:\r\n|\n|\r))([^]*?)(?:\r\n|\n|\r)---/;
const LANG = /\blang\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
/** Types of script elements whose content is data. */
const DATA_TYPE =
  /\btype\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/(?!javascript|typescript|babel|jsx)|importmap|speculationrules)/i;

const blank = (text: string): string => text.replace(/[^\n\r\u2028\u2029]/g, ' ');

/** The scripts of a Vue, Svelte or Astro file; the templates are left out. Scripts are joined in one text. */
export function containedCode(text: string, container: Container, language: Language): ContainedCode {
  const ranges: { start: number; end: number }[] = [];
  let chosen: Language = language;
  if (container === 'astro') {
    const match = FRONTMATTER.exec(text);
    if (match !== null) {
      const start = match[1]?.length ?? 0;
      ranges.push({ start, end: start + (match[2]?.length ?? 0) });
    }
  }
  const comments = htmlComments(text, container);
  for (const match of text.matchAll(SCRIPT)) {
    const attributes = match[1] ?? '';
    const body = match[2] ?? '';
    if (DATA_TYPE.test(attributes)) continue;
    if (comments.some((comment) => comment.start < match.index && match.index < comment.end)) continue;
    const start = match.index + match[0].indexOf('>', '<script'.length + attributes.length) + 1;
    if (ranges.some((range) => start < range.end)) continue;
    ranges.push({ start, end: start + body.length });
    const lang = LANG.exec(attributes);
    const named = lang?.[1] ?? lang?.[2] ?? lang?.[3];
    if (container !== 'astro' && named !== undefined) chosen = widest(chosen, languageOfAttribute(named));
  }
  let code = '';
  let at = 0;
  for (const { start, end } of ranges) {
    code += blank(text.slice(at, start)) + text.slice(start, end);
    // A statement left open at the end of one script must not swallow the next one's first line.
    at = end;
    if (end < text.length) {
      code += ';';
      at++;
    }
  }
  return { code: code + blank(text.slice(at)), language: chosen, comments };
}

/** One language that reads scripts of both. */
function widest(a: Language, b: Language): Language {
  if (a === 'tsx' || b === 'tsx') return 'tsx';
  return a === 'ts' || b === 'ts' ? 'ts' : 'jsx';
}

function htmlComments(text: string, container: Container): readonly TreeComment[] {
  const comments: TreeComment[] = [];
  for (const match of text.matchAll(HTML_COMMENT)) {
    comments.push({ start: match.index, end: match.index + match[0].length, value: match[1] ?? '' });
  }
  return container === 'astro' ? comments.filter((comment) => comment.start > 0) : comments;
}
