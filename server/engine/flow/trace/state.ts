import { CONFIDENCE_RANK } from '../../base/confidence.ts';
import { FREE_TEXT } from '../../base/free-text.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import type { NodeRef } from '../../link/index.ts';
import type { ConsentCheck } from '../guards/index.ts';
import type { Confidence } from '../../../../rules/schema/types.ts';
import type { AccessPath } from './access-path.ts';

/** A personal name met on the way: `user.email` before what it holds is known. */
export interface Evidence {
  readonly category: string;
  readonly confidence: Confidence;
  /** The name is personal whoever owns it. */
  readonly strong: boolean;
  readonly file: FileFacts;
  readonly node: NodeId;
  /** `user.email`. */
  readonly expression: string;
  readonly id: string;
}

/** 0 no guard, 1 weak, 2 consent holds on this path. */
export type GuardMark = 0 | 1 | 2;

/** Consent on a path so far: how sure, and the check that says so. */
interface Guarded {
  readonly guard: GuardMark;
  readonly check: ConsentCheck | null;
}

/** The stronger of two; the first of equals. */
const stronger = (a: Guarded, b: Guarded): Guarded => (b.guard > a.guard ? b : a);

/** Bits of what happened to the value between here and the sink. */
export const Flag = {
  /** It went through a call that may have changed it. */
  Transformed: 1,
  /** It was serialised or spread as a whole. */
  Serialised: 2,
  /** The path went through something that could only be guessed at. */
  Guessed: 4,
  /** It crossed from one function to another. */
  Crossed: 8,
  /** It is a part of the value asked for: what was declared of that is not about it. */
  Part: 16,
} as const;

export type StepKind =
  'source' | 'assign' | 'argument' | 'return' | 'property' | 'callback' | 'mutation' | 'field' | 'element' | 'sink';

/** One step of a value's way. */
export interface TrailStep {
  readonly file: FileFacts;
  readonly node: NodeId;
  readonly kind: StepKind;
  readonly name: string;
}

/**
 * Steps from the source (head) towards the sink. Two trails are joined without copying either, as a summary's trails are
 * joined to every call it is applied at; `stepsAlong` gives them in order.
 */
export type Trail =
  | (TrailStep & { readonly k: 'step'; readonly next: Trail | null })
  | { readonly k: 'join'; readonly first: Trail; readonly rest: Trail };

/** The steps of a trail in order. */
export function* stepsAlong(trail: Trail | null): Iterable<TrailStep> {
  const rest: Trail[] = [];
  for (let t: Trail | null = trail; t !== null; t = rest.pop() ?? null) {
    while (t.k === 'join') {
      rest.push(t.rest);
      t = t.first;
    }
    yield t;
    if (t.next !== null) rest.push(t.next);
  }
}

/** A place on the way where the text says what a value is: the part at `path` of the value at `node`. */
export interface Declared {
  readonly file: FileFacts;
  readonly node: NodeId;
  readonly path: AccessPath;
  /** The next one towards the sink. */
  readonly next: Declared | null;
}

/** A question on the worklist: where does this part of this node's value come from? */
export interface State {
  readonly file: FileFacts;
  readonly node: NodeId;
  readonly path: AccessPath;
  readonly guard: GuardMark;
  readonly check: ConsentCheck | null;
  readonly evidence: Evidence | null;
  readonly flags: number;
  readonly trail: Trail | null;
  /** The result of the call at `node` is awaited or handed to `then`. */
  readonly awaited: boolean;
  /** Categories that a replacement on the way took out, sorted and joined by spaces. */
  readonly cleaned: string;
  /** Declarations passed on the way, the nearest to the origin first. */
  readonly declared: Declared | null;
}

interface LeafBase {
  readonly declared: Declared | null;
  readonly cleaned: string;
  readonly path: AccessPath;
  readonly guard: GuardMark;
  readonly check: ConsentCheck | null;
  readonly evidence: Evidence | null;
  readonly flags: number;
  readonly trail: Trail | null;
}

/** Where a question ends, as far as one function can tell. */
export type Leaf =
  /** A parameter: its callers know. */
  | (LeafBase & {
      readonly k: 'param';
      readonly file: FileFacts;
      readonly fn: FunctionId;
      readonly index: number;
      /** Of the closure that this call of the function round it made: only what calls that one counts. */
      readonly madeAt?: NodeRef;
    })
  /** The result of calling a parameter: who passes the function knows. */
  | (LeafBase & {
      readonly k: 'callback';
      readonly file: FileFacts;
      readonly fn: FunctionId;
      readonly index: number;
      /** Property of the parameter that is called, '' for the parameter itself. */
      readonly key: string;
      readonly call: NodeId;
    })
  /** A value that comes from outside of what can be followed: a query result, a request, an unresolved call. */
  | (LeafBase & { readonly k: 'opaque'; readonly file: FileFacts; readonly node: NodeId })
  /** Content made by a model. */
  | (LeafBase & { readonly k: 'model'; readonly file: FileFacts; readonly node: NodeId })
  /** A literal that may itself be data (checksummed identifiers). */
  | (LeafBase & { readonly k: 'literal'; readonly file: FileFacts; readonly node: NodeId })
  /** What could not be followed. */
  | (LeafBase & { readonly k: 'limit'; readonly file: FileFacts; readonly node: NodeId; readonly reason: string });

export type ParamLeaf = Leaf & { k: 'param' };
export type CallbackLeaf = Leaf & { k: 'callback' };

/** A state for another node of the same file, all else equal. */
export function at(state: State, node: NodeId, path: AccessPath = state.path): State {
  // written out, here and below: states are made by the million, and copying one by its keys costs several times as much
  const { file, guard, check, evidence, flags, trail, cleaned, declared } = state;
  return { file, node, path, guard, check, evidence, flags, trail, awaited: false, cleaned, declared };
}

/** A state for something that is only a part of the value: what was declared of the whole is not about it. */
export function partAt(state: State, node: NodeId, path: AccessPath): State {
  const { file, guard, check, evidence, trail, cleaned } = state;
  const flags = state.flags | Flag.Part;
  return { file, node, path, guard, check, evidence, flags, trail, awaited: false, cleaned, declared: null };
}

/** A first question: where does this part of a node's value come from? */
export function question(file: FileFacts, node: NodeId, path: AccessPath, trail: Trail | null = null): State {
  return {
    file,
    node,
    path,
    guard: 0,
    check: null,
    evidence: null,
    flags: 0,
    trail,
    awaited: false,
    cleaned: '',
    declared: null,
  };
}

/** The same question with nothing carried from the sink side. */
export function fresh({ file, node, path, awaited }: State): State {
  return { ...question(file, node, path), awaited };
}

/** A state with one more step on its trail. */
export function stepped(state: State, kind: StepKind, name: string, node: NodeId = state.node): State {
  const { file, path, guard, check, evidence, flags, awaited, cleaned, declared } = state;
  const trail: Trail = { k: 'step', file, node, kind, name, next: state.trail };
  return { file, node: state.node, path, guard, check, evidence, flags, trail, awaited, cleaned, declared };
}

/** `first` (source side) followed by `rest` (sink side). */
function joinTrails(first: Trail | null, rest: Trail | null): Trail | null {
  return first === null ? rest : rest === null ? first : { k: 'join', first, rest };
}

/** The evidence nearer to the origin, unless it is the weaker one. */
export function nearer(origin: Evidence | null, sink: Evidence | null): Evidence | null {
  if (origin === null) return sink;
  // a text is what it was made of, whatever it is called where it is sent
  if (sink === null || sink.category === FREE_TEXT) return origin;
  return CONFIDENCE_RANK[origin.confidence] >= CONFIDENCE_RANK[sink.confidence] ? origin : sink;
}

/** What a leaf found in a callee means at the state that asked. */
export function behind(leaf: Leaf, state: State): Leaf {
  const { guard, check } = stronger(leaf, state);
  const evidence = nearer(leaf.evidence, state.evidence);
  const flags = leaf.flags | state.flags;
  const cleaned = joinCleaned(leaf.cleaned, state.cleaned);
  const declared = (leaf.flags & Flag.Part) === 0 ? joinDeclared(leaf.declared, state.declared) : leaf.declared;
  const trail = joinTrails(leaf.trail, state.trail);
  const { k, file, path } = leaf;
  switch (k) {
    case 'param': {
      const { fn, index, madeAt } = leaf;
      const own = { k, file, fn, index, path, guard, check, evidence, flags, trail, cleaned, declared } as const;
      return madeAt === undefined ? own : { ...own, madeAt };
    }
    case 'callback': {
      const { fn, index, key, call } = leaf;
      return { k, file, fn, index, key, call, path, guard, check, evidence, flags, trail, cleaned, declared };
    }
    case 'limit': {
      const { node, reason } = leaf;
      return { k, file, node, reason, path, guard, check, evidence, flags, trail, cleaned, declared };
    }
    default: {
      const { node } = leaf;
      return { k, file, node, path, guard, check, evidence, flags, trail, cleaned, declared };
    }
  }
}

/** How many declarations are remembered: the first that is more than a guess is enough. */
const MAX_DECLARED = 6;

function joinDeclared(first: Declared | null, rest: Declared | null): Declared | null {
  if (first === null || rest === null) return first ?? rest;
  const nodes: Declared[] = [];
  for (let d: Declared | null = first; d !== null && nodes.length < MAX_DECLARED; d = d.next) nodes.push(d);
  return nodes.reduceRight<Declared | null>((next, d) => ({ ...d, next }), rest);
}

/** Among the cleaned categories: something was taken out, and it is not known what. */
export const UNCLEAR = '?';
/** Among the cleaned categories: a function that is named for it cleaned what it was given. */
export const REDACTED = '!';

/** Whether more may have been taken out than is known. */
export const isUnclear = (cleaned: string): boolean => cleaned.startsWith(UNCLEAR) || cleaned.includes(` ${UNCLEAR}`);

/** A state of a value that something was done to which may have cleaned it. */
export const unclear = (s: State): State => ({
  ...s,
  flags: s.flags | Flag.Transformed,
  cleaned: joinCleaned(s.cleaned, UNCLEAR),
});

/** Union of two sets of cleaned categories. */
export function joinCleaned(a: string, b: string): string {
  if (a === '' || a === b) return b;
  if (b === '') return a;
  return [...new Set([...a.split(' '), ...b.split(' ')])].sort().join(' ');
}
