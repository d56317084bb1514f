import { Op } from '../../extract/facts.ts';
import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { calleeOf, opOf } from '../../extract/reader.ts';
import type { Core, Frame, Value } from './core.ts';
import { frameFor } from './fields.ts';
import { originOf } from './origin.ts';

/**
 * The frame for looking into a function called at a value, with the call that made the function outside of it:
 * `route({ consent: true })(handler)` runs what `route` returned, which knows the options. null at the depth limit.
 */
export function frameWithMaker(core: Core, v: Value, file: FileFacts, fn: FunctionId): Frame | null {
  const parent = file.functions[fn]?.parent ?? 0;
  if (parent <= 0) return frameFor(v, file, fn);
  const made = originOf(core, v.file, calleeOf(v.file, v.node));
  const isMaker =
    opOf(made.file, made.node) === Op.Call &&
    core.callees(made.file, made.node).some((e) => e.k === 'function' && e.file === file && e.fn === parent);
  const outer = isMaker ? frameFor({ ...v, file: made.file, node: made.node }, file, parent) : null;
  return frameFor(outer === null ? v : { ...v, frame: outer }, file, fn);
}
