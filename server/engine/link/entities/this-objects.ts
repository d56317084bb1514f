import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, listAt, listLength, nodeCount, opOf, Op, PropKind } from '../../extract/index.ts';

const memo = new WeakMap<FileFacts, ReadonlyMap<FunctionId, NodeId>>();

/** The object literal a function is a method of, which is its `this`; NONE (-1) if it is none. */
export function objectOfMethod(file: FileFacts, fn: FunctionId): NodeId {
  let owners = memo.get(file);
  if (owners === undefined) memo.set(file, (owners = methodOwners(file)));
  return owners.get(fn) ?? -1;
}

function methodOwners(file: FileFacts): ReadonlyMap<FunctionId, NodeId> {
  const owners = new Map<FunctionId, NodeId>();
  for (let node = 0; node < nodeCount(file); node++) {
    if (opOf(file, node) !== Op.Object) continue;
    const list = aOf(file, node);
    for (let i = 0; i + 2 < listLength(file, list); i += 3) {
      const value = listAt(file, list, i + 2);
      if (listAt(file, list, i) !== PropKind.Spread && opOf(file, value) === Op.Func) {
        const fn = aOf(file, value);
        // a function that stands elsewhere under its own name may be called on anything
        if (file.functions[fn]?.kind !== 'arrow' && !owners.has(fn)) owners.set(fn, node);
      }
    }
  }
  return owners;
}
