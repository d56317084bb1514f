import type { ExportFacts, FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, NONE, Op, opOf, stringOf } from '../../extract/index.ts';
import type { ModuleGraph, NodeRef } from '../contract.ts';
import { membersOf } from './object-members.ts';

/** Where an exported name leads. */
export type ResolvedExport =
  | { readonly k: 'node'; readonly ref: NodeRef }
  /** `export` is the name in the package: 'default', '*' for the whole module. */
  | { readonly k: 'package'; readonly name: string; readonly subpath: string; readonly export: string }
  /** The module itself (its namespace or `module.exports`). */
  | { readonly k: 'module'; readonly path: string };

/** Where an exported type leads: an index into `declarations`, or a package's type. */
export type ResolvedType =
  | { readonly k: 'declaration'; readonly file: FileFacts; readonly index: number }
  | { readonly k: 'package'; readonly name: string; readonly subpath: string; readonly export: string };

export interface ExportResolver {
  /**
   * The values a module exports under a name, through barrels, renames and CommonJS.
   *
   * @param name as imported: 'default', '*' (the whole module, also what `require` gives), '=' (`module.exports`)
   */
  resolve(path: string, name: string): readonly ResolvedExport[];
  /** Names a module exports, those of `export *` and of a `module.exports` object included; sorted. */
  names(path: string): readonly string[];
  /** The type a module exports under a name; qualified names (`ns.User`) are looked into. */
  type(path: string, name: string): ResolvedType | null;
}

interface Table {
  readonly byName: ReadonlyMap<string, readonly ExportFacts[]>;
  readonly stars: readonly ExportFacts[];
}

type Seen = Set<string>;
const NOTHING: readonly ResolvedExport[] = [];
const MODULE_NAMES: ReadonlySet<string> = new Set(['*', '=', '']);

/**
 * @param facts facts of a path, memoised by the caller; undefined for files that are not code
 * @param text if given, `export *` targets that cannot name an export are not extracted
 */
export function createExportResolver(
  facts: (path: string) => FileFacts | undefined,
  graph: ModuleGraph,
  text?: (path: string) => string | undefined,
): ExportResolver {
  const tables = new WeakMap<FileFacts, Table>();
  const memo = new Map<string, readonly ResolvedExport[]>();

  const tableOf = (file: FileFacts): Table => {
    let table = tables.get(file);
    if (table === undefined) tables.set(file, (table = tabulate(file)));
    return table;
  };

  /** Whether a module may export the name, by its text alone. */
  const mayExport = (path: string, name: string): boolean => {
    const content = text?.(path);
    return content === undefined || content.includes(name) || /export\s*\*|\bexports\b|export\s*=/.test(content);
  };

  const find = (path: string, name: string, seen: Seen): readonly ResolvedExport[] => {
    const key = `${path}\0${name}`;
    if (seen.has(key)) return NOTHING;
    seen.add(key);
    const file = facts(path);
    if (file === undefined) return MODULE_NAMES.has(name) || name === 'default' ? [{ k: 'module', path }] : NOTHING;
    const table = tableOf(file);
    if (MODULE_NAMES.has(name)) return wholeModule(file, table, seen);
    const own = table.byName.get(name);
    const found: ResolvedExport[] = [];
    for (const e of own ?? []) addAll(found, ofExport(file, e, seen));
    if (found.length > 0) return found;
    const assigned = table.byName.get('=') ?? [];
    if (name === 'default') return assigned.length > 0 ? values(file, assigned, seen) : defaultOf(file, table);
    for (const e of assigned) addAll(found, memberOf(file, e.node, name, seen));
    return found.length > 0 ? found : throughStars(file, table, name, seen);
  };

  const values = (file: FileFacts, list: readonly ExportFacts[], seen: Seen): readonly ResolvedExport[] => {
    const found: ResolvedExport[] = [];
    for (const e of list) addAll(found, ofExport(file, e, seen));
    return found;
  };

  /** The namespace, or what `module.exports` was set to (and the namespace too if names were added to it). */
  const wholeModule = (file: FileFacts, table: Table, seen: Seen): readonly ResolvedExport[] => {
    const assigned = table.byName.get('=');
    const itself: ResolvedExport = { k: 'module', path: file.path };
    if (assigned === undefined) return [itself];
    const found = [...values(file, assigned, seen)];
    return table.byName.size > 1 || found.length === 0 ? [...found, itself] : found;
  };

  /** A CommonJS module without `module.exports =` is its own default; so is a component file. */
  const defaultOf = (file: FileFacts, table: Table): readonly ResolvedExport[] => {
    const component = /\.(?:vue|svelte|astro)$/.test(file.path);
    const commonJs = table.byName.size > 0 && [...table.byName.values()].every((list) => list.every(isAssignment));
    return component || commonJs ? [{ k: 'module', path: file.path }] : NOTHING;
  };

  const throughStars = (file: FileFacts, table: Table, name: string, seen: Seen): readonly ResolvedExport[] => {
    const found: ResolvedExport[] = [];
    const packages: ResolvedExport[] = [];
    for (const { specifier } of table.stars) {
      if (specifier === null) continue;
      const target = graph.resolve(file.path, specifier);
      if (target.k === 'package') {
        packages.push({ k: 'package', name: target.name, subpath: target.subpath, export: name });
      } else if (target.k === 'file' && mayExport(target.path, name)) {
        addAll(found, find(target.path, name, seen));
      }
    }
    return found.some((e) => e.k !== 'package') ? found.filter((e) => e.k !== 'package') : [...found, ...packages];
  };

  const ofExport = (file: FileFacts, e: ExportFacts, seen: Seen): readonly ResolvedExport[] => {
    if (e.specifier !== null) return imported(file.path, e.specifier, e.imported ?? e.name, seen);
    if (e.node === NONE) return NOTHING;
    return follow(file, e.node, seen) ?? [{ k: 'node', ref: { file, node: e.node } }];
  };

  const imported = (from: string, specifier: string, name: string, seen: Seen): readonly ResolvedExport[] => {
    const target = graph.resolve(from, specifier);
    if (target.k === 'file') return find(target.path, name, seen);
    if (target.k === 'unresolved') return NOTHING;
    const exported = MODULE_NAMES.has(name) ? '*' : name;
    return [{ k: 'package', name: target.name, subpath: target.subpath, export: exported }];
  };

  /** Follows a node that only hands on an import; null if it is a value of its own. */
  const follow = (file: FileFacts, node: NodeId, seen: Seen, hops = 0): readonly ResolvedExport[] | null => {
    if (node < 0 || hops > 40) return null;
    const a = aOf(file, node);
    switch (opOf(file, node)) {
      case Op.Import: {
        const record = file.imports[a];
        // a module that is not there may be known by its specifier; one that is there and lacks the name is a dead end
        if (record === undefined || graph.resolve(file.path, record.specifier).k === 'unresolved') return null;
        return imported(file.path, record.specifier, record.name, seen);
      }
      case Op.DynamicImport: {
        const record = file.imports[bOf(file, node)];
        return record === undefined ? null : nonEmpty(imported(file.path, record.specifier, '*', seen));
      }
      case Op.Def:
      case Op.Await:
      case Op.Cast:
        return follow(file, a, seen, hops + 1);
      case Op.Cell: {
        const definitions = file.variables[a]?.definitions ?? [];
        return definitions.length === 1 ? follow(file, definitions[0] ?? NONE, seen, hops + 1) : null;
      }
      case Op.Member: {
        const found: ResolvedExport[] = [];
        for (const object of follow(file, a, seen, hops + 1) ?? NOTHING) {
          addAll(found, memberOfResolved(object, stringOf(file, bOf(file, node)), seen));
        }
        return nonEmpty(found);
      }
      default:
        return null;
    }
  };

  const memberOfResolved = (object: ResolvedExport, key: string, seen: Seen): readonly ResolvedExport[] => {
    if (object.k === 'module') return find(object.path, key, seen);
    if (object.k === 'node') return memberOf(object.ref.file, object.ref.node, key, seen);
    return object.export === '*' ? [{ ...object, export: key }] : NOTHING;
  };

  /** A member of the object a node holds, its spreads looked into. */
  const memberOf = (file: FileFacts, node: NodeId, key: string, seen: Seen): readonly ResolvedExport[] => {
    const { keys, spreads } = membersOf(file, node);
    const value = keys.get(key)?.[0];
    if (value !== undefined && value >= 0)
      return follow(file, value, seen) ?? [{ k: 'node', ref: { file, node: value } }];
    const found: ResolvedExport[] = [];
    for (const spread of spreads) {
      for (const object of follow(file, spread, seen) ?? NOTHING) addAll(found, memberOfResolved(object, key, seen));
    }
    return found;
  };

  const namesOf = (path: string, seen: Set<string>): ReadonlySet<string> => {
    const all = new Set<string>();
    const file = seen.has(path) ? undefined : facts(path);
    seen.add(path);
    if (file === undefined) return all;
    const table = tableOf(file);
    for (const [name, list] of table.byName) {
      if (name !== '=') all.add(name);
      else for (const e of list) addObjectNames(all, file, e.node, seen);
    }
    for (const { specifier } of table.stars) {
      const target = specifier === null ? null : graph.resolve(path, specifier);
      if (target?.k !== 'file') continue;
      for (const name of namesOf(target.path, seen)) if (name !== 'default') all.add(name);
    }
    if (table.byName.has('=')) all.add('default');
    return all;
  };

  const addObjectNames = (into: Set<string>, file: FileFacts, node: NodeId, seen: Set<string>): void => {
    const { keys, spreads } = membersOf(file, node);
    for (const key of keys.keys()) into.add(key);
    for (const spread of spreads) {
      for (const object of follow(file, spread, new Set()) ?? NOTHING) {
        if (object.k === 'module') for (const name of namesOf(object.path, seen)) into.add(name);
        else if (object.k === 'node' && object.ref.file !== file) {
          addObjectNames(into, object.ref.file, object.ref.node, seen);
        }
      }
    }
  };

  const typeOf = (path: string, name: string, seen: Seen): ResolvedType | null => {
    const key = `${path}\0${name}`;
    const file = seen.has(key) ? undefined : facts(path);
    seen.add(key);
    if (file === undefined) return null;
    const [head = name, ...tail] = name.split('.');
    const rest = tail.join('.');
    const table = tableOf(file);
    for (const e of [...(table.byName.get(head) ?? []), ...(head === 'default' ? (table.byName.get('=') ?? []) : [])]) {
      const wanted = qualified(e.imported ?? head, rest);
      const found =
        e.specifier === null ? localType(file, wanted, seen) : importedType(path, e.specifier, wanted, seen);
      if (found !== null) return found;
      const cls = opOf(file, e.node) === Op.Class ? classType(file, aOf(file, e.node)) : null;
      if (cls !== null) return cls;
    }
    for (const e of table.stars) {
      const found = e.specifier === null || head === 'default' ? null : importedType(path, e.specifier, name, seen);
      if (found !== null) return found;
    }
    return localType(file, name, seen);
  };

  const localType = (file: FileFacts, name: string, seen: Seen): ResolvedType | null => {
    const index = file.declarations.findIndex((d) => d.name === name && d.kind !== 'namespace');
    if (index >= 0) return { k: 'declaration', file, index };
    const [head = name, ...tail] = name.split('.');
    const node = Object.hasOwn(file.bindings, head) ? (file.bindings[head] ?? NONE) : NONE;
    const record = opOf(file, node) === Op.Import ? file.imports[aOf(file, node)] : undefined;
    return record === undefined
      ? null
      : importedType(file.path, record.specifier, qualified(record.name, tail.join('.')), seen);
  };

  const importedType = (from: string, specifier: string, name: string, seen: Seen): ResolvedType | null => {
    const target = graph.resolve(from, specifier);
    if (target.k === 'file') return typeOf(target.path, name, seen);
    return target.k === 'package' ? { ...target, export: name } : null;
  };

  return {
    resolve(path, name) {
      const key = `${path}\0${name}`;
      let known = memo.get(key);
      if (known === undefined) memo.set(key, (known = find(path, name, new Set())));
      return known;
    },
    names: (path) => [...namesOf(path, new Set())].sort(),
    type: (path, name) => typeOf(path, name, new Set()),
  };
}

function tabulate(file: FileFacts): Table {
  const byName = new Map<string, ExportFacts[]>();
  const stars: ExportFacts[] = [];
  for (const e of file.exports) {
    if (e.name === '*') {
      stars.push(e);
      continue;
    }
    const known = byName.get(e.name);
    if (known === undefined) byName.set(e.name, [e]);
    else known.push(e);
  }
  return { byName, stars };
}

/** `exports.x = …`: there is no local name behind it. */
function isAssignment(e: ExportFacts): boolean {
  return e.specifier === null && e.imported === null;
}

/** A type's name below what was imported: the namespace itself ('*') adds nothing. */
function qualified(head: string, rest: string): string {
  if (rest === '') return head;
  return MODULE_NAMES.has(head) ? rest : `${head}.${rest}`;
}

function classType(file: FileFacts, cls: number): ResolvedType | null {
  const index = file.declarations.findIndex((d) => d.classId === cls && d.kind === 'class');
  return index < 0 ? null : { k: 'declaration', file, index };
}

function nonEmpty(found: readonly ResolvedExport[]): readonly ResolvedExport[] | null {
  return found.length === 0 ? null : found;
}

function addAll(into: ResolvedExport[], more: readonly ResolvedExport[]): void {
  for (const e of more) if (!into.some((known) => same(known, e))) into.push(e);
}

function same(a: ResolvedExport, b: ResolvedExport): boolean {
  if (a.k === 'node') return b.k === 'node' && a.ref.file === b.ref.file && a.ref.node === b.ref.node;
  if (a.k === 'module') return b.k === 'module' && a.path === b.path;
  return b.k === 'package' && a.name === b.name && a.subpath === b.subpath && a.export === b.export;
}
