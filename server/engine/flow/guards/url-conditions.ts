import { Ctx, NONE, Op } from '../../extract/facts.ts';
import type { ContextId, FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  bOf,
  calleeOf,
  cOf,
  contextKind,
  contextParent,
  contextX,
  contextY,
  opOf,
  stringOf,
} from '../../extract/reader.ts';
import type { Core } from './core.ts';
import { both, either, Level } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { segmentsOf, textsOf } from './names.ts';

/** Whether a context cannot be reached for a request to this URL: `if (pathname.startsWith('/api/ai'))` is asked. */
export function elsewhere(core: Core, file: FileFacts, context: ContextId, url: string, depth = 0): boolean {
  for (let c = context; c !== NONE && contextKind(file, c) !== Ctx.Entry && depth < 12; c = contextParent(file, c)) {
    const kind = contextKind(file, c);
    if (kind === Ctx.True || kind === Ctx.False) {
      const outcome = outcomeOf(core, file, contextX(file, c), url);
      if (outcome !== null && outcome !== (kind === Ctx.True)) return true;
    } else if (kind === Ctx.Either) {
      const both =
        elsewhere(core, file, contextX(file, c), url, depth + 1) &&
        elsewhere(core, file, contextY(file, c), url, depth + 1);
      if (both) return true;
    }
  }
  return false;
}

/** What is known of consent at a context for a request to this URL: paths not taken for it do not count. */
export function contextAt(core: Core, file: FileFacts, context: ContextId, url: string, depth = 0): Judgement {
  let all = core.context(file, context, null);
  for (let c = context; c !== NONE && all.level < Level.guard && depth < 12; c = contextParent(file, c)) {
    if (contextKind(file, c) !== Ctx.Either) continue;
    const open = [contextX(file, c), contextY(file, c)].filter((side) => !elsewhere(core, file, side, url));
    const sides = open.map((side) => contextAt(core, file, side, url, depth + 1));
    if (sides.length > 0) all = both(all, sides.reduce(either));
  }
  return all;
}

/** Truth of a condition on the path of the request; null if it is about anything else. */
function outcomeOf(core: Core, file: FileFacts, node: NodeId, url: string): boolean | null {
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Def:
    case Op.Cast:
      return outcomeOf(core, file, a, url);
    case Op.Unary: {
      const inner = stringOf(file, bOf(file, node)) === '!' ? outcomeOf(core, file, a, url) : null;
      return inner === null ? null : !inner;
    }
    case Op.Binary: {
      const operator = stringOf(file, cOf(file, node));
      if (!isPathname(file, a) || !/^[=!]==?$/.test(operator)) return null;
      const [text] = textsOf(file, bOf(file, node), core.program);
      return text === undefined ? null : (text === url) === operator.startsWith('=');
    }
    case Op.Call: {
      const callee = calleeOf(file, node);
      if (opOf(file, callee) !== Op.Member || !isPathname(file, aOf(file, callee))) return null;
      const [text] = textsOf(file, argumentOf(file, node, 0), core.program);
      if (text === undefined) return null;
      const method = stringOf(file, bOf(file, callee));
      if (method === 'startsWith') return `${url}/`.startsWith(text) || url.startsWith(text);
      if (method === 'endsWith') return url.endsWith(text);
      return method === 'includes' ? url.includes(text) : null;
    }
    default:
      return null;
  }
}

function isPathname(file: FileFacts, node: NodeId): boolean {
  const leaf = segmentsOf(file, node).at(-1) ?? '';
  return /^(?:pathname|path|url)$/i.test(leaf);
}
