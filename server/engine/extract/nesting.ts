/** More open brackets than this are not given to parsers that recurse on the machine's stack. */
const BRACKETS = 500;
/** Nor are statements of more tokens than this that no separator interrupts: `a ? b : a ? b : …`, `if … else if …`. */
const RUN = 4000;
/** Shorter texts cannot nest deeply enough to matter. */
const SHORT = 1000;

const TAB = 9, LF = 10, SPACE = 32, BANG = 33, QUOTE = 34, APOSTROPHE = 39, OPEN = 40, CLOSE = 41, STAR = 42, COMMA = 44;
const SLASH = 47, SEMICOLON = 59, GREATER = 62, OPEN_SQUARE = 91, BACKSLASH = 92, CLOSE_SQUARE = 93, CARET = 94;
const BACKTICK = 96, OPEN_BRACE = 123, CLOSE_BRACE = 125;

const OTHER = 0, WORD = 1, BLANK = 2, SPECIAL = 3;
const CLASS = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  if ((c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36) CLASS[c] = WORD;
  else if (c === SPACE || (c >= TAB && c <= 13 && c !== LF)) CLASS[c] = BLANK;
}
for (const c of [LF, QUOTE, APOSTROPHE, OPEN, CLOSE, COMMA, SLASH, SEMICOLON, OPEN_SQUARE, CLOSE_SQUARE, BACKTICK, OPEN_BRACE, CLOSE_BRACE]) {
  CLASS[c] = SPECIAL;
}

const isElse = (text: string, at: number): boolean => {
  let i = at;
  while (i < text.length && text.charCodeAt(i) <= SPACE) i++;
  return text.startsWith('else', i);
};

/** Offset after a quoted text, or of the next character if it is not closed on its line. */
function afterQuote(text: string, at: number, quote: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === quote) return i + 1;
    else if (c === LF) break;
  }
  return at + 1;
}

/** Offset after a regular expression, or of the next character if none is closed on this line. */
function afterRegex(text: string, at: number): number {
  let inClass = false;
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === LF) break;
    if (c === BACKSLASH) i++;
    else if (c === OPEN_SQUARE) inClass = true;
    else if (c === CLOSE_SQUARE) inClass = false;
    else if (c === SLASH && !inClass) return i + 1;
  }
  return at + 1;
}

function afterComment(text: string, at: number): number {
  const line = text.charCodeAt(at + 1) === SLASH;
  const end = line ? text.indexOf('\n', at + 2) : text.indexOf('*/', at + 2);
  return end < 0 ? text.length : line ? end : end + 2;
}

/** Whether a slash after this character can begin a regular expression. */
const beforeRegex = (c: number): boolean =>
  c === OPEN || c === COMMA || c === SEMICOLON || c === OPEN_SQUARE || c === OPEN_BRACE || (c >= BANG && c < 48 && c !== CLOSE && c !== QUOTE && c !== APOSTROPHE) || (c >= 58 && c <= 63) || c === CARET || c === 124 || c === 126;

/**
 * Whether a text nests so deeply that a recursive parser could run out of the machine's stack, which would end the whole
 * process. A rough scan of tokens that rather says yes: such texts go to a parser whose failure can be caught.
 */
export function mayOverflow(text: string): boolean {
  const length = text.length;
  if (length < SHORT) return false;
  const stack: number[] = [];
  const runs: number[] = [];
  let run = 0;
  let last = SEMICOLON;
  let i = 0;
  while (i < length) {
    const c = text.charCodeAt(i);
    const kind = c < 128 ? (CLASS[c] ?? OTHER) : WORD;
    if (kind === WORD) {
      run++;
      i++;
      while (i < length) {
        const next = text.charCodeAt(i);
        if (next < 128 && CLASS[next] !== WORD) break;
        i++;
      }
      last = c;
    } else if (kind === BLANK) {
      i++;
      continue;
    } else if (kind === OTHER) {
      run++;
      last = c;
      i++;
    } else {
      switch (c) {
        case LF:
          i++;
          if (run > RUN / 4 && endsLine(last) && startsStatement(text, i)) run = 0;
          continue;
        case QUOTE:
        case APOSTROPHE:
          run++;
          i = afterQuote(text, i, c);
          break;
        case SLASH: {
          const next = text.charCodeAt(i + 1);
          if (next === SLASH || next === STAR) {
            i = afterComment(text, i);
            continue;
          }
          if (next === GREATER || last === 60) {
            // The end of an element: what follows is its sibling, not nested in it.
            run = Math.min(run, RUN >> 1);
            i++;
          } else {
            run++;
            i = beforeRegex(last) ? afterRegex(text, i) : i + 1;
          }
          break;
        }
        case OPEN:
        case OPEN_SQUARE:
        case OPEN_BRACE:
          stack.push(c === OPEN_BRACE ? CLOSE_BRACE : c === OPEN ? CLOSE : CLOSE_SQUARE);
          runs.push(run + 1);
          run = 0;
          if (stack.length > BRACKETS) return true;
          i++;
          break;
        case CLOSE:
        case CLOSE_SQUARE:
        case CLOSE_BRACE: {
          const open = stack.lastIndexOf(c);
          if (open >= 0) {
            run = runs[open] ?? 0;
            stack.length = open;
            runs.length = open;
          }
          i++;
          if (c === CLOSE_BRACE && startsStatement(text, i) && !isElse(text, i)) run = 0;
          break;
        }
        case BACKTICK:
          run++;
          i++;
          break;
        case SEMICOLON:
          i++;
          if (!isElse(text, i)) run = 0;
          break;
        default:
          run = 0;
          i++;
      }
      last = c;
    }
    if (run > RUN) return true;
  }
  return false;
}

/** Whether a line that ends in this character can end a statement. */
const endsLine = (c: number): boolean =>
  c === CLOSE || c === CLOSE_SQUARE || c === CLOSE_BRACE || c === QUOTE || c === APOSTROPHE || c === BACKTICK || c >= 128 || CLASS[c] === WORD;

/** Whether the next token can begin a statement, not go on with an expression. */
function startsStatement(text: string, at: number): boolean {
  let i = at;
  while (i < text.length && text.charCodeAt(i) <= SPACE) i++;
  if (i >= text.length) return true;
  const c = text.charCodeAt(i);
  return c >= 128 || CLASS[c] === WORD;
}
