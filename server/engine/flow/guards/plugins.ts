import { Op, PropKind } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, listAt, listLength, opOf, stringOf } from '../../extract/reader.ts';
import { valueOf } from './core.ts';
import type { Core } from './core.ts';
import { both, NONE_KNOWN } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { linksOf } from './links.ts';
import type { Link } from './links.ts';
import { judgeMiddleware } from './middleware.ts';

/** Hooks of a plugin that hold for itself only, unless it says for whom they do. */
const HOOKS = new Set(['onBeforeHandle', 'onRequest', 'onTransform', 'guard', 'derive', 'resolve']);

/**
 * What a plugin asks of those who use it, where it is built by this program on what a package made:
 * `new Elysia().onBeforeHandle({ as: 'scoped' }, check)`. What it is called says nothing then. null: it is no such plugin.
 */
export function judgePlugin(core: Core, file: FileFacts, node: NodeId): Judgement | null {
  const { links, root } = linksOf(core, file, node);
  if (links.length === 0 || opOf(root.file, root.node) !== Op.New) return null;
  const shared = links.some((link) => link.method === 'as');
  return links
    .filter((link) => link.method === 'use' || (HOOKS.has(link.method) && (shared || isShared(link))))
    .reduce((all: Judgement, link) => both(all, judgeArguments(core, link)), NONE_KNOWN);
}

function judgeArguments(core: Core, { file, call }: Link): Judgement {
  let all: Judgement = NONE_KNOWN;
  for (let i = 0; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    all = both(all, judgePlugin(core, file, argument) ?? judgeMiddleware(core, valueOf(file, argument)));
  }
  return all;
}

/** `{ as: 'global' }` in the first argument. */
function isShared({ file, call }: Link): boolean {
  const first = argumentOf(file, call, 0);
  if (opOf(file, first) !== Op.Object) return false;
  const list = aOf(file, first);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i) === PropKind.Init && stringOf(file, listAt(file, list, i + 1)) === 'as') return true;
  }
  return false;
}
