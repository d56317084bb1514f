import type { ElementNode, MarkupNode } from './nodes.ts';
import { camel, writeFragment, type Writer } from './writer.ts';
import { PROPS } from './arrangement.ts';

/** The constant text of an element's attribute, null if it has none. */
export function attributeText(w: Writer, node: ElementNode, name: string): string | null {
  const value = node.attributes.find((attribute) => attribute.name === name)?.value;
  return value?.k === 'text' && value.parts.length === 0 ? w.text.slice(value.from, value.to) : null;
}

/** The property in which content of a slot is handed in: `children` for the one without a name. */
export function slotProperty(name: string | null): string {
  const own = camel(name ?? '');
  return own === '' || own === 'default' || !/^[\w$]+$/.test(own) ? 'children' : own;
}

/** Whether nodes show anything by themselves. */
export const isBlank = (w: Writer, nodes: readonly MarkupNode[]): boolean =>
  nodes.every((node) => node.k === 'text' && w.text.slice(node.start, node.end).trim() === '');

/**
 * `<slot name="x" item={y}>fallback</slot>`, as an expression: what the user of the component put there.
 *
 * @param given writes what is handed back to the user: `item: y, `
 */
export function writeSlot(w: Writer, node: ElementNode, given: (() => void) | null): void {
  w.out.write(`${PROPS}.${slotProperty(attributeText(w, node, 'name'))}`, node.start, node.end);
  if (given !== null) {
    w.out.write('?.({', node.start);
    given();
    w.out.write('})', node.openEnd);
  }
  if (isBlank(w, node.children)) return;
  w.out.write(' ?? ', node.openEnd);
  writeFragment(w, node.openEnd, node.closeStart, () => {
    w.children(w, node.children);
  });
}
