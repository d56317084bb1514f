import { scanCode } from './code-scan.ts';
import { isHtmlElement } from './html-elements.ts';
import type { AttributeNode, ElementNode, MarkupNode } from './nodes.ts';
import { writeSlot } from './slots.ts';
import {
  camel,
  handlerName,
  isAttributeName,
  isTagName,
  pascal,
  trimmed,
  writeBound,
  writeCode,
  writeElement,
  writeExpression,
  writeFragment,
  writeHandler,
  writePlain,
  writeText,
  type Writer,
} from './writer.ts';

/** A directive of an attribute's name: `v-on:click.once`, `@click.once`, `:title`, `#footer`. */
interface Directive {
  /** `bind`, `on`, `model`, `slot`, `if`, …; '' for a plain attribute. */
  readonly name: string;
  /** What stands behind the colon, without modifiers. */
  readonly argument: string;
}

const SHORT: Readonly<Record<string, string>> = { ':': 'bind', '.': 'bind', '@': 'on', '#': 'slot' };
const PLAIN: Directive = { name: '', argument: '' };

function directiveOf({ name }: AttributeNode): Directive {
  const short = SHORT[name[0] ?? ''];
  if (short !== undefined) return { name: short, argument: argumentOf(name.slice(1)) };
  if (!name.startsWith('v-')) return PLAIN;
  const colon = name.indexOf(':');
  const head = (colon < 0 ? name.slice(2) : name.slice(2, colon)).replace(/\..*/, '');
  return { name: head, argument: colon < 0 ? '' : argumentOf(name.slice(colon + 1)) };
}

const argumentOf = (text: string): string => text.replace(/\..*/, '');

/** The value of an element's directive, as a stretch of the text; null if it has none. */
function valueOf(node: ElementNode, name: string): { readonly from: number; readonly to: number } | null {
  for (const attribute of node.attributes) {
    if (directiveOf(attribute).name !== name) continue;
    const { value } = attribute;
    return value?.k === 'text' ? { from: value.from, to: value.to } : { from: attribute.end, to: attribute.end };
  }
  return null;
}

const has = (node: ElementNode, name: string): boolean => valueOf(node, name) !== null;

/** The children functions of Vue's writer. @param bound whether the script has a name */
export function vueChildren(bound: (name: string) => boolean): Writer['children'] {
  return (w, nodes) => {
    new VueWriter(w, bound).children(nodes);
  };
}

class VueWriter {
  readonly #w: Writer;
  readonly #bound: (name: string) => boolean;

  constructor(w: Writer, bound: (name: string) => boolean) {
    this.#w = w;
    this.#bound = bound;
  }

  children(nodes: readonly MarkupNode[]): void {
    const w = this.#w;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (node?.k === 'text') writeText(w, node.start, node.end);
      else if (node?.k === 'code') writeCode(w, node);
      else if (node?.k === 'element') {
        if (has(node, 'if')) i = this.#choice(nodes, i);
        else if (!has(node, 'else') && !has(node, 'else-if')) this.#child(node);
      }
    }
  }

  /** `v-if` with the `v-else-if` and `v-else` behind it. Returns the index of the last one. */
  #choice(nodes: readonly MarkupNode[], first: number): number {
    const { out } = this.#w;
    const chain: ElementNode[] = [];
    let last = first;
    for (let i = first; i < nodes.length; i++) {
      const node = nodes[i];
      if (node?.k === 'text' && this.#w.text.slice(node.start, node.end).trim() === '') continue;
      if (node?.k !== 'element') break;
      if (i > first && !has(node, 'else') && !has(node, 'else-if')) break;
      chain.push(node);
      last = i;
      if (has(node, 'else')) break;
    }
    const [head] = chain;
    if (head === undefined) return first;
    out.write('{', head.start);
    let closed = false;
    for (const node of chain) {
      const condition = valueOf(node, 'if') ?? valueOf(node, 'else-if');
      if (condition !== null) {
        writeExpression(this.#w, condition.from, condition.to);
        out.write(' ? ', node.start);
      }
      this.#expression(node);
      if (condition === null) closed = true;
      else out.write(' : ', node.end);
    }
    out.write(closed ? '}' : 'null}', chain.at(-1)?.end ?? head.end);
    return last;
  }

  #child(node: ElementNode): void {
    const bare = node.name !== 'slot' && !has(node, 'for') && !has(node, 'show');
    if (bare) {
      this.#body(node);
      return;
    }
    this.#w.out.write('{', node.start);
    this.#expression(node);
    this.#w.out.write('}', node.end);
  }

  /** An element as an expression. */
  #expression(node: ElementNode): void {
    const { out, text } = this.#w;
    const loop = valueOf(node, 'for');
    const parts = loop === null ? null : loopParts(text, loop.from, loop.to);
    if (parts !== null) {
      const [from, to] = parts.names;
      writeExpression(this.#w, parts.list[0], parts.list[1]);
      out.write('.map((', from);
      out.copy(from, to);
      out.write(') => (', to);
    }
    const shown = valueOf(node, 'show');
    if (shown !== null) {
      writeExpression(this.#w, shown.from, shown.to);
      out.write(' && ', node.start);
    }
    this.#body(node);
    if (parts !== null) out.write('))', node.end);
  }

  #body(node: ElementNode): void {
    if (node.name === 'slot') this.#slot(node);
    else if (node.name === 'template')
      writeFragment(this.#w, node.start, node.end, () => {
        this.#inside(node);
      });
    else this.#element(node);
  }

  /** What stands inside of an element: `v-html`, `v-text`, or its children. */
  #inside(node: ElementNode): void {
    const text = valueOf(node, 'text');
    if (text === null) this.children(node.children);
    else writeCode(this.#w, { ...text, start: text.from, end: text.to });
  }

  /** `<slot name="x" :item="y">fallback</slot>`. */
  #slot(node: ElementNode): void {
    const { out } = this.#w;
    const given = node.attributes.filter((at) => directiveOf(at).name === 'bind' && directiveOf(at).argument !== '');
    writeSlot(
      this.#w,
      node,
      given.length === 0
        ? null
        : () => {
            for (const at of given) {
              const { argument } = directiveOf(at);
              if (at.value?.k !== 'text' || !isAttributeName(argument)) continue;
              out.write(`${camel(argument)}: `, at.start);
              writeExpression(this.#w, at.value.from, at.value.to);
              out.write(', ', at.end);
            }
          },
    );
  }

  #element(node: ElementNode): void {
    const { out } = this.#w;
    const tag = this.#tagOf(node);
    if (tag === null) {
      writeFragment(this.#w, node.start, node.end, () => {
        this.#inside(node);
      });
      return;
    }
    const component = !/^[a-z]/.test(tag.name) || this.#bound(tag.name);
    const slots = component ? slotsOf(node) : [];
    writeElement(
      this.#w,
      node,
      tag.name,
      () => {
        const end = node.start + 1 + node.name.length;
        if (tag.from === undefined) out.write(tag.name, node.start + 1, end);
        else out.copy(tag.from, tag.from + tag.name.length);
      },
      () => {
        for (const attribute of node.attributes) this.#attribute(node, attribute, component);
        for (const slot of slots) {
          if (slot.name === 'children') continue;
          out.write(` ${slot.name}={`, slot.node.start);
          this.#slotContent(slot);
          out.write('}', slot.node.end);
        }
      },
      () => {
        const own = slots.find(({ name }) => name === 'children');
        if (own !== undefined && own.props !== null) {
          out.write('{', own.node.start);
          this.#slotContent(own);
          out.write('}', own.node.end);
          return;
        }
        const others = slots.filter(({ node: at }) => at !== node).map(({ node: at }) => at);
        if (others.length === 0) this.#inside(node);
        else {
          if (own !== undefined) this.children(own.node.children);
          this.children(node.children.filter((child) => child.k !== 'element' || !others.includes(child)));
        }
      },
    );
  }

  #slotContent({ node, props }: Slot): void {
    const { out } = this.#w;
    if (props !== null) {
      out.write('(', props[0]);
      out.copy(props[0], props[1]);
      out.write(') => (', props[1]);
    }
    writeFragment(this.#w, node.openEnd, node.closeStart, () => {
      this.children(node.children);
    });
    if (props !== null) out.write(')', node.end);
  }

  #attribute(node: ElementNode, at: AttributeNode, component: boolean): void {
    const w = this.#w;
    const { name, argument } = directiveOf(at);
    const value = at.value?.k === 'text' ? at.value : null;
    switch (name) {
      case '':
        writePlain(w, component ? camel(at.name) : at.name, at);
        return;
      case 'bind':
        if (argument === '' && value !== null) {
          w.out.write(' {...', at.start);
          writeExpression(w, value.from, value.to);
          w.out.write('}', at.end);
        } else if (value !== null) writeBound(w, propertyName(argument, component), at, value.from, value.to);
        else if (/^[\w$-]+$/.test(argument)) {
          // `:title` is `:title="title"`
          w.out.write(` ${propertyName(argument, component)}={${camel(argument)}}`, at.start, at.end);
        }
        return;
      case 'on':
        if (value !== null && argument !== '') {
          writeHandler(w, handlerName(argument), at, value.from, value.to, '$event');
        }
        return;
      case 'html':
        if (value === null) return;
        w.out.write(' dangerouslySetInnerHTML={{ __html: ', at.start);
        writeExpression(w, value.from, value.to);
        w.out.write(' }}', at.end);
        return;
      case 'model':
        if (value !== null) this.#model(node, at, argument, component, value.from, value.to);
        return;
      default:
    }
  }

  /** `v-model="x"`: the value, and the handler that keeps what was typed. */
  #model(node: ElementNode, at: AttributeNode, argument: string, component: boolean, from: number, to: number): void {
    const w = this.#w;
    const [start, end] = trimmed(w.text, from, to);
    if (!/^[\w$]+(?:(?:\.[\w$]+)|(?:\[[^\]]*\]))*$/.test(w.text.slice(start, end))) return;
    const own = argument === '' ? (component ? 'modelValue' : 'value') : camel(argument);
    writeBound(w, own, at, start, end);
    const event = component ? handlerName(`update:${own}`) : node.name === 'select' ? 'onChange' : 'onInput';
    w.out.write(` ${event}={($event) => { `, at.start);
    w.out.copy(start, end);
    w.out.write(component ? ' = $event; }}' : ' = $event.target.value; }}', end);
  }

  /** The name of the tag, and where it stands if it is the value of `:is`; null for what can be no tag. */
  #tagOf(node: ElementNode): { readonly name: string; readonly from?: number } | null {
    const { text } = this.#w;
    if (node.name === 'component') {
      const is = node.attributes.find((at) => directiveOf(at).name === 'bind' && directiveOf(at).argument === 'is');
      if (is?.value?.k === 'text') {
        const [from, to] = trimmed(text, is.value.from, is.value.to);
        const name = text.slice(from, to);
        if (/^[\w$]+$/.test(name) && this.#bound(name)) return { name, from };
      }
      return { name: 'component' };
    }
    if (isHtmlElement(node.name)) return { name: node.name };
    const name = pascal(node.name);
    if (this.#bound(name)) return { name };
    const head = node.name.split('.')[0] ?? '';
    if (this.#bound(head) || this.#bound(camel(node.name))) {
      return isTagName(node.name) ? { name: this.#bound(head) ? node.name : camel(node.name) } : null;
    }
    if (/^[a-z]+$/.test(node.name)) return { name: node.name };
    return isTagName(name) ? { name } : null;
  }
}

const propertyName = (argument: string, component: boolean): string => (component ? camel(argument) : argument);

/** Content that is handed to a component under a name. */
interface Slot {
  readonly name: string;
  readonly node: ElementNode;
  /** The pattern of what the component hands back. */
  readonly props: readonly [number, number] | null;
}

function slotsOf(node: ElementNode): readonly Slot[] {
  const slots: Slot[] = [];
  const own = slotOf(node);
  if (own !== null && own.props !== null) slots.push(own);
  for (const child of node.children) {
    const slot = child.k === 'element' && child.name === 'template' ? slotOf(child) : null;
    if (slot !== null) slots.push(slot);
  }
  return slots;
}

function slotOf(node: ElementNode): Slot | null {
  for (const at of node.attributes) {
    const { name, argument } = directiveOf(at);
    if (name !== 'slot') continue;
    const slot = camel(argument === '' || argument === 'default' ? 'children' : argument);
    const value = at.value?.k === 'text' && at.value.to > at.value.from ? at.value : null;
    if (!/^[\w$]+$/.test(slot)) return null;
    return { name: slot, node, props: value === null ? null : [value.from, value.to] };
  }
  return null;
}

/** `(item, index) in list`: the names without their parentheses, and the list. */
function loopParts(
  text: string,
  from: number,
  to: number,
): { readonly names: readonly [number, number]; readonly list: readonly [number, number] } | null {
  const { end } = scanCode(text, from, to, (at) =>
    /\s/.test(text[at - 1] ?? '') && /^(?:in|of)\s/.test(text.slice(at, at + 3)) ? -1 : undefined,
  );
  if (end < 0 || end >= to) return null;
  const [start, stop] = trimmed(text, from, end);
  const bracketed = text[start] === '(' && text[stop - 1] === ')';
  return { names: bracketed ? [start + 1, stop - 1] : [start, stop], list: [end + 2, to] };
}
