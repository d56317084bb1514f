import { Ctx, type ContextId, type FileFacts, type FunctionId, type NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  bOf,
  calleeOf,
  contextKind,
  contextOf,
  contextParent,
  contextX,
  cOf,
  listAt,
  listLength,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { ELEMENT_CALLBACKS } from './builtins.ts';
import { isEach, keysAt } from './keys.ts';
import { ANY } from './access-path.ts';
import type { Tracing } from './tracing.ts';

type Keys = ReadonlySet<string>;

const NONE: Keys = new Set();
/** Versions of an object looked at to see what was written between two of them. */
const MAX_STEPS = 200;
/** Calls inside calls, loops inside loops. */
const MAX_DEPTH = 4;

interface Asked {
  readonly t: Tracing;
  readonly file: FileFacts;
  readonly depth: number;
}

const memo = new WeakMap<Tracing, WeakMap<FileFacts, Map<NodeId, Keys>>>();

function once(t: Tracing, file: FileFacts, node: NodeId, find: () => Keys): Keys {
  let files = memo.get(t);
  if (files === undefined) memo.set(t, (files = new WeakMap<FileFacts, Map<NodeId, Keys>>()));
  let nodes = files.get(file);
  if (nodes === undefined) files.set(file, (nodes = new Map<NodeId, Keys>()));
  let found = nodes.get(node);
  if (found === undefined) {
    nodes.set(node, NONE);
    nodes.set(node, (found = find()));
  }
  return found;
}

/**
 * Keys of an object (or of the elements of a list) that a loop writes in any case, whatever stood there before it:
 * `for (const key of SECRET) delete out[key]`, `for (const user of users) user.email = ''`. What was there before the
 * loop is then gone.
 *
 * @param phi where the loop begins
 */
export function overwrittenInLoop(t: Tracing, file: FileFacts, phi: NodeId): Keys {
  return once(t, file, phi, () => loopKeys({ t, file, depth: 0 }, phi));
}

/** Keys that an object does not have on a path: `if (user.email) …` was passed by. */
export function absentIn(file: FileFacts, context: ContextId, object: NodeId): readonly string[] {
  const at = afterCalls(file, context, 'calls');
  const test = contextKind(file, at) === Ctx.False ? contextX(file, at) : -1;
  if (test < 0 || !isPresence(file, test)) return [];
  if (opOf(file, test) === Op.Binary && stringOf(file, cOf(file, test)) === 'in') {
    const [key, whose] = [aOf(file, test), bOf(file, test)];
    return whose === object && opOf(file, key) === Op.Str ? [stringOf(file, aOf(file, key))] : [];
  }
  const part = opOf(file, test) === Op.Binary ? aOf(file, test) : test;
  if (opOf(file, part) !== Op.Member || aOf(file, part) !== object) return [];
  return [stringOf(file, bOf(file, part))];
}

/** The same of a call that was handed an object: `scrub(user)`, `users.forEach((user) => { delete user.email; })`. */
export function overwrittenByCall(t: Tracing, file: FileFacts, effect: NodeId): Keys {
  return once(t, file, effect, () => callKeys({ t, file, depth: 0 }, effect));
}

function loopKeys(asked: Asked, phi: NodeId): Keys {
  const { file } = asked;
  const list = aOf(file, phi);
  let keys: readonly string[] | null = null;
  for (let i = 3; i < listLength(file, list); i += 2) {
    const round: Keys = roundKeys(asked, listAt(file, list, i), phi);
    keys = keys === null ? [...round] : keys.filter((key) => round.has(key));
    if (keys.length === 0) return NONE;
  }
  return new Set(keys ?? []);
}

/** What one round of a loop writes for each of the keys, or into each of the elements, that it goes through. */
function roundKeys(asked: Asked, version: NodeId, phi: NodeId): Keys {
  const { t, file } = asked;
  const keys = new Set<string>();
  let n = version;
  for (let i = 0; i < MAX_STEPS && n >= 0 && n !== phi; i++) {
    const store = withPresent(asked, n);
    switch (opOf(file, store)) {
      case Op.Store: {
        const items = aOf(file, store);
        const key = cOf(file, store);
        if (bOf(file, store) < 0 && isInEachRound(file, store, key >= 0 ? key : listAt(file, items, 1), phi)) {
          const names = isEach(t, file, key)
            ? keysAt(t, file, key).names
            : [...elementKeys(asked, listAt(file, items, 1))];
          for (const name of names) if (name !== ANY) keys.add(name);
        }
        n = listAt(file, items, 0);
        break;
      }
      case Op.Effect:
      case Op.Def:
      case Op.Cast:
        n = aOf(file, store);
        break;
      case Op.Phi:
        // a loop in the loop
        if (asked.depth > MAX_DEPTH || !isLoop(file, store)) return NONE;
        for (const key of loopKeys({ ...asked, depth: asked.depth + 1 }, store)) keys.add(key);
        n = listAt(file, aOf(file, store), 1);
        break;
      default:
        return NONE;
    }
  }
  return n === phi ? keys : NONE;
}

/**
 * Whether a write happens whenever the loop comes to the next key or element: no condition stands between. `taken` is the
 * key, or the version of the element, that the round is about.
 */
function isInEachRound(file: FileFacts, store: NodeId, taken: NodeId, phi: NodeId): boolean {
  let n = taken;
  for (let i = 0; i < MAX_STEPS && n >= 0 && opOf(file, n) !== Op.Element; i++) {
    const op = opOf(file, n);
    if (op === Op.Store) n = listAt(file, aOf(file, n), 0);
    else if (op === Op.Def || op === Op.Cast || op === Op.Effect) n = aOf(file, n);
    else break;
  }
  const at = afterCalls(file, contextOf(file, store), 'all');
  if (opOf(file, n) === Op.Element) return at === afterCalls(file, contextOf(file, n), 'all');
  // a counter: the loop's own test is the only condition
  const start = afterCalls(file, contextOf(file, phi), 'all');
  return (
    at === start || (contextKind(file, at) === Ctx.True && afterCalls(file, contextParent(file, at), 'all') === start)
  );
}

/** A context without the calls that have completed in it, and (`all`) the tests that only ask whether a key is there. */
function afterCalls(file: FileFacts, context: ContextId, what: 'calls' | 'all'): ContextId {
  let c = context;
  for (let i = 0; i < MAX_STEPS && c >= 0; i++) {
    const kind = contextKind(file, c);
    const skipped = kind === Ctx.Called || (what === 'all' && kind === Ctx.True && isPresence(file, contextX(file, c)));
    if (!skipped) break;
    c = contextParent(file, c);
  }
  return c;
}

/** `key in object`, `Object.hasOwn(object, key)`, `object[key]`: what is true of a key that is there. */
function isPresence(file: FileFacts, test: NodeId): boolean {
  switch (opOf(file, test)) {
    case Op.Binary: {
      const operator = stringOf(file, cOf(file, test));
      if (operator === 'in') return true;
      const empty = opOf(file, bOf(file, test));
      return /^!==?$/.test(operator) && (empty === Op.Undefined || empty === Op.Null) && isPart(file, aOf(file, test));
    }
    case Op.Call: {
      const callee = calleeOf(file, test);
      const name = opOf(file, callee) === Op.Member ? stringOf(file, bOf(file, callee)) : '';
      return name === 'hasOwn' || name === 'hasOwnProperty' || (name === 'has' && isPart(file, callee));
    }
    default:
      return isPart(file, test);
  }
}

const isPart = (file: FileFacts, node: NodeId): boolean =>
  opOf(file, node) === Op.Member || opOf(file, node) === Op.Index;

/** `if (key in object) delete object[key]`: the version on the path on which the key was there; -1 if it is another test. */
function presentOnly(asked: Asked, phi: NodeId): NodeId {
  const { file } = asked;
  const list = aOf(file, phi);
  if (listLength(file, list) !== 4) return -1;
  for (const [i, other] of [
    [0, 2],
    [2, 0],
  ] as const) {
    const store = listAt(file, list, i + 1);
    const context = afterCalls(file, listAt(file, list, i), 'calls');
    if (opOf(file, store) !== Op.Store || contextKind(file, context) !== Ctx.True) continue;
    const test = contextX(file, context);
    const otherwise = listAt(file, list, other);
    const same = contextKind(file, otherwise) === Ctx.False && contextX(file, otherwise) === test;
    const before = listAt(file, aOf(file, store), 0) === listAt(file, list, other + 1);
    if (same && before && isPresence(file, test) && asksFor(file, test, store)) return store;
  }
  return -1;
}

/** A version, or the one behind it where a key was there to be written. */
function withPresent(asked: Asked, node: NodeId): NodeId {
  const present = opOf(asked.file, node) === Op.Phi ? presentOnly(asked, node) : -1;
  return present < 0 ? node : present;
}

/** Whether a test of presence is about the key that is written. */
function asksFor(file: FileFacts, test: NodeId, store: NodeId): boolean {
  const key = bOf(file, store);
  const keyNode = cOf(file, store);
  const about = (node: NodeId): boolean =>
    key >= 0
      ? opOf(file, node) === Op.Str && stringOf(file, aOf(file, node)) === stringOf(file, key)
      : node === keyNode;
  if (opOf(file, test) === Op.Call) return about(argumentOf(file, test, 0)) || about(argumentOf(file, test, 1));
  if (opOf(file, test) === Op.Binary && stringOf(file, cOf(file, test)) === 'in') return about(aOf(file, test));
  const part = opOf(file, test) === Op.Binary ? aOf(file, test) : test;
  if (opOf(file, part) === Op.Member) return key >= 0 && stringOf(file, bOf(file, part)) === stringOf(file, key);
  return opOf(file, part) === Op.Index && about(bOf(file, part));
}

/** Keys that surely were written into an element between taking it out of its list and this version of it. */
function elementKeys(asked: Asked, version: NodeId): Keys {
  const { file } = asked;
  return written(asked, version, (n) => opOf(file, n) === Op.Element || opOf(file, n) === Op.Index);
}

/** Keys that surely were written between the version that `isStart` tells and this one; none if it is not met. */
function written(asked: Asked, version: NodeId, isStart: (node: NodeId) => boolean): Keys {
  const { file } = asked;
  if (asked.depth > MAX_DEPTH) return NONE;
  const deeper = { ...asked, depth: asked.depth + 1 };
  const keys = new Set<string>();
  let n = version;
  for (let i = 0; i < MAX_STEPS && n >= 0; i++) {
    if (isStart(n)) return keys;
    const at = withPresent(asked, n);
    switch (opOf(file, at)) {
      case Op.Store: {
        const key = bOf(file, at);
        if (key >= 0) keys.add(stringOf(file, key));
        else for (const name of givenEach(asked, cOf(file, at))) keys.add(name);
        n = listAt(file, aOf(file, at), 0);
        break;
      }
      case Op.Effect:
        for (const key of callKeys(deeper, at)) keys.add(key);
        n = aOf(file, at);
        break;
      case Op.Def:
      case Op.Cast:
        n = aOf(file, at);
        break;
      case Op.Phi: {
        for (const key of loopKeys(deeper, at)) keys.add(key);
        n = listAt(file, aOf(file, at), 1);
        // where branches meet, what was written before them is all that is sure
        if (!isLoop(file, at)) return NONE;
        break;
      }
      default:
        return NONE;
    }
  }
  return NONE;
}

/** The keys that an array's method hands to a callback one after another. */
function givenEach({ t, file }: Asked, key: NodeId): readonly string[] {
  if (opOf(file, key) !== Op.Param) return [];
  const { names, each } = keysAt(t, file, key);
  return each ? names.filter((name) => name !== ANY) : [];
}

/** Whether paths meet at the head of a loop: the first of them comes from before it. */
function isLoop(file: FileFacts, phi: NodeId): boolean {
  const list = aOf(file, phi);
  for (let i = 3; i < listLength(file, list); i += 2) if (listAt(file, list, i) > phi) return true;
  return false;
}

function callKeys(asked: Asked, effect: NodeId): Keys {
  const { t, file } = asked;
  if (asked.depth > MAX_DEPTH) return NONE;
  const call = bOf(file, effect);
  const position = cOf(file, effect);
  const callee = calleeOf(file, call);
  const [only, ...others] = t.program.entities({ file, node: callee });
  if (only?.k === 'function') {
    return others.length > 0 || position < 0 ? NONE : parameterKeys(asked, only.file, only.fn, position);
  }
  if (position >= 0 || opOf(file, callee) !== Op.Member) return NONE;
  if (stringOf(file, bOf(file, callee)) !== 'forEach' || !ELEMENT_CALLBACKS.has('forEach')) return NONE;
  const [callback, ...more] = t.program.entities({ file, node: argumentOf(file, call, 0) });
  if (callback?.k !== 'function' || more.length > 0) return NONE;
  return parameterKeys(asked, callback.file, callback.fn, 0);
}

/** Keys a function writes into its parameter on every way through it. */
function parameterKeys(asked: Asked, file: FileFacts, fn: FunctionId, position: number): Keys {
  const facts = file.functions[fn];
  const exits = facts?.parameterExits[position] ?? [];
  const [version] = exits;
  const node = facts?.parameters[position]?.node;
  if (facts === undefined || version === undefined || node === undefined || exits.length > 1) return NONE;
  const ends = [...facts.returns.map((exit) => exit.context), ...(facts.exitContext >= 0 ? [facts.exitContext] : [])];
  if (ends.length !== 1 || afterCalls(file, ends[0] ?? -1, 'all') !== facts.entry) return NONE;
  const variable = facts.parameters[position]?.variable ?? -1;
  // a closure that writes it reads it as any of its versions
  const isStart = (n: NodeId): boolean =>
    n === node || (opOf(file, n) === Op.Cell && variable >= 0 && aOf(file, n) === variable);
  return written({ ...asked, file }, version, isStart);
}
