import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, NONE, Op, opOf } from '../../extract/index.ts';
import {
  MAX_ASKED,
  MAX_CONTENT_KEYS,
  MAX_CONTENT_STATES,
  MAX_DEPTH,
  MAX_LEAVES,
  MAX_PARTS,
  MAX_STATES,
} from './limits.ts';
import { complete, isWithin, shortened, type AccessPath } from './access-path.ts';
import { atSite } from './ascend.ts';
import { parameterBehind } from './parameters.ts';
import { relativeTo } from './inner-closures.ts';
import { isInline } from './call-parts.ts';
import { isChosenIn } from './chosen.ts';
import { inContext, whereEvaluated } from './consent.ts';
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
  const fileIds = new WeakMap<FileFacts, number>();
  let nextFileId = 1;
  let depth = 0;
  /** Questions asked since the outermost one. */
  let asked = 0;
  /** Flags by which two states or leaves at one place differ in what is told of them. */
  const telling = parts.follows === 'data' ? Flag.Transformed : Flag.Guessed;

  const limit = parts.follows === 'content' ? MAX_CONTENT_STATES : MAX_STATES;

  const idOf = (file: FileFacts): number => {
    let id = fileIds.get(file);
    if (id === undefined) fileIds.set(file, (id = nextFileId++));
    return id;
  };

  const query = (starts: readonly State[]): readonly Leaf[] => {
    const leaves = new Map<string, Leaf>();
    const dropped: Leaf[] = [];
    const seen = new Map<string, State[]>();
    // unguarded questions first: they answer the guarded ones too
    const queues: [State[], State[], State[]] = [[], [], []];
    /** The question as it is to be asked at a place; null if one before it covers it. */
    const admit = (place: string, raw: State): State | null => {
      const key = stateKey(idOf(raw.file), place, raw, telling);
      const before = seen.get(key);
      if (before === undefined) {
        seen.set(key, [raw]);
        return raw;
      }
      const s = before.length >= MAX_PARTS ? { ...raw, path: complete(raw.path) } : raw;
      // a guarded question adds nothing where an unguarded one has been, nor does one that asks for less
      if (before.some((other) => other.guard <= s.guard && isWithin(s.path, other.path))) return null;
      before.push(s);
      return s;
    };
    const emit: Emit = {
      state(raw) {
        if (raw.node < 0) return;
        let s = whereEvaluated(t, raw);
        if (t.follows === 'content') s = { ...s, path: shortened(s.path, MAX_CONTENT_KEYS) };
        const fresh = admit(placeKey(s), s);
        if (fresh !== null) queues[fresh.guard].push(fresh);
      },
      first: (s, variable) => admit(`w${String(variable)}`, s) !== null,
      leaf(leaf) {
        if (!t.keeps(leaf)) return;
        const key = leafKey(idOf, leaf, telling);
        const known = leaves.get(key);
        if (known === undefined && leaves.size >= MAX_LEAVES) dropped[0] = leaf;
        else if (known === undefined || leaf.guard < known.guard) leaves.set(key, leaf);
      },
    };
    for (const start of starts) emit.state(start);
    if (depth++ === 0) asked = 0;
    for (let count = 0; ; count++) {
      const s = queues[0].pop() ?? queues[1].pop() ?? queues[2].pop();
      if (s === undefined) break;
      if (count > limit || depth > MAX_DEPTH || asked++ > MAX_ASKED) {
        if (count <= limit) summaries.cutShort();
        emit.leaf({ ...s, k: 'limit', reason: depth > MAX_DEPTH ? 'call depth' : 'size of the value graph' });
        break;
      }
      transfer(t, s, emit);
    }
    depth--;
    return [...leaves.values(), ...dropped.map(limitAt)];
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

function stateKey(file: number, place: string, s: State, telling: number): string {
  return `${String(file)}:${place}:${s.path.place}:${s.evidence?.id ?? ''}:${String(s.flags & telling)}:${s.cleaned}:${s.awaited ? 'a' : ''}`;
}

/** A node by its number; what closures read of one variable is one question, wherever it is read. */
function placeKey({ file, node }: State): string {
  return opOf(file, node) === Op.Cell ? `v${String(aOf(file, node))}` : String(node);
}

function leafKey(idOf: (file: FileFacts) => number, leaf: Leaf, telling: number): string {
  const own =
    leaf.k === 'param'
      ? `${String(leaf.fn)}.${String(leaf.index)}${leaf.madeAt === undefined ? '' : `@${String(idOf(leaf.madeAt.file))}.${String(leaf.madeAt.node)}`}`
      : leaf.k === 'callback'
        ? `${String(leaf.fn)}.${String(leaf.index)}.${String(leaf.call)}`
        : String(leaf.node);
  return `${leaf.k}:${String(idOf(leaf.file))}:${own}:${leaf.path.id}:${leaf.evidence?.id ?? ''}:${String(leaf.flags & telling)}:${leaf.cleaned}`;
}
