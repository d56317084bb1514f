import { NONE, Op, PropKind } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, listAt, listLength, opOf, stringOf } from '../../extract/reader.ts';
import { covers } from './chain.ts';
import type { Core } from './core.ts';
import { both, either, Level, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { textsOf } from './names.ts';
import { contextAt, elsewhere } from './url-conditions.ts';

const ROUTE = /^(.*?)(?:src\/)?(app|pages)\/(.*)$/;

/** The URL path a file of an `app` or `pages` folder answers, and the folder of its project; null for other files. */
export function urlOf(path: string): { readonly root: string; readonly url: string } | null {
  const found = ROUTE.exec(path);
  if (found === null) return null;
  const [, root = '', folder, rest = ''] = found;
  const file = rest.replace(/\.[cm]?[jt]sx?$/, '');
  if (folder === 'app') {
    if (!/(?:^|\/)(?:route|page|layout|actions?)$/.test(file)) return null;
    const steps = file
      .split('/')
      .slice(0, -1)
      .filter((s) => !/^\(.*\)$|^@/.test(s));
    return { root, url: `/${steps.join('/')}` };
  }
  return { root, url: `/${file.replace(/(?:^|\/)index$/, '')}` };
}

/** What a project's `middleware.ts` (or `proxy.ts`) says for the route a file answers. */
export function judgeNextMiddleware(core: Core, file: FileFacts): Judgement {
  const place = urlOf(file.path);
  if (place === null) return OPAQUE;
  for (const name of ['middleware', 'proxy']) {
    for (const folder of [`${place.root}src/`, place.root]) {
      for (const extension of ['ts', 'js', 'mjs', 'tsx']) {
        const found = core.program.facts(`${folder}${name}.${extension}`);
        if (found !== undefined)
          return matches(core, found, place.url) ? judgeHandler(core, found, name, place.url) : OPAQUE;
      }
    }
  }
  return OPAQUE;
}

/** Whether `export const config = { matcher: … }` covers the path; no matcher covers all. */
function matches(core: Core, file: FileFacts, url: string): boolean {
  const config = file.bindings['config'];
  if (config === undefined) return true;
  const matcher = keyOf(file, objectAt(file, config), 'matcher');
  if (matcher === NONE) return true;
  const patterns: string[] = [];
  const op = opOf(file, matcher);
  if (op === Op.Array) {
    const list = aOf(file, matcher);
    for (let i = 0; i < listLength(file, list); i++) {
      const item = listAt(file, list, i);
      const source = opOf(file, item) === Op.Object ? keyOf(file, item, 'source') : item;
      patterns.push(...textsOf(file, source, core.program));
    }
  } else patterns.push(...textsOf(file, matcher, core.program));
  return patterns.some((p) => matchesPattern(p, url));
}

/** Whether a path of a matcher covers an address. */
export function matchesPattern(pattern: string, url: string): boolean {
  // '/((?!_next).*)' is a regular expression in a path
  if (/\(\?|\(\.\*\)/.test(pattern)) {
    try {
      return new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(url);
    } catch {
      return false;
    }
  }
  const steps = pattern.split('/').filter((s) => s !== '').length;
  const open = /\*$|\+$/.test(pattern);
  return covers(pattern, url) && (open || url.split('/').filter((s) => s !== '').length === steps);
}

function objectAt(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  for (let i = 0; i < 8; i++) {
    const op = opOf(file, n);
    if (op === Op.Def || op === Op.Cast) n = aOf(file, n);
    else if (op === Op.Cell) n = file.variables[aOf(file, n)]?.definitions[0] ?? NONE;
    else break;
  }
  return opOf(file, n) === Op.Object ? n : NONE;
}

function keyOf(file: FileFacts, object: NodeId, key: string): NodeId {
  if (object === NONE) return NONE;
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i) === PropKind.Init && stringOf(file, listAt(file, list, i + 1)) === key) {
      return listAt(file, list, i + 2);
    }
  }
  return NONE;
}

/** The middleware lets through where it returns `NextResponse.next()`, a rewrite, or nothing. */
function judgeHandler(core: Core, file: FileFacts, name: string, url: string): Judgement {
  let all: Judgement = OPAQUE;
  for (const exported of [name, 'default']) {
    for (const found of core.program.exported(file.path, exported)) {
      if (!('node' in found)) continue;
      for (const e of core.program.entities(found))
        if (e.k === 'function') all = both(all, judgeExits(core, e.file, e.fn, url));
    }
  }
  return all;
}

function judgeExits(core: Core, file: FileFacts, fn: number, url: string): Judgement {
  const facts = file.functions[fn];
  if (facts === undefined) return OPAQUE;
  let all: Judgement = NEVER;
  for (const exit of facts.returns) {
    if (exit.node !== NONE && !goesOn(file, exit.node)) continue;
    if (elsewhere(core, file, exit.context, url)) continue;
    const there = contextAt(core, file, exit.context, url);
    all = either(all, core.answer === undefined ? there : both(there, core.answer(file, exit.node)));
  }
  if (facts.exitContext !== NONE && !elsewhere(core, file, facts.exitContext, url)) {
    all = either(all, contextAt(core, file, facts.exitContext, url));
  }
  return all.level === Level.never ? OPAQUE : all;
}

function goesOn(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  if (op === Op.Def || op === Op.Await) return goesOn(file, aOf(file, node));
  if (op === Op.Undefined || op === Op.Null) return true;
  if (op !== Op.Call) return op !== Op.New;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) !== Op.Member) return false;
  return /^(?:next|rewrite)$/.test(stringOf(file, bOf(file, callee)));
}
