import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { argumentOf } from '../../extract/index.ts';
import type { Entity } from '../../link/index.ts';
import { WHOLE } from './access-path.ts';
import { opaqueResult } from './call-parts.ts';
import { handedOn } from './handed-on.ts';
import { boundArguments } from './bound-arguments.ts';
import { makerCall } from './closures.ts';
import { withArguments } from './keys.ts';
import {
  behind,
  Flag,
  fresh,
  isUnclear,
  joinCleaned,
  REDACTED,
  stepped,
  UNCLEAR,
  type Leaf,
  type State,
} from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** Functions handed into functions handed into functions: how deep they are bound. */
const MAX_NESTING = 4;

/**
 * The result of calling a function of the project: its summary, with the parameters replaced by this call's arguments.
 * That is what keeps two callers of one helper apart.
 */
export function applyFunction(
  t: Tracing,
  s: State,
  target: { readonly file: FileFacts; readonly fn: FunctionId },
  emit: Emit,
  leaves?: readonly Leaf[],
): void {
  const fn = target.file.functions[target.fn];
  if (fn === undefined) {
    for (const leaf of leaves ?? []) emit.leaf(behind(leaf, s));
    return;
  }
  const found = leaves ?? t.summary(target.file, target.fn, fn.isGenerator ? 'yield' : 'return', s.path);
  const cleans = leaves === undefined && t.isSanitizerName(fn.name);
  const here = stepped({ ...s, flags: s.flags | Flag.Crossed }, 'return', fn.name);
  for (const leaf of found) {
    const kept = cleans ? afterCleaning(leaf, found) : leaf;
    if (kept !== null) applyLeaf(t, here, target, kept, emit, 0);
  }
}

/**
 * A function named for it cleans what it changes; what it hands on untouched stays what it was. A value that is changed
 * on some path (in a loop over what is to be replaced, say) counts as changed. Where all that the function does is to
 * replace patterns which are known, what they match is clean and nothing else: a text without addresses has numbers yet.
 *
 * @returns null if nothing is left to follow
 */
export function afterCleaning(leaf: Leaf, all: readonly Leaf[]): Leaf | null {
  let cleaned = (leaf.flags & Flag.Transformed) === 0 ? '' : leaf.cleaned === '' ? UNCLEAR : leaf.cleaned;
  if (leaf.k === 'param') {
    for (const other of all) {
      if (other.k !== 'param' || (other.flags & Flag.Transformed) === 0) continue;
      const same = other.fn === leaf.fn && other.index === leaf.index && other.path.id === leaf.path.id;
      if (same) cleaned = joinCleaned(cleaned, other.cleaned === '' ? UNCLEAR : other.cleaned);
    }
  }
  if (cleaned === '') return leaf;
  return isUnclear(cleaned) ? null : { ...leaf, cleaned: joinCleaned(cleaned, REDACTED) };
}

/**
 * The result of a function that somebody else calls, by its summary: what it makes of its first argument is handed to
 * `input`, the rest is seen from the state's call.
 *
 * @param isInput whether an end of the summary is that argument
 */
export function applyHanded(
  t: Tracing,
  s: State,
  e: { readonly file: FileFacts; readonly fn: FunctionId },
  emit: Emit,
  isInput: (leaf: Leaf) => boolean,
  input: (leaf: Leaf) => void,
): void {
  const cleans = t.isSanitizerName(e.file.functions[e.fn]?.name ?? '');
  const found = t.summary(e.file, e.fn, 'return', s.path);
  for (const each of found) {
    const leaf = cleans ? afterCleaning(each, found) : each;
    if (leaf === null) continue;
    if (isInput(leaf)) input(leaf);
    else applyLeaf(t, s, { file: e.file, fn: -1 }, leaf, emit, 0);
  }
}

/** Whether an end of a function's summary is its own first parameter. */
export const isFirst = (leaf: Leaf, { file, fn }: { readonly file: FileFacts; readonly fn: FunctionId }): boolean =>
  leaf.k === 'param' && leaf.fn === fn && leaf.file === file && leaf.index === 0;

/** A leaf of a callee, as seen from the call at the state. */
export function applyLeaf(
  t: Tracing,
  s: State,
  target: { readonly file: FileFacts; readonly fn: FunctionId },
  leaf: Leaf,
  emit: Emit,
  depth: number,
): void {
  if ((leaf.k === 'param' || leaf.k === 'callback') && leaf.fn !== target.fn) {
    // captured: bound where the closure was made, if that is seen from here
    const maker = makerCall(t, s, target, leaf);
    if (maker !== null) {
      // what the closure itself was called with is bound by this call, not by all calls of closures made so
      const here: Emit = {
        state: emit.state,
        leaf(next) {
          const own = next.k === 'param' && next.file === target.file && next.fn === target.fn && depth <= MAX_NESTING;
          if (own) applyLeaf(t, fresh(s), target, next, emit, depth + 1);
          else emit.leaf(next);
        },
      };
      applyLeaf(t, { ...s, file: maker.file, node: maker.node }, { file: leaf.file, fn: leaf.fn }, leaf, here, depth);
      return;
    }
  }
  const own = (leaf.k === 'param' || leaf.k === 'callback') && leaf.file === target.file && leaf.fn === target.fn;
  const joined = behind(leaf, s);
  if (!own || (joined.k !== 'param' && joined.k !== 'callback')) {
    emit.leaf(joined);
    return;
  }
  if (joined.k === 'param') {
    const name = parameterName(target, joined.index);
    const base: State = { ...s, ...stateOf(joined), awaited: false };
    for (const path of withArguments(t, target, s, joined.path)) {
      for (const bound of boundArguments(s.file, s.node, target, joined.index, path)) {
        emit.state(stepped({ ...base, node: bound.node, path: bound.path }, 'argument', name, s.node));
      }
    }
    return;
  }
  applyCallback(t, s, target, joined, emit, depth);
}

/** The result of a function that was handed in: its summary, its parameters bound inside the callee, those bound here. */
function applyCallback(
  t: Tracing,
  s: State,
  target: { readonly file: FileFacts; readonly fn: FunctionId },
  leaf: Leaf & { k: 'callback' },
  emit: Emit,
  depth: number,
): void {
  let resolved = false;
  for (const bound of boundArguments(s.file, s.node, target, leaf.index, WHOLE)) {
    for (const e of handedIn(t, s, bound.node, leaf.key)) {
      if (e.k !== 'function') continue;
      resolved = true;
      for (const inner of t.summary(e.file, e.fn, 'return', leaf.path)) {
        const joined = behind(inner, { ...s, ...stateOf(leaf), awaited: false });
        if (joined.k !== 'param' || joined.fn !== e.fn || joined.file !== e.file || depth > MAX_NESTING) {
          emit.leaf(joined);
          continue;
        }
        const argument = argumentOf(leaf.file, leaf.call, joined.index);
        if (argument < 0) continue;
        const start: State = {
          ...s,
          ...stateOf(joined),
          file: leaf.file,
          node: argument,
          path: joined.path,
          awaited: false,
        };
        for (const next of t.query([start])) applyLeaf(t, fresh(s), target, next, emit, depth + 1);
      }
    }
  }
  if (resolved) return;
  if (leaf.key === '') {
    emit.leaf({ ...leaf, k: 'opaque', file: s.file, node: s.node });
    return;
  }
  // a function of something that is not known: its result, and what it may hand on of its arguments
  const call: State = { ...s, ...stateOf(leaf), file: leaf.file, node: leaf.call, path: leaf.path, awaited: false };
  emit.leaf({ ...opaqueResult(t, call) });
  if (depth > MAX_NESTING) return;
  for (const next of t.query(handedOn(t, call))) applyLeaf(t, fresh(s), target, next, emit, depth + 1);
}

/** What the function that was handed in is: an argument, or the property of one. */
function handedIn(t: Tracing, s: State, node: NodeId, key: string): readonly Entity[] {
  if (key === '') return t.program.entities({ file: s.file, node });
  const property = t.program.propertyOf({ file: s.file, node }, [key]);
  if (property !== null) return t.program.entities(property);
  return t.program.entities({ file: s.file, node }).flatMap((e) => t.program.resolver.member(e, key));
}

/** The parts of a leaf that a state carries on. */
export function stateOf(
  leaf: Leaf,
): Pick<State, 'guard' | 'check' | 'evidence' | 'flags' | 'trail' | 'cleaned' | 'declared'> {
  return {
    guard: leaf.guard,
    check: leaf.check,
    evidence: leaf.evidence,
    flags: leaf.flags,
    trail: leaf.trail,
    cleaned: leaf.cleaned,
    declared: leaf.declared,
  };
}

function parameterName(target: { readonly file: FileFacts; readonly fn: FunctionId }, index: number): string {
  return target.file.functions[target.fn]?.parameters[index]?.name ?? '';
}
