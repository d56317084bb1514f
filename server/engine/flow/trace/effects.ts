import { aOf, argumentCount, argumentOf, bOf, cOf, calleeOf, opOf, stringOf, Op } from '../../extract/index.ts';
import { FIRST, inner, isAny, isIndex, KEYS, skipIndexes, WHOLE } from './access-path.ts';
import { applyLeaf } from './apply.ts';
import { MUTATORS } from './builtins.ts';
import { at, Flag, partAt, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** What a call put into an object it was given (or called on): the states of the values that may now be in it. */
export function effectStates(t: Tracing, s: State): readonly State[] {
  const { file, node } = s;
  const call = bOf(file, node);
  const position = cOf(file, node);
  const callee = calleeOf(file, call);
  const out: State[] = [];
  const emit: Emit = { state: (state) => out.push(state), leaf: () => undefined };
  let resolved = false;
  for (const e of t.program.entities({ file, node: callee })) {
    if (e.k !== 'function') continue;
    resolved = true;
    if (position < 0 || !t.mutations.mayFill(e.file, e.fn, position, s.path)) continue;
    // ask the callee for what it leaves in its parameter, and bind its other parameters here
    const asked = stepped(
      { ...s, node: call, flags: s.flags | Flag.Crossed },
      'mutation',
      e.file.functions[e.fn]?.name ?? '',
    );
    for (const leaf of t.summary(e.file, e.fn, `parameter:${String(position)}`, s.path)) {
      // the parameter itself is the earlier version, followed anyway
      if (leaf.k === 'param' && leaf.fn === e.fn && leaf.file === e.file && leaf.index === position) continue;
      applyLeaf(t, asked, e, leaf, emit, 0);
    }
  }
  if (!resolved) for (const state of builtinEffect(s, call, position)) out.push(state);
  return out;
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
