import type { FileFacts, FunctionId, NodeId, TypeId } from '../../extract/facts.ts';
import { aOf, bOf, nodeCount, opOf, Op } from '../../extract/index.ts';

const memo = new WeakMap<FileFacts, ReadonlyMap<FunctionId, TypeId>>();

/**
 * The type that the place of a function expression asks for, -1 if none is written: `const routes: Plugin = async (app)
 * => …`, `(async (app) => …) satisfies Plugin`. What TypeScript calls contextual typing, as far as one file tells it.
 */
export function contextualType(file: FileFacts, fn: FunctionId): TypeId {
  let types = memo.get(file);
  if (types === undefined) memo.set(file, (types = collect(file)));
  return types.get(fn) ?? -1;
}

function collect(file: FileFacts): ReadonlyMap<FunctionId, TypeId> {
  const types = new Map<FunctionId, TypeId>();
  const note = (value: NodeId, type: TypeId): void => {
    if (type >= 0 && opOf(file, value) === Op.Func) types.set(aOf(file, value), type);
  };
  for (const variable of file.variables) {
    if (variable.type < 0) continue;
    for (const definition of variable.definitions) {
      if (opOf(file, definition) === Op.Def) note(aOf(file, definition), variable.type);
    }
  }
  for (const cls of file.classes) for (const field of cls.fields) note(field.node, field.type);
  for (let n = 0; n < nodeCount(file); n++) if (opOf(file, n) === Op.Cast) note(aOf(file, n), bOf(file, n));
  return types;
}
