import type { Feed } from '../../../../rules/schema/types.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  functionOf,
  listAt,
  opOf,
  startOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { apiName, methodName, type NodeRef } from '../../link/index.ts';
import { isTestPath } from '../../source/index.ts';
import { receiverOf } from './call-parts.ts';
import { skipIndexes, pathOf } from './access-path.ts';
import { stepped, type State } from './state.ts';
import type { Tracing } from './tracing.ts';

/** How far a writer is followed back to the stream it belongs to. */
const MAX_STEPS = 16;

const filled = new WeakMap<Tracing, Map<string, readonly NodeRef[]>>();

/**
 * What is in a value that calls elsewhere fill: for `new ReadableStream({ start(controller) {…} })` what `enqueue` of that
 * controller is given, for a `TransformStream` what its writer is, and what is piped in. Empty if it is no such value.
 */
export function fedStates(t: Tracing, s: State): readonly State[] {
  const found = fillingOf(t, s);
  return found === null ? [] : states(s, found.values, withoutEnd(found.feed, s.path));
}

/** Whether a value that calls elsewhere fill is filled by none that is seen: what is in it comes from outside. */
export function isUnfed(t: Tracing, made: NodeRef): boolean {
  return fillingOf(t, made)?.values.length === 0;
}

/** The values that calls put into what a call makes or goes on with; empty if it is no such value. */
export function fedValues(t: Tracing, made: NodeRef): readonly NodeRef[] {
  return fillingOf(t, made)?.values ?? [];
}

function fillingOf(t: Tracing, { file, node }: NodeRef): { feed: Feed; values: readonly NodeRef[] } | null {
  const made = t.index.fluent.has(methodName(file, node)) ? startOfChain(t, file, node) : node;
  const feed = feedOf(t, file, made);
  return feed === null || feed.to !== undefined ? null : { feed, values: valuesOf(t, file, made, feed) };
}

/** What a chain of calls that each give the same object starts with: `new Embed()` of `new Embed().setTitle(x).setText(y)`. */
function startOfChain(t: Tracing, file: FileFacts, call: NodeId): NodeId {
  let n = call;
  for (let i = 0; i < MAX_STEPS; i++) {
    const next =
      opOf(file, n) === Op.Call && t.index.fluent.has(methodName(file, n))
        ? receiverOf({ file, node: n })
        : earlier(file, n);
    if (next === null || next < 0) break;
    n = next;
  }
  return n;
}

/** What a parameter of a function is handed by a call that is fed: `createParser((event) => …)` by `parser.feed(chunk)`. */
export function fedParameter(t: Tracing, s: State, fn: FunctionId, index: number): readonly State[] {
  // most programs have no such call, and need not be searched for what is handed to one
  if (!anyFeeder(t)) return [];
  const out: State[] = [];
  for (const { file, call, keys } of t.program.registrations(s.file, fn)) {
    const feed = feedOf(t, file, call);
    if (feed?.to?.includes([...keys, `@${String(index)}`].join('.')) !== true) continue;
    out.push(...states(s, valuesOf(t, file, call, feed), pathOf([])));
  }
  return out;
}

const feeders = new WeakMap<Tracing, boolean>();

/** Whether any text of the program names a call that hands on what it is fed. */
function anyFeeder(t: Tracing): boolean {
  let known = feeders.get(t);
  if (known === undefined) {
    known = [...t.index.feederNames].some((name) => t.program.words.holding(name).length > 0);
    feeders.set(t, known);
  }
  return known;
}

function states(s: State, values: readonly NodeRef[], path: State['path']): readonly State[] {
  return values.map(({ file, node }) => ({ ...stepped(s, 'mutation', ''), file, node, path, awaited: false }));
}

/** `transform.readable` is what the stream gives: the end's name is no part of what goes through. */
function withoutEnd(feed: Feed, path: State['path']): State['path'] {
  const { keys } = skipIndexes(path);
  const ends = feed.by.some((by) => by.includes('.')) && keys[0] === 'readable';
  return ends ? pathOf(keys.slice(1)) : path;
}

function feedOf(t: Tracing, file: FileFacts, node: NodeId): Feed | null {
  const op = opOf(file, node);
  if (op !== Op.New && op !== Op.Call) return null;
  for (const e of t.program.entities({ file, node: calleeOf(file, node) })) {
    const name = e.k === 'api' ? apiName(e) : e.k === 'global' ? t.index.canonical('', e.name) : '';
    const feed = name === '' ? null : t.index.feed(name + (op === Op.New ? '.new()' : '()'));
    if (feed !== null) return feed;
  }
  return null;
}

function valuesOf(t: Tracing, file: FileFacts, made: NodeId, feed: Feed): readonly NodeRef[] {
  let known = filled.get(t);
  if (known === undefined) filled.set(t, (known = new Map<string, readonly NodeRef[]>()));
  const key = `${String(made)}:${file.path}`;
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = collect(t, file, made, feed)));
  return found;
}

function collect(t: Tracing, file: FileFacts, made: NodeId, feed: Feed): readonly NodeRef[] {
  const out: NodeRef[] = [];
  const chain = feed.fluent === true ? new Set(feed.by) : null;
  for (const by of feed.by) {
    const { keys, position, methods } = handedBy(by);
    if (position >= 0) {
      for (const target of handedFunctions(t, file, made, keys)) {
        out.push(...argumentsOfCalls(target.file, target.fn, position, methods.join('.')));
      }
      continue;
    }
    const method = methods.at(-1) ?? '';
    for (const call of file.calls) {
      if (methodName(file, call) !== method) continue;
      if (!leadsTo(file, receiverOf({ file, node: call }), methods.slice(0, -1), made, chain)) continue;
      const taken = chain === null ? 1 : argumentCount(file, call);
      for (let i = 0; i < taken; i++) out.push({ file, node: argumentOf(file, call, i) });
    }
  }
  out.push(...elsewhere(t, file, made, feed), ...poured(t, file, made, feed));
  return out.filter(({ node }) => node >= 0);
}

/** What is put into a value by those that have it by a name: an import, a field of a class. */
function* elsewhere(t: Tracing, file: FileFacts, made: NodeId, feed: Feed): Iterable<NodeRef> {
  const methods = new Set(feed.by.filter((by) => !/[.@]/.test(by)));
  if (methods.size === 0 || !outlives(file, made)) return;
  const importers = t.program.modules.importers(file.path).filter((path) => !isTestPath(path));
  for (const path of [file.path, ...importers]) {
    const names = (text: string): boolean => [...methods].some((method) => text.includes(method));
    if (!t.program.passes(path, `feeds ${feed.by.join()}`, names)) continue;
    const other = t.program.facts(path);
    for (const call of other?.calls ?? []) {
      if (other === undefined || !methods.has(methodName(other, call))) continue;
      const receiver = receiverOf({ file: other, node: call });
      if (receiver < 0 || (other === file && leadsTo(file, receiver, [], made))) continue;
      const isIt = t.program
        .entities({ file: other, node: receiver })
        .some((e) => e.k === 'api' && e.maker?.file === file && e.maker.node === made);
      if (isIt) yield { file: other, node: argumentOf(other, call, 0) };
    }
  }
}

/** Whether a value may be had from elsewhere: it is held by the module or by a class. */
function outlives(file: FileFacts, made: NodeId): boolean {
  if (functionOf(file, made) === 0) return true;
  return file.classes.some((c) => c.start <= startOf(file, made) && startOf(file, made) < c.end);
}

/** What other values are piped into this one, or into the writer that a function is handed for it. */
function* poured(t: Tracing, file: FileFacts, made: NodeId, feed: Feed): Iterable<NodeRef> {
  for (const call of file.calls) {
    const method = methodName(file, call);
    const pipe = t.index.pipeNames.has(method) ? t.index.pipe('', method) : null;
    const goesIn = (node: NodeId): boolean =>
      leadsTo(file, node, [], made) || feed.by.some((by) => isWriter(t, file, node, made, by));
    if (pipe === null || !pipe.into.some((i) => goesIn(argumentOf(file, call, Number(i))))) continue;
    yield {
      file,
      node: pipe.from === 'this' ? receiverOf({ file, node: call }) : argumentOf(file, call, Number(pipe.from)),
    };
  }
}

/** Whether a node is what a function was handed to write by: `writer` for `execute.@0.writer.write`. */
function isWriter(t: Tracing, file: FileFacts, node: NodeId, made: NodeId, by: string): boolean {
  const { keys, position, methods } = handedBy(by);
  if (position < 0) return false;
  const way = methods.slice(0, -1).join('.');
  return [...handedFunctions(t, file, made, keys)].some(
    (target) => target.file === file && wayFromParameter(file, node, target.fn, position) === way,
  );
}

interface Handed {
  readonly keys: readonly string[];
  /** -1 where no function is handed over. */
  readonly position: number;
  readonly methods: readonly string[];
}

/** `execute.@0.writer.write`: under which keys the function is, which parameter, and the way to the method. */
function handedBy(by: string): Handed {
  const steps = by.split('.');
  const handed = steps.findIndex((step) => step.startsWith('@'));
  if (handed < 0) return { keys: [], position: -1, methods: steps };
  return { keys: steps.slice(0, handed), position: Number(steps[handed]?.slice(1)), methods: steps.slice(handed + 1) };
}

/** Functions handed to a call, as arguments or under keys of an object. */
function* handedFunctions(
  t: Tracing,
  file: FileFacts,
  call: NodeId,
  keys: readonly string[],
): Iterable<{ readonly file: FileFacts; readonly fn: FunctionId }> {
  for (let i = 0; i < argumentCount(file, call); i++) {
    const value = t.program.propertyOf({ file, node: argumentOf(file, call, i) }, keys);
    if (value === null) continue;
    for (const e of t.program.entities(value)) if (e.k === 'function') yield e;
  }
}

/** First arguments of the calls of a method of a function's parameter, inside it and its closures. */
function* argumentsOfCalls(file: FileFacts, fn: FunctionId, position: number, methods: string): Iterable<NodeRef> {
  const last = methods.slice(methods.lastIndexOf('.') + 1);
  for (const call of file.calls) {
    if (methodName(file, call) !== last) continue;
    if (wayFromParameter(file, calleeOf(file, call), fn, position) === methods) {
      yield { file, node: argumentOf(file, call, 0) };
    }
  }
}

/** `writer.write` for a callee that is reached so from a parameter (`({ writer }) => writer.write(x)`); null if it is not. */
function wayFromParameter(file: FileFacts, callee: NodeId, fn: FunctionId, position: number): string | null {
  const keys: string[] = [];
  let n = callee;
  for (let i = 0; i < MAX_STEPS; i++) {
    switch (opOf(file, n)) {
      case Op.Param:
        return aOf(file, n) === fn && bOf(file, n) === position ? keys.reverse().join('.') : null;
      case Op.Member:
        keys.push(stringOf(file, bOf(file, n)));
        n = aOf(file, n);
        break;
      default: {
        const before = earlier(file, n);
        if (before === null) return null;
        n = before;
      }
    }
  }
  return null;
}

/** Whether a node is what a call or `new` made, or is got from it by these steps (`writable`, `getWriter()`). */
function leadsTo(
  file: FileFacts,
  node: NodeId,
  steps: readonly string[],
  made: NodeId,
  chain: ReadonlySet<string> | null = null,
): boolean {
  const left = [...steps];
  let n = node;
  for (let i = 0; i < MAX_STEPS && n >= 0; i++) {
    if (n === made) return left.length === 0;
    const op = opOf(file, n);
    if (op === Op.Member && left.at(-1) === stringOf(file, bOf(file, n))) {
      left.pop();
      n = aOf(file, n);
    } else if (op === Op.Call && left.at(-1) === `${methodName(file, n)}()`) {
      left.pop();
      n = receiverOf({ file, node: n });
    } else if (op === Op.Call && chain?.has(methodName(file, n)) === true) n = receiverOf({ file, node: n });
    else {
      const before = earlier(file, n);
      if (before === null) return false;
      n = before;
    }
  }
  return false;
}

/** The same object under its earlier name or version; null if there is none. */
function earlier(file: FileFacts, node: NodeId): NodeId | null {
  switch (opOf(file, node)) {
    case Op.Def:
    case Op.Cast:
    case Op.Await:
    case Op.Effect:
    case Op.Default:
      return aOf(file, node);
    // in a loop: what it was before the loop
    case Op.Phi:
      return listAt(file, aOf(file, node), 1);
    case Op.Cell:
      return file.variables[aOf(file, node)]?.definitions[0] ?? null;
    default:
      return null;
  }
}
