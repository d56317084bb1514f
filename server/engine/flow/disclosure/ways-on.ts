import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  functionOf,
  nodeCount,
  Op,
  opOf,
  stringOf,
} from '../../extract/index.ts';
import { parameterBehind } from '../trace/parameters.ts';
import { listenersOf } from '../trace/channels.ts';
import { contextReads } from '../trace/state-hooks.ts';
import { optionStoreReads } from '../trace/option-stores.ts';
import { sliceReads } from '../trace/slices.ts';
import { storeReads } from '../trace/stores.ts';
import { WHOLE } from '../trace/access-path.ts';
import type { Leaf } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';
import type { NodeRef } from '../../link/index.ts';
import type { Answers } from './answers.ts';
import { callsOf, elementsOf, functionsOf, type Region } from './regions.ts';
import type { VariableReaders } from './variable-readers.ts';

/** Whether a question ended at content. */
export type Gives = (leaf: Leaf) => boolean;

/** Names of options that take a function to be handed something: `onToken`, `callback`, `setText`. */
const HANDED = /^(?:on|set|handle)[A-Z]|^(?:on|cb|done|next|emit|callback|send|write|push|update|enqueue)$/;

/** Functions of a region that give content back. */
export function givingFunctions(t: Tracing, region: Region, gives: Gives): readonly FunctionId[] {
  return functionsOf(region).filter((fn) => fn !== 0 && givesBack(t, region.file, fn, gives));
}

/**
 * Where content in a region can go on to: by being returned, handed to a callback, or kept where others read it.
 *
 * @param back functions of the region that give content back
 */
export type WaysOn = (region: Region, back: readonly FunctionId[], gives: Gives) => Iterable<NodeRef>;

export function createWaysOn(t: Tracing, answers: Answers, readers: VariableReaders): WaysOn {
  const heard = new WeakMap<Region, readonly NodeRef[]>();
  return function* (region, back, gives) {
    const { file } = region;
    for (const fn of functionsOf(region)) {
      if (fn === 0 || !(back.includes(fn) || handsToCallback(answers, file, fn, gives))) continue;
      for (const site of t.program.callSites(file, fn).sites) yield { file: site.file, node: site.call };
      for (const site of t.program.registrations(file, fn)) yield { file: site.file, node: site.call };
    }
    yield* fieldReaders(answers, region, gives);
    yield* readers(region, (nodes) => answers.leaves(file, nodes).some(gives));
    let told = heard.get(region);
    if (told === undefined) heard.set(region, (told = [...hearing(t, region)]));
    yield* told;
  };
}

/** What reads the contexts that a region shows, the stores that it sets, and what it emits. */
function* hearing(t: Tracing, region: Region): Iterable<NodeRef> {
  const { file } = region;
  yield* optionStoreReads(t.program, file, region.root);
  for (const element of elementsOf(region)) yield* contextReads(t, file, element);
  for (const call of callsOf(region)) {
    yield* storeReads(t.program, file, call);
    yield* sliceReads(t.program, file, call);
    for (const listener of listenersOf(t.program, file, call)) {
      for (const { node } of listener.file.functions[listener.fn]?.parameters ?? [])
        yield { file: listener.file, node };
    }
  }
}

/** Whether content is in what a function returns or yields. */
function givesBack(t: Tracing, file: FileFacts, fn: FunctionId, gives: Gives): boolean {
  const facts = file.functions[fn];
  if (facts === undefined) return false;
  for (const exit of ['return', 'yield'] as const) {
    if ((exit === 'return' ? facts.returns : facts.yields).length === 0) continue;
    if (t.summary(file, fn, exit, WHOLE).some(gives)) return true;
  }
  return false;
}

/** Whether content is in what a function hands to one that it was given: `onToken(token)`, `options.onToken(token)`. */
function handsToCallback(answers: Answers, file: FileFacts, fn: FunctionId, gives: Gives): boolean {
  return (handedOf(file).get(fn) ?? []).some((given) => answers.leaves(file, given).some(gives));
}

const memo = new WeakMap<FileFacts, ReadonlyMap<FunctionId, readonly (readonly NodeId[])[]>>();

/** Arguments of calls of what functions were given, by function. */
function handedOf(file: FileFacts): ReadonlyMap<FunctionId, readonly (readonly NodeId[])[]> {
  let found = memo.get(file);
  if (found !== undefined) return found;
  const made = new Map<FunctionId, (readonly NodeId[])[]>();
  for (const call of file.calls) {
    const count = argumentCount(file, call);
    const fn = count === 0 ? null : givenTo(file, calleeOf(file, call));
    if (fn === null || (file.functions[fn]?.parameters.length ?? 0) === 0) continue;
    made.set(fn, [...(made.get(fn) ?? []), Array.from({ length: count }, (_, i) => argumentOf(file, call, i))]);
  }
  memo.set(file, (found = made));
  return found;
}

/** The function whose parameter a callee is, or is an option of. */
function givenTo(file: FileFacts, callee: NodeId): FunctionId | null {
  const parameter = parameterBehind(file, callee);
  return parameter === null || (parameter.key !== '' && !HANDED.test(parameter.key)) ? null : parameter.fn;
}

/** Methods of a class in whose fields content is kept. */
function* fieldReaders(answers: Answers, region: Region, gives: Gives): Iterable<NodeRef> {
  const { file } = region;
  for (const fn of functionsOf(region)) {
    const facts = file.functions[fn];
    const methods = file.classes[facts?.owner ?? -1]?.methods ?? [];
    if (facts === undefined || methods.length === 0 || facts.thisWrites.length === 0) continue;
    const written = facts.thisWrites.map((write) => write.node);
    if (!answers.leaves(file, written).some(gives)) continue;
    for (const method of methods) {
      const node = file.functions[method]?.returns[0]?.node ?? -1;
      if (method !== fn && node >= 0) yield { file, node };
    }
    yield* readsOfThis(file, new Set(facts.thisWrites.map(({ key }) => key)));
  }
}

/** Reads `this.key` of some keys. */
function* readsOfThis(file: FileFacts, keys: ReadonlySet<string | null>): Iterable<NodeRef> {
  for (let n = 0; n < nodeCount(file); n++) {
    if (opOf(file, n) !== Op.Member || opOf(file, aOf(file, n)) !== Op.This) continue;
    if (keys.has(stringOf(file, bOf(file, n))) && functionOf(file, n) > 0) yield { file, node: n };
  }
}
