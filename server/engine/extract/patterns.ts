import { NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { keyName } from './names.ts';
import { unwrap, writeMember } from './mutations.ts';
import { noteCommonJsExport } from './commonjs.ts';
import type { AssignmentExpression, AssignmentTargetMaybeDefault, Node, Span, VariableDeclarator } from './tree.ts';
import { define } from './variables.ts';

/** What a value can be bound to: a declared name or pattern, or an assignment's target. */
export type Target = VariableDeclarator['id'] | AssignmentTargetMaybeDefault;

/**
 * Binds a value to a name, pattern or place. Returns the Def for a plain name, else the value. Names that stand for
 * declarations must have been declared by the hoisting of their block.
 */
export function bind(l: Lowering, target: Target, value: NodeId): NodeId {
  switch (target.type) {
    case 'Identifier':
      return bindName(l, target.name, target, value);
    case 'ObjectPattern':
      bindObject(l, target, value);
      return value;
    case 'ArrayPattern':
      bindArray(l, target.elements, value, target);
      return value;
    case 'AssignmentPattern':
      return bind(l, target.left, withDefault(l, target, value));
    case 'MemberExpression': {
      const object = l.expression(target.object);
      const key =
        keyName(target.property, target.computed) === null && target.property.type !== 'PrivateIdentifier'
          ? l.expression(target.property)
          : NONE;
      writeMember(l, target, object, key, value, target);
      noteCommonJsExport(l, target, value);
      return value;
    }
    default: {
      const inner = unwrap(target);
      return inner.type === 'Identifier' || inner.type === 'MemberExpression' ? bind(l, inner, value) : value;
    }
  }
}

function bindName(l: Lowering, name: string, span: Span, value: NodeId): NodeId {
  const variable = l.scope.find(name);
  return variable === undefined
    ? value
    : define(l, variable, value, { start: span.start, end: span.start + name.length });
}

/** `target = value ?? default`, with the default's own conditions and calls left behind. */
function withDefault(l: Lowering, target: Extract<Target, { type: 'AssignmentPattern' }>, value: NodeId): NodeId {
  const context = l.context;
  const fallback = l.expression(target.right, target.left.type === 'Identifier' ? target.left.name : '');
  l.context = context;
  return l.node(Op.Default, target, value, fallback);
}

function bindObject(l: Lowering, pattern: Extract<Target, { type: 'ObjectPattern' }>, value: NodeId): void {
  const taken: string[] = [];
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      const mark = l.b.mark();
      for (const key of taken) l.b.push(l.b.string(key));
      bind(l, property.argument, l.node(Op.Rest, property, value, l.b.take(mark)));
      continue;
    }
    const key = keyName(property.key, property.computed);
    if (key !== null) taken.push(key);
    const part =
      key !== null
        ? l.node(Op.Member, property.key, value, l.b.string(key))
        : l.node(
            Op.Index,
            property.key,
            value,
            property.key.type === 'PrivateIdentifier' ? NONE : l.expression(property.key),
          );
    bind(l, property.value, part);
  }
}

function bindArray(
  l: Lowering,
  elements: Extract<Target, { type: 'ArrayPattern' }>['elements'],
  value: NodeId,
  span: Span,
): void {
  for (let i = 0; i < elements.length; i++) {
    const element: Node | null = elements[i] ?? null;
    if (element === null) continue;
    if (element.type === 'RestElement') {
      const mark = l.b.mark();
      for (let k = 0; k < i; k++) l.b.push(l.b.string(String(k)));
      bind(l, element.argument, l.node(Op.Rest, element, value, l.b.take(mark), 1));
    } else {
      const at = { start: element.start, end: element.end > element.start ? element.end : span.end };
      bind(l, element, l.node(Op.Member, at, value, l.b.string(String(i))));
    }
  }
}

/** Calls `each` with every name a pattern binds. */
export function patternNames(
  pattern: Target | AssignmentExpression['left'] | null,
  each: (name: string, span: Span) => void,
): void {
  if (pattern === null) return;
  switch (pattern.type) {
    case 'Identifier':
      each(pattern.name, { start: pattern.start, end: pattern.start + pattern.name.length });
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        patternNames(property.type === 'RestElement' ? property.argument : property.value, each);
      }
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) {
        if (element !== null) patternNames(element.type === 'RestElement' ? element.argument : element, each);
      }
      break;
    case 'AssignmentPattern':
      patternNames(pattern.left, each);
      break;
    default:
  }
}
