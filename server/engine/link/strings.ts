import type { FileFacts, FunctionId, NodeId } from '../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  listAt,
  listItems,
  opOf,
  stringOf,
  Op,
} from '../extract/index.ts';
import type { OnLimit } from './contract.ts';
import type { EntityResolver } from './entities/resolver.ts';
import { oddItems } from './entities/node-kinds.ts';

/** Stands for a part of a string that is not constant. */
export const HOLE = '\u0000';
const MAX_STRINGS = 16;
const MAX_LENGTH = 4096;
const UNKNOWN: readonly string[] = [HOLE];
const KEEPS_TEXT = new Set(['trim', 'toString', 'toLowerCase', 'replace', 'replaceAll', 'concat', 'valueOf']);

/** How deep one text may need others before it counts as unknown, and is said to be. */
const MAX_DEPTH = 60;

export type Strings = (file: FileFacts, node: NodeId) => readonly string[];

/** Texts of a node that who asks knows more of than the program says: a parameter at one call. null: nothing more. */
export type KnownTexts = (file: FileFacts, node: NodeId) => readonly string[] | null;

/** Calls whose arguments are looked at to tell what a function gives, for one answerer of questions. */
const MAX_BOUND = 200;
/** Expressions in expressions that a returned text is put together of. */
const MAX_PARTS = 4;

/**
 * Constant strings a node may hold, holes for what is not constant. Bounded in number and length; an empty answer never
 * happens: unknown is one hole. Each node is looked at once: a text that needs itself (`s = s + x` in a loop) has a hole
 * there.
 */
export function createStrings(
  resolver: EntityResolver,
  onLimit: OnLimit,
  knownTexts: KnownTexts | null = null,
  mostBound = MAX_BOUND,
): Strings {
  const memo = new WeakMap<FileFacts, Map<NodeId, readonly string[]>>();
  let depth = 0;
  let bound = 0;

  const of: Strings = (file, node) => {
    if (node < 0) return UNKNOWN;
    let table = memo.get(file);
    if (table === undefined) {
      table = new Map();
      memo.set(file, table);
    }
    const known = table.get(node);
    if (known !== undefined) return known;
    if (depth >= MAX_DEPTH) {
      onLimit(file, node);
      return UNKNOWN;
    }
    table.set(node, UNKNOWN);
    depth++;
    const found = compute(file, node);
    depth--;
    table.set(node, found);
    return found;
  };

  const compute = (file: FileFacts, node: NodeId): readonly string[] => {
    const a = aOf(file, node);
    const go = (n: NodeId): readonly string[] => of(file, n);
    const told = knownTexts?.(file, node) ?? null;
    if (told !== null) return told;
    switch (opOf(file, node)) {
      case Op.Str:
      case Op.Num:
        return [stringOf(file, a)];
      case Op.Bool:
        return [a === 1 ? 'true' : 'false'];
      case Op.Template:
        return product(Array.from(listItems(file, a), go));
      case Op.Concat:
        return product(concatenated(file, node).map(go));
      case Op.Conditional:
        return union([go(listAt(file, a, 1)), go(listAt(file, a, 2))]);
      case Op.Logical:
      case Op.Default:
        return union([go(a), go(bOf(file, node))]);
      case Op.Phi:
        return union(oddItems(file, a).map((n) => (n === node ? [] : go(n))));
      case Op.Def:
      case Op.Cast:
      case Op.Await:
      case Op.Effect:
        return go(a);
      case Op.Cell: {
        const variable = file.variables[a];
        return union((variable?.definitions ?? []).filter((n) => opOf(file, n) === Op.Def).map(go));
      }
      case Op.New:
        // new URL('/path', base)
        return product([go(argumentOf(file, node, 1)), go(argumentOf(file, node, 0))].filter((s) => s !== UNKNOWN));
      case Op.Call: {
        const callee = calleeOf(file, node);
        if (opOf(file, callee) === Op.Member && KEEPS_TEXT.has(stringOf(file, bOf(file, callee)))) {
          return go(aOf(file, callee));
        }
        if (opOf(file, callee) === Op.Global && stringOf(file, aOf(file, callee)) === 'String') {
          return go(argumentOf(file, node, 0));
        }
        const parts = joinedItems(file, callee);
        if (parts !== null) {
          const between = argumentCount(file, node) === 0 ? [','] : go(argumentOf(file, node, 0));
          return product(parts.flatMap((n, i) => (i === 0 ? [go(n)] : [between, go(n)])));
        }
        return joinsPath(resolver, file, callee)
          ? product(joined(file, node).map((n) => (n < 0 ? ['/'] : go(n))))
          : (addressOf(file, node, callee) ?? ofReturns(file, node, callee));
      }
      case Op.Member: {
        const object = aOf(file, node);
        const key = stringOf(file, bOf(file, node));
        return (key === 'href' || key === 'origin') && opOf(file, object) === Op.New
          ? go(object)
          : ofEntities(file, node);
      }
      default:
        return ofEntities(file, node);
    }
  };

  const ofReturns = (file: FileFacts, call: NodeId, callee: NodeId): readonly string[] => {
    const out: (readonly string[])[] = [];
    for (const e of resolver.of(file, callee)) {
      if (e.k !== 'function') continue;
      const returns = e.file.functions[e.fn]?.returns ?? [];
      const texts = returns.map((exit) => of(e.file, exit.node));
      // an address is often put together of what a function is given: `url('/chat')`
      const isPartly =
        texts.some((each) => each.some((text) => text !== HOLE && text.includes(HOLE))) &&
        returns.some((exit) => leansOnParameter(e.file, exit.node, e.fn));
      const here = isPartly && bound++ < mostBound ? withArguments(file, call, e.file, e.fn) : null;
      out.push(...(here === null ? texts : returns.map((exit) => here(e.file, exit.node))));
    }
    return union(out);
  };

  /** What a package's function makes of an address and what follows in it: `urlJoin(base, '/v1/chat')`. */
  const addressOf = (file: FileFacts, call: NodeId, callee: NodeId): readonly string[] | null => {
    const count = argumentCount(file, call);
    if (count < 2 || count > 4 || !resolver.of(file, callee).some((e) => e.k === 'api' && e.pkg !== '')) return null;
    const parts = Array.from({ length: count }, (_, i) => of(file, argumentOf(file, call, i)));
    if (!parts.slice(1).some((texts) => texts.some((text) => text.startsWith('/')))) return null;
    return product(parts.flatMap((texts, i) => (i === 0 ? [texts] : [['/'], texts])));
  };

  /** Texts inside of a function for one call of it. */
  const withArguments = (file: FileFacts, call: NodeId, callee: FileFacts, fn: FunctionId): Strings =>
    createStrings(
      resolver,
      onLimit,
      (at, node) =>
        at === callee &&
        opOf(at, node) === Op.Param &&
        aOf(at, node) === fn &&
        argumentOf(file, call, bOf(at, node)) >= 0
          ? of(file, argumentOf(file, call, bOf(at, node)))
          : (knownTexts?.(at, node) ?? null),
      0,
    );

  const ofEntities = (file: FileFacts, node: NodeId): readonly string[] => {
    const out: (readonly string[])[] = [];
    for (const e of resolver.of(file, node)) {
      if (e.k === 'literal' && (e.file !== file || e.node !== node)) out.push(of(e.file, e.node));
    }
    return union(out);
  };

  return of;
}

/** Whether a text that a function gives is put together of its own parameters, there and then. */
function leansOnParameter(file: FileFacts, node: NodeId, fn: FunctionId, depth = 0): boolean {
  if (node < 0 || depth > MAX_PARTS) return false;
  const a = aOf(file, node);
  const go = (n: NodeId): boolean => leansOnParameter(file, n, fn, depth + 1);
  switch (opOf(file, node)) {
    case Op.Param:
      return a === fn;
    case Op.Def:
    case Op.Cast:
    case Op.Await:
      return go(a);
    case Op.Concat:
    case Op.Logical:
    case Op.Default:
      return go(a) || go(bOf(file, node));
    case Op.Template:
      return Array.from(listItems(file, a)).some(go);
    case Op.Conditional:
      return go(listAt(file, a, 1)) || go(listAt(file, a, 2));
    case Op.Phi:
      return oddItems(file, a).some(go);
    case Op.Call:
      return joinedItems(file, calleeOf(file, node))?.some(go) ?? false;
    default:
      return false;
  }
}

/** Items of `[a, b].join(…)`, by its callee; null for other calls. */
function joinedItems(file: FileFacts, callee: NodeId): readonly NodeId[] | null {
  if (opOf(file, callee) !== Op.Member || stringOf(file, bOf(file, callee)) !== 'join') return null;
  const list = aOf(file, callee);
  return opOf(file, list) === Op.Array ? Array.from(listItems(file, aOf(file, list))) : null;
}

/** The same for who knows more of some nodes than the program says, for one question. */
export const boundStrings = (resolver: EntityResolver, knownTexts: KnownTexts): Strings =>
  createStrings(resolver, () => undefined, knownTexts);

/** `path.join(…)`, `path.resolve(…)` of the platform's own module. */
function joinsPath(resolver: EntityResolver, file: FileFacts, callee: NodeId): boolean {
  return resolver
    .of(file, callee)
    .some((e) => e.k === 'api' && e.pkg === 'node:path' && /(?:^|\.)(?:join|resolve)$/.test(e.at));
}

/** Arguments of a call, -1 between them. */
function joined(file: FileFacts, call: NodeId): readonly NodeId[] {
  const count = argumentCount(file, call);
  return Array.from({ length: Math.max(0, count * 2 - 1) }, (_, i) =>
    i % 2 === 0 ? argumentOf(file, call, i / 2) : -1,
  );
}

/** Operands of `a + b + c + …`, however many. */
function concatenated(file: FileFacts, node: NodeId): readonly NodeId[] {
  const out: NodeId[] = [];
  let left = node;
  for (; opOf(file, left) === Op.Concat; left = aOf(file, left)) out.push(bOf(file, left));
  out.push(left);
  return out.reverse();
}

function union(parts: readonly (readonly string[])[]): readonly string[] {
  const out = new Set<string>();
  for (const part of parts) for (const s of part) if (out.size < MAX_STRINGS) out.add(s);
  return out.size === 0 ? UNKNOWN : [...out];
}

function product(parts: readonly (readonly string[])[]): readonly string[] {
  let out: string[] = [''];
  for (const part of parts) {
    const next: string[] = [];
    for (const head of out) {
      for (const tail of part) {
        if (next.length < MAX_STRINGS) next.push((head + tail).slice(0, MAX_LENGTH));
      }
    }
    out = next;
  }
  return out.length === 0 ? UNKNOWN : out;
}
