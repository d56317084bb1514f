import { boundNames, identifier, isNode, keyOf, nameOf, nodeAt, nodesAt, type AnyNode } from './syntax.ts';
import { declared } from './names.ts';

/** The parameter in which a component gets its properties. */
export const PROPS = '$$props';

/** A component file's program in parts. */
export interface Parts {
  /** Statements of its scripts, in text order. */
  readonly script: readonly AnyNode[];
  /** Whether a statement runs for each instance of the component. */
  readonly isInstance: (statement: AnyNode) => boolean;
  /** The function that returns what the template shows; its parameter is PROPS. */
  readonly component: AnyNode;
  /** Calls, assignments, … of the template with names that the script does not know mean these. */
  readonly name: string;
  /** Length of the file's text. */
  readonly length: number;
}

/** What a file's program becomes. */
export interface Arranged {
  readonly body: readonly AnyNode[];
  /** Names of the component's variables that functions of it may write. */
  readonly written: ReadonlySet<string>;
}

/** Statements that stay at the top of the module wherever they are written. */
const MODULE_ONLY =
  /^(?:ImportDeclaration|ExportAllDeclaration|TSInterfaceDeclaration|TSTypeAliasDeclaration|TSImportEqualsDeclaration|TSDeclareFunction|TSModuleDeclaration|TSExportAssignment)$/;

export const staysAtTop = (statement: AnyNode): boolean =>
  MODULE_ONLY.test(statement.type) ||
  statement['declare'] === true ||
  (statement.type === 'ExportNamedDeclaration' &&
    (nodeAt(statement, 'declaration') === null || MODULE_ONLY.test(nodeAt(statement, 'declaration')?.type ?? '')));

/** The statements of a function's block. */
export function bodyOf(fn: AnyNode): AnyNode[] {
  const body = nodeAt(fn, 'body');
  return body?.type === 'BlockStatement' ? (body['body'] as AnyNode[]) : [];
}

/** The component with statements put in front of what it returns, as the module's default export. */
export function exported({ component, length }: Parts, statements: readonly AnyNode[]): AnyNode {
  const body = bodyOf(component);
  body.unshift(...statements);
  for (const node of [component, nodeAt(component, 'body')]) {
    if (node !== null) Object.assign(node, { start: 0, end: length });
  }
  return { type: 'ExportDefaultDeclaration', declaration: component, exportKind: 'value', start: 0, end: length };
}

/** All names that statements declare. */
export function declaredNames(statements: readonly AnyNode[]): Set<string> {
  const names = new Set<string>();
  for (const statement of statements) declared(statement, (name) => names.add(name));
  return names;
}

/** Names that are assigned to anywhere below some nodes. */
export function assignedNames(roots: readonly AnyNode[]): Set<string> {
  const names = new Set<string>();
  const add = (name: string): void => {
    names.add(name);
  };
  const open: AnyNode[] = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const target =
      node.type === 'AssignmentExpression'
        ? nodeAt(node, 'left')
        : node.type === 'UpdateExpression'
          ? nodeAt(node, 'argument')
          : null;
    if (target?.type === 'MemberExpression') add(rootName(target));
    else boundNames(target, add);
    for (const key of Object.keys(node)) {
      const value = node[key];
      if (Array.isArray(value)) {
        for (const item of value as unknown[]) if (isNode(item)) open.push(item);
      } else if (isNode(value)) open.push(value);
    }
  }
  return names;
}

/** `a` of `a.b.c`. */
function rootName(target: AnyNode): string {
  let node: AnyNode | null = target;
  while (node?.type === 'MemberExpression') node = nodeAt(node, 'object');
  return nameOf(node);
}

/** A value without what only speaks of its type. */
export function bareValue(node: AnyNode | null): AnyNode | null {
  let at = node;
  while (at !== null && /^TS\w+Expression$|^TSTypeAssertion$|^AwaitExpression$|^ChainExpression$/.test(at.type)) {
    at = nodeAt(at, at.type === 'AwaitExpression' ? 'argument' : 'expression');
  }
  return at;
}

/** The properties of the component, as a value of a type if the script names one. */
export function propsAt(node: AnyNode): AnyNode {
  const props = identifier(PROPS, node);
  const given = nodeAt(node, 'typeArguments');
  const [type] = given === null ? [] : nodesAt(given, 'params');
  return type === undefined
    ? props
    : { type: 'TSAsExpression', expression: props, typeAnnotation: type, start: node.start, end: node.end };
}

/** The value of an object's property, null if it has none of that name. */
export function valueOf(object: AnyNode, name: string): AnyNode | null {
  for (const property of nodesAt(object, 'properties')) if (keyOf(property) === name) return nodeAt(property, 'value');
  return null;
}

/** What a function returns as an object literal: of an arrow's body, or of the last `return` of its block. */
export function returnedObject(fn: AnyNode | null): AnyNode | null {
  if (fn === null) return null;
  const body = nodeAt(fn, 'body');
  if (body?.type !== 'BlockStatement') return asObject(body);
  const last = bodyOf(fn).findLast(({ type }) => type === 'ReturnStatement');
  return last === undefined ? null : asObject(nodeAt(last, 'argument'));
}

const asObject = (node: AnyNode | null): AnyNode | null => {
  const value = bareValue(node);
  return value?.type === 'ObjectExpression' ? value : null;
};

/** A function that is a value. */
export interface FunctionNode extends AnyNode {
  type: 'FunctionExpression' | 'ArrowFunctionExpression';
}

export const isFunctionNode = (node: AnyNode | null): node is FunctionNode =>
  node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression';

/** The object that `export default` gives, also inside of a call: `defineComponent({…})`. */
export function defaultObject(statement: AnyNode): AnyNode | null {
  if (statement.type !== 'ExportDefaultDeclaration') return null;
  const value = bareValue(nodeAt(statement, 'declaration'));
  if (value?.type === 'ObjectExpression') return value;
  if (value?.type !== 'CallExpression') return null;
  return nodesAt(value, 'arguments').find(({ type }) => type === 'ObjectExpression') ?? null;
}
