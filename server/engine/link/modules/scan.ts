/** Words after which a specifier may stand. */
const KEYWORD = /from|import|require(?:\.resolve|Actual)?|\bURL|reference path=/g;
/** Longest comment looked over between a keyword and its specifier, and longest specifier, in UTF-16 units. */
const MAX_COMMENT = 1000;
const MAX_SPECIFIER = 512;

const NONE: readonly string[] = [];
const Char = { tab: 9, lf: 10, cr: 13, space: 32, double: 34, single: 39, open: 40, star: 42, slash: 47, tick: 96 };

/**
 * Specifiers a source text names, found without parsing: `from 'x'`, `import 'x'`, `import('x')` (JSDoc types too),
 * `require('x')`, `require.resolve('x')`, `jest.requireActual('x')`, `new URL('./x', …)`, `<reference path="x"`.
 *
 * @param text source of any supported language; scripts inside Vue, Svelte or Astro files are found as they stand
 * @returns each specifier once, in text order; may hold some that stand in comments or strings
 */
export function scanSpecifiers(text: string): readonly string[] {
  if (!text.includes('from') && !text.includes('import') && !text.includes('require')) return NONE;
  let found: Set<string> | null = null;
  KEYWORD.lastIndex = 0;
  for (let match = KEYWORD.exec(text); match !== null; match = KEYWORD.exec(text)) {
    const specifier = specifierAt(text, match.index + match[0].length);
    if (specifier === null) continue;
    // `new URL('/api/users', base)` names a route, not a module
    if (match[0] === 'URL' && !specifier.startsWith('.')) continue;
    (found ??= new Set()).add(specifier);
  }
  return found === null ? NONE : [...found];
}

/** The quoted text after white space, an opening parenthesis and comments; null if something else stands there. */
function specifierAt(text: string, offset: number): string | null {
  let at = skipBlank(text, offset);
  if (text.charCodeAt(at) === Char.open) at = skipBlank(text, at + 1);
  while (text.charCodeAt(at) === Char.slash) {
    const next = text.charCodeAt(at + 1);
    if (next !== Char.star && next !== Char.slash) return null;
    const ahead = text.slice(at + 2, at + 2 + MAX_COMMENT);
    const end = ahead.indexOf(next === Char.star ? '*/' : '\n');
    if (end < 0) return null;
    at = skipBlank(text, at + 2 + end + (next === Char.star ? 2 : 1));
  }
  const quote = text.charCodeAt(at);
  if (quote !== Char.single && quote !== Char.double && quote !== Char.tick) return null;
  return quoted(text, at + 1, quote);
}

function skipBlank(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c !== Char.space && c !== Char.lf && c !== Char.cr && c !== Char.tab) return at;
    at++;
  }
}

function quoted(text: string, start: number, quote: number): string | null {
  const limit = Math.min(text.length, start + MAX_SPECIFIER);
  let at = start;
  while (at < limit && text.charCodeAt(at) !== quote) at++;
  if (at >= limit || at === start) return null;
  const specifier = text.slice(start, at);
  return /[\n\\]|\$\{/.test(specifier) ? null : specifier;
}
