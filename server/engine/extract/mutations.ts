import { Col, NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { keyName } from './names.ts';
import { isImmutable, readVariable, writeMutation } from './variables.ts';
import type { Expression, MemberExpression, Span } from './tree.ts';

/** Looks through casts, `!` and the wrapper round an optional chain, which do not change which object is meant. */
export function unwrap(node: Expression): Expression {
  let at = node;
  for (;;) {
    switch (at.type) {
      case 'TSNonNullExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
      case 'ChainExpression':
      case 'ParenthesizedExpression':
        at = at.expression;
        break;
      default:
        return at;
    }
  }
}

/** The node of a member's object, looking through the casts that `unwrap` looks through. */
function objectNode(l: Lowering, member: NodeId): NodeId {
  let at = member;
  while (at >= 0 && l.b.op(at) === Op.Cast) at = l.b.a(at);
  const op = at < 0 ? Op.Unknown : l.b.op(at);
  return op === Op.Member || op === Op.Index ? l.b.a(at) : NONE;
}

/**
 * The place `target` names now holds `changed`: its variable gets a new version (nested Stores for a path), a place
 * below `this` is noted on the function. `current` is the node the target had before.
 */
function writePlace(l: Lowering, target: Expression, current: NodeId, changed: NodeId, span: Span): void {
  const place = unwrap(target);
  if (place.type === 'Identifier') {
    const variable = l.scope.find(place.name);
    if (variable !== undefined && variable.kind !== 'enum') writeMutation(l, variable, changed);
  } else if (place.type === 'MemberExpression') {
    writeMember(l, place, objectNode(l, current), NONE, changed, span);
  }
}

/** `object.key = value` has happened. `keyNode` is the key's node if it is not constant (NONE: read it anew). */
export function writeMember(
  l: Lowering,
  member: MemberExpression,
  object: NodeId,
  keyNode: NodeId,
  value: NodeId,
  span: Span,
): void {
  const key = keyName(member.property, member.computed);
  const holder = unwrap(member.object);
  if (holder.type === 'ThisExpression' || isSelf(l, holder)) {
    l.fn.thisWrites.push({ key, node: value });
    if (holder.type === 'ThisExpression') return;
  }
  const outer = holder.type === 'CallExpression' ? holderOf(l, holder, object) : null;
  if (outer !== null) {
    // `list.at(-1).text = x`: some element of what the getter was called on is another one
    const element = storeOf(l, object, key, keyNode, value, span);
    const before = outer.place.type === 'Identifier' ? currentOf(l, outer.place.name, outer.node) : outer.node;
    writePlace(l, outer.place, outer.node, storeOf(l, before, null, NONE, element, span), span);
    return;
  }
  // `element().textContent = x`: no variable to give a new version, but it happened
  if (holder.type !== 'Identifier' && holder.type !== 'MemberExpression' && holder.type !== 'CallExpression') return;
  const base = holder.type === 'Identifier' ? currentOf(l, holder.name, object) : object;
  writePlace(l, holder, object, storeOf(l, base, key, keyNode, value, span), span);
}

function storeOf(l: Lowering, base: NodeId, key: string | null, keyNode: NodeId, value: NodeId, span: Span): NodeId {
  const list = l.b.list(base, value);
  return key === null
    ? l.node(Op.Store, span, list, NONE, keyNode)
    : l.node(Op.Store, span, list, l.b.string(key), NONE);
}

/** A variable's value now, which may be newer than when the expression was evaluated. */
function currentOf(l: Lowering, name: string, evaluated: NodeId): NodeId {
  const variable = l.scope.find(name);
  return variable === undefined ? evaluated : readVariable(l, variable);
}

/** Whether a name holds `this`: `const self = this`. */
function isSelf(l: Lowering, node: Expression): boolean {
  if (node.type !== 'Identifier') return false;
  const variable = l.scope.find(node.name);
  const definition = variable?.definitions[0];
  if (definition === undefined || l.b.op(definition) !== Op.Def) return false;
  const value = l.b.a(definition);
  return value >= 0 && l.b.op(value) === Op.This && l.b.a(value) === l.fn.thisFunction;
}

/** Names of built-in methods that leave their receiver as it was. */
const PURE_METHODS: ReadonlySet<string> = new Set(
  (
    'at catch charAt charCodeAt codePointAt concat endsWith entries every filter finally find findIndex findLast flat ' +
    'flatMap get has hasOwnProperty includes indexOf join keys lastIndexOf localeCompare map match matchAll normalize ' +
    'padEnd padStart reduce reduceRight repeat replace replaceAll search slice some split startsWith substring substr ' +
    'test then toFixed toISOString toLocaleString toLowerCase toReversed toSorted toString toUpperCase trim trimEnd ' +
    'trimStart values'
  ).split(' '),
);

/** Built-in methods that change their receiver: the only ones taken to change an imported object. */
const MUTATORS: ReadonlySet<string> = new Set('add append copyWithin fill push set splice unshift'.split(' '));

const HARMLESS_GLOBALS: ReadonlySet<string> = new Set(
  'console JSON Math Number String Boolean Array Promise Date Symbol BigInt Intl'.split(' '),
);
const HARMLESS_OBJECT_METHODS: ReadonlySet<string> = new Set(
  'keys values entries fromEntries freeze getOwnPropertyNames hasOwn is create'.split(' '),
);
const HARMLESS_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI structuredClone ' +
    'clearTimeout clearInterval'
  ).split(' '),
);

/** Whether the callee is a built-in that changes none of its arguments and checks nothing. */
export function isHarmless(l: Lowering, callee: NodeId): boolean {
  if (callee < 0) return false;
  const op = l.b.op(callee);
  if (op === Op.Global) {
    const name = l.b.text(l.b.a(callee));
    return HARMLESS_GLOBALS.has(name) || HARMLESS_FUNCTIONS.has(name);
  }
  if (op !== Op.Member) return false;
  const object = l.b.a(callee);
  if (object < 0 || l.b.op(object) !== Op.Global) return false;
  const name = l.b.text(l.b.a(object));
  return (
    HARMLESS_GLOBALS.has(name) ||
    (name === 'Object' && HARMLESS_OBJECT_METHODS.has(l.b.text(l.b.column(callee, Col.b))))
  );
}

/** What a finished call may have changed: its receiver and the objects named by its arguments. */
export function noteEffects(
  l: Lowering,
  call: NodeId,
  callee: Expression,
  calleeNode: NodeId,
  args: readonly (Expression | { type: 'SpreadElement' })[],
  span: Span,
): void {
  const method = unwrap(callee);
  if (method.type === 'MemberExpression') {
    const name = keyName(method.property, method.computed);
    if (name === null || !PURE_METHODS.has(name)) {
      noteEffect(l, call, method.object, objectNode(l, calleeNode), NONE, name, span);
    }
  }
  const list = l.b.a(call);
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    if (argument === undefined || (argument.type !== 'Identifier' && argument.type !== 'MemberExpression')) continue;
    noteEffect(l, call, argument, l.b.item(list, i + 1), i, null, span);
  }
}

function noteEffect(
  l: Lowering,
  call: NodeId,
  place: Expression,
  node: NodeId,
  position: number,
  method: string | null,
  span: Span,
): void {
  const root = rootOf(place);
  if (root === null) {
    const holder = method !== null && MUTATORS.has(method) ? holderOf(l, place, node) : null;
    if (holder !== null) noteEffect(l, call, holder.place, holder.node, position, method, span);
    return;
  }
  if (node < 0) return;
  let before = node;
  if (root.type === 'Identifier') {
    const variable = l.scope.find(root.name);
    if (variable === undefined || variable.primitive) return;
    if (variable.kind === 'import') {
      if (method === null || !MUTATORS.has(method)) return;
    } else if (variable.kind === 'function' || variable.kind === 'class' || variable.kind === 'enum') {
      return;
    }
    if (unwrap(place).type === 'Identifier') {
      before = readVariable(l, variable);
      if (variable.kind !== 'import' && isImmutable(l, before)) return;
    }
  } else if (unwrap(place).type === 'ThisExpression') {
    return;
  }
  const effect = l.node(Op.Effect, span, before, call, position);
  writePlace(l, place, node, effect, span);
}

/** Built-in methods that hand out what their receiver holds. */
export const GETTERS: ReadonlySet<string> = new Set('get at find findLast'.split(' '));

/** For `map.get(k).push(v)` and `(map[k] ??= []).push(v)`: the place that holds what is changed. */
function holderOf(l: Lowering, place: Expression, node: NodeId): { place: Expression; node: NodeId } | null {
  const at = unwrap(place);
  if (at.type === 'AssignmentExpression') {
    const target = at.left;
    if (target.type !== 'MemberExpression') return null;
    const holder = unwrap(target.object);
    return holder.type === 'Identifier' ? { place: holder, node } : null;
  }
  if (at.type !== 'CallExpression' || at.callee.type !== 'MemberExpression') return null;
  const name = keyName(at.callee.property, at.callee.computed);
  if (name === null || !GETTERS.has(name) || l.b.op(node) !== Op.Call) return null;
  return { place: at.callee.object, node: objectNode(l, l.b.item(l.b.a(node), 0)) };
}

/** The variable or `this` at the start of a member path, or null if the path starts elsewhere. */
function rootOf(place: Expression): Expression | null {
  let at = unwrap(place);
  while (at.type === 'MemberExpression') at = unwrap(at.object);
  return at.type === 'Identifier' || at.type === 'ThisExpression' ? at : null;
}
