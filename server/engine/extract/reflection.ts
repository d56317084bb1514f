import { lowerAssignment } from './assignments.ts';
import { NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { unwrap } from './mutations.ts';
import { keyName } from './names.ts';
import type { CallExpression, Expression, MemberExpression, NewExpression, ObjectExpression, Span } from './tree.ts';

type Argument = CallExpression['arguments'][number];
type Operation = (l: Lowering, node: CallExpression, args: readonly Expression[]) => NodeId | null;

/** Calls that do what an operator does, by the name they go by. Each says null where its form is not understood. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['Reflect.get', (l, node, [object, key]) => (object && key ? l.expression(memberAt(node, object, key)) : null)],
  [
    'Reflect.set',
    (l, node, [object, key, value]) => (object && key && value ? assign(l, node, object, key, value) : null),
  ],
  [
    'Reflect.deleteProperty',
    (l, node, [object, key]) =>
      object && key
        ? l.expression({
            ...at(node),
            type: 'UnaryExpression',
            operator: 'delete',
            argument: memberAt(node, object, key),
            prefix: true,
          })
        : null,
  ],
  [
    'Reflect.apply',
    (l, node, [fn, self, list]) =>
      fn && self && list
        ? l.expression({ ...node, callee: namedMember(node, fn, 'apply'), arguments: [self, list] })
        : null,
  ],
  [
    'Reflect.construct',
    (l, node, [made, list]) => {
      if (!made || !list) return null;
      const spread: Argument = { ...at(list), type: 'SpreadElement', argument: list };
      const construction: NewExpression = {
        ...at(node),
        type: 'NewExpression',
        callee: made,
        typeArguments: null,
        arguments: [spread],
      };
      return l.expression(construction);
    },
  ],
  ['Object.defineProperty', define],
  ['Reflect.defineProperty', define],
  ['Object.defineProperties', (l, _node, [object, all]) => (object && all ? defineAll(l, object, all, null) : null)],
  [
    'Object.create',
    (l, node, [proto, all]) =>
      proto && all ? defineAll(l, proto, all, l.expression({ ...node, arguments: [proto] })) : null,
  ],
]);

/**
 * A call of the language's own that is another way to write an operation: `Reflect.set(o, k, v)` is `o[k] = v`,
 * `Array.prototype.slice.call(list, 1)` is `list.slice(1)`. Null for every other call.
 */
export function lowerReflection(l: Lowering, node: CallExpression): NodeId | null {
  const callee = node.callee;
  if (callee.type !== 'MemberExpression') return null;
  const method = keyName(callee.property, callee.computed);
  const object = callee.object;
  if (object.type !== 'Identifier' || (object.name !== 'Reflect' && object.name !== 'Object')) {
    return method === 'call' || method === 'apply' ? lowerBorrowed(l, node, callee, method) : null;
  }
  const operation = OPERATIONS.get(`${object.name}.${method ?? ''}`);
  if (operation === undefined || l.scope.find(object.name) !== undefined) return null;
  const args: Expression[] = [];
  for (const argument of node.arguments) {
    if (argument.type === 'SpreadElement') return null;
    args.push(argument);
  }
  return operation(l, node, args);
}

/** `[].slice.call(list, 1)`, `Array.prototype.push.apply(list, more)`: a method lent to another object. */
function lowerBorrowed(
  l: Lowering,
  node: CallExpression,
  callee: MemberExpression,
  how: 'call' | 'apply',
): NodeId | null {
  const lent = callee.object;
  const [self, list] = node.arguments;
  if (lent.type !== 'MemberExpression' || self === undefined || self.type === 'SpreadElement') return null;
  if (!isPrototype(l, lent.object)) return null;
  const method = { ...lent, object: self };
  if (how === 'call') return l.expression({ ...node, callee: method, arguments: node.arguments.slice(1) });
  if (list === undefined) return l.expression({ ...node, callee: method, arguments: [] });
  if (list.type === 'SpreadElement') return null;
  const spread: Argument = { ...at(list), type: 'SpreadElement', argument: list };
  return l.expression({ ...node, callee: method, arguments: [spread] });
}

/** `Array.prototype`, `[]`, `''`, `({})`. */
function isPrototype(l: Lowering, node: Expression): boolean {
  const value = unwrap(node);
  switch (value.type) {
    case 'ArrayExpression':
      return value.elements.length === 0;
    case 'ObjectExpression':
      return value.properties.length === 0;
    case 'Literal':
      return value.value === '';
    case 'MemberExpression': {
      const { object, property, computed } = value;
      return (
        object.type === 'Identifier' &&
        keyName(property, computed) === 'prototype' &&
        /^(?:Array|String|Object|Map|Set|Function)$/.test(object.name) &&
        l.scope.find(object.name) === undefined
      );
    }
    default:
      return false;
  }
}

const at = ({ start, end }: Span): Span => ({ start, end });

function memberAt(span: Span, object: Expression, key: Expression): MemberExpression {
  return { ...at(span), type: 'MemberExpression', object, property: key, optional: false, computed: true };
}

function namedMember(span: Span, object: Expression, name: string): MemberExpression {
  const property = { ...at(span), type: 'Identifier', name } as const;
  return { ...at(span), type: 'MemberExpression', object, property, optional: false, computed: false };
}

function assign(l: Lowering, span: Span, object: Expression, key: Expression, value: Expression): NodeId {
  const left = memberAt(span, object, key);
  return lowerAssignment(l, { ...at(span), type: 'AssignmentExpression', operator: '=', left, right: value });
}

/** `Object.defineProperty(o, k, { value })`, `{ get }`: the object with the property. */
function define(l: Lowering, node: CallExpression, [object, key, descriptor]: readonly Expression[]): NodeId | null {
  if (!object || !key || !descriptor) return null;
  // a mark of compilers, no export
  if (key.type === 'Literal' && key.value === '__esModule') return null;
  const value = described(descriptor);
  if (isPlace(object)) {
    if (value !== null) assign(l, node, object, key, value);
    return l.expression(object);
  }
  const base = l.expression(object);
  return value === null ? base : stored(l, node, base, key, value);
}

function defineAll(l: Lowering, object: Expression, all: Expression, made: NodeId | null): NodeId | null {
  const descriptors = unwrap(all);
  if (descriptors.type !== 'ObjectExpression') return made;
  let node = made ?? (isPlace(object) ? NONE : l.expression(object));
  for (const property of descriptors.properties) {
    if (property.type === 'SpreadElement') continue;
    const name = keyName(property.key, property.computed);
    const value = described(property.value);
    if (name === null || value === null) continue;
    const key: Expression = { ...at(property.key), type: 'Literal', value: name, raw: null };
    if (node === NONE) assign(l, property, object, key, value);
    else node = stored(l, property, node, key, value);
  }
  return node === NONE ? l.expression(object) : node;
}

function stored(l: Lowering, span: Span, base: NodeId, key: Expression, value: Expression): NodeId {
  const name = key.type === 'Literal' && typeof key.value === 'string' ? key.value : null;
  const keyNode = name === null ? l.expression(key) : NONE;
  const list = l.b.list(base, l.expression(value, name ?? ''));
  return l.node(Op.Store, span, list, name === null ? NONE : l.b.string(name), keyNode);
}

/** Whether an expression names a place that can be assigned to again. */
function isPlace(node: Expression): boolean {
  let place = unwrap(node);
  while (place.type === 'MemberExpression') place = unwrap(place.object);
  return place.type === 'Identifier' || place.type === 'ThisExpression';
}

/** The value a descriptor gives a property: its `value`, or what its getter returns; null if it has neither. */
function described(descriptor: Expression): Expression | null {
  const literal = unwrap(descriptor);
  if (literal.type !== 'ObjectExpression') return namedMember(descriptor, descriptor, 'value');
  const value = propertyOf(literal, 'value');
  if (value !== null) return value;
  const getter = propertyOf(literal, 'get');
  if (getter === null) return null;
  return { ...at(getter), type: 'CallExpression', callee: getter, typeArguments: null, arguments: [], optional: false };
}

function propertyOf(literal: ObjectExpression, name: string): Expression | null {
  for (const property of literal.properties) {
    if (property.type !== 'SpreadElement' && keyName(property.key, property.computed) === name) return property.value;
  }
  return null;
}
