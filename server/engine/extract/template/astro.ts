import { scanCode } from './code-scan.ts';
import type { AttributeNode, CodeNode, ElementNode, MarkupNode } from './nodes.ts';
import { attributeText, slotProperty, writeSlot } from './slots.ts';
import {
  isTagName,
  trimmed,
  writeCode,
  writeElement,
  writeExpression,
  writeFragment,
  writePlain,
  writeText,
  type Writer,
} from './writer.ts';

/** Attributes that say how a part is built and show nothing. */
const SILENT = /^(?:client|is|define|transition|server|class|set):|^slot$/;

/** Writes the markup of Astro. */
export const astroChildren: Writer['children'] = (w, nodes) => {
  for (const node of nodes) {
    if (node.k === 'text') writeText(w, node.start, node.end);
    else if (node.k === 'code') code(w, node);
    else if (node.k === 'element') element(w, node);
  }
};

/** `{list.map((item) => <li>{item}</li>)}`: the code as it stands, the markup in it as JSX. */
function code(w: Writer, node: CodeNode): void {
  const { out, text } = w;
  if (node.markup.length === 0) {
    writeCode(w, node);
    return;
  }
  out.write('{', node.start);
  let from = node.from;
  for (let i = 0; i < node.markup.length; i++) {
    const first = node.markup[i];
    if (first === undefined) continue;
    // parts side by side are one value
    let last = first;
    const nodes: MarkupNode[] = [...first.nodes];
    for (let next = node.markup[i + 1]; next !== undefined; next = node.markup[i + 1]) {
      if (text.slice(last.end, next.start).trim() !== '') break;
      nodes.push(...next.nodes);
      last = next;
      i++;
    }
    out.copy(from, first.start);
    writeFragment(w, first.start, last.end, () => {
      w.children(w, nodes);
    });
    from = last.end;
  }
  out.copy(from, node.to);
  out.write('}', node.end);
}

function element(w: Writer, node: ElementNode): void {
  const { out } = w;
  if (node.name === 'slot') {
    out.write('{', node.start);
    writeSlot(w, node, null);
    out.write('}', node.end);
    return;
  }
  const shown = directive(node, 'set:text');
  const inside = (nodes: readonly MarkupNode[]): void => {
    if (shown === null) w.children(w, nodes);
    else writeCode(w, shown);
  };
  const html = directive(node, 'set:html');
  const fragment = node.name === '' || (node.name === 'Fragment' && html === null) || !isTagName(node.name || 'x');
  if (fragment) {
    writeFragment(w, node.start, node.end, () => {
      inside(node.children);
    });
    return;
  }
  const component = /^[A-Z]|\./.test(node.name);
  const slotted = component
    ? node.children.filter(
        (child): child is ElementNode => child.k === 'element' && attributeText(w, child, 'slot') !== null,
      )
    : [];
  const name = node.name === 'Fragment' ? 'span' : '';
  writeElement(
    w,
    node,
    name === '' ? node.name : name,
    () => {
      const at = node.start + 1;
      if (name === '') out.copy(at, at + node.name.length);
      else out.write(name, at, at + node.name.length);
    },
    () => {
      for (const at of node.attributes) attribute(w, at);
      if (html !== null) {
        out.write(' dangerouslySetInnerHTML={{ __html: ', html.start);
        writeExpression(w, html.from, html.to);
        out.write(' }}', html.end);
      }
      for (const child of slotted) {
        out.write(` ${slotProperty(attributeText(w, child, 'slot'))}={`, child.start);
        writeFragment(w, child.start, child.end, () => {
          element(w, child);
        });
        out.write('}', child.end);
      }
    },
    () => {
      if (html === null) inside(node.children.filter((child) => child.k !== 'element' || !slotted.includes(child)));
    },
  );
}

/** The code of a directive of an element, null if it has none. */
function directive(node: ElementNode, name: string): CodeNode | null {
  const value = node.attributes.find((at) => at.name === name)?.value;
  return value?.k === 'code' ? value : null;
}

function attribute(w: Writer, at: AttributeNode): void {
  if (SILENT.test(at.name)) return;
  if (at.name !== '') {
    writePlain(w, at.name, at);
    return;
  }
  if (at.value?.k !== 'code') return;
  const [from, to] = trimmed(w.text, at.value.from, at.value.to);
  if (!w.text.startsWith('...', from) || scanCode(w.text, from, to).end !== to) return;
  w.out.write(' {...', at.start);
  writeExpression(w, from + 3, to);
  w.out.write('}', at.end);
}
