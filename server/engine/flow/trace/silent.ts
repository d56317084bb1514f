import { opOf, Op } from '../../extract/index.ts';
import type { Shape } from '../../link/index.ts';
import { partShape } from './declared.ts';
import type { State } from './state.ts';
import type { Tracing } from './tracing.ts';

/** Records inside each other that are looked into for something to read. */
const MAX_DEPTH = 4;

/** Whether the declared type of what is asked for has nothing to read in it: a number, a flag, one of a few words. */
export function isSilent(t: Tracing, s: State): boolean {
  if (!TYPED.has(opOf(s.file, s.node))) return false;
  return saysNothing(partShape(t.program, s.file, s.node, s.path));
}

/** Nodes whose value may have a type of its own. */
const TYPED: ReadonlySet<number> = new Set([Op.Member, Op.Index, Op.Call, Op.Param, Op.Cast, Op.Element, Op.Def]);

/** Whether values of a shape hold no text, sound or picture. Of an unknown one nothing is said. */
export function saysNothing(shape: Shape, depth = 0): boolean {
  switch (shape.k) {
    case 'scalar':
      // a literal is often only the one value of several that is seen
      return shape.kind === 'number' || shape.kind === 'boolean' || shape.kind === 'enum' || shape.kind === 'date';
    case 'array':
    case 'promise':
    case 'dictionary':
      return saysNothing(shape.of, depth);
    case 'tuple':
    case 'union': {
      const parts = shape.of.filter((part) => part.k !== 'scalar' || part.kind !== 'null');
      return parts.length > 0 && parts.every((part) => saysNothing(part, depth));
    }
    case 'record': {
      if (depth >= MAX_DEPTH) return false;
      const fields = [...shape.fields().values()];
      return fields.length > 0 && fields.every((field) => saysNothing(field.shape, depth + 1));
    }
    default:
      return false;
  }
}
