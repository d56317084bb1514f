import type { FileFacts, TypeDeclaration } from '../../extract/facts.ts';
import { aOf, opOf, Op } from '../../extract/index.ts';
import type { ModuleTarget, NodeRef, ProgramView } from '../contract.ts';

/** Where a type's name leads. */
export type Named =
  | { readonly k: 'declared'; readonly file: FileFacts; readonly declarations: readonly TypeDeclaration[] }
  | { readonly k: 'class'; readonly file: FileFacts; readonly cls: number }
  | { readonly k: 'package'; readonly pkg: string; readonly name: string }
  /** A module that cannot be found (a generated file). */
  | { readonly k: 'missing'; readonly specifier: string; readonly name: string }
  /** A value whose type the name stands for: a class made by a call. */
  | { readonly k: 'value'; readonly ref: NodeRef }
  | { readonly k: 'none' };

export interface Scope {
  /** A type's name as seen in a file by its declarations and imports, qualified with dots where it is. */
  resolve(file: FileFacts, name: string): Named;
  /** A type declared for all files. */
  global(name: string): Named;
  /** What the workspace adds to a package's type: `declare module 'next-auth' { interface Session { … } }`. */
  augmentation(pkg: string, name: string): Named;
  /** A type a module exports. */
  exported(path: string, name: string): Named;
  /** A type behind an import specifier. */
  imported(from: string, specifier: string, name: string): Named;
  /** Where a specifier leads, generated clients of packages counted as the package. */
  target(from: string, specifier: string): ModuleTarget;
}

const NOWHERE: Named = { k: 'none' };
const MAX_HOPS = 24;

const tables = new WeakMap<FileFacts, ReadonlyMap<string, readonly TypeDeclaration[]>>();

/** Declarations of a file by qualified name; merged ones together. */
function declarationsOf(file: FileFacts): ReadonlyMap<string, readonly TypeDeclaration[]> {
  let table = tables.get(file);
  if (table === undefined) {
    const map = new Map<string, TypeDeclaration[]>();
    for (const d of file.declarations) {
      const name = d.name.startsWith('global.') ? d.name.slice('global.'.length) : d.name;
      const list = map.get(name);
      if (list === undefined) map.set(name, [d]);
      else list.push(d);
    }
    table = map;
    tables.set(file, table);
  }
  return table;
}

function declared(file: FileFacts, name: string): Named | null {
  const found = declarationsOf(file)
    .get(name)
    ?.filter((d) => d.kind !== 'namespace');
  return found === undefined || found.length === 0 ? null : { k: 'declared', file, declarations: found };
}

/** A name inside a namespace may leave the namespace's name out. */
function nested(file: FileFacts, name: string): Named | null {
  const end = `.${name}`;
  for (const key of declarationsOf(file).keys()) if (key.endsWith(end)) return declared(file, key);
  return null;
}

const join = (name: string, rest: string): string => (rest === '' ? name : name === '*' ? rest : `${name}.${rest}`);

/**
 * Resolution of type names: declarations of the file, then its imports, then global declarations of the workspace.
 * `standIn` names the package a specifier stands for where the package generates the module into the project.
 */
export function createScope(program: ProgramView, standIn: (from: string, specifier: string) => string | null): Scope {
  let globals: readonly string[] | null = null;

  const target = (from: string, specifier: string): ModuleTarget => {
    const pkg = standIn(from, specifier);
    return pkg === null ? program.modules.resolve(from, specifier) : { k: 'package', name: pkg, subpath: '' };
  };

  const through = (from: string, specifier: string, name: string, hops: number): Named => {
    const to = target(from, specifier);
    if (to.k === 'package') return { k: 'package', pkg: to.name, name };
    if (to.k === 'unresolved') return { k: 'missing', specifier, name };
    return exported(to.path, name, hops + 1);
  };

  /** `name` may be qualified: its head is the exported one. */
  const exported = (path: string, name: string, hops: number): Named => {
    if (hops > MAX_HOPS) return NOWHERE;
    const file = program.facts(path);
    if (file === undefined) return NOWHERE;
    const dot = name.indexOf('.');
    const head = dot < 0 ? name : name.slice(0, dot);
    const rest = dot < 0 ? '' : name.slice(dot + 1);
    let value: NodeRef | null = null;
    for (const e of file.exports) {
      if (e.name !== head && !(e.name === '=' && head === 'default')) continue;
      if (e.specifier !== null) return through(path, e.specifier, join(e.imported ?? head, rest), hops);
      const own = join(e.imported ?? head, rest);
      const found = declared(file, own) ?? (e.node >= 0 ? ofNode(file, e.node, rest, hops) : null);
      if (found !== null && found.k !== 'value') return found;
      if (found !== null) value = found.ref;
      if (e.imported !== null && e.imported !== head) {
        const local = resolveIn(file, own, hops + 1);
        if (local.k !== 'none') return local;
      }
    }
    const own = declared(file, name);
    if (own !== null) return own;
    if (value !== null) return { k: 'value', ref: value };
    for (const e of file.exports) {
      if (e.name !== '*' || e.specifier === null || head === 'default') continue;
      const found = through(path, e.specifier, name, hops);
      if (found.k !== 'none' && found.k !== 'missing') return found;
    }
    const local = resolveIn(file, name, hops + 1);
    return local.k === 'none' && dot < 0 ? (exportedMember(file, name) ?? local) : local;
  };

  /** `module.exports = { A }` and the like have no type of that name, but perhaps a class. */
  const exportedMember = (file: FileFacts, name: string): Named | null => {
    for (const found of program.exported(file.path, name)) {
      if ('api' in found) continue;
      if (opOf(found.file, found.node) === Op.Class)
        return { k: 'class', file: found.file, cls: aOf(found.file, found.node) };
    }
    return null;
  };

  const ofNode = (file: FileFacts, node: number, rest: string, hops: number): Named | null => {
    const op = opOf(file, node);
    if (op === Op.Class && rest === '') return { k: 'class', file, cls: aOf(file, node) };
    if (op === Op.Import) {
      const record = file.imports[aOf(file, node)];
      if (record !== undefined) return through(file.path, record.specifier, join(record.name, rest), hops);
    }
    if (op === Op.Def || op === Op.Cell) {
      const variable = file.variables[op === Op.Def ? -1 : aOf(file, node)];
      for (const d of variable?.definitions ?? []) {
        if (opOf(file, d) === Op.Class || opOf(file, d) === Op.Import) return ofNode(file, d, rest, hops);
      }
      if (op === Op.Def && (opOf(file, aOf(file, node)) === Op.Class || opOf(file, aOf(file, node)) === Op.Import)) {
        return ofNode(file, aOf(file, node), rest, hops);
      }
      return rest === '' ? { k: 'value', ref: { file, node } } : null;
    }
    return null;
  };

  const resolveIn = (file: FileFacts, name: string, hops: number): Named => {
    if (hops > MAX_HOPS) return NOWHERE;
    const own = declared(file, name);
    if (own !== null) return own;
    const dot = name.indexOf('.');
    const head = dot < 0 ? name : name.slice(0, dot);
    const rest = dot < 0 ? '' : name.slice(dot + 1);
    const node = Object.hasOwn(file.bindings, head) ? file.bindings[head] : undefined;
    if (node !== undefined && node >= 0) {
      const found = ofNode(file, node, rest, hops);
      if (found !== null) return found;
    }
    return nested(file, name) ?? NOWHERE;
  };

  /** Scripts without imports and exports, and texts that say `declare global`, speak to all files. */
  const globalFiles = (): readonly string[] => {
    globals ??= program.matching(
      'global declarations',
      (text, p) =>
        /\.[cm]?tsx?$/.test(p) &&
        !p.includes('node_modules/') &&
        (/\.d\.[cm]?ts$/.test(p) || text.includes('declare global')),
    );
    return globals;
  };

  const global = (name: string): Named => {
    for (const path of globalFiles()) {
      const text = program.text(path);
      const last = name.slice(name.lastIndexOf('.') + 1);
      if (text === undefined || !text.includes(last)) continue;
      const file = program.facts(path);
      if (file === undefined) continue;
      const script = file.exports.length === 0 && file.imports.length === 0;
      if (!script && !text.includes('declare global')) continue;
      const found = declared(file, name);
      if (found !== null) return found;
    }
    return NOWHERE;
  };

  let ambient: readonly string[] | null = null;
  const augmentation = (pkg: string, name: string): Named => {
    ambient ??= program.matching(
      'ambient modules',
      (text, p) => /\.[cm]?tsx?$/.test(p) && !p.includes('node_modules/') && text.includes('declare module'),
    );
    for (const path of ambient) {
      const text = program.text(path) ?? '';
      if (!text.includes(`declare module '${pkg}`) && !text.includes(`declare module "${pkg}`)) continue;
      const file = program.facts(path);
      const found = file === undefined ? null : declared(file, name);
      if (found !== null) return found;
    }
    return NOWHERE;
  };

  return {
    augmentation,
    resolve: (file, name) => resolveIn(file, name, 0),
    global,
    exported: (path, name) => exported(path, name, 0),
    imported: (from, specifier, name) => through(from, specifier, name, 0),
    target,
  };
}
