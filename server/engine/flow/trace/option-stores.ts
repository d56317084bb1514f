import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  calleeOf,
  endOf,
  listAt,
  listLength,
  opOf,
  startOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { apiName, type Entity, type NodeRef, type Program } from '../../link/index.ts';
import { inner, skipIndexes } from './access-path.ts';
import { calledName } from './channels.ts';
import { at, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** The hook of a store that is defined by options (`state`, `getters`, `actions`) or by a function that sets it up. */
const HOOK = /^pinia#(?:\*\.)?defineStore\(\)$/;
const REFS = /^pinia#(?:\*\.)?storeToRefs$/;
const MAX_READS = 200;

const makerOf = (entities: readonly Entity[]): NodeRef | null => {
  for (const e of entities) if (e.k === 'api' && e.maker !== null && HOOK.test(apiName(e))) return e.maker;
  return null;
};

/** What is in the store that a hook gives, or in the refs of one. False if the call is no such hook's. */
export function transferOptionStore(t: Tracing, s: State, entities: readonly Entity[], emit: Emit): boolean {
  if (t.follows !== 'content') return false;
  if (entities.some((e) => e.k === 'api' && REFS.test(apiName(e)))) {
    const path = skipIndexes(s.path);
    emit.state(at(s, argumentOf(s.file, s.node, 0), path));
    return true;
  }
  const maker = makerOf(entities);
  if (maker === null) return false;
  const { file } = maker;
  const path = skipIndexes(s.path);
  const [key] = path.keys;
  if (key === undefined) return true;
  const rest = path.keys[1] === 'value' ? inner(inner(path)) : inner(path);
  const put = (node: NodeId, asked: State['path']): void => {
    emit.state({ ...stepped({ ...s, file }, 'field', key, node), node, path: asked });
  };
  const setup = setupOf(t.program, maker);
  if (setup !== null) {
    for (const exit of setup.file.functions[setup.fn]?.returns ?? []) put(exit.node, path);
    return true;
  }
  const options = optionsOf(maker);
  for (const fn of functionsUnder(t.program, { file, node: options }, ['state'])) {
    for (const exit of file.functions[fn]?.returns ?? []) put(exit.node, path);
  }
  for (const { fn, name } of membersOf(t.program, { file, node: options }, 'getters')) {
    if (name === key) for (const exit of file.functions[fn]?.returns ?? []) put(exit.node, rest);
  }
  for (const { fn } of membersOf(t.program, { file, node: options }, 'actions')) {
    for (const write of writesIn(file, fn)) if (write.key === key) put(write.node, rest);
  }
  return true;
}

/** Writes of fields in a function and in the arrows inside it. */
function* writesIn(
  file: FileFacts,
  outer: FunctionId,
): Iterable<{ readonly key: string | null; readonly node: NodeId }> {
  for (const [fn, facts] of file.functions.entries()) {
    for (let at = fn; at > 0; at = file.functions[at]?.parent ?? 0) {
      if (at !== outer) continue;
      yield* facts.thisWrites;
      break;
    }
  }
}

/** The function that sets a store up: `defineStore('notes', () => …)`. */
function setupOf(
  program: Program,
  { file, node }: NodeRef,
): { readonly file: FileFacts; readonly fn: FunctionId } | null {
  for (let i = 0; i < argumentCount(file, node); i++) {
    const argument = argumentOf(file, node, i);
    if (opOf(file, argument) === Op.Func) return { file, fn: aOf(file, argument) };
    for (const e of program.entities({ file, node: argument })) if (e.k === 'function' && e.file === file) return e;
  }
  return null;
}

const optionsOf = ({ file, node }: NodeRef): NodeId => argumentOf(file, node, argumentOf(file, node, 1) < 0 ? 0 : 1);

function functionsUnder(program: Program, ref: NodeRef, keys: readonly string[]): readonly FunctionId[] {
  const found = program.propertyOf(ref, keys);
  return found === null
    ? []
    : program.entities(found).flatMap((e) => (e.k === 'function' && e.file === ref.file ? [e.fn] : []));
}

function* membersOf(
  program: Program,
  options: NodeRef,
  group: string,
): Iterable<{ readonly fn: FunctionId; readonly name: string }> {
  const object = program.propertyOf(options, [group]);
  if (object === null || object.file !== options.file || opOf(object.file, object.node) !== Op.Object) return;
  const { file } = object;
  const list = aOf(file, object.node);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const value = listAt(file, list, i + 2);
    if (opOf(file, value) === Op.Func) yield { fn: aOf(file, value), name: stringOf(file, listAt(file, list, i + 1)) };
  }
}

/** Hooks of the store in whose definition a function stands. */
export function* optionStoreReads(program: Program, file: FileFacts, fn: FunctionId): Iterable<NodeRef> {
  const facts = file.functions[fn];
  if (facts === undefined || fn === 0) return;
  for (const call of file.calls) {
    const within = startOf(file, call) <= facts.start && facts.end <= endOf(file, call);
    if (!within || calledName(file, call) !== 'defineStore') continue;
    const name = file.variables.find(({ definitions }) =>
      definitions.some((d) => opOf(file, d) === Op.Def && aOf(file, d) === call),
    )?.name;
    if (name !== undefined) yield* hooksOf(program, { file, node: call }, name);
  }
}

function* hooksOf(program: Program, maker: NodeRef, name: string): Iterable<NodeRef> {
  let count = 0;
  for (const path of program.words.holding(name)) {
    const reader = program.facts(path);
    for (const read of reader?.calls ?? []) {
      if (reader === undefined) break;
      const own = makerOf(program.entities({ file: reader, node: calleeOf(reader, read) }));
      if (own?.file !== maker.file || own.node !== maker.node) continue;
      yield { file: reader, node: read };
      if (++count >= MAX_READS) return;
    }
  }
}
