import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, calleeOf, opOf, Op } from '../../extract/index.ts';
import type { Tracing } from './tracing.ts';

const MAX_DEPTH = 8;

interface FunctionRef {
  readonly file: FileFacts;
  readonly fn: FunctionId;
}

/** The call whose result a callee is (or is a member of), through variables; -1 if it is none. */
export function callBehind(file: FileFacts, callee: NodeId): NodeId {
  let node = callee;
  for (let i = 0; i < MAX_DEPTH; i++) {
    switch (opOf(file, node)) {
      case Op.Call:
        return node;
      case Op.Def:
      case Op.Cast:
      case Op.Await:
      case Op.Effect:
      case Op.Member:
        node = aOf(file, node);
        break;
      case Op.Cell: {
        const definitions = file.variables[aOf(file, node)]?.definitions ?? [];
        if (definitions.length !== 1) return -1;
        node = definitions[0] ?? -1;
        break;
      }
      default:
        return -1;
    }
  }
  return -1;
}

/**
 * Where the closure that is called here was made: the call of the enclosing function whose parameter it captured, as in
 * `compose(f, g)(x)` or `const add = adder(1); add(2)`; -1 if that is not seen from the call.
 */
export function makerCall(t: Tracing, file: FileFacts, call: NodeId, closure: FunctionRef, owner: FunctionRef): NodeId {
  if (owner.file !== closure.file) return -1;
  let level = closure.file.functions[closure.fn]?.parent ?? -1;
  let at = call;
  for (let i = 0; i < MAX_DEPTH && level > 0; i++) {
    at = callBehind(file, calleeOf(file, at));
    if (at < 0) return -1;
    if (level === owner.fn) {
      const made = t.program.entities({ file, node: calleeOf(file, at) });
      return made.some((e) => e.k === 'function' && e.file === owner.file && e.fn === owner.fn) ? at : -1;
    }
    level = closure.file.functions[level]?.parent ?? -1;
  }
  return -1;
}
