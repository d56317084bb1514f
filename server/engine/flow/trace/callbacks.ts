import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, listAt, opOf, stringOf, Op } from '../../extract/index.ts';
import type { Entity } from '../../link/index.ts';
import { usesOf } from '../guards/uses.ts';
import { cellsOf } from '../rendered/tree-roots.ts';
import { FIRST, pathOf, SECOND, under, WHOLE } from './access-path.ts';
import { applyLeaf, stateOf } from './apply.ts';
import { bindChannel } from './channels.ts';
import { relativeTo, standsIn } from './inner-closures.ts';
import { fedParameter } from './feeds.ts';
import { bindAnswer } from './fetching-hooks.ts';
import { ELEMENT_CALLBACKS, GLOBALS } from './builtins.ts';
import { isMap } from './collections.ts';
import { bindListener } from './listeners.ts';
import { isCase, isSliceSelector, pushSlices } from './slices.ts';
import { pushState, storeOf } from './stores.ts';
import { propertyName } from './parameters.ts';
import { bindStage } from './pipelines.ts';
import { elementsArgument } from './library-functions.ts';
import { at, behind, Flag, fresh, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** A parameter: bound at once for a function that stands inline in a call of something known, else a leaf. */
export function transferParameter(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const fn = aOf(file, node);
  const index = bOf(file, node);
  const use = t.inlineUse(file, fn);
  if (use === null) {
    if (bindListener(t, s, fn, index, emit) || bindProperty(t, s, fn, index, emit)) return;
    if (bindAnswer(t, s, fn, index, emit)) return;
  }
  const fed = fedParameter(t, s, fn, index);
  if (fed.length > 0) {
    for (const state of fed) emit.state(state);
    return;
  }
  if (use === null || !bindCallback(t, s, use.call, use.argument, index, emit)) {
    emit.leaf({ ...s, k: 'param', fn, index });
  }
}

/**
 * A function that is a property of the object (or the attributes) a project function is handed: what that calls it with.
 * `<Question onAnswer={(text) => …} />`, `withRetry({ run: (input) => … })`.
 */
function bindProperty(t: Tracing, s: State, fn: FunctionId, index: number, emit: Emit): boolean {
  const { file } = s;
  const node = file.functions[fn]?.node ?? -1;
  if (node < 0) return false;
  let bound = false;
  for (const [value, object] of holdersOf(file, node)) {
    const key = opOf(file, object) === Op.Object ? propertyName(file, object, value) : '';
    if (key === '') continue;
    for (const call of usesOf(file).users.get(object) ?? []) {
      const isElement = opOf(file, call) === Op.Jsx;
      const callee = isElement ? listAt(file, aOf(file, call), 0) : calleeOf(file, call);
      if (!isElement && opOf(file, call) !== Op.Call) continue;
      const argument = isElement ? 0 : positionOf(file, call, object);
      for (const e of t.program.entities({ file, node: callee })) {
        // one that has a name may be called by others too
        if (e.k === 'function')
          bound = (bindInProject(t, s, call, argument, index, e, emit, key) && value === node) || bound;
      }
    }
  }
  return bound;
}

/** What uses a function, by the node it is used as: itself, or the variable that holds it. */
function* holdersOf(file: FileFacts, node: NodeId): Iterable<readonly [value: NodeId, user: NodeId]> {
  const { users } = usesOf(file);
  for (const user of users.get(node) ?? []) {
    yield [node, user];
    if (opOf(file, user) !== Op.Def) continue;
    for (const value of [user, ...(cellsOf(file).get(bOf(file, user)) ?? [])]) {
      for (const object of users.get(value) ?? []) yield [value, object];
    }
  }
}

function positionOf(file: FileFacts, call: NodeId, argument: NodeId): number {
  for (let i = 0; i < argumentCount(file, call); i++) if (argumentOf(file, call, i) === argument) return i;
  return -1;
}

/**
 * Binds parameter `index` of a function handed to a call as argument `argument`: elements of the receiver for array
 * methods, the settled value for `then`, what a project function calls it with, other arguments for a library's
 * higher-order function. False where the caller is a framework: the value comes from outside.
 */
export function bindCallback(t: Tracing, s: State, call: NodeId, argument: number, index: number, emit: Emit): boolean {
  const { file } = s;
  const callee = calleeOf(file, call);
  const entities = t.program.entities({ file, node: callee });
  const store = storeOf(entities);
  if (store !== null) {
    if (index === 0) pushState(s, store, emit);
    return true;
  }
  if (t.follows === 'content' && isSliceSelector(entities)) {
    if (index === 0) pushSlices(t, s, s.path, emit);
    return true;
  }
  let bound = false;
  for (const e of entities) {
    if (e.k === 'function') bound = bindInProject(t, s, call, argument, index, e, emit) || bound;
  }
  if (bound) return true;
  // a function of a pipeline, or one that makes such a function: `pipe(list, (list) => …)`, `pipe(list, map((x) => …))`
  if (index === 0 && (bindStage(t, s, argumentOf(file, call, argument), emit) || bindStage(t, s, call, emit)))
    return true;
  const elements = elementsArgument(t, s, call, entities);
  if (elements >= 0) {
    if (index === 0) emit.state(at(s, elements));
    return true;
  }
  if (opOf(file, callee) === Op.Member) {
    const method = stringOf(file, bOf(file, callee));
    const receiver = aOf(file, callee);
    if (method === 'forEach' && isMap(t, s, receiver)) {
      if (index < 2) emit.state(at(s, receiver, index === 0 ? under(SECOND, s.path) : pathOf([FIRST])));
      return true;
    }
    if (method === 'replace' || method === 'replaceAll') {
      emit.state(at(s, receiver, WHOLE));
      return true;
    }
    if (ELEMENT_CALLBACKS.has(method)) {
      if (index === 0 || (index === 1 && /sort/i.test(method)) || index === 2) emit.state(at(s, receiver));
      return true;
    }
    if (method === 'reduce' || method === 'reduceRight') {
      bindReduce(s, call, receiver, argument, index, emit);
      return true;
    }
    if (method === 'then' || method === 'finally') {
      if (argument === 0) emit.state({ ...at(s, receiver), awaited: true });
      return true;
    }
    if (method === 'catch') return true;
  }
  const name = entities.find((e) => e.k === 'global')?.name ?? '';
  if (name === 'Array.from' || GLOBALS.get(name) === 'groups') {
    if (index === 0) emit.state(at(s, argumentOf(file, call, 0)));
    return true;
  }
  if (GLOBALS.has(name)) return true;
  if (bindChannel(t, s, call, argument, index, emit)) return true;
  // a reducer is called with actions, which are found by what they are dispatched with
  if (t.follows === 'content' && isCase(file, call)) return false;
  return bindInLibrary(t, s, call, argument, index, emit);
}

function bindReduce(s: State, call: NodeId, receiver: NodeId, argument: number, index: number, emit: Emit): void {
  if (index === 1) emit.state(at(s, receiver));
  if (index !== 0) return;
  const init = argumentOf(s.file, call, 1);
  emit.state(at(s, init >= 0 ? init : receiver));
  const callback = argumentOf(s.file, call, argument);
  if (opOf(s.file, callback) !== Op.Func) return;
  for (const exit of s.file.functions[aOf(s.file, callback)]?.returns ?? []) emit.state(at(s, exit.node));
}

/** A project function that calls what it is handed: the arguments of those calls, its own parameters bound by this call. */
function bindInProject(
  t: Tracing,
  s: State,
  call: NodeId,
  argument: number,
  index: number,
  target: { readonly file: FileFacts; readonly fn: FunctionId },
  emit: Emit,
  key = '',
): boolean {
  const calls = t.invocations(target.file, target.fn, argument, key);
  for (const invocation of calls) {
    const value = argumentOf(target.file, invocation, index);
    if (value < 0) continue;
    const start: State = { ...s, file: target.file, node: value, awaited: false };
    for (const leaf of relativeTo(t, t.query([start]), target)) {
      if (leaf.k === 'param' && leaf.file === target.file && standsIn(leaf.file, leaf.fn, target.fn)) {
        const asked = { ...s, ...stateOf(leaf), path: leaf.path, node: call };
        const handed = bindReturned(t, asked, call, leaf.index, emit);
        // called by its name, which its callers tell, or by a framework: then what it is called with comes from outside
        if (handed && !isNamed(s.file, call)) continue;
        emit.leaf({ ...behind(leaf, fresh({ ...s, node: call })), madeAt: { file: s.file, node: call } });
      } else applyLeaf(t, { ...fresh(s), node: call, cleaned: s.cleaned }, target, leaf, emit, 1);
    }
  }
  return calls.length > 0;
}

/**
 * `register(withErrors(async (input) => …))`: the wrapper gives back a closure that calls what it was handed with its own
 * parameter; that is what the call that is handed this wrapper's result calls it with.
 */
function bindReturned(t: Tracing, s: State, call: NodeId, index: number, emit: Emit): boolean {
  const { file } = s;
  let bound = false;
  for (const result of [call, ...(usesOf(file).users.get(call) ?? []).filter((user) => opOf(file, user) === Op.Def)]) {
    for (const other of usesOf(file).users.get(result) ?? []) {
      if (opOf(file, other) !== Op.Call) continue;
      const argument = positionOf(file, other, result);
      if (argument >= 0) bound = bindCallback(t, s, other, argument, index, emit) || bound;
    }
  }
  return bound;
}

/** Whether the result of a call is itself called: at once, or by the name it is given. */
function isNamed(file: FileFacts, call: NodeId): boolean {
  const { users } = usesOf(file);
  const held = (users.get(call) ?? []).filter((user) => opOf(file, user) === Op.Def);
  return [call, ...held].some((result) =>
    (users.get(result) ?? []).some((user) => opOf(file, user) === Op.Call && calleeOf(file, user) === result),
  );
}

/** A function, a class, or an instance of a package's class. */
const isNoData = (e: Entity): boolean =>
  e.k === 'function' || e.k === 'class' || (e.k === 'api' && /\.new\(\)$/.test(e.at));

/** `/users`, `*`: what a route is registered under. */
const ROUTE = /^(?:\/|\*)/;

/** `pMap(users, async (user) => …)`: a library's function hands the elements of its other arguments on. */
function bindInLibrary(t: Tracing, s: State, call: NodeId, argument: number, index: number, emit: Emit): boolean {
  const first = argumentOf(s.file, call, 0);
  if (index > 1 || t.program.strings({ file: s.file, node: first }).some((text) => ROUTE.test(text))) return false;
  // what is registered under a name is called with something else: `registerTool(server, 'search', async (input) => …)`
  for (let i = 0; i < argument; i++) if (opOf(s.file, argumentOf(s.file, call, i)) === Op.Str) return false;
  let bound = false;
  for (let i = 0; i < Math.min(argument, argumentCount(s.file, call)); i++) {
    const other = argumentOf(s.file, call, i);
    const op = opOf(s.file, other);
    if (op === Op.Func || op === Op.Str || op === Op.Template || op === Op.Object || op === Op.Regex) continue;
    // another function is not data, nor is an object of a package that registers this one
    if (t.program.entities({ file: s.file, node: other }).some(isNoData)) continue;
    bound = true;
    emit.state({ ...at(s, other), flags: s.flags | Flag.Guessed });
  }
  return bound;
}
