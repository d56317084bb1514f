import { boundNames, isNode, nameOf, nodeAt, nodesAt, type AnyNode } from './syntax.ts';

/** What is done with a name. */
export type NameUse = 'read' | 'target' | 'callee';

/** What stands for a name that the template reads; null: the name itself. */
export type NameReading = (name: string, node: AnyNode, use: NameUse) => AnyNode | null;

const SKIPPED: ReadonlySet<string> = new Set([
  'parent',
  'loc',
  'range',
  'comments',
  'tokens',
  'typeAnnotation',
  'typeArguments',
  'typeParameters',
  'returnType',
]);

/** Names in scope inside of the template: of functions' parameters and of what is declared in them. */
type Locals = ReadonlySet<string> | null;
interface Inner {
  readonly names: ReadonlySet<string>;
  readonly outer: Inner | null;
}

/** Replaces the names that a template takes from its component. The tree is changed in place. */
export function readNames(root: AnyNode, reading: NameReading): void {
  visit(root, null, reading);
}

function visit(node: AnyNode, scope: Inner | null, reading: NameReading): void {
  const inner = scopeOf(node, scope);
  for (const key of Object.keys(node)) {
    if (SKIPPED.has(key) || isNameOnly(node, key)) continue;
    const value = node[key];
    if (Array.isArray(value)) {
      const list = value as unknown[];
      for (let i = 0; i < list.length; i++) {
        const item = list[i];
        if (isNode(item)) list[i] = read(item, node, key, inner, reading);
      }
    } else if (isNode(value)) node[key] = read(value, node, key, inner, reading);
  }
}

function read(node: AnyNode, parent: AnyNode, key: string, scope: Inner | null, reading: NameReading): AnyNode {
  if (node.type !== 'Identifier') {
    visit(node, scope, reading);
    return node;
  }
  const name = nameOf(node);
  if (isKnown(name, scope)) return node;
  const changed = reading(name, node, useOf(parent, key));
  if (changed === null) return node;
  if (parent.type === 'Property') parent['shorthand'] = false;
  return changed;
}

function useOf(parent: AnyNode, key: string): NameUse {
  if ((parent.type === 'AssignmentExpression' && key === 'left') || parent.type === 'UpdateExpression') return 'target';
  return parent.type === 'CallExpression' && key === 'callee' ? 'callee' : 'read';
}

function isKnown(name: string, scope: Inner | null): boolean {
  for (let at = scope; at !== null; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

/** Children that are names of something else than a value. */
function isNameOnly(node: AnyNode, key: string): boolean {
  switch (node.type) {
    case 'MemberExpression':
      return key === 'property' && node['computed'] !== true;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return key === 'key' && node['computed'] !== true;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return key === 'label';
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ClassDeclaration':
      return key === 'id';
    case 'MetaProperty':
      return true;
    default:
      return false;
  }
}

function scopeOf(node: AnyNode, outer: Inner | null): Inner | null {
  const names = namesOf(node);
  return names === null ? outer : { names, outer };
}

function namesOf(node: AnyNode): Locals {
  const names = new Set<string>();
  const add = (name: string): void => {
    names.add(name);
  };
  switch (node.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      for (const parameter of nodesAt(node, 'params')) boundNames(parameter, add);
      break;
    case 'BlockStatement':
      for (const statement of nodesAt(node, 'body')) declared(statement, add);
      break;
    case 'ForStatement':
      declared(nodeAt(node, 'init'), add);
      break;
    case 'ForOfStatement':
    case 'ForInStatement':
      declared(nodeAt(node, 'left'), add);
      break;
    case 'CatchClause':
      boundNames(nodeAt(node, 'param'), add);
      break;
    default:
  }
  return names.size === 0 ? null : names;
}

/** Names that a statement declares in its block. */
export function declared(statement: AnyNode | null, add: (name: string, node: AnyNode) => void): void {
  if (statement === null) return;
  switch (statement.type) {
    case 'VariableDeclaration':
      for (const declarator of nodesAt(statement, 'declarations')) boundNames(nodeAt(declarator, 'id'), add);
      return;
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration': {
      const id = nodeAt(statement, 'id');
      if (id !== null) add(nameOf(id), id);
      return;
    }
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      declared(nodeAt(statement, 'declaration'), add);
      return;
    case 'ImportDeclaration':
      for (const specifier of nodesAt(statement, 'specifiers')) {
        const local = nodeAt(specifier, 'local');
        if (local !== null) add(nameOf(local), local);
      }
      return;
    case 'LabeledStatement': {
      // Svelte's `$: name = …`
      const body = nodeAt(statement, 'body');
      const assigned = body === null ? null : nodeAt(body, 'expression');
      if (assigned?.type === 'AssignmentExpression') boundNames(nodeAt(assigned, 'left'), add);
      return;
    }
    default:
  }
}
