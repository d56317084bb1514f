import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { functionOf } from '../../extract/index.ts';
import type { Leaf } from './state.ts';
import type { Tracing } from './tracing.ts';

const MAX_LEAVES = 400;

/** Whether a function stands inside another. */
export function standsIn(file: FileFacts, inner: FunctionId, outer: FunctionId): boolean {
  let fn = file.functions[inner]?.parent ?? -1;
  while (fn > 0 && fn !== outer) fn = file.functions[fn]?.parent ?? -1;
  return fn === outer;
}

/**
 * Leaves of a value inside a function, relative to that function: the parameter of a closure in it is what the function
 * itself calls the closure with. Without this a closure's parameter would be looked up at the callers of the function,
 * all of them, and what one caller hands in would come out at another.
 */
export function relativeTo(
  t: Tracing,
  leaves: readonly Leaf[],
  target: { readonly file: FileFacts; readonly fn: FunctionId },
): readonly Leaf[] {
  const { file, fn } = target;
  const out: Leaf[] = [];
  const open: Leaf[] = [...leaves];
  const seen = new Set<string>();
  for (let leaf = open.pop(); leaf !== undefined; leaf = open.pop()) {
    if (leaf.k !== 'param' || leaf.file !== file || leaf.fn === fn || !standsIn(file, leaf.fn, fn)) {
      out.push(leaf);
      continue;
    }
    const key = `${String(leaf.fn)}.${String(leaf.index)}.${leaf.path.id}.${leaf.evidence?.id ?? ''}.${String(leaf.guard)}`;
    if (seen.has(key) || seen.size > MAX_LEAVES) continue;
    seen.add(key);
    let bound = false;
    for (const site of t.program.callSites(file, leaf.fn).sites) {
      const caller = functionOf(site.file, site.call);
      if (site.file !== file || (caller !== fn && !standsIn(file, caller, fn))) continue;
      const found = t.atSite(leaf, site);
      if (found === null) continue;
      bound = true;
      open.push(...found);
    }
    if (!bound) out.push(leaf);
  }
  return out;
}
