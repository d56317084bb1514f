import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, opOf, stringOf, Op } from '../../extract/index.ts';
import { FIRST, pathOf, SECOND, under, WHOLE } from './access-path.ts';
import { applyLeaf } from './apply.ts';
import { bindChannel } from './channels.ts';
import { ELEMENT_CALLBACKS, GLOBALS } from './builtins.ts';
import { isMap } from './library-calls.ts';
import { at, Flag, fresh, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** The parameter a callee is, if it is one: `cb(x)` inside the function that was handed `cb`. */
export function parameterBehind(
  file: FileFacts,
  callee: NodeId,
  depth = 0,
): { readonly fn: FunctionId; readonly index: number } | null {
  if (depth > 6) return null;
  switch (opOf(file, callee)) {
    case Op.Param:
      return { fn: aOf(file, callee), index: bOf(file, callee) };
    case Op.Def:
    case Op.Cast:
    case Op.Effect:
    case Op.Default:
      return parameterBehind(file, aOf(file, callee), depth + 1);
    case Op.Cell: {
      const variable = file.variables[aOf(file, callee)];
      const [first] = variable?.definitions ?? [];
      return first === undefined ? null : parameterBehind(file, first, depth + 1);
    }
    default:
      return null;
  }
}

/** A parameter: bound at once for a function that stands inline in a call of something known, else a leaf. */
export function transferParameter(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const fn = aOf(file, node);
  const index = bOf(file, node);
  const use = t.inlineUse(file, fn);
  if (use === null || !bindCallback(t, s, use.call, use.argument, index, emit)) {
    emit.leaf({ ...s, k: 'param', fn, index });
  }
}

/**
 * Binds parameter `index` of a function handed to a call as argument `argument`: elements of the receiver for array
 * methods, the settled value for `then`, what a project function calls it with, other arguments for a library's
 * higher-order function. False where the caller is a framework: the value comes from outside.
 */
export function bindCallback(t: Tracing, s: State, call: NodeId, argument: number, index: number, emit: Emit): boolean {
  const { file } = s;
  const callee = calleeOf(file, call);
  const entities = t.program.entities({ file, node: callee });
  let bound = false;
  for (const e of entities) {
    if (e.k === 'function') bound = bindInProject(t, s, call, argument, index, e, emit) || bound;
  }
  if (bound) return true;
  if (opOf(file, callee) === Op.Member) {
    const method = stringOf(file, bOf(file, callee));
    const receiver = aOf(file, callee);
    if (method === 'forEach' && isMap(t, s, receiver)) {
      if (index < 2) emit.state(at(s, receiver, index === 0 ? under(SECOND, s.path) : pathOf([FIRST])));
      return true;
    }
    if (method === 'replace' || method === 'replaceAll') {
      emit.state(at(s, receiver, WHOLE));
      return true;
    }
    if (ELEMENT_CALLBACKS.has(method)) {
      if (index === 0 || (index === 1 && /sort/i.test(method)) || index === 2) emit.state(at(s, receiver));
      return true;
    }
    if (method === 'reduce' || method === 'reduceRight') {
      bindReduce(s, call, receiver, argument, index, emit);
      return true;
    }
    if (method === 'then' || method === 'finally') {
      if (argument === 0) emit.state({ ...at(s, receiver), awaited: true });
      return true;
    }
    if (method === 'catch') return true;
  }
  const name = entities.find((e) => e.k === 'global')?.name ?? '';
  if (name === 'Array.from') {
    if (index === 0) emit.state(at(s, argumentOf(file, call, 0)));
    return true;
  }
  if (GLOBALS.has(name)) return true;
  if (bindChannel(t, s, call, argument, index, emit)) return true;
  return bindInLibrary(t, s, call, argument, index, emit);
}

function bindReduce(s: State, call: NodeId, receiver: NodeId, argument: number, index: number, emit: Emit): void {
  if (index === 1) emit.state(at(s, receiver));
  if (index !== 0) return;
  const init = argumentOf(s.file, call, 1);
  emit.state(at(s, init >= 0 ? init : receiver));
  const callback = argumentOf(s.file, call, argument);
  if (opOf(s.file, callback) !== Op.Func) return;
  for (const exit of s.file.functions[aOf(s.file, callback)]?.returns ?? []) emit.state(at(s, exit.node));
}

/** A project function that calls what it is handed: the arguments of those calls, its own parameters bound by this call. */
function bindInProject(
  t: Tracing,
  s: State,
  call: NodeId,
  argument: number,
  index: number,
  target: { readonly file: FileFacts; readonly fn: FunctionId },
  emit: Emit,
): boolean {
  const calls = t.invocations(target.file, target.fn, argument);
  for (const invocation of calls) {
    const value = argumentOf(target.file, invocation, index);
    if (value < 0) continue;
    const start: State = { ...s, file: target.file, node: value, awaited: false };
    for (const leaf of t.query([start])) {
      applyLeaf(t, { ...fresh(s), node: call, cleaned: s.cleaned }, target, leaf, emit, 1);
    }
  }
  return calls.length > 0;
}

/** `/users`, `*`: what a route is registered under. */
const ROUTE = /^(?:\/|\*)/;

/** `pMap(users, async (user) => …)`: a library's function hands the elements of its other arguments on. */
function bindInLibrary(t: Tracing, s: State, call: NodeId, argument: number, index: number, emit: Emit): boolean {
  const first = argumentOf(s.file, call, 0);
  if (index > 1 || t.program.strings({ file: s.file, node: first }).some((text) => ROUTE.test(text))) return false;
  let bound = false;
  for (let i = 0; i < Math.min(argument, argumentCount(s.file, call)); i++) {
    const other = argumentOf(s.file, call, i);
    const op = opOf(s.file, other);
    if (op === Op.Func || op === Op.Str || op === Op.Template || op === Op.Object || op === Op.Regex) continue;
    // another function is not data
    if (t.program.entities({ file: s.file, node: other }).some((e) => e.k === 'function' || e.k === 'class')) continue;
    bound = true;
    emit.state({ ...at(s, other), flags: s.flags | Flag.Guessed });
  }
  return bound;
}
