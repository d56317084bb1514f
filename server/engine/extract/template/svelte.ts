import { PROPS } from './arrangement.ts';
import type { AttributeNode, ElementNode, MarkupNode, TagNode } from './nodes.ts';
import { functionBody, isComponent, snippetFunction, snippetOf, writeBlock } from './svelte-blocks.ts';
import { attributeText, isBlank, slotProperty, writeSlot } from './slots.ts';
import {
  handlerName,
  isTagName,
  trimmed,
  writeBound,
  writeCode,
  writeElement,
  writeExpression,
  writeFragment,
  writePlain,
  writeText,
  type Writer,
} from './writer.ts';

/** Directives that show nothing. */
const SILENT = /^(?:class|style|use|transition|in|out|animate|let):|^slot$/;

/** Writes the markup of Svelte 4 and 5. */
export const svelteChildren: Writer['children'] = (w, nodes) => {
  for (const node of nodes) {
    switch (node.k) {
      case 'text':
        writeText(w, node.start, node.end);
        break;
      case 'code':
        writeCode(w, node);
        break;
      case 'element':
        element(w, node);
        break;
      case 'tag':
        tag(w, node);
        break;
      default:
        writeBlock(w, node);
    }
  }
};

function tag(w: Writer, node: TagNode): void {
  const { out } = w;
  if (node.keyword === 'html') {
    out.write('<span dangerouslySetInnerHTML={{ __html: ', node.start);
    writeExpression(w, node.from, node.to);
    out.write(' }} />', node.end);
  } else if (node.keyword === 'render') writeCode(w, node);
}

function element(w: Writer, node: ElementNode): void {
  const { out } = w;
  if (node.name === 'slot') {
    const given = node.attributes.filter((at) => at.value?.k === 'code' && /^[\w$]+$/.test(at.name));
    out.write('{', node.start);
    writeSlot(
      w,
      node,
      given.length === 0
        ? null
        : () => {
            for (const at of given) {
              if (at.value?.k !== 'code') continue;
              out.write(`${at.name}: `, at.start);
              writeExpression(w, at.value.from, at.value.to);
              out.write(', ', at.end);
            }
          },
    );
    out.write('}', node.end);
    return;
  }
  const own = tagOf(w, node);
  if (own === null) {
    writeFragment(w, node.start, node.end, () => {
      w.children(w, node.children);
    });
    return;
  }
  const component = isComponent(node);
  const slotted = component ? node.children.filter((child) => handedIn(w, child)) : [];
  const html = component ? undefined : onlyHtml(w, node);
  writeElement(
    w,
    node,
    w.text.slice(own[0], own[1]),
    () => {
      out.copy(own[0], own[1]);
    },
    () => {
      for (const at of node.attributes) attribute(w, node, at, component);
      if (html !== undefined) {
        out.write(' dangerouslySetInnerHTML={{ __html: ', html.start);
        writeExpression(w, html.from, html.to);
        out.write(' }}', html.end);
      }
      for (const child of slotted) slotContent(w, child);
    },
    () => {
      if (html !== undefined) return;
      const children = node.children.filter((child) => !slotted.includes(child));
      const handed = component ? lets(node) : [];
      if (handed.length === 0) {
        w.children(w, children);
        return;
      }
      out.write('{(', node.openEnd);
      writeLets(w, handed);
      out.write(') => ', node.openEnd);
      functionBody(w, children, node.openEnd, node.closeStart);
      out.write('}', node.closeStart);
    },
  );
}

/** The `{@html x}` that is all an element shows. */
function onlyHtml(w: Writer, node: ElementNode): TagNode | undefined {
  const shown = node.children.filter((child) => child.k !== 'text' || !isBlank(w, [child]));
  const [only] = shown;
  return shown.length === 1 && only?.k === 'tag' && only.keyword === 'html' ? only : undefined;
}

/** Whether a child of a component is content for a slot of a name, or a snippet. */
const handedIn = (w: Writer, child: MarkupNode): boolean =>
  child.k === 'element'
    ? attributeText(w, child, 'slot') !== null
    : child.k === 'block' && child.name === 'snippet' && snippetOf(w, child) !== null;

function slotContent(w: Writer, child: MarkupNode): void {
  const { out } = w;
  if (child.k === 'block') {
    const snippet = snippetOf(w, child);
    if (snippet === null) return;
    out.write(' ', child.start);
    out.copy(snippet.name[0], snippet.name[1]);
    out.write('={', child.start);
    snippetFunction(w, child, snippet);
    out.write('}', child.end);
  } else if (child.k === 'element') {
    out.write(` ${slotProperty(attributeText(w, child, 'slot'))}={`, child.start);
    const handed = lets(child);
    if (handed.length > 0) {
      out.write('(', child.start);
      writeLets(w, handed);
      out.write(') => (', child.start);
    }
    writeFragment(w, child.start, child.end, () => {
      element(w, child);
    });
    out.write(handed.length > 0 ? ')}' : '}', child.end);
  }
}

const lets = (node: ElementNode): readonly AttributeNode[] =>
  node.attributes.filter(({ name }) => /^let:[\w$]+$/.test(name));

/** `let:item={x} let:index` as the pattern `{ item: x, index }`. */
function writeLets(w: Writer, handed: readonly AttributeNode[]): void {
  w.out.write('{ ', handed[0]?.start ?? 0);
  for (const at of handed) {
    w.out.write(at.name.slice(4), at.start + 4, at.start + at.name.length);
    if (at.value?.k === 'code') {
      w.out.write(': ', at.start);
      w.out.copy(at.value.from, at.value.to);
    }
    w.out.write(', ', at.end);
  }
  w.out.write('}', handed.at(-1)?.end ?? 0);
}

function attribute(w: Writer, node: ElementNode, at: AttributeNode, component: boolean): void {
  const { name, value } = at;
  if (SILENT.test(name) || name === 'this') return;
  if (name === '') {
    if (value?.k !== 'code') return;
    const [from, to] = trimmed(w.text, value.from, value.to);
    if (!w.text.startsWith('...', from)) return;
    w.out.write(' {...', at.start);
    writeExpression(w, from + 3, to);
    w.out.write('}', at.end);
    return;
  }
  const [directive = '', ...rest] = name.split(':');
  const argument = rest.join(':').replace(/\|.*/, '');
  if (rest.length === 0) {
    const event = !component && /^on[a-z]+$/.test(name);
    writePlain(w, event ? handlerName(name.slice(2)) : name, at);
  } else if (directive === 'on') {
    if (value?.k === 'code') writeBound(w, handlerName(argument), at, value.from, value.to);
    else w.out.write(` ${handlerName(argument)}={${PROPS}.${handlerName(argument)}}`, at.start, at.end);
  } else if (directive === 'bind') bind(w, node, at, argument, component);
  else writePlain(w, name, at);
}

/** `bind:value={x}`: the value, and on an element of the page the handler that keeps what was typed. */
function bind(w: Writer, node: ElementNode, at: AttributeNode, argument: string, component: boolean): void {
  if (argument === 'this' || !/^[\w$]+$/.test(argument)) return;
  const [from, to] =
    at.value?.k === 'code'
      ? trimmed(w.text, at.value.from, at.value.to)
      : [at.start + 'bind:'.length, at.start + at.name.length];
  writeBound(w, argument, at, from, to);
  if (component || !/^[\w$]+(?:\.[\w$]+|\[[^\]]*\])*$/.test(w.text.slice(from, to))) return;
  w.out.write(` ${node.name === 'select' ? 'onChange' : 'onInput'}={($event) => { `, at.start);
  w.out.copy(from, to);
  w.out.write(` = $event.target.${argument}; }}`, to);
}

/** Where the tag's name stands; null for what is only a frame round its children. */
function tagOf({ text }: Writer, node: ElementNode): readonly [number, number] | null {
  const own: readonly [number, number] = [node.start + 1, node.start + 1 + node.name.length];
  if (node.name === 'svelte:component') {
    const value = node.attributes.find(({ name }) => name === 'this')?.value;
    if (value?.k !== 'code') return null;
    const place = trimmed(text, value.from, value.to);
    return /^[A-Z][\w$]*(?:\.[\w$]+)*$/.test(text.slice(...place)) ? place : null;
  }
  if (/^svelte:(?:fragment|self|boundary|element|key)$/.test(node.name)) return null;
  return isTagName(node.name) ? own : null;
}
