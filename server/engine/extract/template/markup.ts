import type { Container } from '../../source/index.ts';
import { readAttributes } from './attributes.ts';
import { Patience, scanCode } from './code-scan.ts';
import type { BlockNode, CodeNode, CommentNode, ElementNode, Markup, MarkupNode, RawBlock } from './nodes.ts';

/** Elements without content and end tag. */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Elements whose content is no markup. */
const RAW = new Set(['script', 'style']);
const TAG_NAME = /[A-Za-z][^\s/>"'={}<]*/y;
const WORD = /\s*([a-z]+(?:\s+if)?)?/y;
/** Deeper elements are read as if they had no end tag. */
const MAX_DEPTH = 150;

/** An element or block that is open, and what is put into it. */
interface Frame {
  readonly element: ElementNode | null;
  readonly block: BlockNode | null;
  children: MarkupNode[];
  /** Names of the elements open above the nearest block, with how many there are of each. */
  readonly names: Map<string, number>;
}

/**
 * Reads the markup of a component file. Tolerates everything: what is not closed ends with what is round it, an end tag
 * of nothing is left out. Linear in the text.
 *
 * @param from where the markup starts (behind the front matter)
 */
export function readMarkup(text: string, container: Container, from: number): Markup {
  return new MarkupReader(text, container, from, text.length, new Patience()).read();
}

class MarkupReader {
  readonly #text: string;
  readonly #container: Container;
  readonly #limit: number;
  readonly #raw: RawBlock[] = [];
  readonly #comments: CommentNode[] = [];
  readonly #stack: Frame[] = [];
  readonly #root: MarkupNode[] = [];
  readonly #rootNames = new Map<string, number>();
  #at: number;
  /** What was not found from there on is not looked for again. */
  #openMustache = Infinity;
  #openComment = Infinity;
  readonly #openRaw = new Map<string, number>();

  readonly #patience: Patience;
  /** Elements round the code that this reader reads markup in. */
  #depth = 0;

  constructor(text: string, container: Container, from: number, limit: number, patience: Patience) {
    this.#patience = patience;
    this.#text = text;
    this.#container = container;
    this.#at = from;
    this.#limit = limit;
  }

  read(): Markup {
    this.#run(() => false);
    while (this.#stack.length > 0) this.#close(this.#limit, this.#limit);
    return { nodes: this.#root, raw: this.#raw, comments: this.#comments };
  }

  get #children(): MarkupNode[] {
    return this.#stack.at(-1)?.children ?? this.#root;
  }

  get #names(): Map<string, number> {
    return this.#stack.at(-1)?.names ?? this.#rootNames;
  }

  /** Reads on until `done` says so. */
  #run(done: () => boolean): void {
    let textStart = this.#at;
    const flush = (): void => {
      if (this.#at > textStart) this.#children.push({ k: 'text', start: textStart, end: this.#at });
    };
    while (this.#at < this.#limit) {
      const c = this.#text[this.#at];
      if (c !== '<' && c !== '{') {
        this.#at = this.#nextSpecial(this.#at + 1);
        continue;
      }
      const start = this.#at;
      const before = textStart;
      flush();
      const taken = c === '<' ? this.#angle() : this.#brace();
      if (!taken) {
        // it was text after all: one run with what stands before it
        if (start > before) this.#children.pop();
        this.#at = start + 1;
        textStart = before;
        continue;
      }
      textStart = this.#at;
      if (done()) return;
    }
    flush();
  }

  #nextSpecial(from: number): number {
    for (let i = from; i < this.#limit; i++) {
      const c = this.#text.charCodeAt(i);
      if (c === 60 || c === 123) return i;
    }
    return this.#limit;
  }

  #angle(): boolean {
    const text = this.#text;
    const start = this.#at;
    if (text.startsWith('<!--', start)) return this.#comment(start);
    if (text[start + 1] === '!' || text[start + 1] === '?') {
      const end = text.indexOf('>', start);
      this.#at = end < 0 ? this.#limit : end + 1;
      return true;
    }
    if (text[start + 1] === '/') return this.#endTag(start);
    if (this.#container === 'astro' && text[start + 1] === '>') {
      this.#open('', start, start + 2, []);
      return true;
    }
    TAG_NAME.lastIndex = start + 1;
    const name = TAG_NAME.exec(text)?.[0];
    if (name === undefined) return false;
    const tag = readAttributes(text, start + 1 + name.length, this.#limit, this.#container, this.#patience);
    if (tag === null) return false;
    this.#at = tag.end;
    const lower = name.toLowerCase();
    if (RAW.has(lower) && !tag.selfClosing) this.#rawElement(lower, start, start + 1 + name.length, tag.end);
    else if (tag.selfClosing || VOID.has(lower) || this.#depth + this.#stack.length >= MAX_DEPTH) {
      const { attributes, end } = tag;
      this.#children.push({ k: 'element', name, attributes, children: [], start, openEnd: end, closeStart: end, end });
    } else this.#open(name, start, tag.end, tag.attributes);
    return true;
  }

  #open(name: string, start: number, openEnd: number, attributes: ElementNode['attributes']): void {
    this.#at = openEnd;
    const element: ElementNode = {
      k: 'element',
      name,
      attributes,
      children: [],
      start,
      openEnd,
      closeStart: openEnd,
      end: openEnd,
    };
    const names = this.#names;
    this.#children.push(element);
    names.set(name, (names.get(name) ?? 0) + 1);
    this.#stack.push({ element, block: null, children: element.children, names });
  }

  #comment(start: number): boolean {
    const end = start >= this.#openComment ? -1 : this.#text.indexOf('-->', start + 4);
    if (end < 0 || end + 3 > this.#limit) {
      this.#openComment = Math.min(this.#openComment, start);
      this.#at = this.#limit;
      return true;
    }
    this.#comments.push({ start, end: end + 3, value: this.#text.slice(start + 4, end) });
    this.#at = end + 3;
    return true;
  }

  #rawElement(name: string, start: number, nameEnd: number, from: number): void {
    const top = this.#stack.length === 0;
    const attributes = this.#text.slice(nameEnd, from - 1);
    const known = this.#openRaw.get(name) ?? Infinity;
    const pattern = name === 'script' ? /<\/script\s*>/gi : /<\/style\s*>/gi;
    pattern.lastIndex = from;
    const match = from >= known ? null : pattern.exec(this.#text);
    if (match === null) {
      this.#openRaw.set(name, Math.min(known, from));
      this.#at = this.#limit;
      return;
    }
    this.#at = match.index + match[0].length;
    this.#raw.push({ name, attributes, top, start, from, to: match.index, end: this.#at });
  }

  #endTag(start: number): boolean {
    const text = this.#text;
    TAG_NAME.lastIndex = start + 2;
    const fragment = this.#container === 'astro' && text[start + 2] === '>';
    const name = fragment ? '' : TAG_NAME.exec(text)?.[0];
    if (name === undefined) return false;
    const close = text.indexOf('>', start);
    const end = close < 0 || close >= this.#limit ? this.#limit : close + 1;
    this.#at = end;
    if ((this.#names.get(name) ?? 0) === 0) return true;
    for (let top = this.#stack.at(-1); top?.element; top = this.#stack.at(-1)) {
      const own = top.element.name === name;
      this.#close(start, own ? end : start);
      if (own) break;
    }
    return true;
  }

  /** Closes the innermost frame. */
  #close(closeStart: number, end: number): void {
    const frame = this.#stack.pop();
    if (frame?.element) {
      frame.element.closeStart = closeStart;
      frame.element.end = end;
      frame.names.set(frame.element.name, (frame.names.get(frame.element.name) ?? 1) - 1);
    } else if (frame?.block) frame.block.end = end;
  }

  #brace(): boolean {
    const start = this.#at;
    if (this.#patience.over) return false;
    switch (this.#container) {
      case 'vue':
        return this.#mustache(start);
      case 'svelte':
        return this.#svelte(start);
      default:
        return this.#astro(start);
    }
  }

  #mustache(start: number): boolean {
    if (this.#text[start + 1] !== '{' || start >= this.#openMustache) return false;
    const close = this.#text.indexOf('}}', start + 2);
    if (close < 0 || close + 2 > this.#limit) {
      this.#openMustache = start;
      return false;
    }
    this.#code(start, start + 2, close, close + 2, []);
    return true;
  }

  #code(start: number, from: number, to: number, end: number, markup: CodeNode['markup']): void {
    this.#children.push({ k: 'code', start, end, from, to, markup });
    this.#at = end;
  }

  /** Offset of the brace that closes the one at `start`; -1 if none does. */
  #closing(start: number): number {
    const { end } = scanCode(this.#text, start + 1, this.#limit);
    if (end >= 0 && this.#text[end] === '}') return end;
    this.#patience.lose();
    return -1;
  }

  #svelte(start: number): boolean {
    const text = this.#text;
    const sign = text[start + 1] ?? '';
    const close = this.#closing(start);
    if (close < 0) return false;
    if (!'#:/@'.includes(sign) || (sign === '/' && /[/*]/.test(text[start + 2] ?? ''))) {
      this.#code(start, start + 1, close, close + 1, []);
      return true;
    }
    WORD.lastIndex = start + 2;
    const word = WORD.exec(text);
    const keyword = (word?.[1] ?? '').replace(/\s+/g, ' ');
    const from = start + 2 + (word?.[0].length ?? 0);
    this.#at = close + 1;
    if (sign === '@') this.#children.push({ k: 'tag', keyword, from, to: close, start, end: close + 1 });
    else if (sign === '#') this.#openBlock(keyword, start, from, close);
    else if (sign === ':') this.#section(keyword, start, from, close);
    else this.#closeBlock(start, close + 1);
    return true;
  }

  #openBlock(keyword: string, start: number, from: number, to: number): void {
    if (this.#depth + this.#stack.length >= MAX_DEPTH) return;
    const children: MarkupNode[] = [];
    const block: BlockNode = {
      k: 'block',
      name: keyword,
      sections: [{ keyword, from, to, children }],
      start,
      end: to + 1,
    };
    this.#children.push(block);
    this.#stack.push({ element: null, block, children, names: new Map() });
  }

  /** `{:else}` and the like: what is open above the block ends. */
  #section(keyword: string, start: number, from: number, to: number): void {
    if (!this.#stack.some((frame) => frame.block !== null)) return;
    while (this.#stack.at(-1)?.block === null) this.#close(start, start);
    const frame = this.#stack.at(-1);
    if (!frame?.block) return;
    frame.children = [];
    frame.block.sections.push({ keyword, from, to, children: frame.children });
  }

  #closeBlock(start: number, end: number): void {
    if (!this.#stack.some((frame) => frame.block !== null)) return;
    while (this.#stack.at(-1)?.block === null) this.#close(start, start);
    this.#close(start, end);
  }

  /** Code in which markup stands wherever a value can: the markup is read by a reader of its own. */
  #astro(start: number): boolean {
    const text = this.#text;
    const markup: { start: number; end: number; nodes: readonly MarkupNode[] }[] = [];
    let last = '{';
    const limit = this.#limit;
    const read = (at: number): number | undefined => {
      const c = text[at] ?? '';
      const isMarkup = c === '<' && /[A-Za-z>!]/.test(text[at + 1] ?? '') && startsValue(text, start, at, last);
      last = c;
      if (!isMarkup) return undefined;
      const inner = new MarkupReader(text, 'astro', at, limit, this.#patience);
      const end = inner.#one(this.#depth + this.#stack.length + 1);
      if (end <= at) return -1;
      markup.push({ start: at, end, nodes: inner.#root });
      this.#raw.push(...inner.#raw);
      this.#comments.push(...inner.#comments);
      last = '>';
      return end;
    };
    const close = scanAstro(text, start + 1, limit, read);
    if (close < 0) {
      this.#patience.lose();
      return false;
    }
    this.#code(start, start + 1, close, close + 1, markup);
    return true;
  }

  /** Reads one element, with comments before it. Returns the offset behind it. */
  #one(depth: number): number {
    if (depth > MAX_DEPTH) return -1;
    this.#depth = depth;
    this.#run(() => this.#stack.length === 0 && this.#root.length > 0);
    return this.#stack.length > 0 || this.#root[0]?.k !== 'element' ? -1 : this.#at;
  }
}

/** Whether a value can stand at an offset: behind an operator, an opening bracket, an arrow, `return`. */
function startsValue(text: string, from: number, at: number, last: string): boolean {
  if ('{(,?:&|=>['.includes(last)) return true;
  return /(?:return|default)\s*$/.test(text.slice(Math.max(from, at - 12), at));
}

/** Like `scanCode` up to the closing brace, but the callback is asked inside of brackets too. */
function scanAstro(text: string, from: number, limit: number, read: (at: number) => number | undefined): number {
  let at = from;
  let braces = 0;
  for (;;) {
    const found = scanCode(text, at, limit, (i) => {
      const next = read(i);
      if (next !== undefined) return next;
      const c = text[i] ?? '';
      return '({['.includes(c) ? -1 : undefined;
    });
    if (found.end < 0 || found.end >= limit) return -1;
    const c = text[found.end] ?? '';
    if ('({['.includes(c)) {
      braces++;
      at = found.end + 1;
    } else if (!')]}'.includes(c)) return -1;
    else if (braces === 0) return c === '}' ? found.end : -1;
    else {
      braces--;
      at = found.end + 1;
    }
  }
}
