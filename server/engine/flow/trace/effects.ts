import type { NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, cOf, calleeOf, opOf, stringOf, Op } from '../../extract/index.ts';
import { FIRST, inner, isAny, isIndex, KEYS, skipIndexes, WHOLE } from './access-path.ts';
import type { Entity } from '../../link/index.ts';
import { applyLeaf } from './apply.ts';
import { MUTATORS } from './builtins.ts';
import { isInline } from './call-parts.ts';
import { at, Flag, partAt, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

type FunctionEntity = Entity & { readonly k: 'function' };

/** What a call put into an object it was given (or called on): where the values come from that may now be in it. */
export function transferEffect(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const call = bOf(file, node);
  const position = cOf(file, node);
  const callee = calleeOf(file, call);
  let resolved = false;
  for (const e of t.program.entities({ file, node: callee })) {
    if (e.k !== 'function') continue;
    resolved = true;
    if (position >= 0) left(t, s, call, e, position, emit);
  }
  if (resolved) return;
  if (position < 0 && opOf(file, callee) === Op.Member && stringOf(file, bOf(file, callee)) === 'forEach') {
    const callback = argumentOf(file, call, 0);
    for (const e of t.program.entities({ file, node: callback })) {
      if (e.k !== 'function') continue;
      if (!isInline(file, call, callback)) left(t, s, call, e, 0, emit);
      else if (t.mutations.mayFill(file, e.fn, 0, s.path)) {
        // an inline function is part of this one: its parameter is bound where it is met
        for (const exit of file.functions[e.fn]?.parameterExits[0] ?? []) emit.state(at(s, exit));
      }
    }
    return;
  }
  for (const state of builtinEffect(s, call, position)) emit.state(state);
}

/** What a function leaves in one of its parameters, its others bound by the call. */
function left(t: Tracing, s: State, call: NodeId, e: FunctionEntity, position: number, emit: Emit): void {
  if (!t.mutations.mayFill(e.file, e.fn, position, s.path)) return;
  const name = e.file.functions[e.fn]?.name ?? '';
  const asked = stepped({ ...s, node: call, flags: s.flags | Flag.Crossed }, 'mutation', name);
  for (const leaf of t.summary(e.file, e.fn, `parameter:${String(position)}`, s.path)) {
    // the parameter itself is the earlier version, followed anyway
    if (leaf.k === 'param' && leaf.fn === e.fn && leaf.file === e.file && leaf.index === position) continue;
    applyLeaf(t, asked, e, leaf, emit, 0);
  }
}

/** What a method of the language puts into its receiver (position -1), or `Object.assign` into its first argument. */
export function builtinEffect(s: State, call: number, position: number): readonly State[] {
  const { file } = s;
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member) return [];
  const method = stringOf(file, bOf(file, callee));
  const out: State[] = [];
  if (position === 0 && method === 'assign') {
    for (let i = 1; i < argumentCount(file, call); i++) out.push(at(s, argumentOf(file, call, i)));
    return out;
  }
  const from = position < 0 ? MUTATORS.get(method) : undefined;
  if (from === undefined) return [];
  const path = skipIndexes(s.path);
  const stepping = (node: number, inside: State['path']): void => {
    out.push(stepped(partAt(s, node, inside), 'mutation', method, call));
  };
  const count = argumentCount(file, call);
  const keyed = (method === 'set' || method === 'append') && count >= 2;
  if (!keyed) {
    for (let i = from; i < count; i++) stepping(argumentOf(file, call, i), path);
    return out;
  }
  const key = argumentOf(file, call, 0);
  const constant = opOf(file, key) === Op.Str ? stringOf(file, aOf(file, key)) : null;
  const [asked] = s.path.keys;
  const value = argumentOf(file, call, 1);
  if (asked === undefined) {
    stepping(value, WHOLE);
    stepping(key, WHOLE);
  } else if (asked === KEYS || asked === FIRST || (asked === '0' && constant !== '0')) {
    stepping(key, WHOLE);
  } else if (isAny(asked) || constant === null || constant === asked || isIndex(asked)) {
    stepping(value, inner(s.path));
    if (constant === null && !isIndex(asked)) stepping(value, path);
  }
  return out;
}
