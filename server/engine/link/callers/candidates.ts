import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { aOf, opOf, Op } from '../../extract/index.ts';
import type { Importers } from './importers.ts';
import { defined } from './value-names.ts';

/**
 * Files whose text can hold a call of a function, by what must be imported and named there; sorted.
 *
 * @param holding files in whose text the name of a method stands
 */
export function candidateFiles(
  holding: (name: string) => readonly string[],
  importers: Importers,
  file: FileFacts,
  fn: FunctionId,
): readonly string[] {
  const facts = file.functions[fn];
  if (facts === undefined) return [];
  const exported = exportedNames(file, fn);
  if (exported.length > 0) return [...importers.naming(file.path, exported)].sort();
  if (facts.kind === 'method' || facts.kind === 'constructor' || facts.owner >= 0) {
    const name = facts.kind === 'constructor' ? (file.classes[facts.owner]?.name ?? '') : facts.name;
    if (name === '') return [];
    const cls = file.classes[facts.owner];
    // called through an interface or a base class, whose users need not import this file
    const abstracted = cls !== undefined && (cls.implements.length > 0 || cls.superclass >= 0);
    return abstracted ? holding(name) : importers.reaching(file.path, name);
  }
  // a closure handed out by an exported function, or a property of an exported object
  let outer = facts.parent;
  while (outer > 0) {
    const names = exportedNames(file, outer);
    if (names.length > 0) return [...importers.naming(file.path, names)].sort();
    outer = file.functions[outer]?.parent ?? 0;
  }
  return file.exports.length > 0 && facts.name !== '' && facts.parent <= 0
    ? importers.reaching(file.path, facts.name)
    : [];
}

function exportedNames(file: FileFacts, fn: FunctionId): string[] {
  const node = file.functions[fn]?.node ?? -1;
  const names: string[] = [];
  for (const e of file.exports) {
    if (e.specifier === null && node >= 0 && holds(file, e.node, node)) names.push(e.name);
  }
  return names;
}

/** Whether an exported value is the function, or a variable (or definition) that holds it. */
function holds(file: FileFacts, exported: number, fn: number): boolean {
  const value = defined(file, exported);
  if (opOf(file, value) !== Op.Cell) return value === fn;
  return (file.variables[aOf(file, value)]?.definitions ?? []).some(
    (d) => d === fn || (opOf(file, d) === Op.Def && aOf(file, d) === fn),
  );
}
