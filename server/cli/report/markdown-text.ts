import { proseParts } from '../prose.ts';
import { escapeForTerminal } from '../terminal/escape.ts';

/** A sentence with code in backticks. */
export function prose(text: string): string {
  return proseParts(text)
    .map((part) => (part.code ? codeSpan(part.text) : plain(part.text)))
    .join('');
}

/** Text that means nothing to Markdown, HTML or the people and issues that a comment could call. */
export function plain(text: string): string {
  return escapeForTerminal(text)
    .replace(/[&<>@]/g, (found) => `&#${String(found.charCodeAt(0))};`)
    .replace(/[\\`*_{}[\]#|~!]/g, '\\$&')
    .replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, '$1\\$2');
}

/** A text as code, whatever backticks it holds. */
export function codeSpan(text: string): string {
  const safe = escapeForTerminal(text);
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$|^ .* $/.test(safe) ? ' ' : '';
  return safe === '' ? '' : `${fence}${space}${safe}${space}${fence}`;
}
