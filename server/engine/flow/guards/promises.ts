import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  contextOf,
  functionOf,
  listAt,
  listLength,
  opOf,
  stringOf,
} from '../../extract/reader.ts';
import { judgeConstant } from './constants.ts';
import { missAt, sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { both, either, Level, missed, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { polarityOf, UNDEFINED } from './test.ts';
import type { Test } from './test.ts';

/** The function a node is, through definitions, when it is written in the same file; NONE otherwise. */
export function functionAt(file: FileFacts, node: NodeId): FunctionId {
  let n = node;
  for (let i = 0; i < 8; i++) {
    const op = opOf(file, n);
    if (op === Op.Func) return aOf(file, n);
    if (op !== Op.Def && op !== Op.Cast) return NONE;
    n = aOf(file, n);
  }
  return NONE;
}

/** `p.then(f)`, `p.catch(f)`, `p.finally(f)` awaited; `Promise.all` is an array. null: not such a call. */
export function judgePromiseCall(core: Core, v: Value, test: Test): Judgement | null {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) !== Op.Member) return null;
  const method = stringOf(file, bOf(file, callee));
  if (method !== 'then' && method !== 'catch' && method !== 'finally') return null;
  if (!v.awaited) {
    // the promise itself is always there
    if (polarityOf(test) !== true) return polarityOf(test) === false ? NEVER : OPAQUE;
    const inner = judgePromiseCall(core, { ...v, awaited: true }, test);
    return inner !== null && inner.level === Level.guard ? missed(missAt(core, 'not-awaited', file, node)) : OPAQUE;
  }
  const receiver: Value = sibling(v, aOf(file, callee), true);
  if (method === 'finally') return core.holds(receiver, test);
  const resolved = method === 'then' ? given(core, v, argumentOf(file, node, 0), test) : core.holds(receiver, test);
  const rejected = argumentOf(file, node, method === 'then' ? 1 : 0);
  if (rejected === NONE) return method === 'then' ? both(resolved, core.completion(receiver)) : resolved;
  const open = given(core, v, rejected, test);
  if (open.level === Level.none && open.constant === true && resolved.level >= Level.weak) {
    return missed(missAt(core, 'fail-open', file, rejected));
  }
  return either(resolved, open);
}

function given(core: Core, v: Value, handler: NodeId, test: Test): Judgement {
  const fn = functionAt(v.file, handler);
  return fn === NONE ? OPAQUE : core.returned({ file: v.file, fn }, v.frame, test, true);
}

/** `new Promise((resolve) => …)` gives what resolve is called with. */
export function judgeResolutions(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const fn = functionAt(file, argumentOf(file, node, 0));
  const resolve = file.functions[fn]?.parameters[0];
  if (resolve === undefined) return OPAQUE;
  let all: Judgement = NEVER;
  let seen = 0;
  let refused = false;
  let agreed = false;
  for (const call of callsOfParameter(file, resolve.node, resolve.variable)) {
    seen++;
    const value = argumentOf(file, call, 0);
    const own = value === NONE ? judgeConstant(UNDEFINED, test) : core.holds(sibling(v, value), test);
    if (functionOf(file, call) !== fn && own.level === Level.never) refused = true;
    if (functionOf(file, call) !== fn && own.constant === true) agreed = true;
    all = either(all, own.level >= Level.guard ? own : both(own, core.context(file, contextOf(file, call), v.frame)));
  }
  // one handler says yes and another one no: a person decides
  if (refused && agreed) return { ...OPAQUE, asked: true };
  return seen === 0 ? OPAQUE : all;
}

/** Calls of a parameter in its function and in the closures inside. */
export function callsOfParameter(file: FileFacts, param: NodeId, variable: number): readonly NodeId[] {
  const out: NodeId[] = [];
  for (const call of file.calls) {
    if (isParameter(file, calleeOf(file, call), param, variable)) out.push(call);
  }
  return out;
}

/** Whether a node is a parameter's value, read directly or from a closure, or its `.call`, `.apply`. */
export function isParameter(file: FileFacts, node: NodeId, param: NodeId, variable: number): boolean {
  let n = node;
  for (let i = 0; i < 6; i++) {
    if (n === param) return true;
    const op = opOf(file, n);
    if (op === Op.Cell) return aOf(file, n) === variable && variable !== NONE;
    if (op === Op.Def || op === Op.Cast || op === Op.Effect) n = aOf(file, n);
    else if (op === Op.Member) {
      const key = stringOf(file, bOf(file, n));
      if (key !== 'call' && key !== 'apply' && key !== 'bind') return false;
      n = aOf(file, n);
    } else return false;
  }
  return false;
}

/** The promises given to `Promise.all([...])` (or `allSettled`, whose rejections are swallowed: none). */
export function awaitedTogether(file: FileFacts, call: NodeId): readonly NodeId[] {
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member || stringOf(file, bOf(file, callee)) !== 'all') return [];
  if (argumentCount(file, call) !== 1 || opOf(file, argumentOf(file, call, 0)) !== Op.Array) return [];
  const list = aOf(file, argumentOf(file, call, 0));
  const out: NodeId[] = [];
  for (let i = 0; i < listLength(file, list); i++) out.push(listAt(file, list, i));
  return out;
}

/** The function of `Promise.all(people.map((p) => assertConsent(p)))`: it has completed for each. NONE: it is no such call. */
export function mappedTogether(file: FileFacts, call: NodeId): FunctionId {
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member || stringOf(file, bOf(file, callee)) !== 'all') return NONE;
  let list = argumentOf(file, call, 0);
  while (list !== NONE && opOf(file, list) === Op.Def) list = aOf(file, list);
  if (list === NONE || opOf(file, list) !== Op.Call || opOf(file, calleeOf(file, list)) !== Op.Member) return NONE;
  return stringOf(file, bOf(file, calleeOf(file, list))) === 'map' ? functionAt(file, argumentOf(file, list, 0)) : NONE;
}
