/** Longest piece of source text shown inside a sentence, in UTF-16 code units. */
const LONGEST = 60;
/** How many pieces of a list are named before "and N more". */
const NAMED = 3;

/** Source text on one line, shortened in the middle; never cuts a surrogate pair. */
export function oneLine(source: string, longest = LONGEST): string {
  const flat = source.replace(/\s+/g, ' ').trim();
  if (flat.length <= longest) return flat;
  const tail = Math.floor((longest - 1) / 4);
  const head = longest - 1 - tail;
  return `${whole(flat.slice(0, head), 'end')}…${whole(flat.slice(flat.length - tail), 'start')}`;
}

function whole(text: string, side: 'start' | 'end'): string {
  if (side === 'end') return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
  return /^[\uDC00-\uDFFF]/.test(text) ? text.slice(1) : text;
}

/** Source text as Markdown code: one line, shortened, in as many backticks as its own backticks need. */
export function code(source: string): string {
  const flat = oneLine(source);
  if (flat === '') return '';
  if (!flat.includes('`')) return `\`${flat}\``;
  const longest = Math.max(...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${flat} ${fence}`;
}

/** `a`, `b` and 2 more. Repeated pieces are named once. */
export function listed(pieces: readonly string[], named = NAMED): string {
  const unique = [...new Set(pieces)];
  if (unique.length <= named + 1) return unique.join(', ');
  return `${unique.slice(0, named).join(', ')} and ${String(unique.length - named)} more`;
}
