import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { argumentCount, argumentOf, calleeOf, opOf } from '../../extract/reader.ts';
import type { Core } from './core.ts';
import { otherPurpose, spotOf } from './core.ts';
import { guardsFor } from './global-guards.ts';
import { guardAt } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { argumentTexts, segmentsOf } from './names.ts';

const SETTERS = /^(?:SetMetadata|ExtendMetadata|createDecorator)$/;
/** A guard that reads what a decorator wrote. */
const READS = /reflector|getMetadata|getAllAndOverride/i;

/** Whether a decorator only writes metadata: `SetMetadata('consent', 'ai')`, or a function of the project that returns it. */
export function isMetadata(core: Core, file: FileFacts, node: NodeId): boolean {
  if (opOf(file, node) !== Op.Call) return false;
  if (SETTERS.test(segmentsOf(file, calleeOf(file, node)).at(-1) ?? '')) return true;
  return core.callees(file, node).some((e) => {
    if (e.k !== 'function') return false;
    const returns = e.file.functions[e.fn]?.returns ?? [];
    return returns.length > 0 && returns.every((r) => r.node !== NONE && setsMetadata(e.file, r.node));
  });
}

function setsMetadata(file: FileFacts, node: NodeId): boolean {
  return opOf(file, node) === Op.Call && SETTERS.test(segmentsOf(file, calleeOf(file, node)).at(-1) ?? '');
}

/**
 * What metadata of a handler says, if some guard before it reads metadata and has to do with consent; null if there is
 * none of it, or nobody reads it.
 */
export function judgeMetadata(
  core: Core,
  file: FileFacts,
  fn: FunctionId,
  decorators: readonly NodeId[],
): Judgement | null {
  for (const node of decorators) {
    if (!isMetadata(core, file, node)) continue;
    const sense = core.lexicon.sense(segmentsOf(file, calleeOf(file, node)), argumentTexts(file, node, core.program));
    if (!sense.consent || !isEnforced(core, file, fn, decorators)) continue;
    if (sense.purpose === 'other') {
      return otherPurpose(core, file, node, sense.other);
    }
    return guardAt(spotOf(file, node), sense.purpose);
  }
  return null;
}

function isEnforced(core: Core, file: FileFacts, fn: FunctionId, decorators: readonly NodeId[]): boolean {
  const local = decorators
    .filter((node) => opOf(file, node) === Op.Call && !isMetadata(core, file, node))
    .flatMap((node) => Array.from({ length: argumentCount(file, node) }, (_, i) => argumentOf(file, node, i)))
    .map((node) => ({ file, node }));
  const global = guardsFor(core, file, fn).map((g) => ({ file: g.value.file, node: g.value.node }));
  return [...local, ...global].some((ref) =>
    core.program.entities(ref).some((e) => {
      if (e.k !== 'class' && e.k !== 'instance')
        return e.k === 'api' && core.lexicon.sense(segmentsOf(ref.file, ref.node)).consent;
      const cls = e.file.classes[e.cls];
      const text = (core.program.text(e.file.path) ?? '').slice(cls?.start ?? 0, cls?.end ?? 0);
      return READS.test(text) && core.speaks(text);
    }),
  );
}
