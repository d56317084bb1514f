import { constantText, isRequire } from './commonjs.ts';
import { Ctx, NONE, Op } from './facts.ts';
import type { NodeId, TypeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { isHarmless, noteEffects, unwrap } from './mutations.ts';
import { lowerReflection } from './reflection.ts';
import type { CallExpression, Expression, ImportExpression, NewExpression, TemplateLiteral, TSType } from './tree.ts';

/** Notes explicit type arguments of a call-like node. */
export function noteTypeArguments(l: Lowering, node: NodeId, params: readonly TSType[] | undefined): void {
  if (params === undefined || params.length === 0) return;
  const types: TypeId[] = params.map((type) => l.type(type));
  l.typeArguments.set(node, types);
}

function enterCalled(l: Lowering, call: NodeId): void {
  l.context = l.b.context(Ctx.Called, l.context, call, NONE);
}

function lowerArguments(l: Lowering, callee: NodeId, args: CallExpression['arguments']): number {
  const mark = l.b.mark();
  l.b.push(callee);
  for (const argument of args) {
    if (argument.type === 'SpreadElement') l.b.push(l.node(Op.Spread, argument, l.expression(argument.argument)));
    else l.b.push(l.expression(argument));
  }
  return l.b.take(mark);
}

/**
 * A call. When it is directly awaited, the Await node stands for its completion and the caller notes that; otherwise the
 * context afterwards says that the call has completed. Built-ins that check nothing are not noted.
 */
export function lowerCall(l: Lowering, node: CallExpression, awaited: boolean): NodeId {
  const specifier = isRequire(l, node) ? constantText(node.arguments[0]) : null;
  if (specifier !== null) {
    return l.node(Op.Import, node, l.addImport(specifier, '*', 'require', node));
  }
  const operation = lowerReflection(l, node);
  if (operation !== null) return operation;
  const callee = l.expression(node.callee);
  const list = lowerArguments(l, callee, node.arguments);
  const call = l.node(Op.Call, node, list, NONE, node.optional ? 1 : NONE);
  l.calls.push(call);
  noteTypeArguments(l, call, node.typeArguments?.params);
  if (isHarmless(l, callee)) return call;
  if (!awaited) enterCalled(l, call);
  noteEffects(l, call, node.callee, callee, node.arguments, node);
  return call;
}

export function lowerAwait(l: Lowering, node: Extract<Expression, { type: 'AwaitExpression' }>): NodeId {
  const operand = unwrap(node.argument);
  if (operand.type !== 'CallExpression') return l.node(Op.Await, node, l.expression(node.argument));
  const value = operand === node.argument ? lowerCall(l, operand, true) : l.expression(node.argument);
  const result = l.node(Op.Await, node, value);
  enterCalled(l, result);
  return result;
}

export function lowerNew(l: Lowering, node: NewExpression): NodeId {
  const callee = l.expression(node.callee);
  const list = lowerArguments(l, callee, node.arguments);
  const made = l.node(Op.New, node, list);
  l.calls.push(made);
  noteTypeArguments(l, made, node.typeArguments?.params);
  enterCalled(l, made);
  return made;
}

/** Template literal: its texts and expressions in order. */
export function lowerTemplate(l: Lowering, node: TemplateLiteral): NodeId {
  const mark = l.b.mark();
  for (let i = 0; i < node.quasis.length; i++) {
    const quasi = node.quasis[i];
    const text = quasi === undefined ? '' : (quasi.value.cooked ?? quasi.value.raw);
    if (quasi !== undefined && text !== '') l.b.push(l.string(quasi, text));
    const expression = node.expressions[i];
    if (expression !== undefined) l.b.push(l.expression(expression));
  }
  return l.node(Op.Template, node, l.b.take(mark));
}

export function lowerTagged(l: Lowering, node: Extract<Expression, { type: 'TaggedTemplateExpression' }>): NodeId {
  const tag = l.expression(node.tag);
  const template = lowerTemplate(l, node.quasi);
  const call = l.node(Op.Tagged, node, l.b.list(tag, template));
  l.calls.push(call);
  noteTypeArguments(l, call, node.typeArguments?.params);
  enterCalled(l, call);
  noteEffects(l, call, node.tag, tag, [], node);
  return call;
}

/** `import(specifier)` */
export function lowerImportCall(l: Lowering, node: ImportExpression): NodeId {
  const source = l.expression(node.source);
  l.expression(node.options);
  const specifier = constantText(node.source);
  const index = specifier === null ? NONE : l.addImport(specifier, '*', 'dynamic', node);
  return l.node(Op.DynamicImport, node, source, index);
}
