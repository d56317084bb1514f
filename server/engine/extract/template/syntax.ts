/** Nodes of the tree as the rearranging of components sees and makes them. */
export interface AnyNode {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Keys under which a tree is not. */
const NOT_CHILDREN: ReadonlySet<string> = new Set(['parent', 'loc', 'range', 'comments', 'tokens', 'errors']);

interface Span {
  readonly start: number;
  readonly end: number;
}

export const identifier = (name: string, { start, end }: Span): AnyNode => ({
  type: 'Identifier',
  name,
  optional: false,
  typeAnnotation: null,
  decorators: [],
  start,
  end,
});

export const member = (object: AnyNode, key: string, { start, end }: Span): AnyNode => ({
  type: 'MemberExpression',
  object,
  property: identifier(key, { start, end }),
  computed: false,
  optional: false,
  start,
  end,
});

export const nullish = (left: AnyNode, right: AnyNode, { start, end }: Span): AnyNode => ({
  type: 'LogicalExpression',
  operator: '??',
  left,
  right,
  start,
  end,
});

export const literal = (value: string, { start, end }: Span): AnyNode => ({
  type: 'Literal',
  value,
  raw: JSON.stringify(value),
  start,
  end,
});

export const property = (key: string, value: AnyNode, { start, end }: Span): AnyNode => ({
  type: 'Property',
  kind: 'init',
  key: identifier(key, { start, end }),
  value,
  computed: false,
  method: false,
  shorthand: false,
  optional: false,
  start,
  end,
});

export const object = (properties: readonly AnyNode[], { start, end }: Span): AnyNode => ({
  type: 'ObjectExpression',
  properties,
  start,
  end,
});

export const call = (callee: AnyNode, given: readonly unknown[], { start, end }: Span): AnyNode => ({
  type: 'CallExpression',
  callee,
  arguments: given,
  optional: false,
  typeArguments: null,
  start,
  end,
});

export const constant = (id: AnyNode, init: AnyNode, { start, end }: Span): AnyNode => ({
  type: 'VariableDeclaration',
  kind: 'const',
  declare: false,
  declarations: [{ type: 'VariableDeclarator', id, init, definite: false, start, end }],
  start,
  end,
});

export const nodeAt = (node: AnyNode, key: string): AnyNode | null => {
  const value = node[key];
  return isNode(value) ? value : null;
};

export const nodesAt = (node: AnyNode, key: string): readonly AnyNode[] => {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

/** Name of an identifier, '' for other nodes. */
export const nameOf = (node: AnyNode | null): string =>
  node !== null && (node.type === 'Identifier' || node.type === 'JSXIdentifier') ? String(node['name']) : '';

/** Key of a property or member that is written as such, '' for others. */
export function keyOf(node: AnyNode): string {
  const key = nodeAt(node, 'key');
  if (key === null || node['computed'] === true) return '';
  return key.type === 'Literal' ? String(key['value']) : nameOf(key);
}

/** Name of the function that is called as such, '' for other calls. */
export const calleeName = (node: AnyNode | null): string =>
  node?.type === 'CallExpression' ? nameOf(nodeAt(node, 'callee')) : '';

/** Visits all nodes below a node, and replaces those for which `change` gives another. Types are left out. */
export function changeBelow(root: AnyNode, change: (node: AnyNode) => AnyNode | null): void {
  const open: AnyNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const at = node;
    for (const key of Object.keys(at)) {
      if (NOT_CHILDREN.has(key)) continue;
      const value = at[key];
      if (Array.isArray(value)) {
        const list = value as unknown[];
        for (let i = 0; i < list.length; i++) {
          const item = list[i];
          if (!isNode(item) || isType(item)) continue;
          const changed = change(item) ?? item;
          list[i] = changed;
          open.push(changed);
        }
      } else if (isNode(value) && !isType(value)) {
        const changed = change(value) ?? value;
        at[key] = changed;
        open.push(changed);
      }
    }
  }
}

const isType = ({ type }: AnyNode): boolean =>
  type.startsWith('TS') && !/^TS(?:As|NonNull|Satisfies|Instantiation)Expression$|^TSTypeAssertion$/.test(type);

/** Names that a pattern binds. */
export function boundNames(pattern: AnyNode | null, found: (name: string, node: AnyNode) => void): void {
  if (pattern === null) return;
  switch (pattern.type) {
    case 'Identifier':
      found(nameOf(pattern), pattern);
      return;
    case 'ObjectPattern':
      for (const part of nodesAt(pattern, 'properties')) {
        boundNames(nodeAt(part, part.type === 'RestElement' ? 'argument' : 'value'), found);
      }
      return;
    case 'ArrayPattern':
      for (const part of nodesAt(pattern, 'elements')) boundNames(part, found);
      return;
    case 'AssignmentPattern':
      boundNames(nodeAt(pattern, 'left'), found);
      return;
    case 'RestElement':
      boundNames(nodeAt(pattern, 'argument'), found);
      return;
    default:
  }
}
