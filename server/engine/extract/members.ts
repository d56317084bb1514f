import { NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { keyName } from './names.ts';
import type { MemberExpression } from './tree.ts';

/** `object.key`, `object['key']`, `object[expression]`, `object.#key`. */
export function lowerMember(l: Lowering, node: MemberExpression): NodeId {
  const object = l.expression(node.object);
  return memberOf(l, node, object);
}

/** As `lowerMember`, with the object's node given. */
export function memberOf(l: Lowering, node: MemberExpression, object: NodeId): NodeId {
  const key = keyName(node.property, node.computed);
  if (key !== null) return l.node(Op.Member, node, object, l.b.string(key), node.optional ? 1 : NONE);
  const index = node.property.type === 'PrivateIdentifier' ? NONE : l.expression(node.property);
  return l.node(Op.Index, node, object, index, node.optional ? 1 : NONE);
}
