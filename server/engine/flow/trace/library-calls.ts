import { HOLE } from '../../link/index.ts';
import type { NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, listItems, opOf, Op } from '../../extract/index.ts';
import { inner, skipIndexes, under, WHOLE } from './access-path.ts';
import { applyLeaf, isChanged } from './apply.ts';
import { GLOBALS, METHODS } from './builtins.ts';
import { constantArgument, methodOf, opaqueResult, receiverOf } from './call-parts.ts';
import { guardedBy, inContext } from './consent.ts';
import { cleanedByReplace } from './sanitizers.ts';
import { at, Flag, joinCleaned, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** A name that can be a field: `email`, `first-name`, `Телефон`. */
const KEY = /^[\p{L}_][\p{L}\p{N}_\-. ]{0,40}$/u;

/** A call of a global function. False if nothing is known of it. */
export function transferGlobal(t: Tracing, s: State, fullName: string, emit: Emit): boolean {
  const name = fullName.replace(/^(?:globalThis|window|self|global)\./, '').replace(/\.new\(\)$/, '');
  const effect = GLOBALS.get(name);
  if (effect === undefined) return false;
  const { file, node } = s;
  const argument = (i: number): NodeId => argumentOf(file, node, i);
  switch (effect) {
    case 'clean':
    case 'keys':
      return true;
    case 'stringify':
      stringify(t, { ...s, flags: s.flags | Flag.Serialised }, emit);
      return true;
    case 'values': {
      const path = skipIndexes(s.path);
      emit.state({ ...at(s, argument(0), under('*', path)), flags: s.flags | Flag.Serialised });
      if (path.keys.length === 0) emit.state({ ...at(s, argument(0)), flags: s.flags | Flag.Serialised });
      return true;
    }
    case 'first':
      emit.state({ ...at(s, argument(0)), awaited: s.awaited });
      if (s.path.keys.length > 0 && name === 'Object.fromEntries') emit.state(at(s, argument(0), inner(s.path)));
      return true;
    case 'from':
      if (argument(1) >= 0) mapped(t, s, argument(1), emit);
      else emit.state(at(s, argument(0)));
      return true;
    case 'args':
      for (let i = 0; i < argumentCount(file, node); i++) emit.state(at(s, argument(i)));
      return true;
  }
}

/** `JSON.stringify(value, replacer)`: an array replacer lets only its keys through. */
function stringify(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const value = argumentOf(file, node, 0);
  const keys = constantList(t, s, argumentOf(file, node, 1));
  if (keys === null) {
    emit.state(at(s, value));
    return;
  }
  for (const key of keys) emit.state(at(s, value, under(key, WHOLE)));
}

/** The texts of an array of constants, or null. */
function constantList(t: Tracing, s: State, node: NodeId): readonly string[] | null {
  if (node < 0) return null;
  for (const e of t.program.entities({ file: s.file, node })) {
    if (e.k !== 'object' || opOf(e.file, e.node) !== Op.Array) continue;
    const out: string[] = [];
    for (const item of Array.from(listItems(e.file, aOf(e.file, e.node)))) {
      for (const text of t.program.strings({ file: e.file, node: item })) {
        if (text.includes(HOLE)) return null;
        out.push(text);
      }
    }
    return out;
  }
  return null;
}

/** A method of the language or the platform. False if the name says nothing. */
export function transferMethod(t: Tracing, s: State, emit: Emit): boolean {
  const name = methodOf(s);
  const effect = METHODS.get(name);
  if (effect === undefined) return false;
  const { file, node } = s;
  const receiver = receiverOf(s);
  const first = argumentOf(file, node, 0);
  switch (effect) {
    case 'clean':
      return true;
    case 'receiver':
      if (QUERIES.has(name) && first >= 0 && !isCallback(t, s, first)) return false;
      emit.state(throughFilter(t, sliced(s, name), name, receiver, first));
      return true;
    case 'receiver+args':
      emit.state(at(s, receiver));
      for (let i = 0; i < argumentCount(file, node); i++) emit.state(at(s, argumentOf(file, node, i)));
      return true;
    case 'map':
      mapped(t, s, first, emit);
      return true;
    case 'reduce':
      mapped(t, s, first, emit);
      emit.state(at(s, argumentOf(file, node, 1)));
      return true;
    case 'then':
      mapped(t, { ...s, awaited: true }, first, emit);
      if (argumentOf(file, node, 1) >= 0) mapped(t, s, argumentOf(file, node, 1), emit);
      if (first < 0) emit.state(at(s, receiver));
      return true;
    case 'catch':
      emit.state({ ...at(s, receiver), awaited: true });
      mapped(t, s, first, emit);
      return true;
    case 'get': {
      const key = constantArgument(s, 0);
      if (argumentCount(file, node) === 0) return false;
      emit.state(at(s, receiver, under(KEY.test(key) ? key : '*', s.path)));
      return true;
    }
    case 'replace': {
      const filler = argumentOf(file, node, 1);
      const cleaned = cleanedByReplace(t, s, first);
      const next = { ...s, cleaned: joinCleaned(s.cleaned, cleaned), flags: s.flags | Flag.Transformed };
      emit.state(at(next, receiver));
      if (filler >= 0 && !isCallback(t, s, filler)) emit.state(at(s, filler, WHOLE));
      return true;
    }
    case 'read':
      emit.leaf(opaqueResult(t, s));
      return true;
  }
}

/** Names that are array methods with a callback, and queries without one. */
const QUERIES = new Set([
  'find',
  'filter',
  'findLast',
  'values',
  'next',
  'match',
  'exec',
  'sort',
  'with',
  'pipe',
  'toObject',
]);
/** Methods that cut text: what is left may be a mask. */
const CUTTING = new Set(['slice', 'substring', 'substr', 'charAt', 'split', 'at']);

function sliced(s: State, name: string): State {
  return CUTTING.has(name) ? { ...s, flags: s.flags | Flag.Transformed } : s;
}

/** `users.filter((u) => u.aiConsent)`: those that pass have consented. */
function throughFilter(t: Tracing, s: State, name: string, receiver: NodeId, callback: NodeId): State {
  const next = { ...at(s, receiver), awaited: s.awaited };
  if ((name !== 'filter' && name !== 'find') || s.guard === 2) return next;
  for (const e of t.program.entities({ file: s.file, node: callback })) {
    if (e.k !== 'function') continue;
    const known = guardedBy(next, t.guards.predicate(e.file, e.fn));
    if (known !== next) return known;
  }
  return next;
}

function isCallback(t: Tracing, s: State, node: NodeId): boolean {
  if (opOf(s.file, node) === Op.Func) return true;
  return t.program.entities({ file: s.file, node }).some((e) => e.k === 'function' || isGlobalFunction(e));
}

/** `filter(Boolean)`. */
const isGlobalFunction = (e: { readonly k: string; readonly name?: string }): boolean =>
  e.k === 'global' && (e.name === 'Boolean' || e.name === 'String' || e.name === 'Number');

/** What a callback makes: its summary, its parameters bound by the method it is handed to. */
function mapped(t: Tracing, s: State, callback: NodeId, emit: Emit): void {
  if (callback < 0) return;
  const { file, node } = s;
  if (opOf(file, callback) === Op.Func) {
    // an inline function is part of this one: its parameters are bound where they are met
    const fn = file.functions[aOf(file, callback)];
    const exits = fn?.isGenerator === true ? fn.yields : (fn?.returns ?? []);
    for (const exit of exits) {
      emit.state({ ...inContext(t, at(s, exit.node), exit.context), awaited: s.awaited });
    }
    return;
  }
  let resolved = false;
  for (const e of t.program.entities({ file, node: callback })) {
    if (e.k === 'function') {
      resolved = true;
      const name = e.file.functions[e.fn]?.name ?? '';
      const cleans = t.isSanitizerName(name);
      const found = t.summary(e.file, e.fn, 'return', s.path);
      for (const leaf of found) {
        if (cleans && isChanged(leaf, found)) continue;
        if (leaf.k === 'param' && leaf.fn === e.fn && leaf.file === e.file && leaf.index === 0) {
          const next = { ...s, flags: s.flags | Flag.Crossed };
          const carried: Emit = { state: emit.state, leaf: emit.leaf };
          // the element (or the value a promise settles to) is what the receiver holds
          applyReceiver(t, next, leaf, carried);
        } else applyLeaf(t, s, { file: e.file, fn: -1 }, leaf, emit, 0);
      }
    } else if (e.k === 'global') {
      resolved = true;
      if (e.name !== 'Boolean') emit.state(at(s, receiverOf(s)));
    }
  }
  if (!resolved) {
    emit.leaf({ ...s, k: 'opaque', node });
    emit.state({ ...at(s, receiverOf(s), WHOLE), flags: s.flags | Flag.Guessed });
  }
}

function applyReceiver(t: Tracing, s: State, leaf: Parameters<typeof applyLeaf>[3], emit: Emit): void {
  const receiver = receiverOf(s);
  const source = receiver >= 0 && methodOf(s) !== 'from' ? receiver : argumentOf(s.file, s.node, 0);
  const collected: Emit = {
    state: emit.state,
    leaf: (joined) => {
      emit.state({
        file: s.file,
        node: source,
        path: joined.path,
        guard: joined.guard,
        check: joined.check,
        evidence: joined.evidence,
        flags: joined.flags,
        trail: joined.trail,
        cleaned: joined.cleaned,
        awaited: methodOf(s) === 'then',
      });
    },
  };
  applyLeaf(t, s, { file: s.file, fn: -1 }, leaf, collected, 0);
}
