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
import { storeReads } from '../trace/stores.ts';
import { WHOLE } from '../trace/access-path.ts';
import { question, type Leaf, type State } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';
import type { NodeRef } from '../../link/index.ts';
import { functionsOf, holds, type Region } from './regions.ts';
import { variableReaders } from './variable-readers.ts';

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
export function* waysOn(t: Tracing, region: Region, back: readonly FunctionId[], gives: Gives): Iterable<NodeRef> {
  const { file } = region;
  const functions = functionsOf(region);
  for (const fn of functions) {
    if (fn === 0 || !(back.includes(fn) || handsToCallback(t, file, fn, gives))) continue;
    for (const site of t.program.callSites(file, fn).sites) yield { file: site.file, node: site.call };
    for (const site of t.program.registrations(file, fn)) yield { file: site.file, node: site.call };
  }
  yield* fieldReaders(t, region, functions, gives);
  yield* variableReaders(t.program, region, (nodes) => t.query(nodes.map((node) => asked(file, node))).some(gives));
  for (const element of file.jsx) {
    if (!holds(region, file, element)) continue;
    yield* contextReads(t, file, element);
  }
  for (const call of file.calls) {
    if (!holds(region, file, call)) continue;
    yield* storeReads(t.program, file, call);
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
function handsToCallback(t: Tracing, file: FileFacts, fn: FunctionId, gives: Gives): boolean {
  if ((file.functions[fn]?.parameters.length ?? 0) === 0) return false;
  for (const call of file.calls) {
    if (argumentCount(file, call) === 0 || givenTo(file, calleeOf(file, call)) !== fn) continue;
    const starts = Array.from({ length: argumentCount(file, call) }, (_, i) => asked(file, argumentOf(file, call, i)));
    if (t.query(starts).some(gives)) return true;
  }
  return false;
}

/** The function whose parameter a callee is, or is an option of. */
function givenTo(file: FileFacts, callee: NodeId): FunctionId | null {
  const parameter = parameterBehind(file, callee);
  return parameter === null || (parameter.key !== '' && !HANDED.test(parameter.key)) ? null : parameter.fn;
}

/** Methods of a class in whose fields content is kept. */
function* fieldReaders(t: Tracing, region: Region, functions: readonly FunctionId[], gives: Gives): Iterable<NodeRef> {
  const { file } = region;
  for (const fn of functions) {
    const facts = file.functions[fn];
    const methods = file.classes[facts?.owner ?? -1]?.methods ?? [];
    if (facts === undefined || methods.length === 0 || facts.thisWrites.length === 0) continue;
    if (!t.query(facts.thisWrites.map((write) => asked(file, write.node))).some(gives)) continue;
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

const asked = (file: FileFacts, node: NodeId): State => question(file, node, WHOLE);
