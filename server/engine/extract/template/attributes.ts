import type { Container } from '../../source/index.ts';
import { scanCode, type Patience } from './code-scan.ts';
import type { AttributeNode, AttributeValue, CodeNode } from './nodes.ts';

/** What stands in a start tag behind its name. */
export interface StartTag {
  readonly attributes: readonly AttributeNode[];
  readonly selfClosing: boolean;
  /** Offset behind the tag. */
  readonly end: number;
}

const NAME = /[^\s=>/{}"'<][^\s=>/{}"'<]*/y;
/** Vue's names may hold brackets with anything in them. */
const VUE_NAME = /[^\s=>/"'<][^\s=>/"'<]*/y;

/** Reads attributes up to the end of the tag; null if the text ends first or another tag begins. */
export function readAttributes(
  text: string,
  from: number,
  limit: number,
  container: Container,
  patience: Patience,
): StartTag | null {
  const attributes: AttributeNode[] = [];
  let at = from;
  while (at < limit) {
    const c = text[at] ?? '';
    if (c === '>') return { attributes, selfClosing: false, end: at + 1 };
    if (c === '/' && text[at + 1] === '>') return { attributes, selfClosing: true, end: at + 2 };
    if (c === '<') return null;
    if (container !== 'vue' && c === '{') {
      const code = codeAt(text, at, limit, patience);
      if (code === null) return null;
      attributes.push(braced(text, code));
      at = code.end;
      continue;
    }
    if (container === 'svelte' && c === '/' && /[/*]/.test(text[at + 1] ?? '')) {
      const end = text[at + 1] === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 1;
      if (end <= 0) return null;
      at = end + 1;
      continue;
    }
    const pattern = container === 'vue' ? VUE_NAME : NAME;
    pattern.lastIndex = at;
    const name = /\s|\/|=|"|'|\}/.test(c) ? undefined : pattern.exec(text)?.[0];
    if (name === undefined) {
      at++;
      continue;
    }
    const attribute = attributeAt(text, at, name, limit, container, patience);
    if (attribute === null) return null;
    attributes.push(attribute);
    at = attribute.end;
  }
  return null;
}

/** `{name}`, `{...spread}`, `{@attach x}`. */
function braced(text: string, code: CodeNode): AttributeNode {
  const { start, end, from, to } = code;
  const inner = text.slice(from, to).trim();
  const name = /^[\w$]+$/.test(inner) ? inner : '';
  return { name, start, end, value: code };
}

function attributeAt(
  text: string,
  start: number,
  name: string,
  limit: number,
  container: Container,
  patience: Patience,
): AttributeNode | null {
  let at = start + name.length;
  while (at < limit && text.charCodeAt(at) <= 32) at++;
  if (text[at] !== '=') return { name, start, end: start + name.length, value: null };
  at++;
  while (at < limit && text.charCodeAt(at) <= 32) at++;
  const value = valueAt(text, at, limit, container, patience);
  if (value === null) return null;
  const end = value.k === 'code' ? value.end : value.quoted ? value.to + 1 : value.to;
  return { name, start, end, value };
}

function valueAt(
  text: string,
  at: number,
  limit: number,
  container: Container,
  patience: Patience,
): AttributeValue | null {
  const c = text[at] ?? '';
  if (container !== 'vue' && c === '{') {
    const code = codeAt(text, at, limit, patience);
    if (code === null) return null;
    const next = text[code.end] ?? '';
    if (container === 'astro' || /[\s>/]/.test(next)) return code;
  }
  if (container === 'astro' && c === '`') {
    const { end } = scanCode(text, at, limit, (i) => (i > at ? -1 : undefined));
    if (end <= at) return null;
    return { k: 'code', start: at, end, from: at, to: end, markup: [] };
  }
  if (c === '"' || c === "'") {
    const parts: CodeNode[] = [];
    for (let i = at + 1; i < limit; i++) {
      if (text[i] === c) return { k: 'text', quoted: true, from: at + 1, to: i, parts };
      if (container !== 'svelte' || text[i] !== '{') continue;
      const code = codeAt(text, i, limit, patience);
      if (code === null) continue;
      parts.push(code);
      i = code.end - 1;
    }
    return null;
  }
  const parts: CodeNode[] = [];
  let i = at;
  while (i < limit && !/[\s>"'<`]/.test(text[i] ?? '')) {
    if (text[i] === '/' && text[i + 1] === '>') break;
    const code = container === 'svelte' && text[i] === '{' ? codeAt(text, i, limit, patience) : null;
    if (code !== null) parts.push(code);
    i = code === null ? i + 1 : code.end;
  }
  return { k: 'text', quoted: false, from: at, to: i, parts };
}

function codeAt(text: string, start: number, limit: number, patience: Patience): CodeNode | null {
  const end = patience.over ? -1 : scanCode(text, start + 1, limit).end;
  if (end < 0 || text[end] !== '}') {
    patience.lose();
    return null;
  }
  return { k: 'code', start, end: end + 1, from: start + 1, to: end, markup: [] };
}
