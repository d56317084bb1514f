import { NONE, Op, PropKind } from './facts.ts';
import type { NodeId, TypeId } from './facts.ts';
import { typeParameterNames } from './functions.ts';
import { hoist } from './hoist.ts';
import type { Lowering } from './lowering.ts';
import { patternNames } from './patterns.ts';
import { qualifiedText } from './references.ts';
import { Scope } from './scope.ts';
import type {
  Expression,
  Statement,
  TSEnumDeclaration,
  TSGlobalDeclaration,
  TSInterfaceDeclaration,
  TSModuleDeclaration,
  TSTypeAliasDeclaration,
  TSTypeParameterDeclaration,
} from './tree.ts';
import { lowerMembers } from './types.ts';
import { cellOf, define } from './variables.ts';

/** Defaults of declared type parameters by position; null if none has one. */
function typeDefaults(l: Lowering, node: TSTypeParameterDeclaration | null): readonly TypeId[] | null {
  if (node === null || node.params.every((param) => param.default === null)) return null;
  return node.params.map((param) => l.type(param.default));
}

/** Type of an `extends` or `implements` item: an expression with type arguments. */
export function heritageType(
  l: Lowering,
  expression: Expression | null,
  args: readonly Parameters<Lowering['type']>[0][] | undefined,
): TypeId {
  const name = expression === null ? null : dottedText(expression);
  if (name === null) return NONE;
  return l.addType({ k: 'ref', name, args: (args ?? []).map((arg) => l.type(arg)) });
}

function dottedText(node: Expression): string | null {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return null;
  const object = dottedText(node.object);
  return object === null ? null : `${object}.${node.property.name}`;
}

/** `start` is where the declaration's statement begins, `export` included. */
export function lowerInterface(l: Lowering, node: TSInterfaceDeclaration, exported: boolean, start: number): void {
  const defaults = typeDefaults(l, node.typeParameters);
  l.declarations.push({
    kind: 'interface',
    name: l.namespace + node.id.name,
    typeParameters: typeParameterNames(node.typeParameters),
    ...(defaults === null ? {} : { typeDefaults: defaults }),
    type: lowerMembers(l, node.body.body),
    extends: node.extends.map((item) => heritageType(l, item.expression, item.typeArguments?.params)),
    classId: NONE,
    members: [],
    exported,
    tagged: [],
    start,
    end: node.end,
  });
}

export function lowerTypeAlias(l: Lowering, node: TSTypeAliasDeclaration, exported: boolean, start: number): void {
  const defaults = typeDefaults(l, node.typeParameters);
  l.declarations.push({
    kind: 'alias',
    name: l.namespace + node.id.name,
    typeParameters: typeParameterNames(node.typeParameters),
    ...(defaults === null ? {} : { typeDefaults: defaults }),
    type: l.type(node.typeAnnotation),
    extends: [],
    classId: NONE,
    members: [],
    exported,
    tagged: [],
    start,
    end: node.end,
  });
}

export function lowerEnum(l: Lowering, node: TSEnumDeclaration, exported: boolean, start: number): void {
  const members: { name: string; node: NodeId }[] = [];
  for (const member of node.body.members) {
    const id = member.id;
    const name =
      id.type === 'Identifier' ? id.name : id.type === 'Literal' ? id.value : (id.quasis[0]?.value.cooked ?? '');
    members.push({ name, node: l.expression(member.initializer) });
  }
  const index = l.declarations.push({
    kind: 'enum',
    name: l.namespace + node.id.name,
    typeParameters: [],
    type: NONE,
    extends: [],
    classId: NONE,
    members,
    exported,
    tagged: [],
    start,
    end: node.end,
  });
  const value = l.node(Op.Enum, node, index - 1);
  const variable = l.scope.own(node.id.name);
  if (variable === undefined) return;
  if (variable.fixed === NONE) variable.fixed = value;
  variable.definitions.push(value);
}

/**
 * A namespace: its body runs in place in a scope of its own, its exported values make up an object. Ambient modules
 * (`declare module 'm'`) and `declare global` only add their types.
 */
export function lowerNamespace(
  l: Lowering,
  node: TSModuleDeclaration | TSGlobalDeclaration,
  exported: boolean,
  start: number,
): void {
  if (!node.body) return;
  const named = !node.global && node.id.type !== 'Literal';
  const name = moduleName(node.id);
  if (named) {
    l.declarations.push({
      kind: 'namespace',
      name: l.namespace + name,
      typeParameters: [],
      type: NONE,
      extends: [],
      classId: NONE,
      members: [],
      exported,
      tagged: [],
      start,
      end: node.end,
    });
  }
  const outerNames = l.namespace;
  const outerScope = l.scope;
  const exportCount = l.exports.length;
  if (named) l.namespace = `${l.namespace}${name}.`;
  l.scope = new Scope(outerScope);
  hoist(l, node.body.body, true);
  for (const statement of node.body.body) l.statement(statement);
  const value = named ? namespaceObject(l, node, node.body.body) : NONE;
  l.exports.length = exportCount;
  l.scope = outerScope;
  l.namespace = outerNames;
  if (value === NONE || node.id.type !== 'Identifier') return;
  const variable = l.scope.own(node.id.name);
  if (variable === undefined) return;
  if (variable.fixed === NONE) define(l, variable, value, node.id);
  else variable.definitions.push(value);
}

function moduleName(id: (TSModuleDeclaration | TSGlobalDeclaration)['id']): string {
  if (id.type === 'Literal') return '';
  return id.type === 'Identifier' ? id.name : qualifiedText(id);
}

function namespaceObject(
  l: Lowering,
  node: TSModuleDeclaration | TSGlobalDeclaration,
  body: readonly Statement[],
): NodeId {
  const mark = l.b.mark();
  const add = (name: string): void => {
    const variable = l.scope.own(name);
    if (variable === undefined) return;
    l.b.push(PropKind.Init);
    l.b.push(l.b.string(name));
    l.b.push(variable.fixed === NONE ? cellOf(l, variable) : variable.fixed);
  };
  for (const statement of body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration === null) continue;
    const declaration = statement.declaration;
    if (declaration.type === 'VariableDeclaration') {
      for (const declarator of declaration.declarations) patternNames(declarator.id, add);
    } else if (declaration.type !== 'TSModuleDeclaration') {
      if (declaration.id !== null) add(declaration.id.name);
    } else if (declaration.id.type === 'Identifier') {
      add(declaration.id.name);
    }
  }
  return l.node(Op.Object, node, l.b.take(mark));
}
