import { noteTypeArguments } from './calls.ts';
import { decodeEntities, jsxText } from './entities.ts';
import { NONE, Op, PropKind } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { lowerName, lowerThis } from './references.ts';
import type { JSXAttribute, JSXAttributeItem, JSXChild, JSXElement, JSXElementName, JSXFragment } from './tree.ts';

export function lowerJsxElement(l: Lowering, node: JSXElement): NodeId {
  const mark = l.b.mark();
  l.b.push(lowerTag(l, node.openingElement.name));
  l.b.push(lowerAttributes(l, node.openingElement.attributes));
  lowerChildren(l, node.children);
  const element = l.node(Op.Jsx, node, l.b.take(mark));
  l.jsx.push(element);
  noteTypeArguments(l, element, node.openingElement.typeArguments?.params);
  return element;
}

export function lowerJsxFragment(l: Lowering, node: JSXFragment): NodeId {
  const mark = l.b.mark();
  l.b.push(NONE);
  l.b.push(NONE);
  lowerChildren(l, node.children);
  const element = l.node(Op.Jsx, node, l.b.take(mark));
  l.jsx.push(element);
  return element;
}

/** Names that start in lower case or hold a dash or colon are elements of the page, others are components. */
function lowerTag(l: Lowering, name: JSXElementName): NodeId {
  switch (name.type) {
    case 'JSXIdentifier':
      if (name.name === 'this') return lowerThis(l, name);
      return /^[a-z]|-/.test(name.name) ? l.string(name, name.name) : lowerName(l, name.name, name);
    case 'JSXMemberExpression': {
      const object = l.nested(name, () => lowerObjectName(l, name.object)) ?? NONE;
      return l.node(Op.Member, name, object, l.b.string(name.property.name));
    }
    default:
      return l.string(name, `${name.namespace.name}:${name.name.name}`);
  }
}

function lowerObjectName(
  l: Lowering,
  name: Extract<JSXElementName, { type: 'JSXMemberExpression' }>['object'],
): NodeId {
  if (name.type === 'JSXMemberExpression') return lowerTag(l, name);
  return name.name === 'this' ? lowerThis(l, name) : lowerName(l, name.name, name);
}

function lowerAttributes(l: Lowering, attributes: readonly JSXAttributeItem[]): NodeId {
  const first = attributes[0];
  if (first === undefined) return NONE;
  const mark = l.b.mark();
  for (const attribute of attributes) {
    const spread = attribute.type === 'JSXSpreadAttribute';
    const value = spread ? l.expression(attribute.argument) : lowerAttributeValue(l, attribute);
    l.b.push(spread ? PropKind.Spread : PropKind.Init);
    l.b.push(spread ? NONE : l.b.string(attributeName(attribute.name)));
    l.b.push(value);
  }
  const end = attributes[attributes.length - 1]?.end ?? first.end;
  return l.node(Op.Object, { start: first.start, end }, l.b.take(mark));
}

function attributeName(name: JSXAttribute['name']): string {
  return name.type === 'JSXIdentifier' ? name.name : `${name.namespace.name}:${name.name.name}`;
}

function lowerAttributeValue(l: Lowering, attribute: JSXAttribute): NodeId {
  const value = attribute.value;
  if (value === null) return l.node(Op.Bool, attribute, 1);
  const name = attributeName(attribute.name);
  switch (value.type) {
    case 'Literal':
      return l.string(value, decodeEntities(l.text.slice(value.start + 1, value.end - 1)));
    case 'JSXExpressionContainer':
      return value.expression.type === 'JSXEmptyExpression' ? NONE : l.expression(value.expression, name);
    default:
      return l.expression(value, name);
  }
}

function lowerChildren(l: Lowering, children: readonly JSXChild[]): void {
  for (const child of children) {
    switch (child.type) {
      case 'JSXText': {
        const text = jsxText(l.text.slice(child.start, child.end));
        if (text !== '') l.b.push(l.string(child, text));
        break;
      }
      case 'JSXExpressionContainer':
        if (child.expression.type !== 'JSXEmptyExpression') l.b.push(l.expression(child.expression));
        break;
      case 'JSXSpreadChild':
        l.b.push(l.node(Op.Spread, child, l.expression(child.expression)));
        break;
      default:
        l.b.push(l.expression(child));
    }
  }
}
