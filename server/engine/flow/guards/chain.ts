import { Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, opOf, stringOf } from '../../extract/reader.ts';
import { valueOf } from './core.ts';
import type { Core } from './core.ts';
import { both, Level, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeMiddleware } from './middleware.ts';
import { textsOf } from './names.ts';
import type { NodeRef } from '../../link/contract.ts';
import { originOf } from './origin.ts';

/** Methods of a builder or router that put functions before those that follow. */
export const BEFORE = new Set(
  'use all before guard middleware middlewares concat unstable_concat addHook onBeforeHandle onRequest derive'.split(
    ' ',
  ),
);
const MAX_STEPS = 40;

/** One call in a chain: `router.use(mw).post(…)`. */
export interface Link {
  readonly file: FileFacts;
  readonly call: NodeId;
  readonly method: string;
}

/** The calls a receiver came out of, nearest first, across files. The last link's receiver is the root. */
export function linksOf(
  core: Core,
  file: FileFacts,
  receiver: NodeId,
): { readonly links: readonly Link[]; readonly root: NodeRef } {
  const links: Link[] = [];
  let at = originOf(core, file, receiver);
  for (let i = 0; i < MAX_STEPS; i++) {
    if (opOf(at.file, at.node) !== Op.Call) break;
    const callee = calleeOf(at.file, at.node);
    if (opOf(at.file, callee) !== Op.Member) break;
    links.push({ file: at.file, call: at.node, method: stringOf(at.file, bOf(at.file, callee)) });
    const next = originOf(core, at.file, aOf(at.file, callee));
    if (next.file === at.file && next.node === at.node) break;
    at = next;
  }
  return { links, root: at };
}

/** What the functions handed to one `use`-like call say, if its path covers the route. */
export function judgeUse(core: Core, link: Link, route: string | null): Judgement {
  const { file, call } = link;
  let all: Judgement = OPAQUE;
  const first = argumentOf(file, call, 0);
  const paths = isPath(file, first) ? textsOf(file, first, core.program) : [];
  if (link.method !== 'addHook' && paths.length > 0 && !paths.some((p) => covers(p, route))) return OPAQUE;
  for (let i = 0; i < argumentCount(file, call); i++) {
    all = both(all, judgeMiddleware(core, valueOf(file, argumentOf(file, call, i))));
    if (all.level === Level.guard) return all;
  }
  return all;
}

function isPath(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  return op === Op.Str || op === Op.Template || op === Op.Concat;
}

/**
 * Whether a middleware's path covers a route: Express takes a path as a prefix, Hono and others take `*` for the rest;
 * a parameter (`:id`, `[id]`, `{id}`) covers one step. An unknown route is covered only by a path that covers all.
 */
export function covers(pattern: string, route: string | null): boolean {
  const want = stepsOf(pattern);
  if (want.every((s) => s === '*' || s === '**')) return true;
  if (route === null) return false;
  const have = stepsOf(route);
  for (let i = 0; i < want.length; i++) {
    const w = want[i] ?? '';
    if (w === '*' || w === '**' || /^\(?\.\*\)?$|^:\w+[*+]$|^\{\*/.test(w)) {
      if (i === want.length - 1) return true;
      continue;
    }
    const h = have[i];
    if (h === undefined) return false;
    if (w.startsWith(':') || w.startsWith('{') || w.startsWith('[')) continue;
    if (w.replace(/\(\.\*\)$|\*$/, '') !== h && !(w.endsWith('*') && h.startsWith(w.slice(0, -1)))) return false;
  }
  return true;
}

const stepsOf = (path: string): readonly string[] => path.split('/').filter((s) => s !== '');
