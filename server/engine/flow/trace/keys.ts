import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  cOf,
  listAt,
  listItems,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import { HOLE } from '../../link/index.ts';
import { ANY, pathOf, skipIndexes, SYMBOL, without, type AccessPath } from './access-path.ts';
import { ELEMENT_CALLBACKS } from './builtins.ts';
import type { Tracing } from './tracing.ts';

/** Keys that `object[key]` may mean: constants, `*`, or symbols that a caller's arguments replace. */
export interface Keys {
  readonly names: readonly string[];
  /** A loop takes each of them in turn. */
  readonly each: boolean;
}

interface At {
  readonly file: FileFacts;
  readonly node: NodeId;
}

const MAX_KEYS = 32;
const MAX_DEPTH = 8;
const UNKNOWN: Keys = { names: [ANY], each: false };

/** The keys a key node may hold. */
export function keysAt(t: Tracing, file: FileFacts, node: NodeId): Keys {
  const list = iterableBehind(t, file, node, 0);
  if (list !== null) {
    const names = constantList(t, list) ?? symbolic(list, 'each');
    if (names !== null) return { names, each: true };
  }
  const own = constants(t, { file, node });
  if (own !== null) return { names: own, each: false };
  const told = literals(t, { file, node });
  if (told.length > 0) return { names: told, each: false };
  const self = symbolic({ file, node }, 'self');
  return self === null ? UNKNOWN : { names: self, each: false };
}

/** Whether a key is each of a list in turn. */
export const isEach = (t: Tracing, file: FileFacts, key: NodeId): boolean => key >= 0 && keysAt(t, file, key).each;

/** Keys that a node deletes from an object one after another: `SECRET.forEach((key) => delete out[key])`. */
export function deletedKeys(t: Tracing, file: FileFacts, node: NodeId): readonly string[] {
  if (opOf(file, node) !== Op.Store || bOf(file, node) >= 0) return [];
  const items = aOf(file, node);
  const value = opOf(file, listAt(file, items, 1));
  if (value !== Op.Undefined && value !== Op.Null && value !== Op.Str) return [];
  const keys = keysAt(t, file, cOf(file, node));
  return keys.each ? keys.names.filter((name) => name !== ANY) : [];
}

/** The path without deleted keys; null if it asks for one of them. */
export function withoutKeys(path: AccessPath, gone: readonly string[]): AccessPath | null {
  if (gone.length === 0) return path;
  const [asked] = skipIndexes(path).keys;
  if (asked === undefined) return without(path, gone);
  return gone.includes(asked) ? null : path;
}

function constants(t: Tracing, at: At): readonly string[] | null {
  const found = t.program.strings(at);
  return found.every((key) => key !== '' && !key.includes(HOLE)) ? found : null;
}

/** What a type says the key is: `'plan' | 'seats'`, `keyof Plan`. */
function literals(t: Tracing, at: At): readonly string[] {
  const shape = t.program.shapes.ofNode(at);
  const parts = shape.k === 'union' ? shape.of : [shape];
  const out: string[] = [];
  for (const part of parts) {
    if (part.k !== 'scalar' || part.kind !== 'literal' || part.value === undefined) return [];
    out.push(part.value);
  }
  return out.length > MAX_KEYS ? [] : out;
}

/** The list whose elements a node runs through: in a loop, or as the parameter of an array method's callback. */
function iterableBehind(t: Tracing, file: FileFacts, node: NodeId, depth: number): At | null {
  if (depth > MAX_DEPTH) return null;
  switch (opOf(file, node)) {
    case Op.Def:
    case Op.Cast:
    case Op.Effect:
      return iterableBehind(t, file, aOf(file, node), depth + 1);
    case Op.Element:
      return { file, node: aOf(file, node) };
    case Op.Param: {
      const use = t.inlineUse(file, aOf(file, node));
      const callee = use === null ? -1 : calleeOf(file, use.call);
      if (use === null || opOf(file, callee) !== Op.Member) return null;
      const method = stringOf(file, bOf(file, callee));
      const position = method === 'reduce' || method === 'reduceRight' ? 1 : ELEMENT_CALLBACKS.has(method) ? 0 : -1;
      return bOf(file, node) === position ? { file, node: aOf(file, callee) } : null;
    }
    default:
      return null;
  }
}

/** The texts of an array (or set) of constants, or null. */
export function constantList(t: Tracing, at: At): readonly string[] | null {
  if (at.node < 0) return null;
  for (const e of t.program.entities(at)) {
    if (e.k !== 'object' || opOf(e.file, e.node) !== Op.Array) continue;
    const out: string[] = [];
    for (const item of Array.from(listItems(e.file, aOf(e.file, e.node)))) {
      const inner =
        opOf(e.file, item) === Op.Spread ? constantList(t, { file: e.file, node: aOf(e.file, item) }) : null;
      const texts = inner ?? constants(t, { file: e.file, node: item });
      if (texts === null || out.length > MAX_KEYS) return null;
      out.push(...texts);
    }
    return out;
  }
  const made = madeOf(at);
  return made === null ? null : constantList(t, made);
}

/** `new Set([…])`. */
function madeOf({ file, node }: At): At | null {
  let n = node;
  for (let i = 0; i < MAX_DEPTH; i++) {
    const op = opOf(file, n);
    if (op === Op.Def || op === Op.Cast) n = aOf(file, n);
    else if (op === Op.Cell) n = file.variables[aOf(file, n)]?.definitions[0] ?? -1;
    else break;
  }
  if (opOf(file, n) !== Op.New || argumentCount(file, n) !== 1) return null;
  const callee = calleeOf(file, n);
  const isSet = opOf(file, callee) === Op.Global && stringOf(file, aOf(file, callee)) === 'Set';
  return isSet ? { file, node: argumentOf(file, n, 0) } : null;
}

/** A key that only a caller knows: an element of (`each`), or the value of (`self`), a parameter. */
function symbolic(at: At, how: 'each' | 'self'): readonly string[] | null {
  const { file } = at;
  let n = at.node;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  if (opOf(file, n) !== Op.Param) return null;
  const rest = cOf(file, n) === 1;
  const kind = rest ? 'rest' : how;
  return [`${SYMBOL}${kind}|${String(bOf(file, n))}|${symbolOf(file, aOf(file, n))}`];
}

const symbolOf = (file: FileFacts, fn: FunctionId): string => `${String(fn)}|${file.path}`;

/**
 * A path as it is meant at a call of a function: keys that stand for the function's parameters are replaced by what the
 * call hands in; where that is not constant, by any key.
 */
export function withArguments(
  t: Tracing,
  target: { readonly file: FileFacts; readonly fn: FunctionId },
  call: At,
  path: AccessPath,
): readonly AccessPath[] {
  if (!path.id.includes(SYMBOL)) return [path];
  const own = symbolOf(target.file, target.fn);
  const meaning = (key: string): readonly string[] | null => {
    if (!key.startsWith(SYMBOL)) return null;
    const [kind = '', index = '', ...symbol] = key.slice(1).split('|');
    if (symbol.join('|') !== own) return null;
    return argumentKeys(t, call, kind, Number(index)) ?? [ANY];
  };
  let keys: readonly (readonly string[])[] = [[]];
  for (const key of path.keys) {
    const choices = meaning(key) ?? [key];
    keys = keys.flatMap((head) => choices.map((choice) => [...head, choice])).slice(0, MAX_KEYS);
  }
  const minus = path.minus.flatMap((name) => meaning(name)?.filter((n) => n !== ANY) ?? [name]);
  return keys.map((list) => without(pathOf(list), minus));
}

function argumentKeys(t: Tracing, call: At, kind: string, index: number): readonly string[] | null {
  const { file, node } = call;
  const argument = argumentOf(file, node, index);
  if (kind === 'self') return argument < 0 ? null : keysAt(t, file, argument).names;
  if (kind === 'each') {
    if (argument < 0) return null;
    return constantList(t, { file, node: argument }) ?? symbolic({ file, node: argument }, 'each');
  }
  const out: string[] = [];
  for (let i = index; i < argumentCount(file, node); i++) {
    const item = argumentOf(file, node, i);
    const texts =
      opOf(file, item) === Op.Spread
        ? (constantList(t, { file, node: aOf(file, item) }) ?? symbolic({ file, node: aOf(file, item) }, 'each'))
        : constants(t, { file, node: item });
    // `omit(user, ...keys)` and `omit(user, keys)` with `(...keys: (string | string[])[])`
    const list = texts ?? constantList(t, { file, node: item });
    if (list === null) return null;
    out.push(...list);
  }
  return out;
}
