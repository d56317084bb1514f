/** One statement of a text: what stands between full stops, line ends and the like. */
export interface Clause {
  readonly text: string;
  /** It ends in a question mark. */
  readonly question: boolean;
}

/** Longest text that is read; what says who wrote a text stands at one of its ends. */
const MAX_TEXT = 16_000;
const MAX_TAG = 400;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', nbsp: ' ', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The two ends of a text that is too long to read as a whole. */
export function bounded(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT / 2)}\n${text.slice(-MAX_TEXT / 2)}`;
}

/** The tags of a text that holds markup, as written, without comments. Linear. */
export function tagsOf(text: string): readonly string[] {
  if (!text.includes('<')) return [];
  return withoutComments(text).match(TAG) ?? [];
}

const TAG = new RegExp(`<[A-Za-z/!][^<>]{0,${String(MAX_TAG)}}>`, 'g');
/** Elements that do not end a line. */
const INLINE = /^<\/?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)\b/i;

/** What a person reads of a text with HTML or Markdown in it. Linear. */
export function plainText(text: string): string {
  let plain = text;
  if (plain.includes('<')) {
    plain = withoutComments(plain).replace(TAG, (tag) => (INLINE.test(tag) ? '' : '\n'));
  }
  if (plain.includes('&')) plain = plain.replace(/&([a-z]{2,5}|#\d{1,6});/g, (_, name: string) => entity(name));
  return plain.replace(/[*_`~#]+/g, ' ');
}

function entity(name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name] ?? ' ';
  const code = Number(name.slice(1));
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : ' ';
}

function withoutComments(text: string): string {
  let out = '';
  let from = 0;
  for (;;) {
    const start = text.indexOf('<!--', from);
    if (start < 0) return out + text.slice(from);
    out += text.slice(from, start);
    const end = text.indexOf('-->', start + 4);
    if (end < 0) return out;
    from = end + 3;
  }
}

/** Ends of statements; a full stop only before a space or the end, so that versions and addresses stay whole. */
const END = /[!?…。！？；;|•·\n\r]|\.(?=\s|$|["'»”)\]])/g;

/** Cuts a plain text into its statements. */
export function clausesOf(text: string): readonly Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  const add = (to: number, mark: string): void => {
    const part = text.slice(from, to).trim();
    if (part !== '') clauses.push({ text: part, question: mark === '?' || mark === '？' });
  };
  for (const end of text.matchAll(END)) {
    add(end.index, end[0]);
    from = end.index + 1;
  }
  add(text.length, '');
  return clauses;
}
