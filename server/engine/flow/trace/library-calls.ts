import type { NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, opOf, Op } from '../../extract/index.ts';
import {
  ANY,
  FIRST,
  inner,
  isIndex,
  KEYS,
  SECOND,
  pathOf,
  skipIndexes,
  under,
  WHOLE,
  without,
  type AccessPath,
} from './access-path.ts';
import { applyHanded, applyLeaf, isFirst } from './apply.ts';
import { GLOBALS, METHODS, NUMBERS } from './builtins.ts';
import { constantArgument, isInline, methodOf, opaqueResult, receiverOf } from './call-parts.ts';
import { guardedBy, inContext } from './consent.ts';
import { isArray, isMap } from './collections.ts';
import { builtinEffect } from './effects.ts';
import { keyFilter, type KeyFilter, type KeyPlace } from './key-filter.ts';
import { constantList } from './keys.ts';
import { cleanedByReplace } from './sanitizers.ts';
import { at, Flag, joinCleaned, unclear, UNCLEAR, type Leaf, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** A name that can be a field: `email`, `first-name`, `Телефон`. */
const KEY = /^[\p{L}_][\p{L}\p{N}_\-. ]{0,40}$/u;

/** A call of a global function. False if nothing is known of it. */
export function transferGlobal(t: Tracing, s: State, fullName: string, emit: Emit): boolean {
  const name = fullName.replace(/^(?:globalThis|window|self|global)\./, '').replace(/\.new\(\)$/, '');
  const effect = GLOBALS.get(name);
  if (effect === undefined) return false;
  if (t.follows === 'content' && NUMBERS.has(name)) return true;
  const { file, node } = s;
  const argument = (i: number): NodeId => argumentOf(file, node, i);
  switch (effect) {
    case 'clean':
      return true;
    case 'keys':
      emit.state(at(s, argument(0), pathOf([KEYS])));
      return true;
    case 'stringify':
      stringify(t, { ...s, flags: s.flags | Flag.Serialised }, emit);
      return true;
    case 'values': {
      const path = skipIndexes(s.path);
      emit.state(serialised(s, argument(0), path.keys.length === 0 ? path : under(ANY, path)));
      return true;
    }
    case 'entries':
      emit.state(serialised(s, argument(0), ofEntry(s.path)));
      return true;
    case 'pairs':
      emit.state(at(s, argument(0), asPair(s.path)));
      return true;
    case 'groups': {
      const [key] = s.path.keys;
      // the names of the groups are what the callback gives; of a map's pairs they come first
      const isName = key === KEYS || key === FIRST || (key === '0' && name.startsWith('Map'));
      if (isName) mapped(t, { ...s, path: WHOLE }, argument(1), emit);
      else emit.state(at(s, argument(0), key === undefined ? s.path : inner(s.path)));
      return true;
    }
    case 'first':
      emit.state({ ...at(s, argument(0)), awaited: s.awaited });
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

const serialised = (s: State, node: NodeId, path: AccessPath): State => ({
  ...at(s, node, path),
  flags: s.flags | Flag.Serialised,
});

/** The part of an object that a part of its entries is: `[key, value]` pairs. */
function ofEntry(path: AccessPath): AccessPath {
  // of several positions the last is the one in the pair
  let pair = path;
  while (isIndex(pair.keys[0] ?? '') && isIndex(pair.keys[1] ?? '')) pair = inner(pair);
  const [key] = pair.keys;
  if (key === '0' || key === FIRST) return pathOf([KEYS]);
  return key === '1' || key === SECOND ? under(ANY, inner(pair)) : path;
}

/** The part of `[key, value]` pairs that a part of the object (or map) made of them is. */
export function asPair(path: AccessPath): AccessPath {
  const [key] = path.keys;
  if (key === undefined) return path;
  return key === KEYS ? pathOf([FIRST]) : under(SECOND, inner(path));
}

/** The part of `[key, value]` pairs that a part of an element of the map made of them is. */
export function inPair(path: AccessPath): AccessPath {
  const [key] = path.keys;
  return key === '0' ? pathOf([FIRST]) : key === '1' ? under(SECOND, inner(path)) : path;
}

/** `JSON.stringify(value, replacer)`: an array lets only its keys through, a function what it does not drop. */
function stringify(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const value = argumentOf(file, node, 0);
  const replacer = argumentOf(file, node, 1);
  const keys = constantList(t, { file, node: replacer });
  const filter: KeyFilter | null =
    keys === null ? filterOf(t, s, replacer, 'first', 'value') : { k: 'only', names: keys };
  for (const path of filter === null ? [s.path] : filtered(WHOLE, filter)) emit.state(at(s, value, path));
}

function filterOf(t: Tracing, s: State, callback: NodeId, place: KeyPlace, gives: 'test' | 'value'): KeyFilter | null {
  if (callback < 0) return null;
  for (const e of t.program.entities({ file: s.file, node: callback })) {
    if (e.k === 'function') return keyFilter(t, e.file, e.fn, place, gives);
  }
  return null;
}

/** The parts of an object, asked for as a whole, that a filter lets through. */
function filtered(path: AccessPath, filter: KeyFilter): readonly AccessPath[] {
  return filter.k === 'only' ? filter.names.map((name) => under(name, path)) : [without(path, filter.names)];
}

/** `Object.entries(o).filter(([key]) => …)` where the key alone decides: states for what gets through. */
function filteredEntries(t: Tracing, s: State, receiver: NodeId, callback: NodeId): readonly State[] | null {
  const { file } = s;
  const source = opOf(file, receiver) === Op.Def ? aOf(file, receiver) : receiver;
  if (opOf(file, source) !== Op.Call) return null;
  const entries = t.program.entities({ file, node: calleeOf(file, source) });
  if (!entries.some((e) => e.k === 'global' && e.name === 'Object.entries')) return null;
  const filter = filterOf(t, s, callback, 'pair', 'test');
  if (filter === null) return null;
  const asked = ofEntry(s.path);
  const [head] = asked.keys;
  if (head === KEYS) return [];
  const inside = head === undefined ? WHOLE : inner(asked);
  if (filter.k === 'without' && inside.keys.length > 0) return null;
  return filtered(inside, filter).map((path) => serialised(s, argumentOf(file, source, 0), path));
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
      if (isQuery(t, s, name, first)) return false;
      if (name === 'filter') {
        const passed = filteredEntries(t, s, receiver, first);
        if (passed !== null) {
          for (const state of passed) emit.state(state);
          return true;
        }
      }
      if (name === 'values' && isMap(t, s, receiver)) {
        emit.state(at(s, receiver, under(SECOND, s.path)));
        return true;
      }
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
    case 'ask': {
      // `c.req.query('email')` names a field; `db.query('…')` does not
      const key = constantArgument(s, 0);
      if (t.classifier.classify(key, []) === null) return false;
      emit.state(at(s, receiver, under(key, s.path)));
      return true;
    }
    case 'get': {
      const key = constantArgument(s, 0);
      if (argumentCount(file, node) === 0) return false;
      emit.state(at(s, receiver, under(KEY.test(key) ? key : ANY, s.path)));
      return true;
    }
    case 'keys':
      emit.state(at(s, receiver, pathOf([KEYS])));
      return true;
    case 'entries': {
      // positions of an array are no data
      const [key] = s.path.keys;
      const ofArray = isArray(t, s, receiver);
      if (!ofArray || key !== '0') emit.state(at(s, receiver, ofArray && key === '1' ? inner(s.path) : s.path));
      return true;
    }
    case 'part':
      // `read(path)` is another thing
      if (argumentCount(file, node) > 0) return false;
      emit.state(at(s, receiver, s.path.keys[0] === 'value' ? inner(s.path) : s.path));
      return true;
    case 'chained':
      emit.state(at(s, receiver));
      for (const state of builtinEffect(s, node, -1)) emit.state(state);
      return true;
    case 'replace': {
      const filler = argumentOf(file, node, 1);
      const cleaned = cleanedByReplace(t, s, first) || UNCLEAR;
      const next = { ...s, cleaned: joinCleaned(s.cleaned, cleaned), flags: s.flags | Flag.Transformed };
      emit.state(at(next, receiver));
      if (filler >= 0 && isCallback(t, s, filler)) mapped(t, { ...s, path: WHOLE }, filler, emit);
      else if (filler >= 0) emit.state(at(s, filler, WHOLE));
      return true;
    }
    case 'read':
      emit.leaf(opaqueResult(t, s));
      // content is in what was read; of data it is the reading that names it
      if (t.follows === 'content') emit.state({ ...at(s, receiver), awaited: true });
      return true;
  }
}

/** Names that are array methods with a callback, and queries without one. */
const WITH_CALLBACK = new Set(['find', 'filter', 'findLast', 'sort']);
/** Names that are methods of arrays, texts and iterators, and of libraries. */
const SHARED = new Set([...WITH_CALLBACK, 'values', 'next', 'match', 'exec', 'with', 'pipe', 'toObject']);
/** Whether a call with the name of an array's method asks a database: `repository.find()`, `find({ where })`. */
function isQuery(t: Tracing, s: State, name: string, first: NodeId): boolean {
  if (!SHARED.has(name)) return false;
  if (first >= 0 && isCallback(t, s, first)) return false;
  return (first >= 0 && WITH_CALLBACK.has(name)) || asksLibrary(t, s);
}

/** The method is a library's own, not one of arrays or texts. */
function asksLibrary(t: Tracing, s: State): boolean {
  const callee = calleeOf(s.file, s.node);
  if (t.program.entities({ file: s.file, node: callee }).some((e) => e.k === 'api')) return true;
  return t.program.shapes.ofNode({ file: s.file, node: receiverOf(s) }).k === 'external';
}

/** Methods that cut text: what is left may be a mask. */
const CUTTING = new Set(['slice', 'substring', 'substr', 'charAt', 'split', 'at']);

function sliced(s: State, name: string): State {
  return CUTTING.has(name) ? unclear(s) : s;
}

/** `users.filter((u) => u.aiConsent)`: those that pass have consented. */
function throughFilter(t: Tracing, s: State, name: string, receiver: NodeId, callback: NodeId): State {
  const next = { ...at(s, receiver), awaited: s.awaited };
  return name === 'filter' || name === 'find' ? wherePasses(t, next, callback) : next;
}

/** Elements that a function said yes to. */
export function wherePasses(t: Tracing, next: State, callback: NodeId): State {
  if (next.guard === 2) return next;
  for (const e of t.program.entities({ file: next.file, node: callback })) {
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
export function mapped(t: Tracing, s: State, callback: NodeId, emit: Emit): void {
  if (callback < 0) return;
  const { file, node } = s;
  if (isInline(file, node, callback)) {
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
      const isOwn = (leaf: Leaf): boolean => isFirst(leaf, e);
      applyHanded(t, s, e, emit, isOwn, (leaf) => {
        // the element (or the value a promise settles to) is what the receiver holds
        applyReceiver(t, { ...s, flags: s.flags | Flag.Crossed }, leaf, emit);
      });
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

function applyReceiver(t: Tracing, s: State, leaf: Leaf, emit: Emit): void {
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
        declared: joined.declared,
        awaited: methodOf(s) === 'then',
      });
    },
  };
  applyLeaf(t, s, { file: s.file, fn: -1 }, leaf, collected, 0);
}
