import { Op } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, contextOf, opOf, stringOf } from '../../extract/reader.ts';
import { judgeConstant } from './constants.ts';
import { missAt, sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { argumentInFrames } from './fields.ts';
import { both, either, Level, missed, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName } from './leaf.ts';
import { segmentsOf } from './names.ts';
import type { Test } from './test.ts';
import { UNDEFINED } from './test.ts';

/** Callers looked at to tell what a parameter holds. */
const MAX_CALLERS = 12;
/** Files that may hold one: with more, it is a helper of the whole program, whose parameter no consent is told by. */
const MAX_FILES = 24;

/** Judges a parameter: by the call it is seen through, else by its callers, its name and its default. */
export function judgeParameter(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const parameter = file.functions[aOf(file, node)]?.parameters[bOf(file, node)];
  const fallback = parameter?.default ?? -1;
  const argument = argumentInFrames(v);
  if (argument === undefined) {
    return fallback < 0 ? judgeConstant(UNDEFINED, test) : core.holds(sibling(v, fallback), test);
  }
  if (argument !== null) {
    const inner = core.holds(argument, test);
    if (inner.level !== Level.opaque) return inner;
  }
  const named = byName(core, v, segmentsOf(file, node, core.program), test);
  if (fallback >= 0) {
    const byDefault = core.holds(sibling(v, fallback), test);
    if (byDefault.level === Level.none && named.level >= Level.weak)
      return missed(missAt(core, 'constant', file, node));
  }
  if (argument !== null) return named;
  const promised = judgePromised(core, v, test);
  if (promised.level !== Level.opaque) return promised;
  if (named.level === Level.none || named.level === Level.weak) return named;
  const called = judgeCallers(core, v, test);
  if (called.level === Level.opaque) return named;
  // a caller that hands over a constant yes was never told by anyone
  if (named.level === Level.guard) return called.level === Level.none && called.constant === true ? called : named;
  return called;
}

/** The parameter of `promise.then(f)` is what the promise gives. */
function judgePromised(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  if (bOf(file, node) !== 0) return OPAQUE;
  for (const site of core.program.callSites(file, aOf(file, node), MAX_FILES).sites) {
    if (site.how !== 'callback' || site.argument !== 0) continue;
    const callee = calleeOf(site.file, site.call);
    if (opOf(site.file, callee) !== Op.Member || stringOf(site.file, bOf(site.file, callee)) !== 'then') continue;
    return core.holds({ file: site.file, node: aOf(site.file, callee), frame: null, awaited: true }, test);
  }
  return OPAQUE;
}

/** What the arguments at all calls say, if all calls can be seen. */
function judgeCallers(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const { sites, complete } = core.program.callSites(file, aOf(file, node), MAX_FILES);
  const direct = sites.filter((s) => s.how === 'direct');
  if (!complete || direct.length === 0 || direct.length !== sites.length || sites.length > MAX_CALLERS) return OPAQUE;
  let all: Judgement = NEVER;
  for (const site of direct) {
    const argument = argumentOf(site.file, site.call, bOf(file, node));
    if (argument < 0) return OPAQUE;
    const own = core.holds({ file: site.file, node: argument, frame: null, awaited: v.awaited }, test);
    const there =
      own.level >= Level.guard ? own : both(own, core.context(site.file, contextOf(site.file, site.call), null));
    if (there.level === Level.none && there.constant === true) {
      return { ...missed(missAt(core, 'constant', site.file, argument)), constant: true };
    }
    all = either(all, there);
  }
  return all.level === Level.never ? OPAQUE : all;
}
