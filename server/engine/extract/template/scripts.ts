import { languageOfAttribute } from '../../source/index.ts';
import type { Container, Language } from '../../source/index.ts';
import { readMarkup } from './markup.ts';
import type { CommentNode, Markup, RawBlock } from './nodes.ts';

/** A stretch of the file's text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The code of a component file and what is round it. */
export interface Scripts {
  /** As long as the file: everything that is not code is blank, line ends are kept, so that offsets are the file's. */
  readonly code: string;
  readonly language: Language;
  /** Scripts that run for each instance of the component. */
  readonly instance: readonly Range[];
  readonly markup: Markup;
  /** HTML comments, which may hold directives. */
  readonly comments: readonly CommentNode[];
}

const FRONTMATTER = /^(\uFEFF?\s*---[^\S\n\r]*(?:\r\n|\n|\r))/;
const FRONTMATTER_END = /(?:\r\n|\n|\r)---/g;
const LANG = /\blang\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
/** Types of script elements whose content is data. */
const DATA_TYPE =
  /\btype\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/(?!javascript|typescript|babel|jsx)|importmap|speculationrules)/i;

const blank = (text: string): string => text.replace(/[^\n\r\u2028\u2029]/g, ' ');

/** The scripts of a Vue, Svelte or Astro file, joined in one text, and its markup. */
export function readScripts(text: string, container: Container, language: Language): Scripts {
  const front = container === 'astro' ? frontMatter(text) : null;
  const ranges: Range[] = [];
  const instance: Range[] = [];
  if (front !== null) {
    ranges.push(front.code);
    instance.push(front.code);
  }
  const markup = readMarkup(text, container, front?.end ?? 0);
  let chosen = language;
  for (const block of markup.raw) {
    if (block.name !== 'script' || DATA_TYPE.test(block.attributes) || !(block.top || container === 'astro')) continue;
    const range = { from: block.from, to: block.to };
    ranges.push(range);
    if (runsPerInstance(block, container)) instance.push(range);
    const lang = LANG.exec(block.attributes);
    const named = lang?.[1] ?? lang?.[2] ?? lang?.[3];
    if (container !== 'astro' && named !== undefined) chosen = widest(chosen, languageOfAttribute(named));
  }
  return { code: joined(text, ranges), language: chosen, instance, markup, comments: markup.comments };
}

function frontMatter(text: string): { readonly code: Range; readonly end: number } | null {
  const open = FRONTMATTER.exec(text)?.[1];
  if (open === undefined) return null;
  FRONTMATTER_END.lastIndex = open.length - 1;
  const close = FRONTMATTER_END.exec(text);
  return close === null
    ? null
    : { code: { from: open.length, to: Math.max(open.length, close.index) }, end: close.index + close[0].length };
}

function runsPerInstance({ attributes }: RawBlock, container: Container): boolean {
  switch (container) {
    case 'vue':
      return /\bsetup\b/.test(attributes);
    case 'svelte':
      return !/\bcontext\s*=\s*["']?module|(?:^|\s)module(?:\s|$)/.test(attributes);
    default:
      return false;
  }
}

function joined(text: string, ranges: readonly Range[]): string {
  let code = '';
  let at = 0;
  for (const { from, to } of ranges) {
    code += blank(text.slice(at, from)) + text.slice(from, to);
    at = to;
    // A statement left open at the end of one script must not swallow the next one's first line.
    if (to < text.length) {
      code += ';';
      at++;
    }
  }
  return code + blank(text.slice(at));
}

/** One language that reads scripts of both. */
function widest(a: Language, b: Language): Language {
  if (a === 'tsx' || b === 'tsx') return 'tsx';
  return a === 'ts' || b === 'ts' ? 'ts' : 'jsx';
}
