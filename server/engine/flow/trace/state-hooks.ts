import { perObject } from '../../base/per-object.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, listAt, listLength, opOf, stringOf, Op } from '../../extract/index.ts';
import { apiName, methodName, type NodeRef, type Program } from '../../link/index.ts';
import { inner } from './access-path.ts';
import { stateOf } from './apply.ts';
import { at, behind, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** Pairs of value and setter: `const [x, setX] = useState(init)`. */
const PAIRS =
  /^(?:react|preact\/hooks|preact|solid-js|jotai|recoil|use-immer|@\w+\/hooks)#(?:\*\.|default\.)?(?:useState|createSignal|useImmer|useAtom|useRecoilState)$/;
const CONTEXT_READ = /^(?:react|preact|preact\/hooks)#(?:\*\.|default\.)?(?:useContext|use)$/;
/** `const [state, dispatch] = useReducer(reducer, init)`. */
const REDUCERS = /^(?:react|preact\/hooks|preact)#(?:\*\.|default\.)?useReducer$/;
/** Boxes: `useRef(x).current`, `ref(x).value`. */
const BOXES =
  /^(?:react|preact\/hooks|vue|preact)#(?:\*\.|default\.)?(?:useRef|ref|shallowRef|computed|reactive|useMemo)$/;

/** What a UI state hook starts with and what its setter is given; null for other calls. */
export function heldByState(program: Program, file: FileFacts, call: NodeId): readonly NodeId[] | null {
  const isState = program
    .entities({ file, node: calleeOf(file, call) })
    .some((e) => e.k === 'api' && PAIRS.test(apiName(e)));
  if (!isState) return null;
  return [call, ...setterCalls(file, call)].map((c) => argumentOf(file, c, 0)).filter((node) => node >= 0);
}

/** The value of a UI state hook: its initial value and whatever its setter or provider is given. False if it is none. */
export function transferHook(t: Tracing, s: State, api: string, emit: Emit): boolean {
  const { file, node } = s;
  if (PAIRS.test(api)) {
    const [key] = s.path.keys;
    if (key === '1') return true;
    const path = key === '0' ? inner(s.path) : s.path;
    pushValue(s, argumentOf(file, node, 0), path, emit);
    for (const call of setterCalls(file, node)) {
      pushValue(stepped(s, 'field', '', call), argumentOf(file, call, 0), path, emit);
    }
    // `<TextInput onChangeText={setEmail} />`: whoever calls it is outside
    if (handedSetters(file).has(node)) emit.leaf({ ...s, path, k: 'opaque' });
    return true;
  }
  if (BOXES.test(api)) {
    const [key] = s.path.keys;
    const path = key === 'current' || key === 'value' ? inner(s.path) : s.path;
    pushValue(s, argumentOf(file, node, 0), path, emit);
    return true;
  }
  if (REDUCERS.test(api)) {
    transferReducer(t, s, emit);
    return true;
  }
  return CONTEXT_READ.test(api) && transferContext(t, s, emit);
}

/** The state a reducer holds: its first value, and what the reducer makes of each action that is dispatched. */
function transferReducer(t: Tracing, s: State, emit: Emit): void {
  const { file, node } = s;
  const [key] = s.path.keys;
  if (key === '1') return;
  const path = key === '0' ? inner(s.path) : s.path;
  pushValue(s, argumentOf(file, node, 1), path, emit);
  const dispatched = setterCalls(file, node);
  for (const e of t.program.entities({ file, node: argumentOf(file, node, 0) })) {
    if (e.k !== 'function') continue;
    for (const leaf of t.summary(e.file, e.fn, 'return', path)) {
      const own = leaf.k === 'param' && leaf.file === e.file && leaf.fn === e.fn;
      if (!own) emit.leaf(behind(leaf, s));
      else if (leaf.index === 1) {
        const joined = behind(leaf, s);
        for (const call of dispatched) {
          const next = stepped({ ...s, ...stateOf(joined) }, 'field', '', call);
          emit.state({ ...next, node: argumentOf(file, call, 0), path: leaf.path, awaited: false });
        }
      }
    }
  }
}

/** `setX(v)` and `setX((old) => v)`. */
function pushValue(s: State, value: NodeId, path: State['path'], emit: Emit): void {
  if (value < 0) return;
  if (opOf(s.file, value) === Op.Func) {
    const fn = s.file.functions[aOf(s.file, value)];
    for (const exit of fn?.returns ?? []) emit.state(at(s, exit.node, path));
    return;
  }
  emit.state(at(s, value, path));
}

/** Calls of the second element of the pair. */
const setterCalls = (file: FileFacts, hook: NodeId): readonly NodeId[] => settersOf(file).get(hook) ?? [];

/** Calls of second elements of pairs, by what gave the pair: a page may have hundreds of states. */
const settersOf = perObject((file: FileFacts): ReadonlyMap<NodeId, readonly NodeId[]> => {
  const found = new Map<NodeId, NodeId[]>();
  for (const call of file.calls) {
    const value = definedAs(file, calleeOf(file, call));
    if (opOf(file, value) !== Op.Member || stringOf(file, bOf(file, value)) !== '1') continue;
    const known = found.get(aOf(file, value));
    if (known === undefined) found.set(aOf(file, value), [call]);
    else known.push(call);
  }
  return found;
});

function definedAs(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  for (let i = 0; i < 6; i++) {
    if (opOf(file, n) === Op.Def) n = aOf(file, n);
    else if (opOf(file, n) === Op.Cell) n = file.variables[aOf(file, n)]?.definitions[0] ?? -1;
    else break;
  }
  return n;
}

/** `useContext(C)`: the `value` of every `<C.Provider>` (or `<C>`) and the default of `createContext`. */
function transferContext(t: Tracing, s: State, emit: Emit): boolean {
  const makers = t.program
    .entities({ file: s.file, node: argumentOf(s.file, s.node, 0) })
    .flatMap((e) => (e.k === 'api' && e.maker !== null && /createContext\(\)$/.test(apiName(e)) ? [e.maker] : []));
  let found = false;
  for (const maker of makers) {
    found = true;
    emit.state({ ...at(s, argumentOf(maker.file, maker.node, 0)), file: maker.file });
    const paths = [maker.file.path, ...t.program.modules.importers(maker.file.path)];
    for (const path of paths) {
      const file = t.program.facts(path);
      if (file === undefined) continue;
      for (const element of file.jsx) {
        if (!provides(t, file, element, maker.node)) continue;
        const attributes = listAt(file, aOf(file, element), 1);
        const value = t.program.propertyOf({ file, node: attributes }, ['value']);
        if (value !== null)
          emit.state({ ...stepped({ ...s, file: value.file }, 'field', '', value.node), node: value.node });
      }
    }
  }
  return found;
}

/** Where the context that an element provides is read: nodes of the calls that read it. */
export function* contextReads(t: Tracing, file: FileFacts, element: NodeId): Iterable<NodeRef> {
  const tag = listAt(file, aOf(file, element), 0);
  if (tag < 0 || opOf(file, tag) === Op.Str) return;
  for (const e of t.program.entities({ file, node: tag })) {
    if (e.k !== 'api' || e.maker === null || !/createContext\(\)(?:\.Provider)?$/.test(apiName(e))) continue;
    const { maker } = e;
    for (const path of [maker.file.path, ...t.program.modules.importers(maker.file.path)]) {
      const reader = t.program.facts(path);
      for (const call of reader?.calls ?? []) {
        if (reader !== undefined && readsContext(t, reader, call, maker)) yield { file: reader, node: call };
      }
    }
  }
}

function readsContext(t: Tracing, file: FileFacts, call: NodeId, maker: NodeRef): boolean {
  const argument = argumentOf(file, call, 0);
  if (argument < 0 || !/^use/.test(methodName(file, call))) return false;
  const reads = t.program
    .entities({ file, node: calleeOf(file, call) })
    .some((e) => e.k === 'api' && CONTEXT_READ.test(apiName(e)));
  return (
    reads &&
    t.program
      .entities({ file, node: argument })
      .some((e) => e.k === 'api' && e.maker?.node === maker.node && e.maker.file === maker.file)
  );
}

function provides(t: Tracing, file: FileFacts, element: NodeId, maker: NodeId): boolean {
  const tag = listAt(file, aOf(file, element), 0);
  if (opOf(file, tag) === Op.Str) return false;
  return t.program.entities({ file, node: tag }).some((e) => e.k === 'api' && e.maker?.node === maker);
}

/** Pairs whose second element is given to an element as it is, to be called on an event. */
const handedSetters = perObject((file: FileFacts): ReadonlySet<NodeId> => {
  const found = new Set<NodeId>();
  for (const element of file.jsx) {
    const props = listAt(file, aOf(file, element), 1);
    if (opOf(file, props) !== Op.Object) continue;
    const list = aOf(file, props);
    for (let i = 0; i + 2 < listLength(file, list); i += 3) {
      const value = definedAs(file, listAt(file, list, i + 2));
      if (opOf(file, value) !== Op.Member || stringOf(file, bOf(file, value)) !== '1') continue;
      if (/^on[A-Z]/.test(stringOf(file, listAt(file, list, i + 1)))) found.add(aOf(file, value));
    }
  }
  return found;
});
