import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  contextOf,
  endOf,
  functionOf,
  listAt,
  nodeCount,
  opOf,
  startOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { methodName, type NodeRef, type Program } from '../../link/index.ts';
import type { OutletMatch } from '../catalogue-index/contract.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import { usesOf } from '../guards/uses.ts';
import type { ApiNames } from './api-names.ts';
import type { Delivered, OutletSite } from './contract.ts';
import { elementOutlets } from './elements.ts';
import type { FileRoutes } from './file-routes.ts';
import { rootOf } from './regions.ts';
import { requestToPeople } from './requests.ts';

export interface Outlets {
  /** Calls, assignments and elements of a file that are outlets, by the outermost function they stand in. */
  ofFile(file: FileFacts): ReadonlyMap<FunctionId, readonly OutletSite[]>;
  /** What a function returns, where a framework sends it. To be asked only of functions that give content back: it looks for callers. */
  answersOf(file: FileFacts, fn: FunctionId): readonly OutletSite[];
  /** Outlet of a call or assignment, or null. */
  at(file: FileFacts, node: NodeId): OutletSite | null;
}

/** Finds where content leaves for people, by resolved symbol. Lazy; a file is looked at once. */
export function createOutlets(program: Program, index: CatalogueIndex, names: ApiNames, routes: FileRoutes): Outlets {
  const memo = new WeakMap<FileFacts, ReadonlyMap<FunctionId, readonly OutletSite[]>>();

  const at = (file: FileFacts, node: NodeId): OutletSite | null => {
    const op = opOf(file, node);
    if (op === Op.Store) return assigned(program, index, names, file, node);
    if (op !== Op.Call && op !== Op.New && op !== Op.Tagged) return null;
    const callee = calleeOf(file, node);
    // `new Response(x)` and renamed imports have no method name to go by
    if (opOf(file, callee) === Op.Member && !index.outletNames.has(methodName(file, node)))
      return pouredOut(file, node);
    if (isReadAtOnce(file, node)) return null;
    for (const name of names.of(file, callee)) {
      const path = op === Op.New ? `${name}.new()` : name;
      for (const outlet of index.outlets(path)) {
        if ((outlet.how ?? 'call') !== 'call' || !applies(program, outlet, file, node)) continue;
        const own = site(program, file, node, outlet.channel, 'call', delivered(file, node, outlet.content));
        return { ...own, conversation: outlet.conversation === true, framework: outlet.framework.id };
      }
    }
    const pouring = pouredOut(file, node);
    if (pouring !== null) return pouring;
    const request = requestToPeople(program, index, file, node);
    return request === null
      ? null
      : site(program, file, node, request.channel, 'call', delivered(file, node, request.content));
  };

  /** `stream.pipe(res)`: into something that is an outlet when it is written to. */
  const pouredOut = (file: FileFacts, call: NodeId): OutletSite | null => {
    const method = methodName(file, call);
    if (!index.pipeNames.has(method)) return null;
    const [path = ''] = names.of(file, calleeOf(file, call));
    const pipe = index.pipe(path, method);
    for (const into of pipe?.into ?? []) {
      for (const name of names.of(file, argumentOf(file, call, Number(into)))) {
        const [outlet] = index.outlets(index.canonical('', `${name}.write`));
        if (pipe !== null && outlet !== undefined) {
          return site(program, file, call, outlet.channel, 'call', delivered(file, call, [pipe.from]));
        }
      }
    }
    return null;
  };

  const collect = (file: FileFacts): ReadonlyMap<FunctionId, readonly OutletSite[]> => {
    const out = new Map<FunctionId, OutletSite[]>();
    const add = (root: FunctionId, outlet: OutletSite): void => {
      const known = out.get(root);
      if (known === undefined) out.set(root, [outlet]);
      else known.push(outlet);
    };
    const addAt = (node: NodeId): void => {
      const outlet = at(file, node);
      if (outlet !== null) add(rootOf(file, functionOf(file, node)), outlet);
    };
    for (const call of file.calls) addAt(call);
    for (let n = 0; n < nodeCount(file); n++) {
      if (opOf(file, n) === Op.Store && index.outletNames.has(stringOf(file, bOf(file, n)))) addAt(n);
    }
    for (const outlet of elementOutlets(program, file)) add(rootOf(file, functionOf(file, outlet.node)), outlet);
    return out;
  };

  return {
    at,
    answersOf: (file, fn) => (answers(index, names, routes, file, fn) ? [...answersOf(file, fn, at)] : []),
    ofFile(file) {
      let found = memo.get(file);
      if (found === undefined) memo.set(file, (found = collect(file)));
      return found;
    },
  };
}

/** Methods and properties that read what an object of the platform was made with. */
const READING: ReadonlySet<string> = new Set(['text', 'json', 'blob', 'arrayBuffer', 'bytes', 'formData', 'body']);

/** `new Response(stream).blob()`: it is made to be read where it is made, and goes nowhere. */
function isReadAtOnce(file: FileFacts, node: NodeId): boolean {
  if (opOf(file, node) !== Op.New) return false;
  const users = usesOf(file).users.get(node) ?? [];
  return (
    users.some((user) => opOf(file, user) === Op.Member) &&
    users.every(
      (user) =>
        opOf(file, user) === Op.Effect ||
        (opOf(file, user) === Op.Member && READING.has(stringOf(file, bOf(file, user)))),
    )
  );
}

/** The source text of a callee, on one line. */
function writtenAs(program: Program, file: FileFacts, node: NodeId): string {
  const text = (program.text(file.path) ?? '').slice(startOf(file, node), endOf(file, node)).replace(/\s+/g, ' ');
  return text.length > 60 ? (/[\w$]+(?:\.[\w$]+)?$/.exec(text)?.[0] ?? text.slice(0, 60)) : text;
}

function site(
  program: Program,
  file: FileFacts,
  node: NodeId,
  channel: OutletSite['channel'],
  how: OutletSite['how'],
  delivers: readonly Delivered[],
): OutletSite {
  const named = how === 'call' ? calleeOf(file, node) : node;
  const name = how === 'call' ? writtenAs(program, file, named) : stringOf(file, bOf(file, node));
  return {
    file,
    node,
    how,
    channel,
    name,
    place: { path: file.path, start: startOf(file, node), end: endOf(file, node) },
    delivers,
    context: contextOf(file, node),
    conversation: false,
    framework: '',
  };
}

function assigned(
  program: Program,
  index: CatalogueIndex,
  names: ApiNames,
  file: FileFacts,
  store: NodeId,
): OutletSite | null {
  const list = aOf(file, store);
  const key = stringOf(file, bOf(file, store));
  if (!index.outletNames.has(key)) return null;
  for (const base of names.of(file, listAt(file, list, 0))) {
    for (const outlet of index.outlets(index.canonical('', `${base}.${key}`))) {
      if (outlet.how !== 'assign') continue;
      const value = listAt(file, list, 1);
      const delivers = outlet.content.map((keys) => ({ node: value, keys: keys === '' ? [] : keys.split('.') }));
      return site(program, file, store, outlet.channel, 'assign', delivers);
    }
  }
  return null;
}

function delivered(file: FileFacts, call: NodeId, content: readonly string[]): readonly Delivered[] {
  return content.flatMap((access): Delivered[] => {
    const [head = '', ...keys] = access.split('.').filter((key) => key !== '*');
    if (head === 'this') {
      const callee = calleeOf(file, call);
      return opOf(file, callee) === Op.Member ? [{ node: aOf(file, callee), keys }] : [];
    }
    if (head === 'result') return [{ node: call, keys }];
    if (head === 'args') {
      return Array.from({ length: argumentCount(file, call) }, (_, i) => ({ node: argumentOf(file, call, i), keys }));
    }
    const node = argumentOf(file, call, Number(head));
    return node < 0 ? [] : [{ node, keys }];
  });
}

/** Whether the constant text an outlet asks for stands there. */
function applies(program: Program, outlet: OutletMatch, file: FileFacts, call: NodeId): boolean {
  if (outlet.when === undefined) return true;
  const [head = '', ...keys] = outlet.when.at.split('.');
  const pattern = new RegExp(outlet.when.matches);
  if (head !== 'receiver') return says(program, pattern, { file, node: call }, Number(head), keys);
  return makersOf(program, file, call).some((maker) => says(program, pattern, maker, Number(keys[0]), keys.slice(1)));
}

function says(program: Program, pattern: RegExp, call: NodeRef, argument: number, keys: readonly string[]): boolean {
  const value = program.propertyOf({ file: call.file, node: argumentOf(call.file, call.node, argument) }, keys);
  if (value === null) return false;
  // a constant of a package or an enum says what it is by its name: `PostStatus.PUBLISHED`
  const named = opOf(value.file, value.node) === Op.Member ? [stringOf(value.file, bOf(value.file, value.node))] : [];
  return [...named, ...program.strings(value)].some((text) => pattern.test(text));
}

/** The calls that made what a method is called on. */
function makersOf(program: Program, file: FileFacts, call: NodeId): readonly NodeRef[] {
  const entities = program.entities({ file, node: calleeOf(file, call) });
  return entities.flatMap((e) => (e.k === 'api' && e.maker !== null ? [e.maker] : []));
}

function answers(index: CatalogueIndex, names: ApiNames, routes: FileRoutes, file: FileFacts, fn: FunctionId): boolean {
  const facts = file.functions[fn];
  if (facts === undefined || facts.returns.length === 0) return false;
  if (routes.answers(file, fn)) return true;
  if (facts.decorators.length > 0) {
    return facts.decorators.some((decorator) => {
      const callee = opOf(file, decorator) === Op.Call ? calleeOf(file, decorator) : decorator;
      return names.of(file, callee).some((name) => index.answering(name));
    });
  }
  if (facts.kind !== 'arrow' && facts.kind !== 'function' && facts.kind !== 'method') return false;
  return names.registrations(file, fn).some((name) => index.handler(name)?.answers === true);
}

function* answersOf(
  file: FileFacts,
  fn: FunctionId,
  at: (file: FileFacts, node: NodeId) => OutletSite | null,
): Iterable<OutletSite> {
  for (const exit of file.functions[fn]?.returns ?? []) {
    const value = plain(file, exit.node);
    // an answer made by a call is that call's own outlet; elements are seen on their own
    if (value < 0 || opOf(file, value) === Op.Jsx || at(file, value) !== null) continue;
    yield {
      file,
      node: exit.node,
      how: 'answer',
      channel: 'response',
      name: 'return',
      place: { path: file.path, start: exit.start, end: exit.end },
      delivers: [{ node: exit.node, keys: [] }],
      context: exit.context,
      conversation: false,
      framework: '',
    };
  }
}

function plain(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  for (let i = 0; i < 8; i++) {
    const op = opOf(file, n);
    if (op !== Op.Await && op !== Op.Cast && op !== Op.Def) return n;
    n = aOf(file, n);
  }
  return n;
}
