import { NONE, Op, PropKind } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, listAt, listLength, opOf, stringOf } from '../../extract/reader.ts';
import type { NodeRef } from '../../link/contract.ts';
import { linksOf } from './links.ts';
import type { Link } from './links.ts';
import { valueOf } from './core.ts';
import type { Core } from './core.ts';
import { both, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeHook, judgeMiddleware } from './middleware.ts';
import { originOf } from './origin.ts';

/** What of a macro runs before the handler. */
const EARLY = new Set(['resolve', 'derive', 'beforeHandle', 'transform', 'parse']);
/** What these return is added to what the handler gets. */
const ADDING = new Set(['resolve', 'derive']);
const MAX_PLUGINS = 3;

/**
 * Macros that an option of a route switches on: `.macro({ consented: { beforeHandle } })`, also of a plugin that is used,
 * and `.post(path, handler, { consented: true })`.
 */
export function judgeMacros(core: Core, file: FileFacts, options: NodeId, links: readonly Link[]): Judgement {
  let all: Judgement = OPAQUE;
  const list = aOf(file, options);
  const macros = macrosOf(core, links, 0);
  for (let i = 0; macros.length > 0 && i + 2 < listLength(file, list); i += 3) {
    const value = listAt(file, list, i + 2);
    const isOff = opOf(file, value) === Op.Bool && aOf(file, value) === 0;
    if (listAt(file, list, i) !== PropKind.Init || isOff) continue;
    const key = stringOf(file, listAt(file, list, i + 1));
    for (const macro of macros) if (macro.name === key) all = both(all, judgeMacro(core, macro.made));
  }
  return all;
}

interface Macro {
  readonly name: string;
  readonly made: NodeRef;
}

function macrosOf(core: Core, links: readonly Link[], depth: number): readonly Macro[] {
  const out: Macro[] = [];
  for (const { file, call, method } of links) {
    const first = argumentOf(file, call, 0);
    if (method === 'use' && depth < MAX_PLUGINS && first !== NONE) {
      const plugin = originOf(core, file, first);
      out.push(...macrosOf(core, linksOf(core, plugin.file, plugin.node).links, depth + 1));
    } else if (method === 'macro' && opOf(file, first) === Op.Str) {
      out.push({ name: stringOf(file, aOf(file, first)), made: { file, node: argumentOf(file, call, 1) } });
    } else if (method === 'macro') out.push(...propertiesOf(file, first));
  }
  return out;
}

function propertiesOf(file: FileFacts, object: NodeId): readonly Macro[] {
  if (opOf(file, object) !== Op.Object) return [];
  const out: Macro[] = [];
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    const kind = listAt(file, list, i);
    if (kind !== PropKind.Init && kind !== PropKind.Method) continue;
    out.push({ name: stringOf(file, listAt(file, list, i + 1)), made: { file, node: listAt(file, list, i + 2) } });
  }
  return out;
}

/** A macro is an object of hooks, or a function that gives one. */
function judgeMacro(core: Core, { file, node }: NodeRef): Judgement {
  if (node === NONE) return OPAQUE;
  if (opOf(file, node) === Op.Func) {
    const exits = file.functions[aOf(file, node)]?.returns ?? [];
    return exits.reduce((all: Judgement, exit) => both(all, judgeMacro(core, { file, node: exit.node })), OPAQUE);
  }
  return propertiesOf(file, node)
    .filter(({ name }) => EARLY.has(name))
    .reduce((all: Judgement, { name, made }) => both(all, judgeEarly(core, made, ADDING.has(name))), OPAQUE);
}

function judgeEarly(core: Core, { file, node }: NodeRef, adds: boolean): Judgement {
  if (adds && opOf(file, node) === Op.Func) return judgeHook(core, { file, fn: aOf(file, node) }, null, true);
  return judgeMiddleware(core, valueOf(file, node));
}
