import type { FileFacts, NodeId } from '../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, listAt, listItems, opOf, stringOf, Op } from '../extract/index.ts';
import type { EntityResolver } from './entities/resolver.ts';
import { oddItems } from './entities/resolver.ts';

/** Stands for a part of a string that is not constant. */
export const HOLE = '\u0000';
const MAX_STRINGS = 16;
const MAX_LENGTH = 4096;
const UNKNOWN: readonly string[] = [HOLE];
const KEEPS_TEXT = new Set(['trim', 'toString', 'toLowerCase', 'replace', 'replaceAll', 'concat', 'valueOf']);

/**
 * Constant strings a node may hold, holes for what is not constant. Bounded in number and length; an empty answer never
 * happens: unknown is one hole.
 */
export function stringsOf(resolver: EntityResolver, file: FileFacts, node: NodeId, depth = 0): readonly string[] {
  if (node < 0 || depth > 24) return UNKNOWN;
  const a = aOf(file, node);
  const go = (n: NodeId): readonly string[] => stringsOf(resolver, file, n, depth + 1);
  switch (opOf(file, node)) {
    case Op.Str:
    case Op.Num:
      return [stringOf(file, a)];
    case Op.Template:
      return product(Array.from(listItems(file, a), go));
    case Op.Concat:
      return product([go(a), go(bOf(file, node))]);
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
      return ofReturns(resolver, file, callee, depth);
    }
    case Op.Member:
      return ofMember(resolver, file, node, depth);
    default:
      return ofEntities(resolver, file, node, depth);
  }
}

function ofMember(resolver: EntityResolver, file: FileFacts, node: NodeId, depth: number): readonly string[] {
  const object = aOf(file, node);
  const key = stringOf(file, bOf(file, node));
  if ((key === 'href' || key === 'origin') && opOf(file, object) === Op.New) {
    return stringsOf(resolver, file, object, depth + 1);
  }
  return ofEntities(resolver, file, node, depth);
}

function ofReturns(resolver: EntityResolver, file: FileFacts, callee: NodeId, depth: number): readonly string[] {
  const out: (readonly string[])[] = [];
  for (const e of resolver.of(file, callee)) {
    if (e.k !== 'function') continue;
    for (const exit of e.file.functions[e.fn]?.returns ?? []) {
      out.push(stringsOf(resolver, e.file, exit.node, depth + 4));
    }
  }
  return union(out);
}

function ofEntities(resolver: EntityResolver, file: FileFacts, node: NodeId, depth: number): readonly string[] {
  const out: (readonly string[])[] = [];
  for (const e of resolver.of(file, node)) {
    if (e.k === 'literal' && (e.file !== file || e.node !== node)) {
      out.push(stringsOf(resolver, e.file, e.node, depth + 1));
    }
  }
  return union(out);
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
