import { aOf, argumentCount, argumentOf, bOf, calleeOf, listItems, opOf, Op, stringOf } from '../../extract/index.ts';
import { apiName, methodName, type Entity } from '../../link/index.ts';
import { ANY, isIndex, pathOf, skipIndexes, WHOLE } from './access-path.ts';
import { applyFunction } from './apply.ts';
import { opaqueResult } from './call-parts.ts';
import { atExits } from './consent.ts';
import { transferField } from './fields.ts';
import { asPair, inPair, transferGlobal, transferMethod } from './library-calls.ts';
import { ELEMENT_CALLBACKS } from './builtins.ts';
import { transferFetchingHook } from './fetching-hooks.ts';
import { handedOn } from './handed-on.ts';
import { parameterBehind, type ParameterRef } from './parameters.ts';
import { transferPipeline } from './pipelines.ts';
import { transferLibrary } from './library-functions.ts';
import { transferOptionStore } from './option-stores.ts';
import { transferSelector } from './slices.ts';
import { transferStoreHook } from './stores.ts';
import { fedStates, isUnfed } from './feeds.ts';
import { transferHook } from './state-hooks.ts';
import { at, Flag, fresh, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** The result of a call. */
export function transferCall(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  if (t.isModelCall(file, node)) {
    emit.leaf({ ...s, k: 'model' });
    return;
  }
  const callee = calleeOf(file, node);
  const entities = t.program.entities({ file, node: callee });
  if (transferSelector(t, s, entities, emit) || transferOptionStore(t, s, entities, emit)) return;
  if (transferStoreHook(t, s, entities, emit) || transferPipeline(t, s, entities, emit)) return;
  let resolved = false;
  for (const e of entities) {
    if (e.k === 'function') {
      resolved = true;
      if (methodName(file, node) !== 'bind') applyFunction(t, s, e, emit);
    }
  }
  if (resolved) return;
  const fed = fedStates(t, s);
  for (const state of fed) emit.state(state);
  if (fed.length > 0) return;
  for (const e of entities) {
    if (e.k === 'api' && transferApi(t, s, e, emit)) return;
  }
  const global = entities.find((e) => e.k === 'global');
  if (global !== undefined && transferGlobal(t, s, global.name, emit)) return;
  if (opOf(file, callee) === Op.Member && transferMethod(t, s, emit)) return;
  const parameter = parameterBehind(file, callee);
  if (parameter !== null) {
    const among = elementFunctions(t, file, parameter);
    for (const e of among) applyFunction(t, s, e, emit);
    if (among.length > 0) return;
    if (parameter.key === '' || mayBeHandedIn(t, s, callee)) {
      emit.leaf({ ...s, k: 'callback', ...parameter, call: node });
      return;
    }
  }
  transferUnknownCall(t, s, emit);
}

/** Whether a property of a parameter may be a function of the project: it is no object of a package. */
function mayBeHandedIn(t: Tracing, s: State, callee: number): boolean {
  const owner = t.program.shapes.ofNode({ file: s.file, node: aOf(s.file, callee) });
  return owner.k !== 'external' && owner.k !== 'class' && owner.k !== 'scalar' && owner.k !== 'array';
}

/** `steps.map((step) => step(x))`: the functions in the list whose elements a callback's parameter is. */
function elementFunctions(
  t: Tracing,
  file: State['file'],
  parameter: ParameterRef,
): readonly (Entity & { readonly k: 'function' })[] {
  const use = parameter.index === 0 && parameter.key === '' ? t.inlineUse(file, parameter.fn) : null;
  const callee = use === null ? -1 : calleeOf(file, use.call);
  if (opOf(file, callee) !== Op.Member || !ELEMENT_CALLBACKS.has(stringOf(file, bOf(file, callee)))) return [];
  return t.program.entities({ file, node: aOf(file, callee) }).flatMap((list) => {
    if (list.k !== 'object' || opOf(list.file, list.node) !== Op.Array) return [];
    return Array.from(listItems(list.file, aOf(list.file, list.node)))
      .flatMap((node) => t.program.entities({ file: list.file, node }))
      .filter((e): e is Entity & { k: 'function' } => e.k === 'function');
  });
}

/** A call into a package the catalogue knows: hands on, cleans, or neither (false). */
function transferApi(t: Tracing, s: State, api: Entity & { k: 'api' }, emit: Emit): boolean {
  const name = apiName(api);
  if (transferHook(t, s, name, emit) || transferLibrary(t, s, api, emit)) return true;
  if (transferFetchingHook(t, s, api, emit)) return true;
  const sanitizer = t.index.sanitizerSymbol(name);
  if (sanitizer !== null) {
    const [key] = skipIndexes(s.path).keys;
    // only the clean field of the result is clean; asked for the whole, nothing says which is meant
    if (sanitizer.clean === '' || key === undefined || key === sanitizer.clean) return true;
  }
  const pass = t.index.pass(name);
  if (pass === null) return false;
  for (const from of pass.from) {
    for (const start of sentValues(t, { ...s, flags: s.flags }, from, api)) emit.state(start);
  }
  return true;
}

/**
 * States for an access path of the catalogue (`0.messages`, `receiver.0.x`, `this`, `args`) at a call. `*` stands for the
 * elements of a list, `{}` for any key, `()` for what the function gives.
 */
export function sentValues(t: Tracing, s: State, access: string, api: Entity & { k: 'api' }): readonly State[] {
  const keys = access.split('.');
  const head = keys.shift() ?? '';
  if (head === 'receiver') {
    const maker = api.maker;
    return maker === null
      ? receiverStates(s)
      : sentValues(t, { ...s, file: maker.file, node: maker.node }, keys.join('.'), api);
  }
  if (head === 'this') return receiverStates(s);
  const path = pathOf(keys.filter((key) => key !== '*').map((key) => (key === '{}' ? ANY : key)));
  if (head === 'args') {
    const out: State[] = [];
    for (let i = 0; i < argumentCount(s.file, s.node); i++) out.push(at(s, argumentOf(s.file, s.node, i), path));
    return out;
  }
  const index = Number(head);
  if (!Number.isInteger(index)) return [];
  const argument = argumentOf(s.file, s.node, index);
  return argument < 0 ? [] : [at(s, argument, path)];
}

function receiverStates(s: State): readonly State[] {
  const callee = calleeOf(s.file, s.node);
  return opOf(s.file, callee) === Op.Member ? [at(s, aOf(s.file, callee), WHOLE)] : [];
}

/** Names of functions that say yes or no. */
const PREDICATE = /^(?:is|has|can|should|was|were|will|did|does)[A-Z_]/;

/**
 * A function nobody knows. Its result may be anything (an opaque source), and if it looks like a formatter rather than a
 * query — not awaited, not named like one — it hands on what it is given.
 */
function transferUnknownCall(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const name = methodName(file, node);
  if (t.isSanitizerName(name) || PREDICATE.test(name)) return;
  emit.leaf(opaqueResult(t, s));
  for (const state of handedOn(t, s)) emit.state(state);
}

/** `new X(...)`: an instance of the project, or something that holds what it was given. */
export function transferNew(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const entities = t.program.entities({ file, node: calleeOf(file, node) });
  let resolved = false;
  for (const e of entities) {
    if (e.k === 'class') {
      resolved = true;
      newInstance(t, s, e.file, e.cls, emit);
    }
  }
  if (resolved) return;
  if (entities.some((e) => e.k === 'global' && /^(?:globalThis\.)?(?:Weak)?Map$/.test(e.name))) {
    const [key] = s.path.keys;
    emit.state(at(s, argumentOf(file, node, 0), key !== undefined && isIndex(key) ? inPair(s.path) : asPair(s.path)));
    return;
  }
  for (const state of fedStates(t, s)) emit.state(state);
  // what was made of nothing is filled by somebody else: a request that is opened and sent
  if (isUnfed(t, s) || (t.follows === 'content' && argumentCount(file, node) === 0)) emit.leaf({ ...s, k: 'opaque' });
  const path = skipIndexes(s.path);
  const inside = path.keys.length > 0 ? pathOf(path.keys.slice(1)) : null;
  for (let i = 0; i < argumentCount(file, node); i++) {
    const argument = argumentOf(file, node, i);
    if (opOf(file, argument) === Op.Func) {
      for (const value of resolvedValues(t, s, argument)) emit.state(value);
      continue;
    }
    emit.state(at(s, argument, path));
    // a map's or a form's entry, a wrapper's only field
    if (inside !== null) emit.state(at(s, argument, inside));
  }
}

/** `new Promise((resolve) => resolve(x))`: what `resolve` is called with. */
function resolvedValues(t: Tracing, s: State, executor: number): readonly State[] {
  const fn = aOf(s.file, executor);
  return t.invocations(s.file, fn, 0).map((call) => at(s, argumentOf(s.file, call, 0)));
}

function newInstance(t: Tracing, s: State, file: State['file'], cls: number, emit: Emit): void {
  const facts = file.classes[cls];
  if (facts === undefined) return;
  const path = skipIndexes(s.path);
  const told = path.keys.length === 0 ? ownForm(t, s, file, cls) : null;
  if (told !== null) {
    applyFunction(t, s, { file, fn: facts.ctor }, emit, t.query(told));
    return;
  }
  const names = new Set<string>();
  if (path.keys.length > 0) names.add(path.keys[0] ?? '');
  else {
    for (const field of facts.fields) names.add(field.name);
    for (const parameter of file.functions[facts.ctor]?.parameters ?? []) {
      if (parameter.property !== null) names.add(parameter.property);
    }
    for (const write of file.functions[facts.ctor]?.thisWrites ?? []) if (write.key !== null) names.add(write.key);
  }
  const starts: State[] = [];
  const collect: Emit = { state: (state) => starts.push(state), leaf: emit.leaf };
  const empty = fresh(s);
  let found = false;
  for (const name of names) {
    if (path.keys.length === 0 && path.minus.includes(name)) continue;
    const asked = path.keys.length > 0 ? path : pathOf([name]);
    found = transferField(t, { ...empty, path: asked }, file, cls, collect) || found;
  }
  if (!found) {
    emit.leaf({ ...s, k: 'opaque' });
    return;
  }
  applyFunction(t, s, { file, fn: facts.ctor }, emit, t.query(starts));
}

/** What a class says its instances are as a whole: `toJSON` where they are serialised, `toString` where they are text. */
function ownForm(t: Tracing, s: State, file: State['file'], cls: number): readonly State[] | null {
  const name = (s.flags & Flag.Serialised) !== 0 ? 'toJSON' : 'toString';
  const id = file.classes[cls]?.methods.find((method) => file.functions[method]?.name === name);
  const method = id === undefined ? undefined : file.functions[id];
  if (method === undefined) return null;
  const empty = fresh(s);
  return atExits(t, { ...empty, file, path: WHOLE }, method.returns);
}
