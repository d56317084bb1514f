/** A part of a text that nests too deeply. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  /** What stands before it is not complete without a value. */
  readonly wantsOperand: boolean;
}

/** What is too deep. */
export interface Limits {
  /** More open brackets than this are not given to parsers that recurse on the machine's stack. */
  readonly brackets: number;
  /** Nor are statements of more tokens than this that no separator interrupts: `a ? b : a ? b : …`, `if … else if …`. */
  readonly run: number;
}

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
export class NestingScan {
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
  readonly #limits: Limits;
  readonly #wholeRuns: boolean;
  /** Where the run of each level began, and whether elements stand in it, which cannot be cut in the middle. */
  readonly #begins: number[] = [];
  #begin = 0;
  #hasElements = false;
  /** What is cut out, and where the part begins that is being cut out on some level. */
  readonly #cuts: Cut[] = [];
  #cutting: { readonly start: number; readonly level: number; readonly wantsOperand: boolean } | null = null;

  constructor(text: string, limits: Limits, wholeRuns = false) {
    this.#text = text;
    this.#limits = limits;
    this.#wholeRuns = wholeRuns;
  }

  exceeds(): boolean {
    const { brackets, run } = this.#limits;
    while (this.#next()) if (this.#run > run || this.#open.length > brackets) return true;
    return false;
  }

  /** Parts without which the text keeps within the limits, in text order. */
  cuts(): readonly Cut[] {
    const { brackets, run } = this.#limits;
    while (this.#next()) {
      if (this.#cutting !== null) continue;
      if (this.#open.length > brackets) this.#startCut(this.#at, this.#open[this.#open.length - 1] !== CLOSE_BRACE);
      else if (this.#run > run && (this.#canEnd() || this.#run > run * 1.1)) {
        if (this.#hasElements || this.#wholeRuns) this.#startCut(afterBlanks(this.#text, this.#begin), true);
        else this.#startCut(this.#at, this.#wantsOperand());
      }
    }
    this.#endCut(this.#text.length);
    return this.#cuts;
  }

  #startCut(start: number, wantsOperand: boolean): void {
    this.#cutting = { start, level: this.#open.length, wantsOperand };
  }

  /** The run of the level that is being cut ends before `end`. */
  #endCut(end: number): void {
    const cutting = this.#cutting;
    if (cutting === null) return;
    this.#cutting = null;
    if (end > cutting.start) this.#cuts.push({ start: cutting.start, end, wantsOperand: cutting.wantsOperand });
  }

  /** Whether a statement can end here: before an operator, a member or an `else`. */
  #canEnd(): boolean {
    if (this.#wantsOperand()) return false;
    const next = afterBlanks(this.#text, this.#at);
    return LEFT_LEANING.has(this.#text.charCodeAt(next)) || this.#text.startsWith('else', next);
  }

  /** A new run begins on this level at `at`. */
  #separate(at: number, next: number = at): void {
    this.#run = 0;
    this.#begin = next;
    this.#hasElements = false;
    if (this.#cutting?.level === this.#open.length) this.#endCut(at);
  }

  /** Reads a token; false at the end. */
  #next(): boolean {
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
          if (c === LESS && this.#wantsOperand()) this.#hasElements = true;
          this.#run += LEFT_LEANING.has(c) && !this.#wantsOperand() ? -0.5 : 1;
          this.#at++;
          break;
        default:
          if (!this.#special(c)) continue;
      }
      this.#last = text.charCodeAt(this.#at - 1);
      return true;
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
        if (this.#run > this.#limits.run / 8 && !this.#wantsOperand() && startsStatement(this.#text, this.#at)) {
          this.#separate(this.#at);
        }
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
        if (!this.#text.startsWith('else', afterBlanks(this.#text, this.#at))) this.#separate(this.#at - 1, this.#at);
        return true;
      case COMMA:
        this.#at++;
        this.#separate(this.#at - 1, this.#at);
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
      this.#hasElements = true;
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
    this.#begins.push(this.#hasElements ? -this.#begin - 1 : this.#begin);
    this.#run = 0;
    this.#at++;
    this.#begin = this.#at;
    this.#hasElements = false;
  }

  /** Closes the nearest bracket of this kind; a closing bracket that fits none is passed over. */
  #close(c: number): void {
    let level = this.#open.length - 1;
    while (level >= 0 && this.#open[level] !== c && !(c === CLOSE_BRACE && this.#open[level] === BACKTICK)) level--;
    this.#at++;
    if (level < 0) return;
    const template = this.#open[level] === BACKTICK;
    if (this.#cutting !== null && level < this.#cutting.level) this.#endCut(this.#at - 1);
    const begin = this.#begins[level] ?? 0;
    this.#run = this.#runs[level] ?? 0;
    this.#hasElements = begin < 0;
    this.#begin = begin < 0 ? -begin - 1 : begin;
    this.#open.length = level;
    this.#runs.length = level;
    this.#begins.length = level;
    if (template) this.#template(this.#at);
    else if (c === CLOSE_BRACE && startsStatement(this.#text, this.#at)) this.#separate(this.#at);
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
