/** Looking over code without parsing it: where it ends, and whether it can be an expression at all. */

const Char = {
  lf: 10,
  cr: 13,
  double: 34,
  single: 39,
  open: 40,
  close: 41,
  star: 42,
  slash: 47,
  openSquare: 91,
  backslash: 92,
  closeSquare: 93,
  tick: 96,
  openBrace: 123,
  closeBrace: 125,
  dollar: 36,
};
/** Stands on the stack of open brackets for the `${` of a template. */
const SUBSTITUTION = -1;

/** Words after which a slash begins a regular expression. */
const BEFORE_OPERAND = /(?:^|[^\w$.])(?:return|typeof|case|in|of|void|delete|throw|else|do|await|yield|new)$/;

/** How often a closing bracket may be looked for in vain in one file before braces are taken for text. */
export class Patience {
  #left = 50;

  get over(): boolean {
    return this.#left <= 0;
  }

  lose(): void {
    this.#left--;
  }
}

/** What a look over code found. */
export interface CodeScan {
  /** Offset of the closing bracket that belongs to none of the code's own, or the end; -1 if the code is broken. */
  readonly end: number;
  /** Whether there is more than white space and comments. */
  readonly some: boolean;
}

const BROKEN: CodeScan = { end: -1, some: false };

/**
 * Looks over code from an offset to the first closing bracket that was not opened in it, or to `limit`. Linear.
 *
 * @param top told each offset outside of strings, comments and brackets
 */
export function scanCode(
  text: string,
  from: number,
  limit: number,
  top?: (at: number) => number | undefined,
): CodeScan {
  const open: number[] = [];
  let some = false;
  let last = -1;
  let at = from;
  while (at < limit) {
    const c = text.charCodeAt(at);
    if (c <= 32) {
      at++;
      continue;
    }
    if (c === Char.slash) {
      const comment = commentEnd(text, at, limit);
      if (comment > at) {
        at = comment;
        continue;
      }
    }
    if (top !== undefined && open.length === 0) {
      const next = top(at);
      if (next !== undefined) {
        if (next < 0) return { end: at, some };
        if (next > at) {
          at = next;
          some = true;
          last = at - 1;
          continue;
        }
      }
    }
    some = true;
    switch (c) {
      case Char.double:
      case Char.single:
        at = stringEnd(text, at, limit);
        if (at < 0) return BROKEN;
        last = at - 1;
        continue;
      case Char.tick:
        at = templateEnd(text, at + 1, limit, open);
        if (at < 0) return BROKEN;
        last = at - 1;
        continue;
      case Char.slash:
        if (startsRegex(text, from, last)) {
          const end = regexEnd(text, at, limit);
          if (end > 0) {
            last = end - 1;
            at = end;
            continue;
          }
        }
        break;
      case Char.open:
        open.push(Char.close);
        break;
      case Char.openSquare:
        open.push(Char.closeSquare);
        break;
      case Char.openBrace:
        open.push(Char.closeBrace);
        break;
      case Char.close:
      case Char.closeSquare:
      case Char.closeBrace: {
        const expected = open.pop();
        if (expected === undefined) return { end: at, some };
        if (expected === SUBSTITUTION && c === Char.closeBrace) {
          at = templateEnd(text, at + 1, limit, open);
          if (at < 0) return BROKEN;
          last = at - 1;
          continue;
        }
        if (expected !== c) return BROKEN;
        break;
      }
      default:
    }
    last = at;
    at++;
  }
  return open.length > 0 ? BROKEN : { end: limit, some };
}

/** Whether a stretch of the text can be one expression: brackets and strings are closed in it, and something stands there. */
export function isExpression(text: string, start: number, end: number): boolean {
  let separated = false;
  const found = scanCode(text, start, end, (at) => {
    if (text.charCodeAt(at) === 59) separated = true;
    return undefined;
  });
  return found.end === end && found.some && !separated;
}

/** Whether a stretch can be statements. */
export function isCode(text: string, start: number, end: number): boolean {
  const found = scanCode(text, start, end);
  return found.end === end && found.some;
}

/** End of the comment that starts at a slash; the slash's own offset if none does. */
function commentEnd(text: string, at: number, limit: number): number {
  const next = text.charCodeAt(at + 1);
  if (next === Char.slash) {
    for (let i = at + 2; i < limit; i++) {
      const c = text.charCodeAt(i);
      if (c === Char.lf || c === Char.cr) return i;
    }
    return limit;
  }
  if (next !== Char.star) return at;
  const end = text.indexOf('*/', at + 2);
  return end < 0 || end + 2 > limit ? limit : end + 2;
}

/** Offset behind a string; -1 if its line ends first. */
function stringEnd(text: string, at: number, limit: number): number {
  const quote = text.charCodeAt(at);
  for (let i = at + 1; i < limit; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) return i + 1;
    if (c === Char.backslash) i++;
    else if (c === Char.lf || c === Char.cr) return -1;
  }
  return -1;
}

/** Offset behind the text part of a template: behind its end, or behind the `${` that is put on the stack; -1 if neither comes. */
function templateEnd(text: string, from: number, limit: number, open: number[]): number {
  for (let i = from; i < limit; i++) {
    const c = text.charCodeAt(i);
    if (c === Char.tick) return i + 1;
    if (c === Char.backslash) i++;
    else if (c === Char.dollar && text.charCodeAt(i + 1) === Char.openBrace) {
      open.push(SUBSTITUTION);
      return i + 2;
    }
  }
  return -1;
}

function startsRegex(text: string, from: number, last: number): boolean {
  // what stands before the code is a bracket, a quote or nothing
  if (last < from) return !/[)\]]/.test(text[from - 1] ?? '');
  const before = text[last] ?? '';
  if ('(,=:[!&|?{};+-*%~^<>'.includes(before)) return true;
  return BEFORE_OPERAND.test(text.slice(Math.max(from, last - 10), last + 1));
}

/** Offset behind a regular expression; -1 if its line ends first. */
function regexEnd(text: string, at: number, limit: number): number {
  let inClass = false;
  for (let i = at + 1; i < limit; i++) {
    const c = text.charCodeAt(i);
    if (c === Char.backslash) i++;
    else if (c === Char.lf || c === Char.cr) return -1;
    else if (c === Char.openSquare) inClass = true;
    else if (c === Char.closeSquare) inClass = false;
    else if (c === Char.slash && !inClass) return i + 1;
  }
  return -1;
}
