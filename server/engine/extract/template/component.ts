/**
 * Component files (Vue, Svelte, Astro) as programs: the template is printed as JSX, in a function that runs the
 * component's script first and returns what the template shows, so that all that holds for JSX holds for it.
 */
import type { Container, Language } from '../../source/index.ts';
import type { TreeComment } from '../jsdoc.ts';
import type { Parsers, Tree } from '../parser.ts';
import type { Program } from '../tree.ts';
import { PROPS, type Arranged, type Parts } from './arrangement.ts';
import { readScripts, type Scripts } from './scripts.ts';
import { nodesAt, type AnyNode } from './syntax.ts';
import { declaredNames } from './arrangement.ts';
import { Printer } from './printer.ts';
import { astroChildren } from './astro.ts';
import { arrangeAstro } from './astro-component.ts';
import { svelteDeclarations } from './svelte-blocks.ts';
import { svelteChildren } from './svelte.ts';
import { arrangeSvelte } from './svelte-component.ts';
import { arrangeVue } from './vue-component.ts';
import { vueChildren } from './vue.ts';
import type { MarkupNode } from './nodes.ts';
import { pascal, type Writer } from './writer.ts';

/** A component file as it is lowered. */
export interface Component {
  readonly tree: Tree;
  /** The scripts as they stand in the file, with blanks for everything else. */
  readonly code: string;
  readonly language: Language;
  /** Comments of the markup. */
  readonly comments: readonly TreeComment[];
  /** Names of the component's variables that functions may write. */
  readonly written: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Reads a component file. Where its template cannot be read, only the scripts are.
 *
 * @param purpose `run`: the program as it runs. `edit`: as it is written; what is markup is below a node with `markup`.
 */
export function readComponent(
  parsers: Parsers,
  path: string,
  text: string,
  { container, language }: { readonly container: Container; readonly language: Language },
  purpose: 'run' | 'edit',
): Component {
  const scripts = readScripts(text, container, language);
  const script = parsers.parse(path, scripts.code, scripts.language);
  const { code, language: chosen, comments } = scripts;
  const own: Component = { tree: script, code, language: chosen, comments, written: NOTHING };
  const nodes = templateOf(scripts, container);
  if (nodes.length === 0) return own;
  try {
    return withTemplate(parsers, path, text, container, scripts, own, nodes, purpose);
  } catch (error) {
    if (error instanceof RangeError) return own;
    throw error;
  }
}

function withTemplate(
  parsers: Parsers,
  path: string,
  text: string,
  container: Container,
  scripts: Scripts,
  own: Component,
  nodes: readonly MarkupNode[],
  purpose: 'run' | 'edit',
): Component {
  const body = own.tree.program.body as unknown as readonly AnyNode[];
  const names = declaredNames(body);
  const name = componentName(path, text);
  const first = nodes[0]?.start ?? 0;
  const out = new Printer(text);
  const w: Writer = { text, out, children: writerOf(container, names) };
  out.write(`export default async function ${name}(${PROPS}) {\n`, first);
  if (container === 'svelte') svelteDeclarations(w, nodes);
  out.write('return (<>', first);
  w.children(w, nodes);
  out.write('</>);\n}', nodes.at(-1)?.end ?? first);
  const template = parsers.parse(path, out.text(), 'tsx');
  const [statement] = template.program.body as unknown as readonly AnyNode[];
  const component =
    statement === undefined ? undefined : nodesAt({ ...statement, x: [statement['declaration']] }, 'x')[0];
  if (component?.type !== 'FunctionDeclaration') return own;
  placeAt(component, out);
  component['async'] = false;
  const parts: Parts = {
    script: body,
    isInstance: ({ start }) => scripts.instance.some(({ from, to }) => from <= start && start < to),
    component,
    name,
    length: text.length,
  };
  const { body: arranged, written } = purpose === 'run' ? arrange(container, parts) : asWritten(parts);
  const program = { ...own.tree.program, body: arranged, start: 0, end: text.length } as unknown as Program;
  const comments = (): readonly TreeComment[] => [
    ...own.tree.comments(),
    ...template.comments().map(({ value, start, end }) => ({ value, start: out.startAt(start), end: out.endAt(end) })),
  ];
  const error =
    template.error === null
      ? own.tree.error
      : { ...template.error, start: out.startAt(template.error.start), end: out.endAt(template.error.end) };
  return { ...own, tree: { program, comments, parser: own.tree.parser, error }, written };
}

/** The markup that is the component's template. */
function templateOf({ markup }: Scripts, container: Container): readonly MarkupNode[] {
  if (container !== 'vue') return markup.nodes.filter((node) => node.k !== 'text' || markup.nodes.length > 1);
  return markup.nodes.flatMap((node) => {
    if (node.k !== 'element' || node.name !== 'template') return [];
    return node.attributes.some(({ name }) => name === 'lang' || name === 'src') ? [] : node.children;
  });
}

function writerOf(container: Container, names: ReadonlySet<string>): Writer['children'] {
  switch (container) {
    case 'svelte':
      return svelteChildren;
    case 'astro':
      return astroChildren;
    default:
      return vueChildren((name) => names.has(name));
  }
}

function arrange(container: Container, parts: Parts): Arranged {
  switch (container) {
    case 'svelte':
      return arrangeSvelte(parts);
    case 'astro':
      return arrangeAstro(parts);
    default:
      return arrangeVue(parts);
  }
}

/** The scripts as they are, and behind them what the markup was printed as. */
function asWritten({ script, component }: Parts): Arranged {
  return { body: [...script, { ...component, markup: true }], written: NOTHING };
}

/** The name of the component a file holds; '' where the file itself uses the name. */
function componentName(path: string, text: string): string {
  const base = /([^/]*)\.\w+$/.exec(path)?.[1] ?? '';
  const name = pascal(base.replace(/[^\w$]+/g, '-').replace(/^-+/, ''));
  return /^[A-Z][\w$]*$/.test(name) && !new RegExp(`\\b${name}\\b`).test(text) ? name : '';
}

/**
 * Gives all nodes of a printed program their places in the file. What is printed in another order than it stands there
 * keeps the rule that a node's place holds those of its parts.
 */
function placeAt(root: AnyNode, out: Printer): void {
  const order: Record<string, unknown>[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop() as Record<string, unknown>;
    order.push(node);
    open.push(...partsOf(node));
  }
  for (const node of order.reverse()) {
    if (typeof node['start'] !== 'number' || typeof node['end'] !== 'number') continue;
    let start = out.startAt(node['start']);
    let end = Math.max(start, out.endAt(node['end']));
    for (const part of partsOf(node)) {
      for (const inner of Array.isArray(part) ? (part as unknown[]) : [part]) {
        const { start: from, end: to } = (inner ?? {}) as Record<string, unknown>;
        if (typeof from !== 'number' || typeof to !== 'number') continue;
        start = Math.min(start, from);
        end = Math.max(end, to);
      }
    }
    Object.assign(node, { start, end });
  }
}

function partsOf(node: Record<string, unknown>): object[] {
  const parts: object[] = [];
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (typeof value === 'object' && value !== null && key !== 'loc' && key !== 'range') parts.push(value);
  }
  return parts;
}
