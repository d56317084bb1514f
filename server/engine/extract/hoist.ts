import { NONE, Op } from './facts.ts';
import type { FunctionId, NodeId } from './facts.ts';
import { declareImports } from './imports.ts';
import type { Lowering } from './lowering.ts';
import { patternNames } from './patterns.ts';
import { functionType } from './types.ts';
import type { FunctionNode, Statement, VariableDeclaration } from './tree.ts';

interface HoistedFunction {
  readonly node: FunctionNode;
  readonly id: FunctionId;
  readonly func: NodeId;
  readonly anchor: number;
}

/**
 * Declares what a block declares before its statements run: its let, const, class, function, enum, namespace and import
 * names; at the top of a function also every `var` below. Function declarations are lowered here, so that calls above
 * them find them and the variables they write are known.
 */
export function hoist(l: Lowering, statements: readonly Statement[], top: boolean): void {
  const functions: HoistedFunction[] = [];
  for (const statement of statements) {
    const exported = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
    const declaration = exported ? statement.declaration : statement;
    if (declaration === null) continue;
    switch (declaration.type) {
      case 'VariableDeclaration':
        if (declaration.kind !== 'var') declareVariables(l, declaration);
        break;
      case 'FunctionDeclaration':
        hoistFunction(l, declaration, statement.start, functions);
        break;
      case 'ClassDeclaration':
        if (declaration.id !== null && l.scope.own(declaration.id.name) === undefined) {
          l.declare(declaration.id.name, 'class', declaration.id);
        }
        break;
      case 'TSEnumDeclaration':
        if (l.scope.own(declaration.id.name) === undefined) l.declare(declaration.id.name, 'enum', declaration.id);
        break;
      case 'TSModuleDeclaration':
        if (
          declaration.id.type === 'Identifier' &&
          !declaration.global &&
          l.scope.own(declaration.id.name) === undefined
        ) {
          l.declare(declaration.id.name, 'const', declaration.id);
        }
        break;
      case 'TSImportEqualsDeclaration':
        l.declare(declaration.id.name, 'import', declaration.id);
        break;
      case 'ImportDeclaration':
        declareImports(l, declaration);
        break;
      case 'LabeledStatement':
        if (declaration.label.name === '$') declareReactive(l, declaration.body);
        break;
      default:
    }
  }
  for (const statement of statements) {
    const exported = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
    const declaration = exported ? statement.declaration : statement;
    if (declaration?.type === 'TSDeclareFunction') declareSignature(l, declaration);
  }
  if (top) for (const statement of statements) hoistVars(l, statement);
  for (const { node, id, func, anchor } of functions) lowerHoisted(l, node, id, func, anchor);
}

function hoistFunction(l: Lowering, node: FunctionNode, anchor: number, functions: HoistedFunction[]): void {
  const id = l.reserveFunction();
  const func = l.b.node(Op.Func, node.start, node.end, l.fn.entry, id);
  functions.push({ node, id, func, anchor });
  if (node.id === null) return;
  const known = l.scope.own(node.id.name);
  const variable = known?.kind === 'function' ? known : l.declare(node.id.name, 'function', node.id);
  variable.fixed = func;
  variable.definitions.push(func);
  if (known?.kind === 'function') l.env.set(variable.id, func);
}

/** A function that is only declared: a name with a function type. Overloads have their implementation instead. */
function declareSignature(l: Lowering, node: FunctionNode): void {
  if (node.id === null || l.scope.own(node.id.name) !== undefined) return;
  const variable = l.declare(node.id.name, 'const', node.id);
  variable.type = functionType(l, node.params, node.returnType?.typeAnnotation, false);
  variable.definitions.push(
    l.b.node(Op.Def, node.id.start, node.id.start + node.id.name.length, l.fn.entry, NONE, variable.id),
  );
}

/** Svelte's `$: name = …` declares the name. */
function declareReactive(l: Lowering, body: Statement): void {
  if (body.type !== 'ExpressionStatement' || body.expression.type !== 'AssignmentExpression') return;
  patternNames(body.expression.left, (name, span) => {
    if (l.scope.find(name) === undefined) l.declare(name, 'let', span);
  });
}

function lowerHoisted(l: Lowering, node: FunctionNode, id: FunctionId, func: NodeId, anchor: number): void {
  l.hoistedFunctions.set(node, func);
  l.walk.lowerFunction(l, node, {
    id,
    node: func,
    name: node.id?.name ?? '',
    kind: 'function',
    isStatic: false,
    owner: NONE,
    decorators: [],
    parentContext: l.fn.entry,
    nameStart: node.id?.start ?? node.start,
    nameEnd: node.id === null ? node.start + 8 : node.id.start + node.id.name.length,
    anchor,
  });
}

function declareVariables(l: Lowering, node: VariableDeclaration): void {
  const kind = node.kind === 'let' ? 'let' : 'const';
  for (const declarator of node.declarations) {
    patternNames(declarator.id, (name, span) => {
      l.declare(name, kind, span);
    });
  }
}

/** Declares the `var`s of a statement and of the statements inside it, not looking into functions. */
function hoistVars(l: Lowering, statement: Statement | null | undefined): void {
  if (statement === null || statement === undefined) return;
  switch (statement.type) {
    case 'VariableDeclaration':
      if (statement.kind === 'var') declareVars(l, statement);
      break;
    case 'ExportNamedDeclaration':
      if (statement.declaration?.type === 'VariableDeclaration') hoistVars(l, statement.declaration);
      break;
    case 'BlockStatement':
      for (const inner of statement.body) hoistVars(l, inner);
      break;
    case 'IfStatement': {
      let at: Statement | null = statement;
      while (at?.type === 'IfStatement') {
        hoistNested(l, at.consequent);
        at = at.alternate;
      }
      hoistNested(l, at);
      break;
    }
    case 'ForStatement':
      if (statement.init?.type === 'VariableDeclaration') hoistVars(l, statement.init);
      hoistNested(l, statement.body);
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
      if (statement.left.type === 'VariableDeclaration') hoistVars(l, statement.left);
      hoistNested(l, statement.body);
      break;
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
    case 'WithStatement':
      hoistNested(l, statement.body);
      break;
    case 'TryStatement':
      hoistVars(l, statement.block);
      hoistVars(l, statement.handler?.body);
      hoistVars(l, statement.finalizer);
      break;
    case 'SwitchStatement':
      for (const clause of statement.cases) for (const inner of clause.consequent) hoistVars(l, inner);
      break;
    default:
  }
}

function hoistNested(l: Lowering, statement: Statement | null): void {
  if (statement !== null) {
    l.nested(statement, () => {
      hoistVars(l, statement);
    });
  }
}

function declareVars(l: Lowering, node: VariableDeclaration): void {
  for (const declarator of node.declarations) {
    patternNames(declarator.id, (name, span) => {
      if (l.scope.own(name) === undefined) l.declare(name, 'var', span);
    });
  }
}
