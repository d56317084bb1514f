import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, functionOf, opOf, stringOf, Op } from '../../extract/index.ts';
import { parameterBehind } from './parameters.ts';

/** A function of the project that sends a value through the functions it is handed, one after the other. */
export interface OwnPipe {
  /** Position of the first of the functions. */
  readonly stages: number;
  /** Position of the value; -1 where what it gives back is called with it. */
  readonly value: number;
  /** The last function comes first. */
  readonly reversed: boolean;
}

const found = new WeakMap<FileFacts, ReadonlyMap<FunctionId, OwnPipe>>();

/** How a function is such a pipe: `(...fns) => (value) => fns.reduce((acc, fn) => fn(acc), value)`; null if it is none. */
export function pipeOf(file: FileFacts, fn: FunctionId): OwnPipe | null {
  if (fn < 0) return null;
  let pipes = found.get(file);
  if (pipes === undefined) found.set(file, (pipes = pipesIn(file)));
  return pipes.get(fn) ?? null;
}

function pipesIn(file: FileFacts): ReadonlyMap<FunctionId, OwnPipe> {
  const pipes = new Map<FunctionId, OwnPipe>();
  for (const call of file.calls) {
    const fns = functionsReduced(file, call) ?? functionsLooped(file, call);
    if (fns === null) continue;
    const { fn: owner, index: stages } = fns;
    const inside = ownerOf(file, call, owner);
    if (inside === null) continue;
    const parameters = file.functions[owner]?.parameters ?? [];
    // a list of functions that is a parameter like others counts where the value is one too
    if (parameters[stages]?.rest !== true && parameters.length > 2) continue;
    const value = inside === owner ? parameters.findIndex((_, i) => i !== stages) : -1;
    if (inside === owner && value < 0) continue;
    pipes.set(owner, { stages, value, reversed: fns.reversed });
  }
  return pipes;
}

interface Functions {
  readonly fn: FunctionId;
  readonly index: number;
  readonly reversed: boolean;
}

/** `fns.reduce((acc, fn) => fn(acc), …)`, `fns.reduce((acc, fn) => acc.then(fn), …)`. */
function functionsReduced(file: FileFacts, call: NodeId): Functions | null {
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member) return null;
  const method = stringOf(file, bOf(file, callee));
  if (method !== 'reduce' && method !== 'reduceRight') return null;
  const list = parameterBehind(file, aOf(file, callee));
  const callback = argumentOf(file, call, 0);
  if (list?.key !== '' || opOf(file, callback) !== Op.Func) return null;
  const fn = aOf(file, callback);
  const [exit, ...more] = file.functions[fn]?.returns ?? [];
  if (exit === undefined || more.length > 0) return null;
  const applied = unwrapped(file, exit.node);
  if (opOf(file, applied) !== Op.Call) return null;
  const given = argumentOf(file, applied, 0);
  const isHandedOn = is(file, calleeOf(file, applied), fn, 1) && is(file, given, fn, 0);
  const inner = calleeOf(file, applied);
  const isAwaited = opOf(file, inner) === Op.Member && is(file, aOf(file, inner), fn, 0) && is(file, given, fn, 1);
  return isHandedOn || isAwaited ? { ...list, reversed: method === 'reduceRight' } : null;
}

/** `for (const fn of fns) value = fn(value)`. */
function functionsLooped(file: FileFacts, call: NodeId): Functions | null {
  const callee = unwrapped(file, calleeOf(file, call));
  if (opOf(file, callee) !== Op.Element || opOf(file, unwrapped(file, argumentOf(file, call, 0))) !== Op.Phi)
    return null;
  const list = parameterBehind(file, aOf(file, callee));
  return list?.key === '' ? { ...list, reversed: false } : null;
}

/** The function that a call stands in: the owner itself, or one that it makes; null if it is another. */
function ownerOf(file: FileFacts, call: NodeId, owner: FunctionId): FunctionId | null {
  const inner = functionOf(file, call);
  return inner === owner || file.functions[inner]?.parent === owner ? inner : null;
}

const is = (file: FileFacts, node: NodeId, fn: FunctionId, index: number): boolean => {
  const parameter = parameterBehind(file, unwrapped(file, node));
  return parameter?.fn === fn && parameter.index === index && parameter.key === '';
};

function unwrapped(file: FileFacts, node: NodeId): NodeId {
  let at = node;
  while (opOf(file, at) === Op.Await || opOf(file, at) === Op.Cast || opOf(file, at) === Op.Def) at = aOf(file, at);
  return at;
}
