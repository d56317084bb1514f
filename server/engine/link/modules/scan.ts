/**
 * The keyword, then a quoted specifier, possibly in parentheses and behind comments: `from 'x'`, `import 'x'`,
 * `import('x')`, `require('x')`, `require.resolve('x')`, `import x = require('x')`, `new URL('./x', …)`,
 * `jest.requireActual('x')`, `<reference path="x"`. A keyword inside a comment or string counts too: a superset is fine.
 */
const NAMED =
  /(?:from|import|require(?:\.resolve|Actual)?|\bURL|reference path=)[ \t\r\n]*(?:\([ \t\r\n]*)?(?:\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/[ \t\r\n]*|\/\/[^\n]*\n[ \t\r\n]*)*(?:(["'])([^"'\n\\]{1,512})\1|`([^`$\n\\]{1,512})`)/g;

const NONE: readonly string[] = [];

/**
 * Specifiers a source text names, found without parsing.
 *
 * @param text source of any supported language; scripts inside Vue, Svelte or Astro files are found as they stand
 * @returns each specifier once, in text order; may hold some that stand in comments or strings
 */
export function scanSpecifiers(text: string): readonly string[] {
  if (!text.includes('from') && !text.includes('import') && !text.includes('require')) return NONE;
  let found: Set<string> | null = null;
  NAMED.lastIndex = 0;
  for (let match = NAMED.exec(text); match !== null; match = NAMED.exec(text)) {
    const specifier = match[2] ?? match[3];
    if (specifier === undefined) continue;
    // `new URL('/api/users', base)` names a route, not a module
    if (match[0].startsWith('URL') && !specifier.startsWith('.')) continue;
    (found ??= new Set()).add(specifier);
  }
  return found === null ? NONE : [...found];
}
