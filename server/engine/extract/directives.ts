import type { DirectiveFacts } from './facts.ts';
import type { TreeComment } from './jsdoc.ts';

const KEYWORD =
  /probity-(ignore-next-line|ignore-line|ignore-file)(?![\w-])|@(lawful-?basis|personal-?data)(?![\w-])/gi;
/** Cheap test whether a text can hold a directive at all. */
const HINT = /probity-ignore|lawful-?basis|personal-?data/i;

/** The comments that speak to the linter. `comments` are those of the code, in text order. */
export function directivesIn(text: string, comments: () => readonly TreeComment[]): readonly DirectiveFacts[] {
  if (!HINT.test(text)) return [];
  const found: DirectiveFacts[] = [];
  for (const comment of comments()) {
    if (!HINT.test(comment.value)) continue;
    const target = targetOf(text, comment.start, comment.end);
    for (const match of comment.value.matchAll(KEYWORD)) {
      const kind = kindOf(match[1] ?? match[2] ?? '');
      const tail = comment.value.slice(match.index + match[0].length);
      found.push({ kind, text: directiveText(tail), start: comment.start, end: comment.end, target });
    }
  }
  return found;
}

function kindOf(keyword: string): DirectiveFacts['kind'] {
  switch (keyword.toLowerCase()) {
    case 'ignore-next-line':
      return 'ignore-next-line';
    case 'ignore-line':
      return 'ignore-line';
    case 'ignore-file':
      return 'ignore-file';
    case 'lawfulbasis':
    case 'lawful-basis':
      return 'lawful-basis';
    default:
      return 'personal-data';
  }
}

/** What follows the keyword: up to the next tag that begins a line, without leading stars, on one line. */
function directiveText(tail: string): string {
  const lines = tail.split(/\r\n|[\n\r\u2028\u2029]/);
  const kept: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').replace(i === 0 ? /^\s*:?/ : /^\s*\**/, '').trim();
    if (i > 0 && (line.startsWith('@') || line.startsWith('probity-'))) break;
    if (line !== '') kept.push(line);
  }
  return kept
    .join(' ')
    .replace(/\s*(?:\*+\/|-->)\s*$/, '')
    .trim();
}

const SPACE_OR_COMMENT = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*/y;

function skip(text: string, at: number): number {
  SPACE_OR_COMMENT.lastIndex = at;
  return at + (SPACE_OR_COMMENT.exec(text)?.[0].length ?? 0);
}

/** Start of the first token after a comment. A comment that is alone in JSX braces speaks of what follows the braces. */
function targetOf(text: string, start: number, end: number): number {
  const next = skip(text, end);
  if (text[next] !== '}') return next;
  let before = start - 1;
  while (before >= 0 && /\s/.test(text[before] ?? '')) before--;
  return text[before] === '{' ? skip(text, next + 1) : next;
}
