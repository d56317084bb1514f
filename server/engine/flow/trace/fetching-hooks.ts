import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, calleeOf, listAt, listLength, opOf, stringOf, Op } from '../../extract/index.ts';
import { apiName, registrationsOf, type Entity } from '../../link/index.ts';
import { inner, WHOLE, type AccessPath } from './access-path.ts';
import { at, behind, stepped, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** A hook that calls a function and holds what it gave. */
interface FetchingHook {
  /** Canonical name of the hook, without the package's ways of being imported. */
  readonly hook: RegExp;
  /** Where the function stands: `0.queryFn`, `1`. */
  readonly runs: readonly string[];
  /** The key of the hook's result under which the answer is. */
  readonly result: string;
  /** Methods of the result that run it and give its answer. */
  readonly methods: readonly string[];
}

const HOOKS: readonly FetchingHook[] = [
  {
    hook: /^(?:@tanstack\/[\w-]+-query|react-query)#(?:\*\.|default\.)?(?:use|create)(?:Suspense)?(?:Infinite)?(?:Query|Mutation)$/,
    runs: ['0.queryFn', '0.mutationFn', '1.queryFn', '1', '0'],
    result: 'data',
    methods: ['mutateAsync', 'refetch'],
  },
  {
    hook: /^swr(?:\/[\w-]+)?#(?:\*\.|default\.)?(?:default|useSWR\w*)$/,
    runs: ['1'],
    result: 'data',
    methods: ['trigger'],
  },
  {
    hook: /^(?:react|react-dom)#(?:\*\.|default\.)?(?:useActionState|useFormState)$/,
    runs: ['0'],
    result: '0',
    methods: [],
  },
  {
    hook: /^(?:react-use|@react-hookz\/web|react-async-hook|ahooks)#(?:\*\.|default\.)?(?:useAsync|useAsyncFn|useRequest)$/,
    runs: ['0'],
    result: 'value',
    methods: ['runAsync', 'execute'],
  },
];

/** Whether an API is a hook that holds what an endpoint answered. */
export const isFetchingHook = (name: string): boolean => HOOKS.some(({ hook }) => hook.test(name));

/** Options under which such a hook takes a function that is handed the answer. */
const ON_ANSWER: ReadonlySet<string> = new Set(['onSuccess', 'onSettled', 'select', 'onData']);

/** The value of a hook that runs a function: what the function gives. False if it is no such hook. */
export function transferFetchingHook(t: Tracing, s: State, api: Entity & { k: 'api' }, emit: Emit): boolean {
  if (t.follows !== 'content') return false;
  const name = apiName(api);
  for (const hook of HOOKS) {
    if (hook.hook.test(name)) {
      const [key] = s.path.keys;
      if (key === undefined) return emitAnswer(t, s, s.node, hook, WHOLE, emit);
      return key !== hook.result || emitAnswer(t, s, s.node, hook, inner(s.path), emit);
    }
    const method = /^(.*)\(\)\.(\w+)$/.exec(name);
    if (method === null || !hook.hook.test(method[1] ?? '') || !hook.methods.includes(method[2] ?? '')) continue;
    const { maker } = api;
    if (maker === null) return false;
    return emitAnswer(t, { ...s, file: maker.file }, maker.node, hook, s.path, emit);
  }
  return false;
}

/**
 * The first parameter of a function that such a hook hands its answer: `onSuccess: (data) => …`, beside the function or
 * in the options of `mutate`. False if it is none.
 */
export function bindAnswer(t: Tracing, s: State, fn: FunctionId, index: number, emit: Emit): boolean {
  if (t.follows === 'data' || index !== 0) return false;
  const { file } = s;
  for (const { call, keys } of registrationsOf(file, fn)) {
    const [key = ''] = keys;
    if (keys.length !== 1 || !ON_ANSWER.has(key)) continue;
    for (const e of t.program.entities({ file, node: calleeOf(file, call) })) {
      if (e.k === 'api' && answerOf(t, s, call, e, emit)) return true;
    }
  }
  return false;
}

function answerOf(t: Tracing, s: State, call: NodeId, callee: Entity & { k: 'api' }, emit: Emit): boolean {
  const name = apiName(callee);
  const { maker } = callee;
  for (const hook of HOOKS) {
    if (hook.hook.test(name)) return emitAnswer(t, s, call, hook, s.path, emit);
    const method = /^(.*)\(\)\.\w+$/.exec(name);
    if (method !== null && maker !== null && hook.hook.test(method[1] ?? '')) {
      return emitAnswer(t, { ...s, file: maker.file }, maker.node, hook, s.path, emit);
    }
  }
  return false;
}

/** What the function that a hook is given returns. */
function emitAnswer(t: Tracing, s: State, call: NodeId, hook: FetchingHook, path: AccessPath, emit: Emit): boolean {
  const { file } = s;
  for (const access of hook.runs) {
    const fn = optionOf(t, file, call, access);
    if (fn === null) continue;
    const here = stepped({ ...s, path, awaited: true }, 'callback', '', call);
    let found = false;
    for (const e of t.program.entities({ file: fn.file, node: fn.node })) {
      if (e.k !== 'function') continue;
      found = true;
      for (const leaf of t.summary(e.file, e.fn, 'return', path)) {
        if (leaf.k !== 'param' && leaf.k !== 'callback') emit.leaf(behind(leaf, here));
        // an inline function sees the variables of its component: those are explained there
        else if (leaf.fn !== e.fn || leaf.file !== e.file) emit.leaf(behind(leaf, here));
      }
    }
    if (!found) continue;
    // the value before the first answer
    if (hook.result === '0') emit.state(at({ ...here, file }, argumentOf(file, call, 1), path));
    return true;
  }
  return false;
}

function optionOf(t: Tracing, file: FileFacts, call: NodeId, access: string): { file: FileFacts; node: NodeId } | null {
  const [head = '', ...keys] = access.split('.');
  const node = argumentOf(file, call, Number(head));
  if (node < 0) return null;
  if (keys.length === 0) return { file, node };
  const method = methodOf(file, node, keys[0] ?? '');
  return method ?? t.program.propertyOf({ file, node }, keys);
}

/** `{ async queryFn() {} }`: a property that is a method. */
function methodOf(file: FileFacts, object: NodeId, key: string): { file: FileFacts; node: NodeId } | null {
  if (opOf(file, object) !== Op.Object) return null;
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const value = listAt(file, list, i + 2);
    if (stringOf(file, listAt(file, list, i + 1)) === key && opOf(file, value) === Op.Func)
      return { file, node: value };
  }
  return null;
}
