import { isCode, isExpression } from './code-scan.ts';
import type { AttributeNode, CodeNode, ElementNode, MarkupNode } from './nodes.ts';
import type { Printer } from './printer.ts';

/** Writes markup as JSX. What differs between the kinds of component files is written by the parts that each has. */
export interface Writer {
  readonly text: string;
  readonly out: Printer;
  /** Nodes side by side, as children of an element. */
  readonly children: (w: Writer, nodes: readonly MarkupNode[]) => void;
}

/** Names that JSX takes as they are. */
const ATTRIBUTE = /^[A-Za-z_$][\w$-]*(?::[\w$-]+)?$/;
const TAG = /^[A-Za-z_$][\w$-]*(?::[\w$-]+|(?:\.[A-Za-z_$][\w$]*)*)$/;

export const isAttributeName = (name: string): boolean => ATTRIBUTE.test(name);
export const isTagName = (name: string): boolean => TAG.test(name);

/** `some-name`, `some:name` as `someName`. */
export const camel = (name: string): string =>
  name.replace(/[-:.]+(\w?)/g, (_, letter: string) => letter.toUpperCase());

/** `some-name` as `SomeName`. */
export const pascal = (name: string): string => {
  const joined = camel(name);
  return joined.charAt(0).toUpperCase() + joined.slice(1);
};

/** The property in which the handler of an event is handed in. */
export const handlerName = (event: string): string => `on${pascal(event)}`;

/** Text as children: what JSX would take for code is written as references. */
export function writeText(w: Writer, start: number, end: number): void {
  // what was left out between two texts, as a comment is, must not be read as part of one
  if (w.out.last !== start) w.out.write('{/**/}', start);
  let from = start;
  for (let i = start; i < end; i++) {
    const c = w.text[i] ?? '';
    if (c !== '{' && c !== '}' && c !== '<' && c !== '>') continue;
    w.out.copy(from, i);
    w.out.write(`&#${String(c.charCodeAt(0))};`, i, i + 1);
    from = i + 1;
  }
  w.out.copy(from, end);
}

/** Code in parentheses; `undefined` where it can be none. */
export function writeExpression(w: Writer, from: number, to: number): void {
  const [start, end] = trimmed(w.text, from, to);
  if (!isExpression(w.text, start, end)) {
    w.out.write('void 0', start, end);
    return;
  }
  w.out.write('(', start);
  w.out.copy(start, end);
  // a comment at the end would swallow the parenthesis
  w.out.write(w.text.slice(start, end).includes('//') ? '\n)' : ')', end);
}

/** A stretch without the white space at its ends. */
export function trimmed(text: string, from: number, to: number): readonly [number, number] {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text[start] ?? '')) start++;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
  return [start, end];
}

/** `{code}` as a child. */
export function writeCode(w: Writer, { from, to, start, end }: Pick<CodeNode, 'from' | 'to' | 'start' | 'end'>): void {
  const [a, b] = trimmed(w.text, from, to);
  if (!isExpression(w.text, a, b)) return;
  w.out.write('{', start);
  writeExpression(w, from, to);
  w.out.write('}', end);
}

/** ` name={code}`. */
export function writeBound(w: Writer, name: string, at: AttributeNode, from: number, to: number): void {
  if (!isAttributeName(name)) return;
  const [a, b] = trimmed(w.text, from, to);
  if (!isExpression(w.text, a, b)) return;
  w.out.write(` ${name}={`, at.start);
  writeExpression(w, a, b);
  w.out.write('}', at.end);
}

/** An attribute that is text, or that only stands there. */
export function writePlain(w: Writer, name: string, at: AttributeNode): void {
  if (!isAttributeName(name)) return;
  const { value } = at;
  w.out.write(` ${name}`, at.start, at.start + at.name.length);
  if (value === null) return;
  w.out.write('=', at.start + at.name.length);
  if (value.k === 'code') {
    w.out.write('{', value.start);
    writeExpression(w, value.from, value.to);
    w.out.write('}', value.end);
  } else if (value.parts.length > 0) {
    w.out.write('{`', value.from);
    let from = value.from;
    for (const part of value.parts) {
      writeTemplateText(w, from, part.start);
      w.out.write('${', part.start);
      writeExpression(w, part.from, part.to);
      w.out.write('}', part.end);
      from = part.end;
    }
    writeTemplateText(w, from, value.to);
    w.out.write('`}', value.to);
  } else if (value.quoted) w.out.copy(value.from - 1, value.to + 1);
  else w.out.write(`{${JSON.stringify(w.text.slice(value.from, value.to))}}`, value.from, value.to);
}

function writeTemplateText(w: Writer, from: number, to: number): void {
  let at = from;
  for (let i = from; i < to; i++) {
    const c = w.text[i] ?? '';
    if (c !== '`' && c !== '\\' && c !== '$') continue;
    w.out.copy(at, i);
    w.out.write(`\\${c}`, i, i + 1);
    at = i + 1;
  }
  w.out.copy(at, to);
}

/**
 * A handler of an event: code that gives a function as it is, other code as the body of one.
 *
 * @param event the name its argument has there
 */
export function writeHandler(
  w: Writer,
  name: string,
  at: AttributeNode,
  from: number,
  to: number,
  event: string,
): void {
  const [start, end] = trimmed(w.text, from, to);
  if (!isAttributeName(name) || !isCode(w.text, start, end)) return;
  const code = w.text.slice(start, end);
  const isFunction = /^(?:async\s*)?(?:\([^)]*\)|[\w$]+)\s*=>|^(?:async\s+)?function\b|^[\w$]+(?:\??\.[\w$]+)*$/.test(
    code,
  );
  w.out.write(` ${name}={`, at.start);
  if (isFunction) writeExpression(w, start, end);
  else {
    w.out.write(`async (${event}) => {`, start);
    w.out.copy(start, end);
    w.out.write('\n}', end);
  }
  w.out.write('}', at.end);
}

/**
 * An element whose tag is written by `tag`.
 *
 * @param name what `tag` writes, for the end tag, which has a place of its own
 */
export function writeElement(
  w: Writer,
  node: ElementNode,
  name: string,
  tag: () => void,
  attributes: () => void,
  children: () => void,
): void {
  w.out.write('<', node.start);
  tag();
  attributes();
  w.out.write('>', node.openEnd - 1, node.openEnd);
  children();
  w.out.write('</', node.closeStart, node.closeStart);
  w.out.write(name, node.closeStart, node.end);
  w.out.write('>', node.end, node.end);
}

/** `<>…</>` round children. */
export function writeFragment(w: Writer, start: number, end: number, children: () => void): void {
  w.out.write('<>', start);
  children();
  w.out.write('</>', end);
}
