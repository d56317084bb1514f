import { joinRight } from './branches.ts';
import { noteCommonJsExport } from './commonjs.ts';
import { lowerCondition } from './conditions.ts';
import { Col, NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { memberOf } from './members.ts';
import { unwrap, writeMember } from './mutations.ts';
import { keyName } from './names.ts';
import { bind } from './patterns.ts';
import type { AssignmentExpression, Expression, MemberExpression } from './tree.ts';

/** Assignment of every kind; its value is the Def of a plain name, else the assigned value. */
export function lowerAssignment(l: Lowering, node: AssignmentExpression): NodeId {
  const target = node.left;
  if (target.type === 'ObjectPattern' || target.type === 'ArrayPattern') {
    return bind(l, target, l.expression(node.right));
  }
  const place = unwrap(target);
  if (place.type === 'MemberExpression') return assignMember(l, node, place);
  if (place.type !== 'Identifier') {
    l.expression(place);
    return l.expression(node.right);
  }
  const value = node.operator === '=' ? l.expression(node.right, place.name) : compound(l, node, place, NONE);
  return bind(l, place, value);
}

function assignMember(l: Lowering, node: AssignmentExpression, place: MemberExpression): NodeId {
  const key = keyName(place.property, place.computed);
  const object = l.expression(place.object);
  let keyNode = NONE;
  let value: NodeId;
  if (node.operator === '=') {
    if (key === null && place.property.type !== 'PrivateIdentifier') keyNode = l.expression(place.property);
    value = l.expression(node.right, key ?? '');
  } else {
    const current = memberOf(l, place, object);
    if (key === null) keyNode = l.b.column(current, Col.b);
    value = compound(l, node, place, current);
  }
  writeMember(l, place, object, keyNode, value, node);
  noteCommonJsExport(l, place, value);
  return value;
}

/** The value `target op= right` assigns; `current` is the target's value if it has been read already. */
function compound(l: Lowering, node: AssignmentExpression, target: Expression, current: NodeId): NodeId {
  const operator = node.operator.slice(0, -1);
  const name = target.type === 'Identifier' ? target.name : '';
  if (operator === '&&' || operator === '||') {
    if (current !== NONE) {
      const holds = l.enterTrue(current);
      const fails = l.enterFalse(current);
      const [enter, skip] = operator === '&&' ? [holds, fails] : [fails, holds];
      return joinRight(l, node, current, operator, enter, skip, () => l.expression(node.right, name));
    }
    const left = lowerCondition(l, target);
    const enter = operator === '&&' ? left.ifTrue : left.ifFalse;
    const skip = operator === '&&' ? left.ifFalse : left.ifTrue;
    return joinRight(l, node, left.value, operator, enter, skip, () => l.expression(node.right, name));
  }
  const left = current === NONE ? l.expression(target) : current;
  if (operator === '??') {
    return joinRight(l, node, left, operator, l.enterFalse(left), l.context, () => l.expression(node.right, name));
  }
  const right = l.expression(node.right);
  if (operator === '+') return l.node(Op.Concat, node, left, right);
  return l.node(Op.Binary, node, left, right, l.b.string(operator));
}

/** `x++`, `--x.y` */
export function lowerUpdate(l: Lowering, node: Extract<Expression, { type: 'UpdateExpression' }>): NodeId {
  const place = unwrap(node.argument);
  if (place.type === 'MemberExpression') {
    const object = l.expression(place.object);
    const current = memberOf(l, place, object);
    const value = l.node(Op.Unary, node, current, l.b.string(node.operator));
    writeMember(l, place, object, l.b.op(current) === Op.Index ? l.b.column(current, Col.b) : NONE, value, node);
    return value;
  }
  const value = l.node(Op.Unary, node, l.expression(place), l.b.string(node.operator));
  if (place.type === 'Identifier') bind(l, place, value);
  return value;
}
