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

/** Changes that other files make to a value which this file exports: `users.set(…)` after `import { users }`. */
export function changesElsewhere(
  program: Program,
  file: FileFacts,
  variable: number,
): readonly { readonly file: FileFacts; readonly node: NodeId }[] {
  const facts = file.variables[variable];
  if (facts === undefined || facts.owner !== 0) return [];
  const names = exportedNames(file, variable);
  if (names.length === 0) return [];
  const out: { file: FileFacts; node: NodeId }[] = [];
  for (const path of program.modules.importers(file.path)) {
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

/** Names under which a variable is exported, `module.exports = { users }` included. */
function exportedNames(file: FileFacts, variable: number): readonly string[] {
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

function isImportOf(
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
