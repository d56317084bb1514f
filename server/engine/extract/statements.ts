import { branch, meet } from './branches.ts';
import { lowerCondition } from './conditions.ts';
import { lowerEnum, lowerInterface, lowerNamespace, lowerTypeAlias } from './declarations.ts';
import { edgeTo } from './env.ts';
import { lowerExport } from './exports.ts';
import { NONE } from './facts.ts';
import { noteParameterExits } from './functions.ts';
import { hoist } from './hoist.ts';
import { lowerImportEquals } from './imports.ts';
import { lowerDoWhile, lowerFor, lowerForEach, lowerLabeled, lowerWhile } from './loops.ts';
import type { JumpTarget, Lowering } from './lowering.ts';
import { Scope } from './scope.ts';
import { lowerSwitch } from './switch.ts';
import { lowerTry } from './try.ts';
import type { Statement } from './tree.ts';
import { lowerVariables } from './variable-declarations.ts';

/** Lowers a statement: moves context, environment and liveness on to what holds after it. */
export function lowerStatement(l: Lowering, node: Statement): void {
  switch (node.type) {
    case 'ExpressionStatement':
      l.anchor = node.start;
      l.expression(node.expression);
      l.anchor = NONE;
      break;
    case 'VariableDeclaration':
      lowerVariables(l, node, node.start);
      break;
    case 'ReturnStatement': {
      const value = l.expression(node.argument);
      const { start, end } = node.argument ?? node;
      l.fn.returns.push({ context: l.context, node: value, start, end });
      if (l.live) noteParameterExits(l);
      l.live = false;
      break;
    }
    case 'IfStatement':
      lowerIf(l, node);
      break;
    case 'BlockStatement':
      lowerBlock(l, node.body);
      break;
    case 'ThrowStatement':
      l.fn.throws.push({ node: l.expression(node.argument), context: l.context, start: node.start, end: node.end });
      l.live = false;
      break;
    case 'ForOfStatement':
    case 'ForInStatement':
      lowerForEach(l, node);
      break;
    case 'ForStatement':
      lowerFor(l, node);
      break;
    case 'WhileStatement':
      lowerWhile(l, node);
      break;
    case 'DoWhileStatement':
      lowerDoWhile(l, node);
      break;
    case 'SwitchStatement':
      lowerSwitch(l, node);
      break;
    case 'TryStatement':
      lowerTry(l, node);
      break;
    case 'BreakStatement':
    case 'ContinueStatement':
      lowerJump(l, node);
      break;
    case 'LabeledStatement':
      lowerLabeled(l, node);
      break;
    case 'ClassDeclaration':
      l.anchor = node.start;
      l.walk.lowerClass(l, node, '');
      l.anchor = NONE;
      break;
    case 'WithStatement':
      l.expression(node.object);
      l.statement(node.body);
      break;
    case 'TSInterfaceDeclaration':
      lowerInterface(l, node, false, node.start);
      break;
    case 'TSTypeAliasDeclaration':
      lowerTypeAlias(l, node, false, node.start);
      break;
    case 'TSEnumDeclaration':
      lowerEnum(l, node, false, node.start);
      break;
    case 'TSModuleDeclaration':
      lowerNamespace(l, node, false, node.start);
      break;
    case 'TSImportEqualsDeclaration':
      lowerImportEquals(l, node);
      break;
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
    case 'ExportAllDeclaration':
    case 'TSExportAssignment':
      lowerExport(l, node);
      break;
    default:
  }
}

/** Statements of a block in a scope of their own. */
function lowerBlock(l: Lowering, statements: readonly Statement[]): void {
  const outer = l.scope;
  l.scope = new Scope(outer);
  hoist(l, statements, false);
  for (const statement of statements) l.statement(statement);
  l.scope = outer;
}

function lowerIf(l: Lowering, node: Extract<Statement, { type: 'IfStatement' }>): void {
  const test = lowerCondition(l, node.test);
  const live = l.live;
  const thenEdge = branch(l, test.ifTrue, () => {
    l.statement(node.consequent);
  });
  const elseEdge = branch(l, test.ifFalse, () => {
    l.statement(node.alternate);
  });
  if (live) meet(l, thenEdge, test.ifTrue, elseEdge, test.ifFalse);
}

function lowerJump(l: Lowering, node: Extract<Statement, { type: 'BreakStatement' | 'ContinueStatement' }>): void {
  const stays = node.type === 'ContinueStatement';
  const label = node.label?.name ?? null;
  let target: JumpTarget | null = null;
  for (let i = l.fn.targets.length - 1; i >= 0 && target === null; i--) {
    const candidate = l.fn.targets[i];
    if (candidate === undefined) continue;
    const named = label === null ? (stays ? candidate.loop : candidate.breakable) : candidate.labels.includes(label);
    if (named) target = candidate;
  }
  if (target !== null && l.live) (stays ? target.continues : target.breaks).push(edgeTo(l, target.base));
  l.live = false;
}
