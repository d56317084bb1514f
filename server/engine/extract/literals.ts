import { NONE, Op, PropKind } from './facts.ts';
import type { NodeId } from './facts.ts';
import { lowerMethodValue } from './functions.ts';
import type { Lowering } from './lowering.ts';
import { keyName } from './names.ts';
import type { Expression, ObjectExpression } from './tree.ts';

/** Literal of any kind; a number's text is its source. */
export function lowerLiteral(l: Lowering, node: Extract<Expression, { type: 'Literal' }>): NodeId {
  if ('regex' in node) {
    return l.node(Op.Regex, node, l.b.string(node.regex.pattern), l.b.string(node.regex.flags));
  }
  const value = node.value;
  if (typeof value === 'string') return l.string(node, value);
  if (typeof value === 'boolean') return l.node(Op.Bool, node, value ? 1 : 0);
  if (value === null && !('bigint' in node)) return l.node(Op.Null, node);
  return l.node(Op.Num, node, l.b.string(l.text.slice(node.start, node.end)));
}

export function lowerArray(l: Lowering, node: Extract<Expression, { type: 'ArrayExpression' }>): NodeId {
  const mark = l.b.mark();
  for (const element of node.elements) {
    if (element?.type === 'SpreadElement') l.b.push(l.node(Op.Spread, element, l.expression(element.argument)));
    else l.b.push(l.expression(element));
  }
  return l.node(Op.Array, node, l.b.take(mark));
}

export function lowerObject(l: Lowering, node: ObjectExpression): NodeId {
  const mark = l.b.mark();
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const value = l.expression(property.argument);
      l.b.push(PropKind.Spread);
      l.b.push(NONE);
      l.b.push(value);
      continue;
    }
    const key = keyName(property.key, property.computed);
    const value = property.value;
    const keyNode = key === null && property.key.type !== 'PrivateIdentifier' ? l.expression(property.key) : NONE;
    const isMethod = property.method || property.kind !== 'init';
    const valueNode =
      isMethod && value.type === 'FunctionExpression'
        ? lowerMethodValue(l, value, property)
        : lowerNamed(l, value, key ?? '', property.start);
    l.b.push(key === null ? PropKind.Computed : propKind(property.kind, property.method));
    l.b.push(key === null ? keyNode : l.b.string(key));
    l.b.push(valueNode);
  }
  return l.node(Op.Object, node, l.b.take(mark));
}

/** Lowers a property's value; a doc comment before the property speaks of a function in it. */
function lowerNamed(l: Lowering, value: Expression, name: string, anchor: number): NodeId {
  const before = l.anchor;
  l.anchor = anchor;
  const node = l.expression(value, name);
  l.anchor = before;
  return node;
}

function propKind(kind: 'init' | 'get' | 'set', method: boolean): PropKind {
  if (kind === 'get') return PropKind.Getter;
  if (kind === 'set') return PropKind.Setter;
  return method ? PropKind.Method : PropKind.Init;
}
