import { Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { argumentCount, argumentOf, opOf } from '../../extract/reader.ts';
import { valueOf } from './core.ts';
import type { Core } from './core.ts';
import { both, Level, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeMiddleware, LATE } from './middleware.ts';
import type { Link } from './links.ts';
import { textsOf } from './names.ts';
import { judgePlugin } from './plugins.ts';

/** Methods of a builder or router that put functions before those that follow. */
export const BEFORE = new Set(
  'use all before guard middleware middlewares concat unstable_concat addHook onBeforeHandle onRequest derive'.split(
    ' ',
  ),
);
/** What the functions handed to one `use`-like call say, if its path covers the route. */
export function judgeUse(core: Core, link: Link, route: string | null): Judgement {
  const { file, call } = link;
  let all: Judgement = OPAQUE;
  const first = argumentOf(file, call, 0);
  const paths = isPath(file, first) ? textsOf(file, first, core.program) : [];
  if (core.answer === undefined && link.method === 'addHook' && paths.some((name) => LATE.test(name))) return OPAQUE;
  if (link.method !== 'addHook' && paths.length > 0 && !paths.some((p) => covers(p, route))) return OPAQUE;
  for (let i = 0; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    const plugin = link.method === 'use' ? judgePlugin(core, file, argument) : null;
    all = both(all, plugin ?? judgeMiddleware(core, valueOf(file, argument)));
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
