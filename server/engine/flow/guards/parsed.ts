import { Op } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, opOf, stringOf } from '../../extract/reader.ts';
import type { Shape } from '../../link/contract.ts';
import { spotOf } from './core.ts';
import type { Core, Value } from './core.ts';
import { guardAt } from './judgement.ts';
import type { Judgement } from './judgement.ts';

const THROWING = /^(?:parse|parseAsync|validateSync|assert|decode)$/;
const TELLING = /^safeParse(?:Async)?$/;

/**
 * A value that was parsed by a schema which demands consent (`aiConsent: literal(true)`) has it: whether the parse has
 * completed, or told success. null: it is no parse, or demands none.
 */
export function judgeParsed(core: Core, v: Value, how: 'completed' | 'success'): Judgement | null {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (core.shapes === null || opOf(file, callee) !== Op.Member || opOf(file, aOf(file, callee)) === Op.Global)
    return null;
  const method = stringOf(file, bOf(file, callee));
  if (!(how === 'completed' ? THROWING : TELLING).test(method)) return null;
  const result = core.shapes.ofNode({ file, node });
  const shape = how === 'completed' ? result : core.shapes.field(result, 'data');
  for (const [name, field] of core.shapes.fields(shape)) {
    if (field.optional || !isTrue(field.shape)) continue;
    const sense = core.lexicon.sense([name]);
    if (sense.consent && !sense.inert && !sense.negative && sense.purpose !== 'other') {
      return guardAt(spotOf(file, node), sense.purpose);
    }
  }
  return null;
}

const isTrue = (shape: Shape): boolean => shape.k === 'scalar' && shape.kind === 'literal' && shape.value === 'true';
