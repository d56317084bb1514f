import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  calleeOf,
  listAt,
  listLength,
  opOf,
  stringOf,
  bOf,
  Op,
} from '../../extract/index.ts';
import { pathOf, WHOLE, type AccessPath } from './access-path.ts';
import { behind, Flag, stepped, type Leaf, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

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
    if (cleans && isChanged(leaf, found)) continue;
    applyLeaf(t, here, target, leaf, emit, 0);
  }
}

/**
 * A function named for it cleans what it changes; what it hands on untouched stays what it was. A value that is changed
 * on some path (in a loop over what is to be replaced, say) counts as changed.
 */
export function isChanged(leaf: Leaf, all: readonly Leaf[]): boolean {
  if ((leaf.flags & Flag.Transformed) !== 0) return true;
  return (
    leaf.k === 'param' &&
    all.some(
      (other) =>
        other.k === 'param' &&
        (other.flags & Flag.Transformed) !== 0 &&
        other.fn === leaf.fn &&
        other.index === leaf.index &&
        other.path.id === leaf.path.id,
    )
  );
}

/** A leaf of a callee, as seen from the call at the state. */
export function applyLeaf(
  t: Tracing,
  s: State,
  target: { readonly file: FileFacts; readonly fn: FunctionId },
  leaf: Leaf,
  emit: Emit,
  depth: number,
): void {
  const own = (leaf.k === 'param' || leaf.k === 'callback') && leaf.file === target.file && leaf.fn === target.fn;
  const joined = behind(leaf, s);
  if (!own || (joined.k !== 'param' && joined.k !== 'callback')) {
    emit.leaf(joined);
    return;
  }
  if (joined.k === 'param') {
    for (const bound of boundArguments(s.file, s.node, target, joined.index, joined.path)) {
      const base: State = {
        ...s,
        ...stateOf(joined),
        file: s.file,
        node: bound.node,
        path: bound.path,
        awaited: false,
      };
      emit.state(stepped(base, 'argument', parameterName(target, joined.index), s.node));
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
    for (const e of t.program.entities({ file: s.file, node: bound.node })) {
      if (e.k !== 'function') continue;
      resolved = true;
      for (const inner of t.summary(e.file, e.fn, 'return', leaf.path)) {
        const joined = behind(inner, { ...s, ...stateOf(leaf), awaited: false });
        if (joined.k !== 'param' || joined.fn !== e.fn || joined.file !== e.file || depth > 4) {
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
        for (const next of t.query([start])) applyLeaf(t, neutral(s), target, next, emit, depth + 1);
      }
    }
  }
  if (!resolved) emit.leaf({ ...leaf, k: 'opaque', file: s.file, node: s.node });
}

/** The parts of a leaf that a state carries on. */
export function stateOf(leaf: Leaf): Pick<State, 'guard' | 'check' | 'evidence' | 'flags' | 'trail' | 'cleaned'> {
  return {
    guard: leaf.guard,
    check: leaf.check,
    evidence: leaf.evidence,
    flags: leaf.flags,
    trail: leaf.trail,
    cleaned: leaf.cleaned,
  };
}

/** The call alone: what came before is already in the leaf. */
function neutral(s: State): State {
  return { ...s, guard: 0, check: null, evidence: null, flags: 0, trail: null, cleaned: '' };
}

function parameterName(target: { readonly file: FileFacts; readonly fn: FunctionId }, index: number): string {
  return target.file.functions[target.fn]?.parameters[index]?.name ?? '';
}

export interface Bound {
  readonly node: NodeId;
  readonly path: AccessPath;
}

/** Argument nodes of a call (or JSX element) that a parameter of the target receives, with the path inside them. */
export function boundArguments(
  file: FileFacts,
  call: NodeId,
  target: { readonly file: FileFacts; readonly fn: FunctionId },
  index: number,
  path: AccessPath,
): readonly Bound[] {
  if (opOf(file, call) === Op.Jsx) return boundAttributes(file, call, index, path);
  const parameter = target.file.functions[target.fn]?.parameters[index];
  let first = index;
  const callee = calleeOf(file, call);
  if (opOf(file, callee) === Op.Member && parameter !== undefined) {
    const method = stringOf(file, bOf(file, callee));
    const onFunction = target.file.functions[target.fn]?.name !== method;
    if (onFunction && method === 'call') first = index + 1;
    if (onFunction && method === 'apply') {
      return [{ node: argumentOf(file, call, 1), path }];
    }
  }
  const count = argumentCount(file, call);
  const out: Bound[] = [];
  for (let i = 0; i < count; i++) {
    const argument = argumentOf(file, call, i);
    const spread = opOf(file, argument) === Op.Spread;
    if (i === first || (parameter?.rest === true && i >= first) || (spread && i <= first)) {
      out.push({ node: spread ? aOf(file, argument) : argument, path });
    }
    if (i === first && parameter?.rest !== true) break;
  }
  if (out.length === 0 && opOf(file, call) === Op.Tagged) {
    const template = argumentOf(file, call, 0);
    return template < 0 ? [] : [{ node: template, path: WHOLE }];
  }
  return out;
}

function boundAttributes(file: FileFacts, element: NodeId, index: number, path: AccessPath): readonly Bound[] {
  if (index !== 0) return [];
  const list = aOf(file, element);
  const attributes = listAt(file, list, 1);
  const out: Bound[] = attributes < 0 ? [] : [{ node: attributes, path }];
  if (path.keys[0] === 'children' || path.keys.length === 0) {
    const inside = path.keys.length === 0 ? path : pathOf(path.keys.slice(1));
    for (let i = 2; i < listLength(file, list); i++) out.push({ node: listAt(file, list, i), path: inside });
  }
  return out;
}
