import { lowerAssignment, lowerUpdate } from './assignments.ts';
import { lowerAwait, lowerCall, lowerImportCall, lowerNew, lowerTagged, lowerTemplate } from './calls.ts';
import { lowerCondition } from './conditions.ts';
import { Col, NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import { lowerFunctionExpression } from './functions.ts';
import { lowerJsxElement, lowerJsxFragment } from './jsx.ts';
import type { Lowering } from './lowering.ts';
import { lowerMember } from './members.ts';
import { writeMember } from './mutations.ts';
import { lowerArray, lowerLiteral, lowerObject } from './literals.ts';
import { lowerName, lowerThis } from './references.ts';
import { lowerBinary, lowerConditional, lowerLogical } from './operators.ts';
import type { Expression } from './tree.ts';

/** Lowers an expression to the node of its value. */
export function lowerExpression(l: Lowering, node: Expression, name: string): NodeId {
  if (l.docs.hasCasts) {
    const type = l.docs.takeCast(l, node.start);
    if (type !== NONE) return l.node(Op.Cast, node, lowerPlain(l, node, name), type);
  }
  return lowerPlain(l, node, name);
}

function lowerPlain(l: Lowering, node: Expression, name: string): NodeId {
  switch (node.type) {
    case 'Identifier':
      return lowerName(l, node.name, node);
    case 'Literal':
      return lowerLiteral(l, node);
    case 'MemberExpression':
      return lowerMember(l, node);
    case 'CallExpression':
      return lowerCall(l, node, false);
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
      return l.expression(node.expression, name);
    case 'ObjectExpression':
      return lowerObject(l, node);
    case 'ArrayExpression':
      return lowerArray(l, node);
    case 'TemplateLiteral':
      return lowerTemplate(l, node);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
      return lowerFunctionExpression(l, node, name);
    case 'AwaitExpression':
      return lowerAwait(l, node);
    case 'AssignmentExpression':
      return lowerAssignment(l, node);
    case 'BinaryExpression':
      return lowerBinary(l, node);
    case 'LogicalExpression':
      return lowerLogical(l, node);
    case 'ConditionalExpression':
      return lowerConditional(l, node, name);
    case 'UnaryExpression':
      return lowerUnary(l, node);
    case 'UpdateExpression':
      return lowerUpdate(l, node);
    case 'NewExpression':
      return lowerNew(l, node);
    case 'TaggedTemplateExpression':
      return lowerTagged(l, node);
    case 'ThisExpression':
      return lowerThis(l, node);
    case 'Super':
      return l.node(Op.Super, node, l.fn.superClass);
    case 'TSAsExpression':
    case 'TSTypeAssertion':
      return lowerCast(l, node, name, NONE);
    case 'TSSatisfiesExpression':
      return lowerCast(l, node, name, 1);
    case 'ClassExpression':
    case 'ClassDeclaration':
      return l.walk.lowerClass(l, node, name);
    case 'JSXElement':
      return lowerJsxElement(l, node);
    case 'JSXFragment':
      return lowerJsxFragment(l, node);
    case 'SequenceExpression': {
      let last = NONE;
      for (const part of node.expressions) last = l.expression(part);
      return last;
    }
    case 'YieldExpression': {
      const value = l.expression(node.argument);
      l.fn.yields.push({ context: l.context, node: value, start: node.start, end: node.end });
      return l.node(Op.Yield, node, value, NONE, node.delegate ? 1 : NONE);
    }
    case 'ImportExpression':
      return lowerImportCall(l, node);
    case 'MetaProperty':
      return l.node(Op.Meta, node, l.b.string(`${node.meta.name}.${node.property.name}`));
    case 'V8IntrinsicExpression':
      for (const argument of node.arguments) if (argument.type !== 'SpreadElement') l.expression(argument);
      return l.node(Op.Unknown, node);
    default:
      return l.node(Op.Unknown, node);
  }
}

function lowerCast(
  l: Lowering,
  node: Extract<Expression, { type: 'TSAsExpression' | 'TSTypeAssertion' | 'TSSatisfiesExpression' }>,
  name: string,
  satisfies: number,
): NodeId {
  const value = l.expression(node.expression, name);
  const type = node.typeAnnotation;
  if (type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const') {
    return value;
  }
  return l.node(Op.Cast, node, value, l.type(type), satisfies);
}

function lowerUnary(l: Lowering, node: Extract<Expression, { type: 'UnaryExpression' }>): NodeId {
  if (node.operator === '!') return lowerCondition(l, node).value;
  const value = l.expression(node.argument);
  const result = l.node(Op.Unary, node, value, l.b.string(node.operator));
  if (node.operator !== 'delete') return result;
  const target = node.argument.type === 'ChainExpression' ? node.argument.expression : node.argument;
  if (target.type === 'MemberExpression' && value >= 0) {
    const member = l.b.op(value);
    const object = member === Op.Member || member === Op.Index ? l.b.a(value) : NONE;
    const key = member === Op.Index ? l.b.column(value, Col.b) : NONE;
    writeMember(l, target, object, key, l.node(Op.Undefined, node), node);
  }
  return result;
}
