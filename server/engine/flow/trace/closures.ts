import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, opOf, stringOf, Op } from '../../extract/index.ts';
import type { CallSite, NodeRef } from '../../link/index.ts';
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

/** The same across files: a wrapped function that is imported was made where it is exported. */
export function callMaking(t: Tracing, file: FileFacts, callee: NodeId): NodeRef | null {
  let at: NodeRef | null = { file, node: callee };
  for (let i = 0; i < MAX_DEPTH && at !== null; i++) {
    const call = callBehind(at.file, at.node);
    if (call >= 0) return { file: at.file, node: call };
    at = exportBehind(t, at);
  }
  return null;
}

/** The value behind an import, or behind a member of an imported module; null if it is none or there are several. */
function exportBehind(t: Tracing, { file, node }: NodeRef): NodeRef | null {
  let at = node;
  let key = '';
  for (let i = 0; i < MAX_DEPTH && opOf(file, at) !== Op.Import; i++) {
    if (opOf(file, at) === Op.Member) key = key === '' ? stringOf(file, bOf(file, at)) : key;
    else if (opOf(file, at) !== Op.Def && opOf(file, at) !== Op.Cell) return null;
    at = opOf(file, at) === Op.Cell ? (file.variables[aOf(file, at)]?.definitions[0] ?? -1) : aOf(file, at);
  }
  const record = opOf(file, at) === Op.Import ? file.imports[aOf(file, at)] : undefined;
  if (record === undefined) return null;
  const target = t.program.modules.resolve(file.path, record.specifier);
  if (target.k !== 'file') return null;
  const [only, ...others] = t.program.exported(target.path, record.name === '*' ? key : record.name);
  return only === undefined || others.length > 0 || 'api' in only ? null : only;
}

/**
 * Where the closure that is called here was made: the call of the enclosing function whose parameter it captured, as in
 * `compose(f, g)(x)` or `const add = adder(1); add(2)`, also where `add` is imported; null if that is not seen.
 */
export function makerCall(t: Tracing, called: NodeRef, closure: FunctionRef, owner: FunctionRef): NodeRef | null {
  if (owner.file !== closure.file) return null;
  let level = closure.file.functions[closure.fn]?.parent ?? -1;
  let at: NodeRef | null = called;
  for (let i = 0; i < MAX_DEPTH && level > 0; i++) {
    at = callMaking(t, at.file, calleeOf(at.file, at.node));
    if (at === null) return null;
    if (level === owner.fn) return calls(t, at, owner) ? at : null;
    level = closure.file.functions[level]?.parent ?? -1;
  }
  return null;
}

/** Where the closure that a site calls, or hands on, was made by the function it stands in; null if that is not seen. */
export function makerOf(t: Tracing, site: CallSite, { file, fn }: FunctionRef): NodeRef | null {
  const owner = { file, fn: file.functions[fn]?.parent ?? -1 };
  const value =
    site.how === 'callback' ? argumentOf(site.file, site.call, site.argument) : calleeOf(site.file, site.call);
  const at = value < 0 ? null : callMaking(t, site.file, value);
  return at !== null && calls(t, at, owner) ? at : null;
}

function calls(t: Tracing, { file, node }: NodeRef, { file: of, fn }: FunctionRef): boolean {
  const made = t.program.entities({ file, node: calleeOf(file, node) });
  return made.some((e) => e.k === 'function' && e.file === of && e.fn === fn);
}
