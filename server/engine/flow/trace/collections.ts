import type { NodeId } from '../../extract/facts.ts';
import { opOf, Op } from '../../extract/index.ts';
import type { State } from './state.ts';
import type { Tracing } from './tracing.ts';

const shapeOf = (t: Tracing, s: State, node: NodeId): string => t.program.shapes.ofNode({ file: s.file, node }).k;

/** Whether a node holds a list, whose positions are no data. */
export const isArray = (t: Tracing, s: State, node: NodeId): boolean =>
  shapeOf(t, s, node) === 'array' || shapeOf(t, s, node) === 'tuple' || opOf(s.file, node) === Op.Array;

/** Whether a node holds a map, whose elements are pairs. */
export function isMap(t: Tracing, s: State, node: NodeId): boolean {
  if (shapeOf(t, s, node) === 'dictionary') return true;
  const entities = t.program.entities({ file: s.file, node });
  return entities.some((e) => e.k === 'global' && /^(?:globalThis\.)?(?:Weak)?Map\.new\(\)$/.test(e.name));
}
