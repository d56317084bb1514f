import { perObject } from '../../base/per-object.ts';
import type { SyntaxNode } from '../../extract/index.ts';

/** Keys under which a tree is not: links upwards and copies of positions. */
const NOT_CHILDREN: ReadonlySet<string> = new Set(['parent', 'loc', 'range', 'comments', 'tokens']);

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Nodes right below a node. */
export const childrenOf = perObject((node: SyntaxNode): readonly SyntaxNode[] => {
  const out: SyntaxNode[] = [];
  for (const key of Object.keys(node)) {
    if (NOT_CHILDREN.has(key)) continue;
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (isNode(item)) out.push(item);
    } else if (isNode(value)) out.push(value);
  }
  return out;
});

/** Nodes that hold a stretch of the text, outermost first. */
export function ancestry(root: SyntaxNode, start: number, end: number): readonly SyntaxNode[] {
  const way: SyntaxNode[] = [];
  for (let node: SyntaxNode | undefined = root; node !== undefined;) {
    way.push(node);
    node = childrenOf(node).find((child) => child.start <= start && child.end >= end);
  }
  return way;
}

/** The way to the outermost expression that stands exactly there; null if there is none. */
export function wayTo(root: SyntaxNode, place: { start: number; end: number }): readonly SyntaxNode[] | null {
  const way = ancestry(root, place.start, place.end);
  const at = way.findIndex(
    (node, i) =>
      node.start === place.start &&
      node.end === place.end &&
      isExpression(node) &&
      !binds(way[i - 1], node, way[i - 2]),
  );
  return at < 0 ? null : way.slice(0, at + 1);
}

/** Whether a node is a name that is bound there: a parameter, a variable, a part of a pattern. */
function binds(parent: SyntaxNode | undefined, node: SyntaxNode, holder: SyntaxNode | undefined): boolean {
  if (parent === undefined) return false;
  if (parent.type === 'Property' && holder?.type === 'ObjectPattern') return true;
  if (isFunction(parent)) return child(parent, 'body') !== node;
  if (/Declarator$|^CatchClause$|^Class|^TS(?:Enum|Parameter)/.test(parent.type)) {
    return child(parent, 'id') === node || child(parent, 'param') === node || child(parent, 'parameter') === node;
  }
  return /^(?:ObjectPattern|ArrayPattern|RestElement|AssignmentPattern)$/.test(parent.type);
}

const NOT_VALUES =
  /^(?:TS(?!AsExpression|NonNullExpression|SatisfiesExpression)|Property$|.*(?:Statement|Declaration|Declarator|Pattern|Specifier|Definition|Clause|Attribute|Element|Case|Body|Type)$)/;

/** Whether a node is a value (patterns, declarations, types and names of properties are not). */
const isExpression = (node: SyntaxNode): boolean =>
  node.type === 'JSXElement' || !NOT_VALUES.test(node.type) || node.type === 'TSTypeAssertion';

export const isFunction = (node: SyntaxNode): boolean =>
  /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);

/** Whether what a way leads to is markup of a component file, where no statement can stand. */
export const isMarkup = (way: readonly SyntaxNode[]): boolean => way.some((node) => node['markup'] === true);

export const child = (node: SyntaxNode, key: string): SyntaxNode | null => {
  const value = node[key];
  return isNode(value) ? value : null;
};

export const list = (node: SyntaxNode, key: string): readonly SyntaxNode[] => {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

export const nameOf = (node: SyntaxNode | null): string =>
  node !== null && typeof node['name'] === 'string' ? node['name'] : '';

/** A value's own node, without awaits, casts and assertions of not being null. */
export function bare(node: SyntaxNode): SyntaxNode {
  for (let at = node; ;) {
    const inner = child(at, at.type === 'AwaitExpression' ? 'argument' : 'expression');
    if (
      inner === null ||
      !/^(?:AwaitExpression|ChainExpression|TS\w+Expression|ParenthesizedExpression)$/.test(at.type)
    ) {
      return at;
    }
    at = inner;
  }
}

/** All nodes below a node, itself first, that a test takes. */
export function* below(node: SyntaxNode, wanted: (node: SyntaxNode) => boolean): Iterable<SyntaxNode> {
  const open: SyntaxNode[] = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (wanted(at)) yield at;
    open.push(...childrenOf(at).toReversed());
  }
}
