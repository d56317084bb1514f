import { joinRight } from './branches.ts';
import { NONE, Op } from './facts.ts';
import type { ContextId, NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import type { Expression, LogicalExpression } from './tree.ts';

/** A lowered condition: its value and the contexts that hold where it is truthy and where it is falsy. */
export interface Condition {
  readonly value: NodeId;
  readonly ifTrue: ContextId;
  readonly ifFalse: ContextId;
}

/**
 * Lowers a condition and takes apart `&&`, `||` and `!`, as a compiler does for its jumps: what is true after `a && b`
 * is a and b, what is false is a, or b after a was true. Leaves the lowering in the context after the condition whatever
 * its truth.
 */
export function lowerCondition(l: Lowering, node: Expression): Condition {
  let at = node;
  const negations: Expression[] = [];
  for (;;) {
    if (at.type === 'UnaryExpression' && at.operator === '!') {
      negations.push(at);
      at = at.argument;
    } else if (at.type === 'ParenthesizedExpression' || at.type === 'TSNonNullExpression') {
      at = at.expression;
    } else {
      break;
    }
  }
  let condition =
    at.type === 'LogicalExpression' && at.operator !== '??' ? lowerChain(l, at, at.operator) : lowerLeaf(l, at);
  for (let i = negations.length - 1; i >= 0; i--) {
    const negation = negations[i] ?? at;
    const value = l.node(Op.Unary, negation, condition.value, l.b.string('!'));
    condition = { value, ifTrue: condition.ifFalse, ifFalse: condition.ifTrue };
  }
  return condition;
}

function lowerLeaf(l: Lowering, node: Expression): Condition {
  const value = l.expression(node);
  return { value, ifTrue: l.enterTrue(value), ifFalse: l.enterFalse(value) };
}

/** `a && b && c`: such chains lean left and are walked without recursion. */
function lowerChain(l: Lowering, node: LogicalExpression, operator: '&&' | '||'): Condition {
  const spine: LogicalExpression[] = [];
  let at: Expression = node;
  while (at.type === 'LogicalExpression' && at.operator === operator) {
    spine.push(at);
    at = at.left;
  }
  let condition = l.nested(at, () => lowerCondition(l, at)) ?? lowerLeaf(l, at);
  for (let i = spine.length - 1; i >= 0; i--) {
    const step = spine[i];
    if (step !== undefined) condition = lowerStep(l, step, operator, condition);
  }
  return condition;
}

function lowerStep(l: Lowering, node: LogicalExpression, operator: '&&' | '||', left: Condition): Condition {
  const both = operator === '&&';
  const enter = both ? left.ifTrue : left.ifFalse;
  const skip = both ? left.ifFalse : left.ifTrue;
  let ifTrue = NONE;
  let ifFalse = NONE;
  const value = joinRight(l, node, left.value, operator, enter, skip, () => {
    const right = l.nested(node.right, () => lowerCondition(l, node.right)) ?? lowerLeaf(l, node.right);
    ifTrue = right.ifTrue;
    ifFalse = right.ifFalse;
    return right.value;
  });
  return both ? { value, ifTrue, ifFalse: l.join(skip, ifFalse) } : { value, ifTrue: l.join(skip, ifTrue), ifFalse };
}
