import { Ctx, NONE, Op, PropKind } from '../../extract/facts.ts';
import type { ContextId, FileFacts } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  contextKind,
  contextOf,
  contextParent,
  listAt,
  listLength,
  opOf,
  stringOf,
} from '../../extract/reader.ts';
import { sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { originOf } from './origin.ts';

const MAX_DEPTH = 12;

/** The entries of an object of conditions, those of constants spread in included: a later key takes an earlier one's place. */
export function entriesOf(core: Core, v: Value, depth = 0): readonly (readonly [string, Value])[] {
  const out = new Map<string, Value>();
  const list = aOf(v.file, v.node);
  for (let i = 0; i + 2 < listLength(v.file, list); i += 3) {
    const kind = listAt(v.file, list, i);
    const value = listAt(v.file, list, i + 2);
    if (kind === PropKind.Init) out.set(stringOf(v.file, listAt(v.file, list, i + 1)), sibling(v, value));
    if (kind !== PropKind.Spread || depth > MAX_DEPTH) continue;
    const { file, node } = originOf(core, v.file, value);
    if (opOf(file, node) !== Op.Object) continue;
    const same = file === v.file ? v.frame : null;
    for (const [key, inner] of entriesOf(core, { ...v, file, node, frame: same }, depth + 1)) out.set(key, inner);
  }
  return [...out];
}

/** What a list of conditions holds wherever it is read here: what it was written with, and what was always pushed. */
export function conditionsIn(core: Core, v: Value, depth = 0): readonly Value[] {
  const { file, node } = v;
  if (node === NONE || depth > MAX_DEPTH) return [];
  const go = (n: number): readonly Value[] => conditionsIn(core, sibling(v, n), depth + 1);
  const a = aOf(file, node);
  switch (opOf(file, node)) {
    case Op.Def:
    case Op.Cast:
      return go(a);
    case Op.Cell: {
      const { file: there, node: origin } = originOf(core, file, node);
      return origin === node ? [] : conditionsIn(core, { ...v, file: there, node: origin }, depth + 1);
    }
    case Op.Effect: {
      const call = bOf(file, node);
      const callee = calleeOf(file, call);
      const pushes = opOf(file, callee) === Op.Member && stringOf(file, bOf(file, callee)) === 'push';
      if (!pushes || isOnOneBranch(file, contextOf(file, call), startOfList(file, node))) return go(a);
      const pushed = Array.from({ length: argumentCount(file, call) }, (_, i) => sibling(v, argumentOf(file, call, i)));
      return [...go(a), ...pushed];
    }
    case Op.Array:
      return Array.from({ length: listLength(file, a) }, (_, i) => sibling(v, listAt(file, a, i)));
    default:
      return [];
  }
}

/** The context a list was written in. */
function startOfList(file: FileFacts, node: number): ContextId {
  let n = node;
  while (opOf(file, n) === Op.Effect || opOf(file, n) === Op.Def) n = aOf(file, n);
  return contextOf(file, n);
}

/** Whether a context lies under a condition that one above it does not. */
function isOnOneBranch(file: FileFacts, context: ContextId, above: ContextId): boolean {
  for (let c = context; c !== NONE && c !== above; c = contextParent(file, c)) {
    if (contextKind(file, c) !== Ctx.Called) return true;
  }
  return false;
}
