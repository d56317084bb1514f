import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, FunctionFacts, NodeId } from '../../extract/facts.ts';
import { aOf, calleeOf, opOf, stringOf, typeOf } from '../../extract/reader.ts';
import { judgeConstant } from './constants.ts';
import { missAt } from './core.ts';
import type { Core, Frame, FunctionRef, Value } from './core.ts';
import { both, either, Level, missed, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { UNDEFINED } from './test.ts';
import type { Test } from './test.ts';

/** Whether a function has a body to look at: an overload, an abstract or an ambient one has no way out at all. */
export function hasBody(fn: FunctionFacts): boolean {
  return fn.returns.length > 0 || fn.throws.length > 0 || fn.exitContext !== NONE || fn.yields.length > 0;
}

/** Whether a function only ever throws, or is declared to return `never`. */
export function neverReturns(file: FileFacts, fn: FunctionFacts): boolean {
  const declared = typeOf(file, fn.returnType);
  if (declared.k === 'prim' && declared.name === 'never') return true;
  return fn.returns.length === 0 && fn.exitContext === NONE && fn.throws.length > 0;
}

/** Whether a call of the function gives a promise. */
export function returnsPromise(core: Core, ref: FunctionRef, depth = 0): boolean {
  const fn = ref.file.functions[ref.fn];
  if (fn === undefined || fn.isGenerator) return false;
  if (fn.isAsync) return true;
  const declared = typeOf(ref.file, fn.returnType);
  if (declared.k === 'ref') return declared.name === 'Promise' || declared.name === 'PromiseLike';
  if (declared.k !== 'unknown' || depth > 2) return false;
  const values = fn.returns.filter((r) => r.node !== NONE);
  return values.length > 0 && values.every((r) => isPromise(core, ref.file, r.node, depth));
}

function isPromise(core: Core, file: FileFacts, node: NodeId, depth: number): boolean {
  const op = opOf(file, node);
  if (op === Op.Def || op === Op.Cast) return isPromise(core, file, aOf(file, node), depth);
  if (op !== Op.Call && op !== Op.New) return false;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) === Op.Global) return op === Op.New && stringOf(file, aOf(file, callee)) === 'Promise';
  if (opOf(file, callee) === Op.Member) {
    const object = aOf(file, callee);
    if (opOf(file, object) === Op.Global && stringOf(file, aOf(file, object)) === 'Promise') return true;
  }
  return core.callees(file, node).some((e) => e.k === 'function' && returnsPromise(core, e, depth + 1));
}

/**
 * What a function's result says of consent if it passes the test: every way out must either stand where consent holds,
 * or give a value that says so, or one that fails the test.
 */
export function judgeReturned(
  core: Core,
  ref: FunctionRef,
  frame: Frame | null,
  test: Test,
  awaited: boolean,
): Judgement {
  const { file } = ref;
  const fn = file.functions[ref.fn];
  if (fn === undefined || (fn.isGenerator && !awaited) || !hasBody(fn)) return OPAQUE;
  if (neverReturns(file, fn)) return NEVER;
  let all: Judgement = NEVER;
  let open: NodeId | null = null;
  let doubtful: NodeId | null = null;
  let telling = false;
  let sure = false;
  for (const exit of fn.returns) {
    const value: Value = { file, node: exit.node, frame, awaited };
    const own = exit.node === NONE ? judgeConstant(UNDEFINED, test) : core.holds(value, test);
    const there = own.level >= Level.guard ? own : core.context(file, exit.context, frame);
    let j = both(own, there);
    // what is returned where consent is refused cannot say that it was given
    if (j.level === Level.opaque && own.asked !== true && there.misses.some((m) => m.reason === 'wrong-branch'))
      j = { ...j, level: Level.none };
    if (j.level < Level.guard && isCallLike(file, exit.node)) j = both(j, completing(core, value));
    if (j.level === Level.none && j.constant === true) open = exit.node;
    if (j.level === Level.opaque && own.constant === true) doubtful = exit.node;
    if (own.level !== Level.none && own.level !== Level.never) telling = true;
    if (own.level === Level.guard) sure = true;
    all = either(all, j);
  }
  if (fn.exitContext !== NONE) {
    const own = judgeConstant(UNDEFINED, test);
    all = either(all, own.level >= Level.guard ? own : both(own, core.context(file, fn.exitContext, frame)));
  }
  // beside a way out that tells consent, one that says yes for another reason lets the others through
  if (sure && doubtful !== null) return { ...missed(missAt(core, 'fail-open', file, doubtful)), constant: true };
  if (all.level !== Level.none || open === null || open === NONE) return all;
  // one way out says yes without having asked
  const consent = telling || core.lexicon.sense([fn.name]).consent;
  if (!consent || all.misses.some((m) => m.reason !== 'constant')) return all;
  return { ...missed(missAt(core, telling ? 'fail-open' : 'constant', file, open)), constant: true };
}

/** That a call returned at all says something only where it is known to check. */
function completing(core: Core, v: Value): Judgement {
  const j = core.completion(v);
  return j.level === Level.opaque ? { ...j, level: Level.none } : j;
}

function isCallLike(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  return op === Op.Call || op === Op.Await || op === Op.New;
}

/** What is known of consent once a function has completed: every way out that is not a throw stands under it. */
export function judgeCompleted(core: Core, ref: FunctionRef, frame: Frame | null): Judgement {
  const { file } = ref;
  const fn = file.functions[ref.fn];
  if (fn === undefined || !hasBody(fn)) return OPAQUE;
  if (neverReturns(file, fn)) return NEVER;
  let all: Judgement = NEVER;
  for (const exit of fn.returns) {
    let j = core.context(file, exit.context, frame);
    if (j.level < Level.guard && isCallLike(file, exit.node)) {
      j = both(j, completing(core, { file, node: exit.node, frame, awaited: true }));
    }
    all = either(all, j);
  }
  if (fn.exitContext !== NONE) all = either(all, core.context(file, fn.exitContext, frame));
  return all;
}
