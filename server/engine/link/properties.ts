import type { FileFacts, NodeId } from '../extract/facts.ts';
import { aOf, listAt, listLength, opOf, stringOf, bOf, Op, PropKind } from '../extract/index.ts';
import type { NodeRef } from './contract.ts';
import type { EntityResolver } from './entities/resolver.ts';

/**
 * The value of a property of an object literal a node holds: `{ baseURL: x }` asked for `['baseURL']`. Looks through
 * variables, spreads and imports; null if there is no such literal or no such property. Without keys: the node itself.
 */
export function propertyOf(resolver: EntityResolver, ref: NodeRef, keys: readonly string[], depth = 0): NodeRef | null {
  const [key, ...rest] = keys;
  if (key === undefined) return ref;
  if (ref.node < 0 || depth > 12) return null;
  const { file } = ref;
  let { node } = ref;
  for (; opOf(file, node) === Op.Store; node = listAt(file, aOf(file, node), 0)) {
    if (stringOf(file, bOf(file, node)) === key) {
      return propertyOf(resolver, { file, node: listAt(file, aOf(file, node), 1) }, rest, depth + 1);
    }
  }
  for (const e of resolver.of(file, node)) {
    if (e.k !== 'object' || opOf(e.file, e.node) !== Op.Object) continue;
    const list = aOf(e.file, e.node);
    for (let i = listLength(e.file, list) - 3; i >= 0; i -= 3) {
      const kind = listAt(e.file, list, i);
      const value: NodeRef = { file: e.file, node: listAt(e.file, list, i + 2) };
      if (kind === PropKind.Spread) {
        const found = propertyOf(resolver, value, keys, depth + 1);
        if (found !== null) return found;
      } else if (
        (kind === PropKind.Init || kind === PropKind.Method) &&
        stringOf(e.file, listAt(e.file, list, i + 1)) === key
      ) {
        return propertyOf(resolver, value, rest, depth + 1);
      }
    }
  }
  return null;
}

/** Values of an object literal's properties, and the objects spread into it. */
export function propertyValues(file: FileFacts, object: NodeId): readonly NodeId[] {
  const list = aOf(file, object);
  const out: NodeId[] = [];
  for (let i = 2; i < listLength(file, list); i += 3) out.push(listAt(file, list, i));
  return out;
}
