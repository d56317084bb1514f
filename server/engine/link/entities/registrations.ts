import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, opOf, Op } from '../../extract/index.ts';

const NONE_FOUND: readonly NodeId[] = [];
const memo = new WeakMap<FileFacts, ReadonlyMap<FunctionId, readonly NodeId[]>>();

/**
 * Callees of the calls of a file that are handed one of its functions, inline or by name: `app.get('/x', show)`. Told
 * by the file alone, so that asking what a parameter is costs no look at other files.
 */
export function registrationsOf(file: FileFacts, fn: FunctionId): readonly NodeId[] {
  let index = memo.get(file);
  if (index === undefined) memo.set(file, (index = indexArguments(file)));
  return index.get(fn) ?? NONE_FOUND;
}

function indexArguments(file: FileFacts): ReadonlyMap<FunctionId, readonly NodeId[]> {
  const index = new Map<FunctionId, NodeId[]>();
  for (const call of file.calls) {
    for (let i = 0; i < argumentCount(file, call); i++) {
      const fn = functionBehind(file, argumentOf(file, call, i));
      if (fn < 0) continue;
      const known = index.get(fn);
      if (known === undefined) index.set(fn, [calleeOf(file, call)]);
      else known.push(calleeOf(file, call));
    }
  }
  return index;
}

/** The function a node is, through names of the file; -1 if it is none. */
function functionBehind(file: FileFacts, node: NodeId): FunctionId {
  let n = node;
  for (let i = 0; i < 8; i++) {
    switch (opOf(file, n)) {
      case Op.Func:
        return aOf(file, n);
      case Op.Def:
      case Op.Cast:
        n = aOf(file, n);
        break;
      case Op.Cell: {
        const definitions = file.variables[aOf(file, n)]?.definitions ?? [];
        if (definitions.length !== 1) return -1;
        n = definitions[0] ?? -1;
        break;
      }
      default:
        return -1;
    }
  }
  return -1;
}
