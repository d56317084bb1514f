/** A tag of a doc comment. Offsets are the file's. */
export interface JsDocTag {
  readonly tag: string;
  /** Text between the braces, '' if there are none. */
  readonly type: string;
  readonly typeStart: number;
  /** Name after the type: `opts.name`; brackets and default removed. */
  readonly name: string;
  readonly optional: boolean;
  /** All that follows the tag, up to the next one. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TAG = /(?:^|[\n\r])[^\S\n\r]*@([A-Za-z]+)/g;
const NAME = /^\s*(\[?)\s*([\w$.[\]#]*[\w$#])/;

/**
 * The tags of a doc comment. `value` is the comment's text without its delimiters, `offset` where it starts in the file.
 */
export function jsDocTags(value: string, offset: number): readonly JsDocTag[] {
  // Stars that begin lines become blanks, so that offsets stay right.
  const text = value.replace(/(^|[\n\r])([^\S\n\r]*)\*/g, '$1$2 ');
  const starts: { tag: string; at: number; after: number }[] = [];
  for (const match of text.matchAll(TAG)) {
    const after = match.index + match[0].length;
    const tag = match[1] ?? '';
    starts.push({ tag, at: after - tag.length - 1, after });
  }
  return starts.map(({ tag, at, after }, i) => {
    const end = starts[i + 1]?.at ?? text.length;
    return readTag(text.slice(0, end), tag, at, after, offset);
  });
}

function readTag(text: string, tag: string, at: number, after: number, offset: number): JsDocTag {
  let from = after;
  while (/\s/.test(text[from] ?? '')) from++;
  let type = '';
  let typeStart = from;
  if (text[from] === '{') {
    const close = closingBrace(text, from);
    type = text.slice(from + 1, close);
    typeStart = from + 1;
    from = close + 1;
  }
  const found = NAME.exec(text.slice(from));
  const bracket = found?.[1] === '[';
  let name = found?.[2] ?? '';
  if (bracket) name = name.replace(/\]$/, (end) => (name.includes('[') ? end : ''));
  return {
    tag,
    type,
    typeStart: offset + typeStart,
    name,
    optional: bracket || type.trimEnd().endsWith('='),
    text: text.slice(after),
    start: offset + at,
    end: offset + text.trimEnd().length,
  };
}

/** Offset of the brace that closes the one at `open`, or the end of the text. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return text.length;
}
