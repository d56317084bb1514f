import { branch, joinRight, meet } from './branches.ts';
import { lowerCondition } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import type { Expression, LogicalExpression } from './tree.ts';

/** Binary operators; long chains lean left and are walked without recursion. */
export function lowerBinary(l: Lowering, node: Extract<Expression, { type: 'BinaryExpression' }>): NodeId {
  if (node.left.type === 'PrivateIdentifier') {
    const key = l.string(node.left, `#${node.left.name}`);
    return l.node(Op.Binary, node, key, l.expression(node.right), l.b.string(node.operator));
  }
  const spine: Extract<Expression, { type: 'BinaryExpression' }>[] = [];
  let at: Expression = node;
  while (at.type === 'BinaryExpression' && at.left.type !== 'PrivateIdentifier') {
    spine.push(at);
    at = at.left;
  }
  let value = l.expression(at);
  for (let i = spine.length - 1; i >= 0; i--) {
    const step = spine[i];
    if (step === undefined) continue;
    const right = l.expression(step.right);
    value =
      step.operator === '+'
        ? l.node(Op.Concat, step, value, right)
        : l.node(Op.Binary, step, value, right, l.b.string(step.operator));
  }
  return value;
}

/** `a && b`, `a || b`, `a ?? b` for its value. */
export function lowerLogical(l: Lowering, node: LogicalExpression): NodeId {
  const left = node.operator === '??' ? nullish(l, node.left) : lowerCondition(l, node.left);
  const enter = node.operator === '&&' ? left.ifTrue : left.ifFalse;
  const skip = node.operator === '&&' ? left.ifFalse : left.ifTrue;
  return joinRight(l, node, left.value, node.operator, enter, skip, () => l.expression(node.right));
}

/** `??` goes right only if the left side is nullish, hence falsy; going on with it says nothing of its truth. */
function nullish(l: Lowering, left: Expression): Condition {
  const value = l.expression(left);
  return { value, ifTrue: l.context, ifFalse: l.enterFalse(value) };
}

/** `test ? a : b` */
export function lowerConditional(
  l: Lowering,
  node: Extract<Expression, { type: 'ConditionalExpression' }>,
  name: string,
): NodeId {
  const test = lowerCondition(l, node.test);
  const live = l.live;
  let thenNode = NONE;
  let elseNode = NONE;
  const thenEdge = branch(l, test.ifTrue, () => {
    thenNode = l.expression(node.consequent, name);
  });
  const elseEdge = branch(l, test.ifFalse, () => {
    elseNode = l.expression(node.alternate, name);
  });
  if (live) meet(l, thenEdge, test.ifTrue, elseEdge, test.ifFalse);
  return l.node(Op.Conditional, node, l.b.list(test.value, thenNode, elseNode));
}
