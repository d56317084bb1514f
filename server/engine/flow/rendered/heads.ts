import type { Framework } from '../../../../rules/schema/types.ts';
import type { Place } from '../../base/place.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  endOf,
  listAt,
  listItems,
  listLength,
  opOf,
  startOf,
  stringOf,
  Op,
  PropKind,
} from '../../extract/index.ts';
import { HOLE, type Program } from '../../link/index.ts';
import type { Markers } from '../disclosure/markers.ts';
import { calledName } from '../trace/channels.ts';

const MAX_DEPTH = 10;
/** Keys of an entry of a head that say what it is. */
const NAMES: ReadonlySet<string> = new Set(['name', 'property']);

/** Marks for machines in the head of a page, as code makes it. */
export interface Heads {
  /** A mark in the head that a file makes, or null. */
  of(path: string): Place | null;
}

/** `export const metadata = { other: { 'ai-generated': 'true' } }`, `useHead({ meta: [{ name: 'ai-generated', content: 'true' }] })`. */
export function createHeads(program: Program, markers: Markers, frameworks: readonly Framework[]): Heads {
  const exported = new Set(frameworks.flatMap(({ heads }) => heads?.exports ?? []));
  const called = new Set(frameworks.flatMap(({ heads }) => heads?.calls ?? []));
  const named = new RegExp(`\\b(?:${[...exported, ...called].join('|')})\\b`);
  const memo = new Map<string, Place | null>();

  const find = (path: string): Place | null => {
    const mayMark = exported.size + called.size > 0 && program.passes(path, 'makes a head', (text) => named.test(text));
    const file = mayMark ? program.facts(path) : undefined;
    if (file === undefined) return null;
    for (const { name, node } of file.exports) {
      const found = exported.has(name) ? inValue(file, node, 0) : null;
      if (found !== null) return found;
    }
    for (const call of file.calls) {
      if (!called.has(calledName(file, call)) && !called.has(globalName(file, call))) continue;
      for (let i = 0; i < argumentCount(file, call); i++) {
        const found = inValue(file, argumentOf(file, call, i), 0);
        if (found !== null) return found;
      }
    }
    return null;
  };

  const inValue = (file: FileFacts, node: NodeId, depth: number): Place | null => {
    if (node < 0 || depth > MAX_DEPTH) return null;
    const a = aOf(file, node);
    switch (opOf(file, node)) {
      case Op.Def:
      case Op.Cast:
      case Op.Await:
        return inValue(file, a, depth + 1);
      case Op.Cell:
        return first(file, file.variables[a]?.definitions ?? [], depth);
      case Op.Func:
        return first(
          file,
          (file.functions[a]?.returns ?? []).map((exit) => exit.node),
          depth,
        );
      case Op.Array:
        return first(file, Array.from(listItems(file, a)), depth);
      case Op.Object:
        return inObject(file, node, depth);
      default:
        return null;
    }
  };

  const first = (file: FileFacts, nodes: readonly NodeId[], depth: number): Place | null => {
    for (const node of nodes) {
      const found = inValue(file, node, depth + 1);
      if (found !== null) return found;
    }
    return null;
  };

  const inObject = (file: FileFacts, object: NodeId, depth: number): Place | null => {
    const list = aOf(file, object);
    const values: NodeId[] = [];
    for (let i = 0; i + 2 < listLength(file, list); i += 3) {
      const value = listAt(file, list, i + 2);
      values.push(value);
      if (listAt(file, list, i) === PropKind.Spread || listAt(file, list, i) === PropKind.Computed) continue;
      const key = stringOf(file, listAt(file, list, i + 1));
      const content = program.propertyOf({ file, node: object }, ['content']);
      const says = NAMES.has(key)
        ? texts(file, value).some((text) => markers.isMeta(text)) &&
          (content === null || !isDenied(content.file, content.node))
        : markers.isMeta(key) && !isDenied(file, value);
      if (says) return { path: file.path, start: startOf(file, value), end: endOf(file, value) };
    }
    return first(file, values, depth);
  };

  const texts = (file: FileFacts, node: NodeId): readonly string[] =>
    program.strings({ file, node }).filter((text) => !text.includes(HOLE));
  const isDenied = (file: FileFacts, node: NodeId): boolean => texts(file, node).some((text) => markers.denies(text));

  return {
    of(path) {
      let found = memo.get(path);
      if (found === undefined) memo.set(path, (found = find(path)));
      return found;
    },
  };
}

/** The name of a function that is called without being imported. */
function globalName(file: FileFacts, call: NodeId): string {
  const callee = listAt(file, aOf(file, call), 0);
  return opOf(file, callee) === Op.Global ? stringOf(file, aOf(file, callee)) : '';
}
