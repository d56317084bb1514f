import { HOLE } from '../strings.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  bOf,
  calleeOf,
  listAt,
  listItems,
  listLength,
  nodeCount,
  opOf,
  Op,
  PropKind,
  stringOf,
} from '../../extract/index.ts';
import type { ModuleTarget, NodeRef } from '../contract.ts';
import type { ExportResolver } from '../modules/index.ts';
import type { Core } from './core.ts';

export type Literals = Pick<Core, 'objects' | 'properties' | 'elements' | 'nameOf'> & {
  /** The node a value stands in and its place there: argument position, property index; null if none. */
  parent(file: FileFacts, node: NodeId): { readonly node: NodeId; readonly slot: number } | null;
};

const MAX_HOPS = 24;
const MAX_OBJECTS = 8;
/** Most nodes looked at for one outermost question. */
const MAX_STEPS = 600;
const IDENTITIES = new Set(['freeze', 'seal', 'assign']);

interface Parents {
  readonly node: Int32Array;
  readonly slot: Int32Array;
}

/** Follows values back to the literals they are written as. */
export function createLiterals(
  core: Core,
  target: (from: string, specifier: string) => ModuleTarget,
  exports: Pick<ExportResolver, 'resolve'>,
): Literals {
  const tables = new WeakMap<FileFacts, Parents>();

  const parentsOf = (file: FileFacts): Parents => {
    let table = tables.get(file);
    if (table === undefined) tables.set(file, (table = indexParents(file)));
    return table;
  };

  const parent = (file: FileFacts, node: NodeId): { readonly node: NodeId; readonly slot: number } | null => {
    const table = parentsOf(file);
    const found = table.node[node] ?? 0;
    return found === 0 ? null : { node: found - 1, slot: table.slot[node] ?? 0 };
  };

  let steps = 0;
  let nesting = 0;
  /** Literals of a kind that a value is, within the budget of the outermost question. */
  const found = (ref: NodeRef, wanted: Op, hops: number): readonly NodeRef[] => {
    if (nesting === 0) steps = 0;
    nesting++;
    const out: NodeRef[] = [];
    follow(ref, wanted, out, hops);
    nesting--;
    return out;
  };

  const objects = (ref: NodeRef): readonly NodeRef[] => found(ref, Op.Object, 0);

  const visited = new WeakMap<NodeRef[], Set<string>>();

  const follow = (ref: NodeRef, wanted: Op, out: NodeRef[], hops: number): void => {
    const { file, node } = ref;
    if (node < 0 || hops > MAX_HOPS || out.length >= MAX_OBJECTS || ++steps > MAX_STEPS) return;
    // loops and diamonds of definitions are walked once for each answer being collected
    let seen = visited.get(out);
    if (seen === undefined) {
      seen = new Set();
      visited.set(out, seen);
    }
    const id = `${String(node)}:${file.path}`;
    if (seen.has(id)) return;
    seen.add(id);
    const a = aOf(file, node);
    const go = (n: NodeId): void => {
      follow({ file, node: n }, wanted, out, hops + 1);
    };
    const op = opOf(file, node);
    if (op === wanted) {
      if (!out.some((o) => o.file === file && o.node === node)) out.push(ref);
      return;
    }
    switch (op) {
      case Op.Def:
      case Op.Cast:
      case Op.Await:
      case Op.Effect:
        go(a);
        return;
      case Op.Store:
        if (wanted === Op.Object) out.push(ref);
        else go(listAt(file, a, 0));
        return;
      case Op.Conditional:
        go(listAt(file, a, 1));
        go(listAt(file, a, 2));
        return;
      case Op.Logical:
      case Op.Default:
        go(a);
        go(bOf(file, node));
        return;
      case Op.Phi:
        for (let i = 1; i < Math.min(listLength(file, a), 17); i += 2) go(listAt(file, a, i));
        return;
      case Op.Cell: {
        const definitions = file.variables[a]?.definitions ?? [];
        for (const d of definitions.slice(0, MAX_OBJECTS)) if (opOf(file, d) === Op.Def) go(d);
        return;
      }
      case Op.Import: {
        const record = file.imports[a];
        const to = record === undefined ? null : target(file.path, record.specifier);
        if (to?.k !== 'file' || record === undefined || record.name === '*') return;
        exported(to.path, record.name, wanted, out, hops);
        return;
      }
      case Op.Member: {
        const key = stringOf(file, bOf(file, node));
        const path = namespaceOf(file, a);
        if (path !== null) exported(path, key, wanted, out, hops);
        else {
          const value = properties({ file, node: a }, hops + 1).get(key);
          if (value !== undefined) follow(value, wanted, out, hops + 1);
        }
        return;
      }
      case Op.Call: {
        const callee = calleeOf(file, node);
        if (opOf(file, callee) === Op.Member && opOf(file, aOf(file, callee)) === Op.Global) {
          if (IDENTITIES.has(stringOf(file, bOf(file, callee)))) go(argumentOf(file, node, 0));
        }
        return;
      }
      default:
        return;
    }
  };

  const exported = (path: string, name: string, wanted: Op, out: NodeRef[], hops: number): void => {
    for (const e of exports.resolve(path, name)) if (e.k === 'node') follow(e.ref, wanted, out, hops + 1);
  };

  /** Path of the module a node is the namespace of. */
  const namespaceOf = (file: FileFacts, node: NodeId): string | null => {
    if (opOf(file, node) !== Op.Import) return null;
    const record = file.imports[aOf(file, node)];
    if (record?.name !== '*') return null;
    const to = target(file.path, record.specifier);
    return to.k === 'file' ? to.path : null;
  };

  const properties = (ref: NodeRef, hops = 0): ReadonlyMap<string, NodeRef> => {
    const out = new Map<string, NodeRef>();
    if (hops > MAX_HOPS) return out;
    if (nesting === 0) steps = 0;
    nesting++;
    for (const { file, node } of found(ref, Op.Object, hops)) {
      const list = aOf(file, node);
      if (opOf(file, node) === Op.Store) {
        const base = properties({ file, node: listAt(file, list, 0) }, hops + 1);
        for (const [k, v] of base) out.set(k, v);
        const key = stringOf(file, bOf(file, node));
        if (key !== '') out.set(key, { file, node: listAt(file, list, 1) });
        continue;
      }
      for (let i = 0; i + 2 < listLength(file, list); i += 3) {
        const kind = listAt(file, list, i);
        const key = listAt(file, list, i + 1);
        const value: NodeRef = { file, node: listAt(file, list, i + 2) };
        if (kind === PropKind.Spread) {
          for (const [k, v] of properties(value, hops + 1)) out.set(k, v);
        } else if (kind === PropKind.Computed) {
          for (const k of core.program.strings({ file, node: key })) if (!k.includes(HOLE)) out.set(k, value);
        } else if (kind !== PropKind.Setter) out.set(stringOf(file, key), value);
      }
    }
    nesting--;
    return out;
  };

  const elements = (ref: NodeRef): readonly NodeRef[] => {
    return found(ref, Op.Array, 0).flatMap(({ file, node }) =>
      Array.from(listItems(file, aOf(file, node)), (n) => ({ file, node: n })),
    );
  };

  const nameOf = (ref: NodeRef, stop?: RegExp): string => {
    let { node } = ref;
    for (let i = 0; i < 8; i++) {
      const at = parent(ref.file, node);
      if (at === null) return '';
      const op = opOf(ref.file, at.node);
      if (op === Op.Def) return ref.file.variables[bOf(ref.file, at.node)]?.name ?? '';
      if (op === Op.Object) return stringOf(ref.file, listAt(ref.file, aOf(ref.file, at.node), at.slot * 3 + 1));
      // a method chained on the value, or the value handed through
      if (op !== Op.Member && op !== Op.Call && op !== Op.Cast && op !== Op.Logical && op !== Op.Await) return '';
      if (op === Op.Call && at.slot > 0) return '';
      if (op === Op.Member && stop?.test(stringOf(ref.file, bOf(ref.file, at.node))) === true) return '';
      node = at.node;
    }
    return '';
  };

  return { objects, properties: (ref) => properties(ref), elements, nameOf, parent };
}

/** First use of every node: what it stands in. Slot 0 of a call is its callee. Stored one up, 0 means none. */
function indexParents(file: FileFacts): Parents {
  const count = nodeCount(file);
  const table: Parents = { node: new Int32Array(count), slot: new Int32Array(count) };
  const put = (child: NodeId, parent: NodeId, slot: number): void => {
    if (child < 0 || child >= count || table.node[child] !== 0) return;
    table.node[child] = parent + 1;
    table.slot[child] = slot;
  };
  for (let n = 0; n < count; n++) {
    const a = aOf(file, n);
    switch (opOf(file, n)) {
      case Op.Call:
      case Op.New:
      case Op.Jsx:
      case Op.Array:
      case Op.Conditional:
        for (let i = 0; i < listLength(file, a); i++) put(listAt(file, a, i), n, i);
        break;
      case Op.Object:
        for (let i = 0; i + 2 < listLength(file, a); i += 3) put(listAt(file, a, i + 2), n, i / 3);
        break;
      case Op.Def:
      case Op.Cast:
      case Op.Member:
      case Op.Await:
        put(a, n, 0);
        break;
      case Op.Logical:
        put(a, n, 0);
        put(bOf(file, n), n, 1);
        break;
      default:
        break;
    }
  }
  return table;
}
