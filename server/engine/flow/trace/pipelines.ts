import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, listItems, opOf, Op } from '../../extract/index.ts';
import { apiName, type Entity, type NodeRef } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';
import { applyHanded, isFirst, stateOf } from './apply.ts';
import { isInline, methodOf, receiverOf } from './call-parts.ts';
import { callMaking } from './closures.ts';
import { atExits } from './consent.ts';
import { applyLibrary, type AskInput } from './library-functions.ts';
import { pipeOf } from './own-pipes.ts';
import { at, behind, Flag, unclear, type Leaf, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** Functions through which a value goes one after the other: `pipe(value, f, g)`, `flow(f, g)(value)`, `items$.pipe(f, g)`. */
interface Pipeline {
  /** The call that has them as arguments. */
  readonly call: NodeRef;
  readonly stages: readonly NodeId[];
  /** What goes in; null where the pipeline is a function that is yet to be called. */
  readonly input: NodeRef | null;
  /** The call is given the value itself: parameters of functions written in it are bound there. */
  readonly inPlace: boolean;
  /** The call gives what comes out, and no function. */
  readonly isValue: boolean;
}

/** What a pipeline gives: of `pipe(value, …)`, or of a call of what `flow(…)` made. False if the call is neither. */
export function transferPipeline(t: Tracing, s: State, entities: readonly Entity[], emit: Emit): boolean {
  const own = pipelineAt(t, s.file, s.node, entities);
  // one that is called where it is made is no value by itself
  if (own !== null && own.isValue) {
    ofStage(t, s, own, own.stages.length - 1, emit);
    return true;
  }
  if (own !== null || !entities.some((e) => isMade(t, e))) return false;
  const made = callMaking(t, s.file, calleeOf(s.file, s.node));
  const flow = made === null ? null : pipelineAt(t, made.file, made.node);
  if (flow === null || flow.isValue) return false;
  const input = { file: s.file, node: argumentOf(s.file, s.node, 0) };
  const inside = { ...s, file: flow.call.file, node: flow.call.node, flags: s.flags | Flag.Crossed };
  ofStage(
    t,
    inside,
    { ...flow, input, inPlace: flow.inPlace && flow.input?.node === input.node },
    flow.stages.length - 1,
    emit,
  );
  return true;
}

/** Whether something called may be a function that a pipeline made. */
function isMade(t: Tracing, e: Entity): boolean {
  if (e.k === 'function') return pipeOf(e.file, e.file.functions[e.fn]?.parent ?? -1) !== null;
  if (e.k !== 'api' || !e.at.endsWith('()')) return false;
  const does = t.index.library(apiName({ ...e, at: e.at.slice(0, -2) }))?.does;
  return does === 'flow' || does === 'compose';
}

/**
 * A function, or a call that makes one, which stands in a pipeline is called with what the stage before it gives.
 *
 * @param stage the node that stands in the pipeline, which lies in the state's file
 */
export function bindStage(t: Tracing, s: State, stage: NodeId, emit: Emit): boolean {
  let bound = false;
  for (const call of callsWith(s.file, stage)) {
    const pipeline = pipelineAt(t, s.file, call);
    const index = pipeline?.stages.indexOf(stage) ?? -1;
    if (pipeline === null || index < 0) continue;
    bound = true;
    ofStage(t, { ...s, node: call }, pipeline, index - 1, emit);
  }
  return bound;
}

/** Calls that are handed a value, by itself or in a list. */
function* callsWith(file: FileFacts, value: NodeId): Iterable<NodeId> {
  const { users } = usesOf(file);
  for (const user of users.get(value) ?? []) {
    if (opOf(file, user) === Op.Call) yield user;
    else if (opOf(file, user) === Op.Array)
      yield* (users.get(user) ?? []).filter((call) => opOf(file, call) === Op.Call);
  }
}

function pipelineAt(t: Tracing, file: FileFacts, call: NodeId, known?: readonly Entity[]): Pipeline | null {
  const count = argumentCount(file, call);
  if (count === 0) return null;
  const made = (stages: readonly NodeId[], input: NodeId | null, isValue: boolean): Pipeline => ({
    call: { file, node: call },
    stages,
    input: input === null ? null : { file, node: input },
    inPlace: input !== null,
    isValue,
  });
  /** What a pipeline that is called where it is made is given. */
  const givenAtOnce = (): NodeId | null => {
    const outer = (usesOf(file).users.get(call) ?? []).find(
      (n) => opOf(file, n) === Op.Call && calleeOf(file, n) === call,
    );
    return outer === undefined ? null : argumentOf(file, outer, 0);
  };
  for (const e of known ?? t.program.entities({ file, node: calleeOf(file, call) })) {
    if (e.k === 'function') {
      const pipe = pipeOf(e.file, e.fn);
      if (pipe === null) continue;
      const stages = stagesFrom(file, call, pipe.stages);
      if (pipe.reversed) stages.reverse();
      return made(stages, pipe.value < 0 ? givenAtOnce() : argumentOf(file, call, pipe.value), pipe.value >= 0);
    }
    const does = e.k === 'api' ? t.index.library(apiName(e))?.does : undefined;
    if (does === 'pipe') return made(stagesFrom(file, call, 1), argumentOf(file, call, 0), true);
    if (does === 'flow') return made(stagesFrom(file, call, 0), givenAtOnce(), false);
    if (does === 'compose') return made(stagesFrom(file, call, 0).reverse(), givenAtOnce(), false);
  }
  if (methodOf({ file, node: call }) !== 'pipe') return null;
  const stages = stagesFrom(file, call, 0);
  const isStage = (node: NodeId): boolean =>
    opOf(file, node) === Op.Func || (opOf(file, node) === Op.Call && operatorAt(t, file, node) !== null);
  return stages.some(isStage) ? made(stages, receiverOf({ file, node: call }), true) : null;
}

/** The functions handed to a call from a position on, one by one or as a list. */
function stagesFrom(file: FileFacts, call: NodeId, first: number): NodeId[] {
  const stages: NodeId[] = [];
  for (let i = first; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    if (opOf(file, argument) === Op.Array) stages.push(...Array.from(listItems(file, aOf(file, argument))));
    else stages.push(argument);
  }
  return stages;
}

/** What a call that makes a function of a utility library does: `map(fn)`, `pick(['a'])`. */
function operatorAt(t: Tracing, file: FileFacts, call: NodeId): ReturnType<Tracing['index']['library']> {
  for (const e of t.program.entities({ file, node: calleeOf(file, call) })) {
    const match = e.k === 'api' ? t.index.library(apiName(e)) : null;
    if (match !== null) return match;
  }
  return null;
}

/** States for what stage `i` of a pipeline gives; what goes in for -1. The state's node is the pipeline's call. */
function ofStage(t: Tracing, s: State, pipeline: Pipeline, i: number, emit: Emit): void {
  const stage = pipeline.stages[i];
  if (stage === undefined) {
    const { input } = pipeline;
    if (input === null) emit.leaf({ ...s, k: 'opaque' });
    else emit.state({ ...at(s, input.node), file: input.file });
    return;
  }
  const ask: AskInput = (asked) => {
    ofStage(t, { ...asked, file: s.file, node: s.node }, pipeline, i - 1, emit);
  };
  const own: State = { ...s, node: stage };
  if (opOf(s.file, stage) === Op.Call) {
    const match = operatorAt(t, s.file, stage);
    const how = argumentOf(s.file, stage, 0);
    if (match !== null && applyLibrary(t, own, match, how, ask, emit)) return;
    if (match?.does === 'map') {
      throughFunction(t, { ...s, node: how }, pipeline, ask, emit);
      return;
    }
    // one of a library that is not known may give what a function that it is handed gives
    if (match === null) for (const state of atExits(t, s, inlineExits(s, stage))) emit.state(state);
  }
  throughFunction(t, own, pipeline, ask, emit);
}

/** What functions that stand in a call give. */
function inlineExits({ file }: State, call: NodeId): readonly { readonly node: NodeId; readonly context: number }[] {
  const exits: { readonly node: NodeId; readonly context: number }[] = [];
  for (let i = 0; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    if (isInline(file, call, argument)) exits.push(...(file.functions[aOf(file, argument)]?.returns ?? []));
  }
  return exits;
}

/** What the function at the state's node gives of what it is asked for. */
function throughFunction(t: Tracing, s: State, pipeline: Pipeline, ask: AskInput, emit: Emit): void {
  const { call } = pipeline;
  if (pipeline.inPlace && isInline(s.file, call.node, s.node)) {
    const fn = s.file.functions[aOf(s.file, s.node)];
    for (const state of atExits(t, s, fn?.returns ?? [])) emit.state(state);
    return;
  }
  let resolved = false;
  for (const e of t.program.entities({ file: s.file, node: s.node })) {
    if (e.k !== 'function') {
      if (e.k === 'global') ask(s);
      resolved ||= e.k === 'global';
      continue;
    }
    resolved = true;
    const isInput = (leaf: Leaf): boolean => isFirst(leaf, e) || isEntry(leaf, call);
    applyHanded(t, s, e, emit, isInput, (leaf) => {
      const joined = behind(leaf, { ...s, flags: s.flags | Flag.Crossed });
      ask({ ...s, ...stateOf(joined), path: joined.path, awaited: false });
    });
  }
  if (!resolved) ask(unclear({ ...s, flags: s.flags | Flag.Guessed }));
}

/** Whether an end is what goes into a pipeline, as far as it is told without a call of what the pipeline made. */
const isEntry = (leaf: Leaf, call: NodeRef): boolean =>
  leaf.k === 'opaque' && leaf.file === call.file && leaf.node === call.node;
