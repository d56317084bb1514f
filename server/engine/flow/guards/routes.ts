import { NONE, Op, PropKind } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  listAt,
  listLength,
  opOf,
  startOf,
  stringOf,
} from '../../extract/reader.ts';
import type { NodeRef } from '../../link/contract.ts';
import { BEFORE, judgeUse } from './chain.ts';
import { linksOf } from './links.ts';
import type { Link } from './links.ts';
import { originOf } from './origin.ts';
import { valueOf } from './core.ts';
import type { Core } from './core.ts';
import { both, either, Level, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeHandedPredicate } from './collections.ts';
import { judgeMiddleware, judgeOptions } from './middleware.ts';
import { judgeMacros } from './macros.ts';
import { textsOf } from './names.ts';
import { judgeSchema } from './parsed.ts';
import { isUsed, usesOf } from './uses.ts';

const MAX_MOUNTS = 3;
const MAX_FILES = 40;
const MAX_FOLLOWING = 20;
const MOUNTS = new Set(['use', 'route', 'register', 'mount', 'group', 'all']);

/**
 * What stands before a handler that is argument `position` of a registration call: earlier arguments, route options,
 * the chain the call is made on, middlewares of the router registered before, and of routers it is mounted on.
 */
export function judgeRegistration(core: Core, file: FileFacts, call: NodeId, position: number): Judgement {
  const callee = calleeOf(file, call);
  let all: Judgement = OPAQUE;
  for (let i = 0; i < position; i++) all = both(all, judgeMiddleware(core, valueOf(file, argumentOf(file, call, i))));
  // app.post(path, handler, { beforeHandle, body })
  for (let i = position + 1; i < argumentCount(file, call); i++) {
    if (opOf(file, argumentOf(file, call, i)) === Op.Object)
      all = both(all, judgeOptions(core, valueOf(file, argumentOf(file, call, i))));
  }
  all = both(all, judgeFollowing(core, file, call));
  if (all.level === Level.guard || opOf(file, callee) !== Op.Member) return all;
  const { links, root } = linksOf(core, file, aOf(file, callee));
  const route = routeOf(core, file, call, links);
  for (let i = position + 1; i < argumentCount(file, call); i++) {
    if (opOf(file, argumentOf(file, call, i)) === Op.Object)
      all = both(all, judgeMacros(core, file, argumentOf(file, call, i), links));
  }
  for (const link of links) {
    if (BEFORE.has(link.method)) all = both(all, judgeUse(core, link, route));
    else if (INPUTS.has(link.method)) all = both(all, judgeInput(core, link));
    else if (SELECTS.has(link.method))
      all = both(all, judgeHandedPredicate(core, link.file, argumentOf(link.file, link.call, 0), true));
    if (all.level === Level.guard) return all;
  }
  // the router is the root, or any point of the chain that has a name
  const routers = [
    originOf(core, file, aOf(file, callee)),
    ...links.map((l) => ({ file: l.file, node: l.call })),
    root,
  ];
  return both(all, judgeRouter(core, routers, route, file, startOf(file, call), 0));
}

/** Methods of a router that go on only with what a function says yes to. */
const SELECTS = new Set(['filter', 'when']);

/** Methods of a builder that are given the schema of what the handler gets. */
const INPUTS = new Set(['input', 'inputSchema', 'schema', 'validator', 'inputValidator']);

const judgeInput = (core: Core, { file, call }: Link): Judgement =>
  judgeSchema(core, valueOf(file, argumentOf(file, call, 0))) ?? OPAQUE;

/** `route.post(…).middleware(mw)`, `middy(handler).use(mw)`; what is used on a router comes after its handlers. */
function judgeFollowing(core: Core, file: FileFacts, call: NodeId, depth = 0): Judgement {
  let all: Judgement = OPAQUE;
  const wraps = depth > 0 || opOf(file, calleeOf(file, call)) !== Op.Member;
  for (const member of depth > MAX_FOLLOWING ? [] : (usesOf(file).users.get(call) ?? [])) {
    const method = opOf(file, member) === Op.Member ? stringOf(file, bOf(file, member)) : '';
    if (!(wraps ? /^(?:middlewares?|use|before)$/ : /^middlewares?$/).test(method)) continue;
    for (const next of usesOf(file).users.get(member) ?? []) {
      if (opOf(file, next) !== Op.Call || calleeOf(file, next) !== member) continue;
      all = both(all, judgeUse(core, { file, call: next, method: 'middleware' }, null));
      if (wraps) all = both(all, judgeFollowing(core, file, next, depth + 1));
    }
  }
  return all;
}

/** The path a route is registered under, null if it is not constant. Prefixes given on the way are put in front. */
function routeOf(
  core: Core,
  file: FileFacts,
  call: NodeId,
  links: readonly { readonly file: FileFacts; readonly call: NodeId; readonly method: string }[],
): string | null {
  const own = pathIn(core, file, argumentOf(file, call, 0));
  const prefixes = links
    .filter((l) => l.method === 'route' || l.method === 'basePath' || l.method === 'prefix')
    .map((l) => pathIn(core, l.file, argumentOf(l.file, l.call, 0)) ?? '');
  if (own === null && prefixes.length === 0) return null;
  return [...prefixes.reverse(), own ?? ''].join('/');
}

function pathIn(core: Core, file: FileFacts, node: NodeId): string | null {
  if (node === NONE) return null;
  if (opOf(file, node) === Op.Object) {
    const list = aOf(file, node);
    for (let i = 0; i + 2 < listLength(file, list); i += 3) {
      const key = stringOf(file, listAt(file, list, i + 1));
      if (listAt(file, list, i) === PropKind.Init && (key === 'url' || key === 'path')) {
        return pathIn(core, file, listAt(file, list, i + 2));
      }
    }
    return null;
  }
  const [text] = textsOf(file, node, core.program);
  return text ?? null;
}

/** Most addresses told of one registration. */
const MAX_ADDRESSES = 8;

/** An address under which a handler answers. `whole`: nothing more stands before it. */
export interface RouteAddress {
  readonly path: string;
  readonly whole: boolean;
}

/** The addresses of a registration: its path, behind those its router is mounted under. */
export function addressesOfRoute(core: Core, file: FileFacts, call: NodeId): readonly RouteAddress[] {
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member) return [];
  const { links, root } = linksOf(core, file, aOf(file, callee));
  const route = routeOf(core, file, call, links);
  if (route === null) return [];
  const routers = [originOf(core, file, aOf(file, callee)), root];
  return mountedUnder(core, routers, route, 0);
}

function mountedUnder(core: Core, routers: readonly NodeRef[], route: string, depth: number): readonly RouteAddress[] {
  const out: RouteAddress[] = [];
  for (const file of depth >= MAX_MOUNTS ? [] : mountFiles(core, routers)) {
    for (const call of file.calls) {
      const callee = calleeOf(file, call);
      if (opOf(file, callee) !== Op.Member || !MOUNTS.has(stringOf(file, bOf(file, callee)))) continue;
      const position = mountedAt(core, file, call, routers);
      if (position < 0 || out.length >= MAX_ADDRESSES) continue;
      const prefix = position > 0 ? (pathIn(core, file, argumentOf(file, call, 0)) ?? '') : '';
      const above = [originOf(core, file, aOf(file, callee))].filter((r) => !routers.some((o) => sameRef(o, r)));
      const path = `${prefix}/${route}`;
      out.push(...(above.length === 0 ? [{ path, whole: true }] : mountedUnder(core, above, path, depth + 1)));
    }
  }
  return out.length === 0 ? [{ path: route, whole: false }] : out;
}

const sameRef = (a: NodeRef, b: NodeRef): boolean => a.node === b.node && a.file.path === b.file.path;

/** Middlewares registered on a router before a place, and on what it is mounted on. */
function judgeRouter(
  core: Core,
  routers: readonly NodeRef[],
  route: string | null,
  from: FileFacts,
  before: number,
  depth: number,
): Judgement {
  let all: Judgement = OPAQUE;
  const files = new Map<string, FileFacts>([[from.path, from]]);
  for (const r of routers) files.set(r.file.path, r.file);
  for (const file of files.values()) {
    for (const call of file.calls) {
      const callee = calleeOf(file, call);
      if (opOf(file, callee) !== Op.Member) continue;
      const method = stringOf(file, bOf(file, callee));
      if (!BEFORE.has(method) || (file === from && startOf(file, call) >= before)) continue;
      const origin = originOf(core, file, aOf(file, callee));
      if (!routers.some((r) => sameRef(r, origin)) || buildsAnother(file, call)) continue;
      all = both(all, judgeUse(core, { file, call, method }, route));
      if (all.level === Level.guard) return all;
    }
  }
  return depth >= MAX_MOUNTS ? all : both(all, judgeMounts(core, routers, route, depth));
}

/** Methods that register a handler on the router itself. */
const REGISTERS = new Set('get post put patch delete del all route listen addHook register handle'.split(' '));

/**
 * Whether a `use` call leaves its receiver as it was and gives another one, as builders of procedures do: its result is
 * kept, and nothing is ever registered on the receiver itself.
 */
function buildsAnother(file: FileFacts, call: NodeId): boolean {
  if (!isUsed(file, call)) return false;
  const receiver = aOf(file, calleeOf(file, call));
  const users = usesOf(file).users;
  for (const other of file.calls) {
    const callee = calleeOf(file, other);
    if (opOf(file, callee) !== Op.Member || !sameVariable(file, aOf(file, callee), receiver)) continue;
    if (REGISTERS.has(stringOf(file, bOf(file, callee)))) return false;
  }
  return (users.get(call) ?? []).length > 0;
}

function sameVariable(file: FileFacts, a: NodeId, b: NodeId): boolean {
  if (a === b) return true;
  const variable = (n: NodeId): number => {
    let at = n;
    while (opOf(file, at) === Op.Effect) at = aOf(file, at);
    return opOf(file, at) === Op.Def ? bOf(file, at) : opOf(file, at) === Op.Cell ? aOf(file, at) : NONE;
  };
  return variable(a) !== NONE && variable(a) === variable(b);
}

/** All places a router is mounted must have the middleware before it. */
function judgeMounts(core: Core, routers: readonly NodeRef[], route: string | null, depth: number): Judgement {
  let all: Judgement = NEVER;
  for (const file of mountFiles(core, routers)) {
    for (const call of file.calls) {
      const callee = calleeOf(file, call);
      if (opOf(file, callee) !== Op.Member || !MOUNTS.has(stringOf(file, bOf(file, callee)))) continue;
      const position = mountedAt(core, file, call, routers);
      if (position < 0) continue;
      let own: Judgement = OPAQUE;
      for (let i = 0; i < position; i++)
        own = both(own, judgeMiddleware(core, valueOf(file, argumentOf(file, call, i))));
      if (own.level !== Level.guard) {
        const prefix = position > 0 ? (pathIn(core, file, argumentOf(file, call, 0)) ?? '') : '';
        const { links, root } = linksOf(core, file, aOf(file, callee));
        const whole = `${prefix}/${route ?? ''}`;
        for (const link of links) if (BEFORE.has(link.method)) own = both(own, judgeUse(core, link, whole));
        const above = [originOf(core, file, aOf(file, callee)), root].filter(
          (r) => !routers.some((o) => sameRef(o, r)),
        );
        if (above.length > 0) own = both(own, judgeRouter(core, above, whole, file, startOf(file, call), depth + 1));
      }
      all = either(all, own);
    }
  }
  return all.level === Level.never ? OPAQUE : all;
}

function mountedAt(core: Core, file: FileFacts, call: NodeId, routers: readonly NodeRef[]): number {
  for (let i = 0; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    const op = opOf(file, argument);
    if (op === Op.Str || op === Op.Func || op === Op.Object) continue;
    const origin = originOf(core, file, argument);
    if (routers.some((r) => sameRef(r, origin))) return i;
  }
  return -1;
}

/** Files that can mount a router: where it is made, and those that import that file, also by barrels. */
function mountFiles(core: Core, routers: readonly NodeRef[]): readonly FileFacts[] {
  const paths = new Set<string>(routers.map((r) => r.file.path));
  const queue = [...paths];
  for (let p = queue.pop(); p !== undefined && paths.size < MAX_FILES; p = queue.pop()) {
    for (const importer of core.program.modules.importers(p)) {
      if (paths.has(importer)) continue;
      paths.add(importer);
      queue.push(importer);
    }
  }
  const out: FileFacts[] = [];
  for (const p of paths) {
    const facts = core.program.facts(p);
    if (facts !== undefined) out.push(facts);
  }
  return out;
}
