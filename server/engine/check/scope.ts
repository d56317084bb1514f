import type { FileFacts, NodeId } from '../extract/facts.ts';
import { functionOf } from '../extract/index.ts';

/** Names of the classes and functions round a node, outermost first; anonymous ones are left out. */
export function scopeOf(file: FileFacts, node: NodeId): readonly string[] {
  const out: string[] = [];
  for (let fn = functionOf(file, node); fn > 0;) {
    const facts = file.functions[fn];
    if (facts === undefined) break;
    if (facts.name !== '') out.unshift(facts.name);
    const owner = file.classes[facts.owner]?.name ?? '';
    if (owner !== '') out.unshift(owner);
    fn = facts.parent;
  }
  return out;
}

/** Name of the nearest named function round a node, '' at module level. */
export function nearestFunctionName(file: FileFacts, node: NodeId): string {
  for (let fn = functionOf(file, node); fn > 0; fn = file.functions[fn]?.parent ?? 0) {
    const name = file.functions[fn]?.name ?? '';
    if (name !== '') return name;
  }
  return '';
}
