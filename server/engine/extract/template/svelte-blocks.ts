import { scanCode } from './code-scan.ts';
import type { BlockNode, BlockSection, ElementNode, MarkupNode, TagNode } from './nodes.ts';
import { trimmed, writeExpression, writeFragment, type Writer } from './writer.ts';

/** Whether an element is one of a component. */
export const isComponent = (node: ElementNode): boolean =>
  /^[A-Z]|\./.test(node.name) || node.name === 'svelte:component' || node.name === 'svelte:self';

/** What a component declares at its top: its snippets. */
export function svelteDeclarations(w: Writer, nodes: readonly MarkupNode[]): void {
  for (const node of declarations(nodes)) declare(w, node);
}

type Declaration = TagNode | BlockNode;

/** Constants and snippets that are declared among nodes, or in elements of theirs. */
function declarations(nodes: readonly MarkupNode[]): readonly Declaration[] {
  const found: Declaration[] = [];
  const look = (list: readonly MarkupNode[], inComponent: boolean): void => {
    for (const node of list) {
      if (node.k === 'tag' && node.keyword === 'const') found.push(node);
      else if (node.k === 'block' && node.name === 'snippet' && !inComponent) found.push(node);
      else if (node.k === 'element') look(node.children, isComponent(node));
    }
  };
  look(nodes, false);
  return found;
}

function declare(w: Writer, node: Declaration): void {
  const { out, text } = w;
  if (node.k === 'tag') {
    const [from, to] = trimmed(text, node.from, node.to);
    const found = scanCode(text, from, to);
    if (found.end !== to || !found.some) return;
    out.write('const ', node.start);
    out.copy(from, to);
    out.write(';\n', node.end);
    return;
  }
  const snippet = snippetOf(w, node);
  if (snippet === null) return;
  out.write('const ', node.start);
  out.copy(snippet.name[0], snippet.name[1]);
  out.write(' = ', node.start);
  snippetFunction(w, node, snippet);
  out.write(';\n', node.end);
}

interface Snippet {
  readonly name: readonly [number, number];
  readonly parameters: readonly [number, number];
}

/** `name(parameters)`. */
export function snippetOf({ text }: Writer, { sections }: BlockNode): Snippet | null {
  const [head] = sections;
  if (head === undefined) return null;
  const [from, to] = trimmed(text, head.from, head.to);
  const open = text.indexOf('(', from);
  if (open < 0 || open >= to || text[to - 1] !== ')' || !/^[\w$]+$/.test(text.slice(from, open).trim())) return null;
  return { name: [from, from + text.slice(from, open).trim().length], parameters: [open + 1, to - 1] };
}

/** A snippet as the function it is. */
export function snippetFunction(w: Writer, { sections, end }: BlockNode, { parameters }: Snippet): void {
  w.out.write('(', parameters[0]);
  w.out.copy(parameters[0], parameters[1]);
  w.out.write(') => ', parameters[1]);
  functionBody(w, sections[0]?.children ?? [], parameters[1], end);
}

/** The body of an arrow function that shows nodes. */
export function functionBody(w: Writer, nodes: readonly MarkupNode[], start: number, end: number): void {
  const declared = declarations(nodes);
  if (declared.length > 0) {
    w.out.write('{ ', start);
    for (const node of declared) declare(w, node);
    w.out.write('return ', start);
  }
  w.out.write('(', start);
  writeFragment(w, start, end, () => {
    w.children(w, nodes);
  });
  w.out.write(declared.length > 0 ? '); }' : ')', end);
}

/** Nodes as an expression. */
function body(w: Writer, nodes: readonly MarkupNode[], start: number, end: number): void {
  if (declarations(nodes).length === 0) {
    writeFragment(w, start, end, () => {
      w.children(w, nodes);
    });
    return;
  }
  w.out.write('(() => ', start);
  functionBody(w, nodes, start, end);
  w.out.write(')()', end);
}

/** `{#if}`, `{#each}`, `{#await}` and `{#key}`; snippets are declared before. */
export function writeBlock(w: Writer, node: BlockNode): void {
  const { out } = w;
  switch (node.name) {
    case 'if':
      choice(w, node);
      return;
    case 'each':
      each(w, node);
      return;
    case 'await':
      awaited(w, node);
      return;
    case 'key':
      out.write('{', node.start);
      body(w, node.sections[0]?.children ?? [], node.start, node.end);
      out.write('}', node.end);
      return;
    default:
  }
}

/** Where the content of a section ends: where the next one starts. */
function endOf(node: BlockNode, section: BlockSection): number {
  return section.children.at(-1)?.end ?? Math.min(section.to + 1, node.end);
}

function choice(w: Writer, node: BlockNode): void {
  const { out } = w;
  out.write('{', node.start);
  let closed = false;
  for (const section of node.sections) {
    if (closed) break;
    const [from, to] = trimmed(w.text, section.from, section.to);
    if (section.keyword !== 'else') {
      writeExpression(w, from, to);
      out.write(' ? ', section.to);
    } else closed = true;
    body(w, section.children, section.to + 1, endOf(node, section));
    if (!closed) out.write(' : ', endOf(node, section));
  }
  out.write(closed ? '}' : 'null}', node.end);
}

/** `list as item, index (key)`. */
function each(w: Writer, node: BlockNode): void {
  const { out, text } = w;
  const [section, otherwise] = node.sections;
  if (section === undefined) return;
  let as = -1;
  const { end } = scanCode(text, section.from, section.to, (at) => {
    if (/\s/.test(text[at - 1] ?? '') && /^as[\s{[]/.test(text.slice(at, at + 3))) as = at;
    return undefined;
  });
  const list: readonly [number, number] = [section.from, as < 0 ? section.to : as];
  const names = as < 0 ? null : namesOf(text, as + 2, section.to);
  if (end < 0) return;
  out.write('{', node.start);
  writeExpression(w, list[0], list[1]);
  out.write('.map((', section.from);
  for (const [i, [from, to]] of (names ?? []).entries()) {
    if (i > 0) out.write(', ', from);
    out.copy(from, to);
  }
  out.write(') => ', section.to);
  functionBody(w, section.children, section.to + 1, endOf(node, section));
  out.write(')}', endOf(node, section));
  if (otherwise === undefined) return;
  out.write('{', otherwise.to);
  body(w, otherwise.children, otherwise.to + 1, endOf(node, otherwise));
  out.write('}', node.end);
}

/** `item, index (key)`: the patterns of the item and of the index. */
function namesOf(text: string, from: number, to: number): readonly (readonly [number, number])[] {
  let comma = -1;
  const { end } = scanCode(text, from, to, (at) => {
    if (text[at] === ',' && comma < 0) comma = at;
    return text[at] === '(' ? -1 : undefined;
  });
  const stop = end < 0 ? to : end;
  const parts =
    comma < 0 || comma > stop
      ? [trimmed(text, from, stop)]
      : [trimmed(text, from, comma), trimmed(text, comma + 1, stop)];
  return parts.filter(([a, b]) => b > a);
}

/** `{#await p}…{:then v}…{:catch e}…`, and the short form `{#await p then v}`. */
function awaited(w: Writer, node: BlockNode): void {
  const { out, text } = w;
  const [head, ...rest] = node.sections;
  if (head === undefined) return;
  let word = -1;
  scanCode(text, head.from, head.to, (at) => {
    if (word < 0 && /\s/.test(text[at - 1] ?? '') && /^(?:then|catch)\b/.test(text.slice(at, at + 6))) word = at;
    return undefined;
  });
  const promise: readonly [number, number] = [head.from, word < 0 ? head.to : word];
  const settled = (section: BlockSection, keyword: string, from: number): void => {
    const [a, b] = trimmed(text, from, section.to);
    out.write(keyword === 'then' ? '{[await ' : '{[void ', section.from);
    writeExpression(w, promise[0], promise[1]);
    out.write('].map((', a);
    out.copy(a, b);
    out.write(') => ', b);
    functionBody(w, section.children, section.to + 1, endOf(node, section));
    out.write(')}', endOf(node, section));
  };
  if (word < 0) w.children(w, head.children);
  else {
    const keyword = text.startsWith('then', word) ? 'then' : 'catch';
    settled(head, keyword, word + keyword.length);
  }
  for (const section of rest) settled(section, section.keyword, section.from);
}
