import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, NONE } from '../../extract/index.ts';
import { MAX_CONTENT_KEYS, MAX_CONTENT_STATES, MAX_DEPTH, MAX_STATES } from './limits.ts';
import { shortened, type AccessPath } from './access-path.ts';
import { atSite } from './ascend.ts';
import { parameterBehind } from './parameters.ts';
import { relativeTo } from './inner-closures.ts';
import { isInline } from './call-parts.ts';
import { isChosenIn } from './chosen.ts';
import { inContext, whereEvaluated } from './consent.ts';
import { createLeaves, createSeen, ofWrites, placeOf } from './met.ts';
import { transfer } from './transfer.ts';
import { createSummaries } from './summaries.ts';
import { Flag, question, type Leaf, type State } from './state.ts';
import type { Emit, ExitOf, Tracing } from './tracing.ts';

const NO_CALLS: readonly NodeId[] = [];
// told by a file alone: the tracer of data and that of content share it
const inline = new WeakMap<FileFacts, ReadonlyMap<FunctionId, { call: NodeId; argument: number }>>();
const invoked = new WeakMap<FileFacts, ReadonlyMap<string, readonly NodeId[]>>();

/**
 * Demand-driven backward tabulation (Reps, Horwitz, Sagiv: "Precise interprocedural dataflow analysis via graph
 * reachability", POPL 1995; Heintze, Tardieu: "Demand-driven pointer analysis", PLDI 2001): a worklist of questions
 * (node, access path), started from the few values that leave for a model, with memoised summaries of the functions met
 * on the way. Only what lies on a path is ever looked at.
 */
export function createTracing(
  parts: Omit<Tracing, 'query' | 'summary' | 'atSite' | 'inlineUse' | 'invocations'>,
): Tracing {
  const summaries = createSummaries();
  let depth = 0;
  /** Flags by which two states or leaves at one place differ in what is told of them. */
  const telling = parts.follows === 'data' ? Flag.Transformed : Flag.Guessed;

  const limit = parts.follows === 'content' ? MAX_CONTENT_STATES : MAX_STATES;

  const bounded = (s: State): State => {
    if (parts.follows === 'data') return s;
    const path = shortened(s.path, MAX_CONTENT_KEYS);
    return path === s.path ? s : { ...s, path };
  };

  const query = (starts: readonly State[]): readonly Leaf[] => {
    const leaves = createLeaves(telling);
    const dropped: Leaf[] = [];
    const seen = createSeen(telling);
    // unguarded questions first: they answer the guarded ones too
    const queues: [State[], State[], State[]] = [[], [], []];
    const emit: Emit = {
      state(raw) {
        if (raw.node < 0) return;
        const s = bounded(whereEvaluated(t, raw));
        const fresh = seen.admit(placeOf(s), s);
        if (fresh !== null) queues[fresh.guard].push(fresh);
      },
      first: (s, variable) => seen.admit(ofWrites(variable), s) !== null,
      leaf(leaf) {
        if (t.keeps(leaf) && !leaves.add(leaf)) dropped[0] = leaf;
      },
    };
    for (const start of starts) emit.state(start);
    depth++;
    for (let count = 0; ; count++) {
      const s = queues[0].pop() ?? queues[1].pop() ?? queues[2].pop();
      if (s === undefined) break;
      if (count > limit || depth > MAX_DEPTH) {
        if (depth > MAX_DEPTH) summaries.cutShort();
        emit.leaf({ ...s, k: 'limit', reason: depth > MAX_DEPTH ? 'call depth' : 'size of the value graph' });
        break;
      }
      transfer(t, s, emit);
    }
    depth--;
    return dropped.length === 0 ? leaves.all : [...leaves.all, ...dropped.map(limitAt)];
  };

  const summary = (file: FileFacts, fn: FunctionId, exit: ExitOf, path: AccessPath): readonly Leaf[] =>
    summaries.of({ file, fn, exit, path }, () =>
      relativeTo(t, query(exitStates(t, file, fn, exit, path)), { file, fn }),
    );

  const t: Tracing = {
    ...parts,
    query,
    summary,
    atSite: (leaf, site) => atSite(t, leaf, site),
    inlineUse(file, fn) {
      let uses = inline.get(file);
      if (uses === undefined) inline.set(file, (uses = inlineUses(file)));
      return uses.get(fn) ?? null;
    },
    invocations(file, fn, index, key = '') {
      let calls = invoked.get(file);
      if (calls === undefined) {
        calls = parameterCalls(file);
        invoked.set(file, calls);
      }
      return calls.get(`${String(fn)}.${String(index)}.${key}`) ?? NO_CALLS;
    },
  };
  return t;
}

/** Says that there was more than could be kept. */
function limitAt(leaf: Leaf): Leaf {
  const node =
    leaf.k === 'param'
      ? (leaf.file.functions[leaf.fn]?.parameters[leaf.index]?.node ?? NONE)
      : leaf.k === 'callback'
        ? leaf.call
        : leaf.node;
  return { ...leaf, k: 'limit', node, reason: 'size of the value graph' };
}

function exitStates(t: Tracing, file: FileFacts, fn: FunctionId, exit: ExitOf, path: AccessPath): readonly State[] {
  const facts = file.functions[fn];
  if (facts === undefined) return [];
  if (exit === 'return' || exit === 'yield') {
    const exits = exit === 'return' ? facts.returns : facts.yields;
    const given = exits.filter(
      (e) => e.node !== NONE && !(t.follows === 'content' && isChosenIn(t.program, file, e.node, e.context)),
    );
    return given.map((e) => inContext(t, question(file, e.node, path), e.context));
  }
  const nodes = facts.parameterExits[Number(exit.slice('parameter:'.length))] ?? [];
  return nodes.map((node) => question(file, node, path));
}

/** Calls of parameters, in text order, by `function.position`. */
function parameterCalls(file: FileFacts): ReadonlyMap<string, readonly NodeId[]> {
  const calls = new Map<string, NodeId[]>();
  for (const call of file.calls) {
    const parameter = parameterBehind(file, calleeOf(file, call));
    if (parameter === null) continue;
    const key = `${String(parameter.fn)}.${String(parameter.index)}.${parameter.key}`;
    const known = calls.get(key);
    if (known === undefined) calls.set(key, [call]);
    else known.push(call);
  }
  return calls;
}

function inlineUses(file: FileFacts): ReadonlyMap<FunctionId, { call: NodeId; argument: number }> {
  const uses = new Map<FunctionId, { call: NodeId; argument: number }>();
  for (const call of file.calls) {
    for (let i = 0; i < argumentCount(file, call); i++) {
      const argument = argumentOf(file, call, i);
      if (isInline(file, call, argument)) uses.set(aOf(file, argument), { call, argument: i });
    }
  }
  return uses;
}
