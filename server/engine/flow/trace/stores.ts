import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, opOf, stringOf, bOf, Op } from '../../extract/index.ts';
import { apiName, methodName, type Entity, type NodeRef, type Program } from '../../link/index.ts';
import { parameterBehind } from './parameters.ts';
import { mapped } from './library-calls.ts';
import { at, partAt, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** The hook a store library makes of an initializer, called: `useStore(selector)`, `useStore()`. */
const HOOK = /^zustand(?:\/\w+)?#(?:create|default|createStore|createWithEqualityFn)(?:\(\)){1,2}$/;

/** The call that made the store whose hook an entity is, or null. */
export function storeOf(entities: readonly Entity[]): (Entity & { k: 'api' })['maker'] {
  for (const e of entities) if (e.k === 'api' && e.maker !== null && HOOK.test(apiName(e))) return e.maker;
  return null;
}

/** What a selector takes out of a store, or the whole state. False if the call is none of a store's hook. */
export function transferStoreHook(t: Tracing, s: State, entities: readonly Entity[], emit: Emit): boolean {
  const maker = storeOf(entities);
  if (maker === null) return false;
  const selector = argumentOf(s.file, s.node, 0);
  // what the hook is declared to give is the whole state, which the selector takes a part of
  const part = partAt(s, s.node, s.path);
  if (selector >= 0) mapped(t, part, selector, emit);
  else pushState(part, maker, emit);
  return true;
}

/** Everything the state of a store may hold: what its initializer gives, and what `set` and `setState` put in. */
export function pushState(s: State, maker: { readonly file: FileFacts; readonly node: NodeId }, emit: Emit): void {
  const { file } = maker;
  const initializer = initializerOf(file, maker.node, 0);
  if (initializer < 0) return;
  const put = (node: NodeId): void => {
    if (node < 0) return;
    if (opOf(file, node) === Op.Func) {
      for (const exit of file.functions[aOf(file, node)]?.returns ?? []) put(exit.node);
    } else emit.state(stepped({ ...at(s, node), file }, 'field', '', node));
  };
  for (const exit of file.functions[initializer]?.returns ?? []) put(exit.node);
  for (const call of file.calls) {
    const callee = calleeOf(file, call);
    const setter = parameterBehind(file, callee);
    const sets = setter !== null && setter.fn === initializer && setter.index === 0 && setter.key === '';
    const outside = opOf(file, callee) === Op.Member && stringOf(file, bOf(file, callee)) === 'setState';
    if (sets || outside) put(argumentOf(file, call, 0));
  }
}

const MAX_READS = 200;

/** The calls of the hook of the store that a call puts something into: `set({ … })` in the function that makes it. */
export function* storeReads(program: Program, file: FileFacts, call: NodeId): Iterable<NodeRef> {
  const setter = parameterBehind(file, calleeOf(file, call));
  if (setter?.index !== 0 || setter.key !== '') return;
  const variable = file.variables.find(({ definitions }) =>
    definitions.some((node) => isMadeBy(file, node, setter.fn)),
  );
  if (variable === undefined) return;
  let count = 0;
  for (const path of program.words.holding(variable.name)) {
    const reader = program.facts(path);
    for (const read of reader?.calls ?? []) {
      if (reader === undefined || !/^use[A-Z]/.test(methodName(reader, read))) continue;
      const maker = storeOf(program.entities({ file: reader, node: calleeOf(reader, read) }));
      if (maker?.file !== file || initializerOf(file, maker.node, 0) !== setter.fn) continue;
      yield { file: reader, node: read };
      if (++count >= MAX_READS) return;
    }
  }
}

function isMadeBy(file: FileFacts, node: NodeId, initializer: FunctionId): boolean {
  let n = node;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  return opOf(file, n) === Op.Call && initializerOf(file, n, 0) === initializer;
}

/** The function that makes the first state, inside middleware or not: `create(persist((set) => …))`. */
function initializerOf(file: FileFacts, call: NodeId, depth: number): FunctionId {
  if (depth > 6) return -1;
  for (let i = 0; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    if (opOf(file, argument) === Op.Func) return aOf(file, argument);
    const inner = opOf(file, argument) === Op.Call ? initializerOf(file, argument, depth + 1) : -1;
    if (inner >= 0) return inner;
  }
  return -1;
}
