import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { aOf, opOf, Op } from '../../extract/index.ts';
import type { EntityResolver } from '../entities/resolver.ts';
import { defined } from './value-names.ts';

const NONE: readonly string[] = [];
const MAX_CELLS = 4;

/** Names under which a file exports a closure that a call gave it: `export const save = withRetry(async (user) => …)`. */
export function madeExports(
  resolver: EntityResolver,
  file: FileFacts,
  of: { readonly file: FileFacts; readonly fn: FunctionId },
): readonly string[] {
  // only what stands in another function can be given back by one
  if ((of.file.functions[of.fn]?.parent ?? 0) <= 0) return NONE;
  const names: string[] = [];
  for (const e of file.exports) {
    if (e.specifier !== null || e.node < 0 || !isMade(file, e.node, 0)) continue;
    const found = resolver.of(file, e.node);
    if (found.some((x) => x.k === 'function' && x.file === of.file && x.fn === of.fn)) names.push(e.name);
  }
  return names;
}

function isMade(file: FileFacts, node: number, depth: number): boolean {
  const value = defined(file, node);
  if (opOf(file, value) === Op.Call) return true;
  if (opOf(file, value) !== Op.Cell || depth > MAX_CELLS) return false;
  return (file.variables[aOf(file, value)]?.definitions ?? []).some((d) => isMade(file, d, depth + 1));
}
