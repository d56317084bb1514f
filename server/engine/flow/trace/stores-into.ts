import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, cOf, listAt, listItems, opOf, stringOf, Op } from '../../extract/index.ts';
import { ANY, inner, isAny, isIndex, KEYS, skipIndexes, WHOLE, without, type AccessPath } from './access-path.ts';
import { keysAt } from './keys.ts';
import { at, partAt, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** Whether a key is a position: the loop that took the element does not say it (-1), or it is a number. */
const isPosition = (t: Tracing, s: State, key: NodeId): boolean => key < 0 || isNumber(t, s, key);

/** Whether a key is a number: by its type, or because it counts. */
export function isNumber(t: Tracing, s: State, key: NodeId): boolean {
  if (isCounter(s.file, key)) return true;
  const shape = t.program.shapes.ofNode({ file: s.file, node: key });
  return shape.k === 'scalar' && (shape.kind === 'number' || (shape.kind === 'literal' && isIndex(shape.value ?? '')));
}

/** `for (let i = 0; …; i++)`: what is a number before the loop and one more after each round. */
function isCounter(file: FileFacts, node: NodeId): boolean {
  if (opOf(file, node) !== Op.Phi) return false;
  const values = Array.from(listItems(file, aOf(file, node))).filter((_, i) => i % 2 === 1);
  return values.every((value) => {
    const counted = opOf(file, value) === Op.Def ? aOf(file, value) : value;
    const op = opOf(file, counted);
    return op === Op.Num || (op === Op.Unary && /^(?:\+\+|--)$/.test(stringOf(file, bOf(file, counted))));
  });
}

/**
 * The list before an element of it was another: what was written into one element twice is in the list as its later
 * version only.
 */
function beforeElement(file: State['file'], store: NodeId): NodeId {
  let version = listAt(file, aOf(file, store), 1);
  let list = listAt(file, aOf(file, store), 0);
  while (opOf(file, list) === Op.Store && bOf(file, list) < 0 && cOf(file, list) === cOf(file, store)) {
    const earlier = listAt(file, aOf(file, list), 1);
    while (version > earlier && (opOf(file, version) === Op.Store || opOf(file, version) === Op.Effect)) {
      version = opOf(file, version) === Op.Store ? listAt(file, aOf(file, version), 0) : aOf(file, version);
    }
    if (version !== earlier) break;
    list = listAt(file, aOf(file, list), 0);
  }
  return list;
}

/** `base.key = value` seen later: the value for that key, the base for all others. */
export function transferStore(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const items = aOf(file, node);
  const base = listAt(file, items, 0);
  const value = listAt(file, items, 1);
  const constant = bOf(file, node);
  const path: AccessPath = skipIndexes(s.path);
  const [asked] = path.keys;
  const keyNode = constant < 0 ? cOf(file, node) : -1;
  if (asked === KEYS) {
    emit.state(at(s, base));
    emit.state(partAt(s, keyNode, WHOLE));
    return;
  }
  if (constant < 0 && isPosition(t, s, keyNode)) {
    // an element of a list is asked for by the same path as the list
    emit.state(at(s, beforeElement(file, node)));
    emit.state(stepped(asked === undefined ? partAt(s, value, path) : at(s, value, path), 'property', '', s.node));
    return;
  }
  const keys = constant < 0 ? keysAt(t, file, keyNode) : { names: [stringOf(file, constant)], each: false };
  const [first = ANY] = keys.names;
  const only = !keys.each && keys.names.length === 1 && !isAny(first) ? first : null;
  const put = (inside: AccessPath, next: State): void => {
    emit.state(stepped({ ...next, node: value, path: inside, awaited: false }, 'property', only ?? '', s.node));
  };
  if (asked === undefined) {
    emit.state(at(s, base, only === null ? path : without(path, [only])));
    // a computed key is part of what is serialised
    emit.state(partAt(s, keyNode, WHOLE));
    if (only === null || !path.minus.includes(only)) put(WHOLE, partAt(s, value, WHOLE));
    return;
  }
  if (asked !== only) emit.state(at(s, base));
  if (isAny(asked) || keys.names.some((name) => name === asked || isAny(name))) put(inner(path), s);
}
