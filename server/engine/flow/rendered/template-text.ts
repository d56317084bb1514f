import { sourceKind } from '../../source/index.ts';
import { INLINE, isReadAttribute, SILENT } from './html.ts';

/** What a template (Vue, Svelte, Astro) shows as far as it is constant. */
export interface TemplateText {
  /** Texts of elements, of attributes that are read, and of constants in expressions. */
  readonly lines: readonly string[];
  /** Calls in expressions with a constant first argument: `$t('key')`. */
  readonly calls: readonly { readonly name: string; readonly argument: string }[];
  /** Names of the elements that are components, as written. */
  readonly components: readonly string[];
  /** Start tags as written. */
  readonly tags: readonly string[];
}

const FRONTMATTER = /^\uFEFF?\s*---[^\S\n\r]*[\n\r][^]*?[\n\r]---/;
/** A start or end tag; quoted values and braces may hold angle brackets. */
const TAG = /<\/?([A-Za-z][\w.:-]*)((?:"[^"]*"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\}|[^<>"'{])*)>/g;
const ATTRIBUTE = /([:@#\w.-]+)(?:\s*=\s*("[^"]*"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\}))?/g;
const EXPRESSION = /\{\{([^]{0,2000}?)\}\}|\{((?:[^{}]|\{[^{}]*\})*)\}/g;
const CALL = /([\w$]+)\(\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`$]*)`)/g;
const QUOTED = /'([^'\n]{2,})'|"([^"\n]{2,})"|`([^`$]{2,})`/g;

/** Reads the template of a file; null if its kind has none. Linear in the text for templates as people write them. */
export function templateText(path: string, text: string): TemplateText | null {
  const container = sourceKind(path)?.container ?? null;
  if (container === null) return null;
  const body = withoutCode(container === 'astro' ? text.replace(FRONTMATTER, '') : text);
  const lines: string[] = [];
  const calls: { name: string; argument: string }[] = [];
  const components = new Set<string>();
  const tags: string[] = [];
  let line = '';
  const end = (): void => {
    if (line.trim() !== '') lines.push(line.replace(/\s+/g, ' ').trim());
    line = '';
  };
  const expression = (code: string): void => {
    for (const [, name = '', a, b, c] of code.matchAll(CALL)) calls.push({ name, argument: a ?? b ?? c ?? '' });
    for (const [, a, b, c] of code.matchAll(QUOTED)) lines.push(a ?? b ?? c ?? '');
  };
  const shown = (part: string): void => {
    line += part.replace(EXPRESSION, (_, a: string | undefined, b: string | undefined) => {
      expression(a ?? b ?? '');
      return ' ';
    });
  };
  let from = 0;
  let silent: string | null = null;
  for (const tag of body.matchAll(TAG)) {
    const [whole, name = '', attributes = ''] = tag;
    if (silent === null) shown(body.slice(from, tag.index));
    from = tag.index + whole.length;
    const lower = name.toLowerCase();
    if (!INLINE.has(lower)) end();
    if (silent !== null) {
      if (whole.startsWith('</') && lower === silent) silent = null;
      continue;
    }
    if (whole.startsWith('</')) continue;
    if (SILENT.has(lower) && lower !== 'template' && !whole.endsWith('/>')) silent = lower;
    if (/[A-Z]|-|\./.test(name)) components.add(name);
    tags.push(whole);
    for (const [, raw = '', quoted = ''] of attributes.matchAll(ATTRIBUTE)) {
      const bound = /^(?::|v-bind:|v-text|v-html)/.test(raw) || quoted.startsWith('{');
      const key = raw.replace(/^(?::|v-bind:)/, '');
      const value = quoted.slice(1, -1);
      if (bound) expression(value);
      else if (isReadAttribute(key) || /[A-Z]/.test(name)) lines.push(value);
    }
  }
  if (silent === null) shown(body.slice(from));
  end();
  return { lines, calls, components: [...components], tags };
}

/** What opens and closes a part of a template that is not shown. */
const MUTE: readonly (readonly [open: RegExp, close: string])[] = [
  [/<script\b/gi, '</script'],
  [/<style\b/gi, '</style'],
  [/<!--/g, '-->'],
];

/** The text without scripts, styles and comments; what is never closed ends it. Linear. */
function withoutCode(text: string): string {
  let shown = text;
  for (const [open, close] of MUTE) {
    const lower = shown.toLowerCase();
    let out = '';
    let from = 0;
    for (const start of shown.matchAll(open)) {
      if (start.index < from) continue;
      out += `${shown.slice(from, start.index)}\n`;
      const end = lower.indexOf(close, start.index + start[0].length);
      const after = end < 0 ? -1 : shown.indexOf('>', end);
      from = after < 0 ? shown.length : after + 1;
    }
    shown = out + shown.slice(from);
  }
  return shown;
}
