import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  bOf,
  calleeOf,
  listAt,
  listLength,
  opOf,
  stringOf,
  Op,
  PropKind,
} from '../../extract/index.ts';
import type { Program } from '../../link/index.ts';

const CONTAINERS = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array', 'Object']);

/**
 * Whether a node is a container as it is made, with nothing in it. If nothing is put into one that outlives its
 * function, what is in it comes from where the analysis cannot see.
 */
export function isEmptyContainer(file: FileFacts, node: NodeId): boolean {
  switch (opOf(file, node)) {
    case Op.Def:
    case Op.Cast:
      return isEmptyContainer(file, aOf(file, node));
    case Op.New:
    case Op.Call: {
      const callee = calleeOf(file, node);
      const name = opOf(file, callee) === Op.Global ? stringOf(file, aOf(file, callee)) : '';
      return CONTAINERS.has(name) && argumentCount(file, node) === 0;
    }
    case Op.Array:
    case Op.Object:
      return listLength(file, aOf(file, node)) === 0;
    default:
      return false;
  }
}

/** Whether a variable is declared and exported but never given a value: what imports the module, or a component, sets it. */
export function isSetFromOutside(file: FileFacts, variable: number): boolean {
  const facts = file.variables[variable];
  if (facts?.kind !== 'let' || exportedNames(file, variable).length === 0) return false;
  return facts.definitions.every((node) => {
    const value = opOf(file, node) === Op.Def ? aOf(file, node) : node;
    return value < 0 || opOf(file, value) === Op.Undefined;
  });
}

interface Change {
  readonly file: FileFacts;
  readonly node: NodeId;
}

const NONE: readonly Change[] = [];
const memo = new WeakMap<Program, Map<string, readonly Change[]>>();

/** A collection or an object literal, empty or not. */
function isContainer(file: FileFacts, node: NodeId): boolean {
  const value = opOf(file, node) === Op.Def || opOf(file, node) === Op.Cast ? aOf(file, node) : node;
  switch (opOf(file, value)) {
    case Op.Array:
    case Op.Object:
      return true;
    case Op.Cast:
      return isContainer(file, value);
    case Op.Call:
      return isBox(file, calleeOf(file, value));
    case Op.New: {
      const callee = calleeOf(file, value);
      return opOf(file, callee) === Op.Global && CONTAINERS.has(stringOf(file, aOf(file, callee)));
    }
    default:
      return false;
  }
}

/** Packages whose functions make a value that others put content into: a ref, a store. */
const BOXING = /^(?:vue|@vue\/reactivity|svelte\/store|nanostores)$/;

/** `ref('')`, `writable('')`. */
function isBox(file: FileFacts, callee: NodeId): boolean {
  const record = opOf(file, callee) === Op.Import ? file.imports[aOf(file, callee)] : undefined;
  return record !== undefined && BOXING.test(record.specifier);
}

/** Whether a text may write into what it imports under one of the names, or renames it. */
function mayChange(text: string, names: readonly string[]): boolean {
  return names.some((name) => {
    if (name === 'default') return true;
    if (!text.includes(name)) return false;
    const own = name.replace(/\$/g, '\\$');
    return new RegExp(
      `\\b${own}(?:\\s+as\\s|\\[|\\.(?:add|append|push|set|splice|unshift|fill|update)\\s*\\(|(?:\\.[\\w$]+)+\\s*(?:\\+|\\?\\?|\\|\\|)?=[^=>]|(?<=\\$${own})\\s*=[^=>])`,
    ).test(text);
  });
}

/** Changes that other files make to a value which this file exports: `users.set(…)` after `import { users }`. */
export function changesElsewhere(program: Program, file: FileFacts, variable: number): readonly Change[] {
  const facts = file.variables[variable];
  if (facts?.owner !== 0 || !facts.definitions.some((node) => isContainer(file, node))) return NONE;
  let known = memo.get(program);
  if (known === undefined) memo.set(program, (known = new Map<string, readonly Change[]>()));
  const key = `${String(variable)}:${file.path}`;
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = findChanges(program, file, variable)));
  return found;
}

function findChanges(program: Program, file: FileFacts, variable: number): readonly Change[] {
  const names = exportedNames(file, variable);
  if (names.length === 0) return NONE;
  const out: Change[] = [];
  for (const path of program.modules.importers(file.path)) {
    if (!program.passes(path, `changes ${names.join()}`, (text) => mayChange(text, names))) continue;
    const importer = program.facts(path);
    if (importer === undefined) continue;
    for (const v of importer.variables) {
      if (v.kind !== 'import') continue;
      const changes = v.definitions.filter((n) => opOf(importer, n) === Op.Effect || opOf(importer, n) === Op.Store);
      if (changes.length === 0 || !isImportOf(program, importer, v.definitions, file.path, names)) continue;
      for (const node of changes) out.push({ file: importer, node });
    }
  }
  return out;
}

/** The variables a file exports under some names. */
export function exportedAs(file: FileFacts, names: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const e of file.exports) {
    if (e.specifier !== null || !names.includes(e.name)) continue;
    if (opOf(file, e.node) === Op.Cell) found.add(aOf(file, e.node));
    else if (opOf(file, e.node) === Op.Def) found.add(bOf(file, e.node));
  }
  return found;
}

/** Names under which a variable is exported, `module.exports = { users }` included. */
export function exportedNames(file: FileFacts, variable: number): readonly string[] {
  const holds = (node: NodeId): boolean =>
    (opOf(file, node) === Op.Cell && aOf(file, node) === variable) ||
    (opOf(file, node) === Op.Def && bOf(file, node) === variable);
  const out: string[] = [];
  for (const e of file.exports) {
    if (e.specifier !== null) continue;
    if (holds(e.node)) out.push(e.name);
    if (e.name !== '=' || opOf(file, e.node) !== Op.Object) continue;
    const list = aOf(file, e.node);
    for (let i = 0; i + 2 < listLength(file, list); i += 3) {
      const named = listAt(file, list, i) !== PropKind.Spread && listAt(file, list, i) !== PropKind.Computed;
      if (named && holds(listAt(file, list, i + 2))) out.push(stringOf(file, listAt(file, list, i + 1)));
    }
  }
  return out;
}

/** Whether a variable's definitions are an import of one of the names from a file. */
export function isImportOf(
  program: Program,
  importer: FileFacts,
  definitions: readonly NodeId[],
  path: string,
  names: readonly string[],
): boolean {
  for (const node of definitions) {
    if (opOf(importer, node) !== Op.Import) continue;
    const record = importer.imports[aOf(importer, node)];
    if (record === undefined || !names.includes(record.name)) continue;
    const target = program.modules.resolve(importer.path, record.specifier);
    if (target.k === 'file' && target.path === path) return true;
  }
  return false;
}
