/** More open brackets than this are not given to parsers that recurse on the machine's stack. */
const BRACKETS = 500;
/** Nor are statements of more tokens than this that no separator interrupts: `a ? b : a ? b : …`, `if … else if …`. */
const RUN = 4000;
/** Shorter texts cannot nest deeply enough to matter. */
const SHORT = 1000;

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const PLUS = 43;
const COMMA = 44;
const DOT = 46;
const SLASH = 47;
const SEMICOLON = 59;
const LESS = 60;
const GREATER = 62;
const OPEN_SQUARE = 91;
const BACKSLASH = 92;
const CLOSE_SQUARE = 93;
const BACKTICK = 96;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const DOLLAR = 36;

const OTHER = 0;
const WORD = 1;
const BLANK = 2;
const SPECIAL = 3;

const isWordCode = (c: number): boolean =>
  (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === DOLLAR;

const SPECIALS = [LF, QUOTE, APOSTROPHE, OPEN, CLOSE, COMMA, SLASH, SEMICOLON, OPEN_SQUARE, CLOSE_SQUARE, BACKTICK];

/** Class of each ASCII character. */
const CLASS = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  if (isWordCode(c)) CLASS[c] = WORD;
  else if (c === SPACE || (c >= TAB && c <= CR)) CLASS[c] = BLANK;
}
for (const c of [...SPECIALS, OPEN_BRACE, CLOSE_BRACE]) CLASS[c] = SPECIAL;

/** Operators whose chains nest to the left, which parsers read without recursion: half as many tokens count. */
const LEFT_LEANING = new Set([38, PLUS, DOT, 124]);

/** Words that want an operand: after them a slash begins a regular expression and a line does not end. */
const WANT_OPERAND = new Set('return typeof case in of void delete throw else do await yield new'.split(' '));

const classOf = (c: number): number => (c < 128 ? (CLASS[c] ?? OTHER) : WORD);

function afterBlanks(text: string, at: number): number {
  let i = at;
  while (i < text.length && text.charCodeAt(i) <= SPACE) i++;
  return i;
}

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
  if (end < 0) return text.length;
  return line ? end : end + 2;
}

function startsStatement(text: string, at: number): boolean {
  const i = afterBlanks(text, at);
  return i >= text.length || (classOf(text.charCodeAt(i)) === WORD && !text.startsWith('else', i));
}

/** A rough reader of tokens that keeps count of open brackets and of tokens since the last separator on each level. */
class NestingScan {
  readonly #text: string;
  /** Closing characters awaited; a backtick stands for the brace that closes `${`. */
  readonly #open: number[] = [];
  /** Tokens before each open bracket on its level. */
  readonly #runs: number[] = [];
  #run = 0;
  /** The last token's last character, and where it began if it was a word. */
  #last = SEMICOLON;
  #wordStart = 0;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  exceeds(): boolean {
    const text = this.#text;
    const length = text.length;
    while (this.#at < length) {
      const c = text.charCodeAt(this.#at);
      switch (classOf(c)) {
        case WORD:
          this.#word();
          break;
        case BLANK:
          this.#at++;
          continue;
        case OTHER:
          this.#run += LEFT_LEANING.has(c) && !this.#wantsOperand() ? -0.5 : 1;
          this.#at++;
          break;
        default:
          if (!this.#special(c)) continue;
      }
      this.#last = text.charCodeAt(this.#at - 1);
      if (this.#run > RUN || this.#open.length > BRACKETS) return true;
    }
    return false;
  }

  #word(): void {
    const text = this.#text;
    const length = text.length;
    this.#wordStart = this.#at;
    let i = this.#at + 1;
    while (i < length && classOf(text.charCodeAt(i)) === WORD) i++;
    this.#at = i;
    this.#run++;
  }

  /** Reads a token that begins with a special character; false if it is as good as blank. */
  #special(c: number): boolean {
    switch (c) {
      case LF:
        this.#at++;
        if (this.#run > RUN / 8 && !this.#wantsOperand() && startsStatement(this.#text, this.#at)) this.#run = 0;
        return false;
      case QUOTE:
      case APOSTROPHE:
        this.#run++;
        this.#at = afterQuote(this.#text, this.#at, c);
        return true;
      case SLASH:
        return this.#slash();
      case OPEN:
        this.#enter(CLOSE);
        return true;
      case OPEN_SQUARE:
        this.#enter(CLOSE_SQUARE);
        return true;
      case OPEN_BRACE:
        this.#enter(CLOSE_BRACE);
        return true;
      case BACKTICK:
        this.#run++;
        this.#template(this.#at + 1);
        return true;
      case SEMICOLON:
        this.#at++;
        if (!this.#text.startsWith('else', afterBlanks(this.#text, this.#at))) this.#run = 0;
        return true;
      case COMMA:
        this.#at++;
        this.#run = 0;
        return true;
      default:
        this.#close(c);
        return true;
    }
  }

  #slash(): boolean {
    const next = this.#text.charCodeAt(this.#at + 1);
    if (next === SLASH || next === STAR) {
      this.#at = afterComment(this.#text, this.#at);
      return false;
    }
    if (next === GREATER || this.#last === LESS) {
      // The end of an element: what follows is its sibling, not nested in it.
      this.#run >>= 1;
      this.#at++;
    } else {
      this.#run++;
      this.#at = this.#wantsOperand() ? afterRegex(this.#text, this.#at) : this.#at + 1;
    }
    return true;
  }

  /** Whether what was read last leaves an operand to come. */
  #wantsOperand(): boolean {
    const last = this.#last;
    if (classOf(last) !== WORD) {
      const value = last === CLOSE || last === CLOSE_SQUARE || last === CLOSE_BRACE || last === BACKTICK;
      return !value && last !== QUOTE && last !== APOSTROPHE;
    }
    let end = this.#wordStart;
    while (end < this.#at && classOf(this.#text.charCodeAt(end)) === WORD) end++;
    return end - this.#wordStart <= 6 && WANT_OPERAND.has(this.#text.slice(this.#wordStart, end));
  }

  #enter(closer: number): void {
    this.#open.push(closer);
    this.#runs.push(this.#run + 1);
    this.#run = 0;
    this.#at++;
  }

  /** Closes the nearest bracket of this kind; a closing bracket that fits none is passed over. */
  #close(c: number): void {
    let level = this.#open.length - 1;
    while (level >= 0 && this.#open[level] !== c && !(c === CLOSE_BRACE && this.#open[level] === BACKTICK)) level--;
    this.#at++;
    if (level < 0) return;
    const template = this.#open[level] === BACKTICK;
    this.#run = this.#runs[level] ?? 0;
    this.#open.length = level;
    this.#runs.length = level;
    if (template) this.#template(this.#at);
    else if (c === CLOSE_BRACE && startsStatement(this.#text, this.#at)) this.#run = 0;
  }

  /** The text of a template from `at` to its end or the next `${`. */
  #template(at: number): void {
    const text = this.#text;
    for (let i = at; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === BACKSLASH) {
        i++;
      } else if (c === BACKTICK) {
        this.#at = i + 1;
        return;
      } else if (c === DOLLAR && text.charCodeAt(i + 1) === OPEN_BRACE) {
        this.#at = i + 1;
        this.#enter(BACKTICK);
        return;
      }
    }
    this.#at = text.length;
  }
}

/** Change of depth at each ASCII character; 2 for what ends a run. */
const STEP = new Int8Array(128);
for (const c of [OPEN, OPEN_SQUARE, OPEN_BRACE]) STEP[c] = 1;
for (const c of [CLOSE, CLOSE_SQUARE, CLOSE_BRACE]) STEP[c] = -1;
for (const c of [COMMA, SEMICOLON]) STEP[c] = 2;

/** Cheap look over all characters, quoted ones included: whether a closer look is worth its time. */
function isSuspicious(text: string): boolean {
  let depth = 0;
  let runStart = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128) continue;
    const step = STEP[c] ?? 0;
    if (step === 0) continue;
    if (i - runStart > RUN) return true;
    if (step === 2) {
      runStart = i;
    } else {
      depth += step;
      if (depth < 0) depth = 0;
      else if (depth > BRACKETS) return true;
      if (c >= OPEN_BRACE) runStart = i;
    }
  }
  return text.length - runStart > RUN || occursOften(text, 'else') || occursOften(text, 'for');
}

/** Statements can nest without brackets by these words. */
function occursOften(text: string, word: string): boolean {
  let count = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (++count > RUN / 4) return true;
  }
  return false;
}

/**
 * Whether a text nests so deeply that a recursive parser could run out of the machine's stack, which would end the whole
 * process. A rough scan that rather says yes: such texts go to a parser whose failure can be caught.
 */
export function mayOverflow(text: string): boolean {
  return text.length >= SHORT && isSuspicious(text) && new NestingScan(text).exceeds();
}
