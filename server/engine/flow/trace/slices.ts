import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  calleeOf,
  endOf,
  functionOf,
  listAt,
  listLength,
  opOf,
  startOf,
  stringOf,
  Op,
  PropKind,
} from '../../extract/index.ts';
import { apiName, type Entity, type NodeRef, type Program } from '../../link/index.ts';
import { stateOf } from './apply.ts';
import { inner, skipIndexes, type AccessPath } from './access-path.ts';
import { isInline } from './call-parts.ts';
import { calledName } from './channels.ts';
import { at, behind, stepped, type Leaf, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** Hooks that select from the state of slices; typed ones are made of them. */
const SELECTS = /^react-redux#(?:default\.)?useSelector(?:\.withTypes\(\))?$/;
const SLICE = /^@reduxjs\/toolkit#(?:\*\.)?createSlice\(\)$/;
/** A creator of actions of a slice, or of a task whose end is one. */
const ACTION = /^@reduxjs\/toolkit#(?:\*\.)?createSlice\(\)\.actions\.(\w+)$/;
const TASK = /^@reduxjs\/toolkit#(?:\*\.)?createAsyncThunk\(\)(?:\.fulfilled)?$/;
const PAYLOAD = 'payload';
const MAX_READS = 200;

export const isSliceSelector = (entities: readonly Entity[]): boolean =>
  entities.some((e) => e.k === 'api' && SELECTS.test(apiName(e)));

/** What a selector takes out of the state of all slices. False if the call is no such hook's. */
export function transferSelector(t: Tracing, s: State, entities: readonly Entity[], emit: Emit): boolean {
  if (t.follows !== 'content' || !isSliceSelector(entities)) return false;
  const { file, node } = s;
  const selector = argumentOf(file, node, 0);
  if (isInline(file, node, selector)) {
    for (const exit of file.functions[aOf(file, selector)]?.returns ?? []) emit.state(at(s, exit.node));
    return true;
  }
  for (const e of t.program.entities({ file, node: selector })) {
    if (e.k !== 'function') continue;
    for (const leaf of t.summary(e.file, e.fn, 'return', s.path)) {
      if (isParameter(leaf, e, 0)) pushSlices(t, { ...s, ...stateOf(behind(leaf, s)), node }, leaf.path, emit);
      else emit.leaf(behind(leaf, s));
    }
  }
  return true;
}

/** The state that all slices make together, asked for a part: `state.answers.text`. */
export function pushSlices(t: Tracing, s: State, path: AccessPath, emit: Emit): void {
  const [name] = skipIndexes(path).keys;
  if (name === undefined) return;
  for (const slice of slicesNamed(t.program, name)) pushSlice(t, s, slice, inner(skipIndexes(path)), emit);
}

/** What a slice starts with, and what its reducers make of the actions that are dispatched. */
function pushSlice(t: Tracing, s: State, { file, node }: NodeRef, path: AccessPath, emit: Emit): void {
  const options = { file, node: argumentOf(file, node, 0) };
  const initial = t.program.propertyOf(options, ['initialState']);
  if (initial !== null)
    emit.state({ ...stepped({ ...at(s, initial.node, path), file: initial.file }, 'field', ''), node: initial.node });
  for (const { key, fn } of reducersOf(t.program, { file, node })) {
    for (const leaf of leftBy(t, fn, path)) {
      if (!isParameter(leaf, fn, 1)) {
        if (!isParameter(leaf, fn, 0)) emit.leaf(behind(leaf, s));
        continue;
      }
      const asked = skipIndexes(leaf.path);
      if (asked.keys.length > 0 && asked.keys[0] !== PAYLOAD) continue;
      const start = { ...s, ...stateOf(behind(leaf, s)) };
      for (const sent of payloads(t, { file, node }, key)) {
        const state = {
          ...stepped({ ...start, file: sent.file }, 'field', '', sent.node),
          node: sent.node,
          awaited: sent.awaited,
        };
        emit.state({ ...state, path: asked.keys.length === 0 ? asked : inner(asked) });
      }
    }
  }
}

const isParameter = (leaf: Leaf, fn: FunctionRef, index: number): boolean =>
  leaf.k === 'param' && leaf.file === fn.file && leaf.fn === fn.fn && leaf.index === index;

interface FunctionRef {
  readonly file: FileFacts;
  readonly fn: FunctionId;
}

/** What a reducer leaves in the state, or returns as the next. */
function* leftBy(t: Tracing, { file, fn }: FunctionRef, path: AccessPath): Iterable<Leaf> {
  if ((file.functions[fn]?.parameterExits[0] ?? []).length > 0) yield* t.summary(file, fn, 'parameter:0', path);
  yield* t.summary(file, fn, 'return', path);
}

/** `builder.addCase(action, reducer)`. */
export const isCase = (file: FileFacts, call: NodeId): boolean => calledName(file, call) === 'addCase';

interface Reducer {
  /** The name of its action, or the creator that it was added for. */
  readonly key: string | NodeRef;
  readonly fn: FunctionRef;
}

function* reducersOf(program: Program, { file, node }: NodeRef): Iterable<Reducer> {
  const from = startOf(file, node);
  const to = endOf(file, node);
  const options = { file, node: argumentOf(file, node, 0) };
  const own = program.propertyOf(options, ['reducers']);
  for (const { name, value } of own === null ? [] : namedValues(program, own)) {
    const reducer = program.propertyOf(value, ['reducer']) ?? value;
    for (const e of program.entities(reducer)) if (e.k === 'function') yield { key: name, fn: e };
  }
  for (const call of file.calls) {
    if (!isCase(file, call) || startOf(file, call) < from || endOf(file, call) > to) continue;
    const key = { file, node: argumentOf(file, call, 0) };
    for (const e of program.entities({ file, node: argumentOf(file, call, 1) }))
      if (e.k === 'function') yield { key, fn: e };
  }
}

function* propertiesIn(file: FileFacts, object: NodeId): Iterable<readonly [string, NodeId]> {
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i) !== PropKind.Spread)
      yield [stringOf(file, listAt(file, list, i + 1)), listAt(file, list, i + 2)];
  }
}

function* namedValues(program: Program, ref: NodeRef): Iterable<{ readonly name: string; readonly value: NodeRef }> {
  for (const e of program.entities(ref)) {
    if (e.k !== 'object' || opOf(e.file, e.node) !== Op.Object) continue;
    for (const [name, node] of propertiesIn(e.file, e.node)) yield { name, value: { file: e.file, node } };
  }
}

/** What the actions that a reducer is called for carry. */
function* payloads(t: Tracing, slice: NodeRef, key: Reducer['key']): Iterable<NodeRef & { readonly awaited: boolean }> {
  const { program } = t;
  if (typeof key === 'string') {
    yield* actionCalls(program, slice, key);
    return;
  }
  for (const e of program.entities(key)) {
    if (e.k !== 'api' || e.maker === null) continue;
    const action = ACTION.exec(apiName(e))?.[1];
    if (action !== undefined) yield* actionCalls(program, e.maker, action);
    if (!TASK.test(apiName(e))) continue;
    for (const run of program.entities({ file: e.maker.file, node: argumentOf(e.maker.file, e.maker.node, 1) })) {
      if (run.k !== 'function') continue;
      for (const exit of run.file.functions[run.fn]?.returns ?? [])
        yield { file: run.file, node: exit.node, awaited: true };
    }
  }
}

/** Arguments of the calls of an action's creator. */
function* actionCalls(
  program: Program,
  slice: NodeRef,
  action: string,
): Iterable<NodeRef & { readonly awaited: boolean }> {
  for (const path of program.words.holding(action)) {
    const file = program.facts(path);
    for (const call of file?.calls ?? []) {
      if (file === undefined || argumentOf(file, call, 0) < 0) continue;
      const isOwn = program
        .entities({ file, node: calleeOf(file, call) })
        .some(
          (e) =>
            e.k === 'api' &&
            e.maker?.node === slice.node &&
            e.maker.file === slice.file &&
            ACTION.exec(apiName(e))?.[1] === action,
        );
      if (isOwn) yield { file, node: argumentOf(file, call, 0), awaited: false };
    }
  }
}

const NAMES_SLICES = /@reduxjs\/toolkit/;

/** Slices by their name, or by the key under which their reducer stands in the store. */
function slicesNamed(program: Program, name: string): readonly NodeRef[] {
  const found: NodeRef[] = [];
  for (const path of program.matching('slices', (text) => NAMES_SLICES.test(text))) {
    const file = program.facts(path);
    for (const node of file?.calls ?? []) {
      if (file === undefined) continue;
      const called = calledName(file, node);
      const options = { file, node: argumentOf(file, node, 0) };
      if (called === 'createSlice' && isApi(program, file, node, SLICE)) {
        const own = program.propertyOf(options, ['name']);
        if (own !== null && program.strings(own).includes(name)) found.push({ file, node });
      } else if (called === 'configureStore' || called === 'combineReducers') {
        const reducer = program.propertyOf(options, called === 'configureStore' ? ['reducer', name] : [name]);
        for (const e of reducer === null ? [] : program.entities(reducer)) {
          if (e.k === 'api' && e.maker !== null && /createSlice\(\)\.reducer$/.test(apiName(e))) found.push(e.maker);
        }
      }
    }
  }
  return found.filter((ref, i) => found.findIndex((o) => o.file === ref.file && o.node === ref.node) === i);
}

const isApi = (program: Program, file: FileFacts, call: NodeId, pattern: RegExp): boolean =>
  program.entities({ file, node: calleeOf(file, call) }).some((e) => e.k === 'api' && pattern.test(`${apiName(e)}()`));

/** Hooks that select from slices, for a call that puts something into one: an action that is made, a task that is defined. */
export function* sliceReads(program: Program, file: FileFacts, call: NodeId): Iterable<NodeRef> {
  const puts = program
    .entities({ file, node: calleeOf(file, call) })
    .some((e) => e.k === 'api' && (ACTION.test(apiName(e)) || TASK.test(`${apiName(e)}()`)));
  if (!puts) return;
  let count = 0;
  for (const path of program.matching('selects from slices', (text) => /\buse\w*Selector\b/.test(text))) {
    const reader = program.facts(path);
    for (const read of reader?.calls ?? []) {
      if (reader === undefined || functionOf(reader, read) === 0) continue;
      if (!isSliceSelector(program.entities({ file: reader, node: calleeOf(reader, read) }))) continue;
      yield { file: reader, node: read };
      if (++count >= MAX_READS) return;
    }
  }
}
