import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { functionOf } from '../../extract/index.ts';

/** An outermost function with all that is nested in it; function 0 is the module's own statements. */
export interface Region {
  readonly file: FileFacts;
  readonly root: FunctionId;
}

/** The outermost function round a function. */
export function rootOf(file: FileFacts, fn: FunctionId): FunctionId {
  let at = fn;
  for (let parent = file.functions[at]?.parent ?? 0; parent > 0; parent = file.functions[at]?.parent ?? 0) at = parent;
  return at;
}

export const regionOf = (file: FileFacts, node: NodeId): Region => ({
  file,
  root: rootOf(file, functionOf(file, node)),
});

export const regionKey = (region: Region): string => `${String(region.root)}:${region.file.path}`;

/** Functions of a region, the outermost first. */
export function functionsOf(region: Region): readonly FunctionId[] {
  const out: FunctionId[] = [];
  region.file.functions.forEach((_, fn) => {
    if (rootOf(region.file, fn) === region.root) out.push(fn);
  });
  return out;
}

/** Whether a node stands in a region. */
export const holds = (region: Region, file: FileFacts, node: NodeId): boolean =>
  file === region.file && rootOf(file, functionOf(file, node)) === region.root;
