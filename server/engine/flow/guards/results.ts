import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, cOf, opOf, stringOf } from '../../extract/reader.ts';
import { constantBehind } from './constants.ts';
import { missAt, sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { both, CONSTANT, Level, missed, NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { segmentsOf } from './names.ts';
import { originOf } from './origin.ts';
import { functionAt } from './promises.ts';
import { FAILED, passes, polarityOf, SUCCEEDED, FALSY, TRUTHY } from './test.ts';
import type { Test } from './test.ts';
import { usesOf } from './uses.ts';

/** Names of what tells whether a result is a success: methods, functions of libraries, properties. */
const TELLS_SUCCESS = /^(?:isOk|isRight|isSuccess|isSome|isJust)$/;
const TELLS_FAILURE = /^(?:isErr|isLeft|isFailure|isFail|isNone|isNothing)$/;
/** Values of the tag of a result. */
const FAILURE_TAGS = /^(?:Left|Err|Error|Failure|None|Nothing|Fail)$/i;
const SUCCESS_TAGS = /^(?:Right|Ok|Success|Some|Just)$/i;
/** Steps that run their function on a success, and those that run it on a failure. */
const ON_SUCCESS =
  /^(?:map|andThen|flatMap|chain|chainW|chainFirst|chainTaskEitherK|asyncMap|asyncAndThen|andThrough|andTee|tap|bind|then|zipRight|ifRight|ifOk)$/;
const ON_FAILURE =
  /^(?:orElse|orElseW|mapErr|mapLeft|mapError|catchAll|catchTag|chainLeft|tapError|orTee|ifLeft|ifErr|recover|alt)$/;
const BOTH_WAYS = /^(?:match|fold|matchW|foldW|either|matchE|bimap)$/;

/** Whether a test asks if a result is a success or a failure. */
const isSettling = (test: Test): boolean => test.k === 'succeeded' || test.k === 'failed';

/** What a call gives, as a result that must be a success or a failure. null: nothing of that is known here. */
export function judgeSettled(core: Core, v: Value, test: Test): Judgement | null {
  if (!isSettling(test)) return null;
  const { file, node } = v;
  const made = settledBy(core.symbol(file, node)?.does, test);
  if (made !== null) return made;
  const callee = calleeOf(file, node);
  const method = opOf(file, callee) === Op.Member ? stringOf(file, bOf(file, callee)) : '';
  if (ON_SUCCESS.test(method) || method === 'pipe') {
    if (test.k === 'failed') return OPAQUE;
    const before = core.holds(sibling(v, aOf(file, callee)), SUCCEEDED);
    const fn = functionAt(file, argumentOf(file, node, 0));
    const after = fn === NONE ? OPAQUE : core.returned({ file, fn }, v.frame, SUCCEEDED, true);
    return both(before, after.level === Level.never ? OPAQUE : after);
  }
  const chosen = judgeFromPredicate(core, v, test);
  if (chosen !== null) return chosen;
  const fn = generatorHandedTo(core, file, node);
  if (fn !== NONE && test.k === 'succeeded') return core.completed({ file, fn }, v.frame);
  return null;
}

/** `fromPredicate(isX, onNo)(x)`, `filterOrFail(isX, onNo)`: a success is what the function said yes to. */
function judgeFromPredicate(core: Core, v: Value, test: Test): Judgement | null {
  const made = originOf(core, v.file, v.node);
  const inner =
    opOf(made.file, made.node) === Op.Call ? originOf(core, made.file, calleeOf(made.file, made.node)) : made;
  for (const { file, node } of [made, inner]) {
    if (opOf(file, node) !== Op.Call) continue;
    if (!CHOOSES.test(segmentsOf(file, calleeOf(file, node)).at(-1) ?? '')) continue;
    const fn = functionAt(file, argumentOf(file, node, 0));
    if (fn !== NONE) return core.returned({ file, fn }, null, test.k === 'succeeded' ? TRUTHY : FALSY, false);
  }
  return null;
}

const CHOOSES = /^(?:fromPredicate|filterOrFail|filterOrElse|liftPredicate)$/;

/** A property of a library that is a result: `Effect.void`. null: it is none. */
export function judgeSettledValue(core: Core, v: Value, test: Test): Judgement | null {
  return isSettling(test) ? settledBy(core.symbolAt(v.file, v.node)?.does, test) : null;
}

function settledBy(does: string | undefined, test: Test): Judgement | null {
  if (does !== 'succeeds' && does !== 'fails') return null;
  return (does === 'succeeds') === (test.k === 'succeeded') ? CONSTANT : NEVER;
}

/** `Effect.gen(function* () { … })`: what a library runs as one result. */
function generatorHandedTo(core: Core, file: FileFacts, call: NodeId): number {
  if (core.callees(file, call).some((e) => e.k === 'function')) return NONE;
  for (let i = 0; i < argumentCount(file, call); i++) {
    const fn = functionAt(file, argumentOf(file, call, i));
    if (file.functions[fn]?.isGenerator === true) return fn;
  }
  return NONE;
}

/** `result.isErr()`, `Either.isRight(result)`. null: it asks nothing of that kind. */
export function judgeResultTest(core: Core, v: Value, test: Test): Judgement | null {
  const { file, node } = v;
  const polarity = polarityOf(test);
  const callee = calleeOf(file, node);
  const name = segmentsOf(file, callee).at(-1) ?? '';
  const asks = TELLS_SUCCESS.test(name) ? true : TELLS_FAILURE.test(name) ? false : null;
  if (polarity === null || asks === null || core.callees(file, node).some((e) => e.k === 'function')) return null;
  const handed = argumentCount(file, node) > 0;
  const result = handed ? argumentOf(file, node, 0) : opOf(file, callee) === Op.Member ? aOf(file, callee) : NONE;
  return result === NONE ? null : known(core.holds(sibling(v, result, false), asks === polarity ? SUCCEEDED : FAILED));
}

/** `result.isOk`, `result._tag === 'Left'`. null: it is no such property, or nothing is known of the result. */
export function judgeResultProperty(core: Core, v: Value, key: string, test: Test): Judgement | null {
  const asked = askedOf(key, test);
  return asked === null ? null : known(core.holds(sibling(v, aOf(v.file, v.node), false), asked));
}

function askedOf(key: string, test: Test): Test | null {
  if (key === '_tag' || key === 'tag') {
    const tag = test.k === 'is' ? test.of : test.k === 'not' && test.of.length === 1 ? test.of[0] : undefined;
    if (tag?.k !== 'string') return null;
    const success = SUCCESS_TAGS.test(tag.value) ? true : FAILURE_TAGS.test(tag.value) ? false : null;
    return success === null ? null : success === (test.k === 'is') ? SUCCEEDED : FAILED;
  }
  const polarity = polarityOf(test);
  const asks = TELLS_SUCCESS.test(key) || key === 'ok' ? true : TELLS_FAILURE.test(key) || key === 'err' ? false : null;
  return polarity === null || asks === null ? null : asks === polarity ? SUCCEEDED : FAILED;
}

const known = (j: Judgement): Judgement | null => (j.level === Level.opaque && j.misses.length === 0 ? null : j);

/** `yield* requireConsent(user)`: goes on with a success only, where results are run by a generator. */
export function isDelegated(file: FileFacts, call: NodeId): boolean {
  return (usesOf(file).users.get(call) ?? []).some((user) => opOf(file, user) === Op.Yield && cOf(file, user) === 1);
}

/** `result.unwrap()` gives what a success holds and throws at a failure. null: it is nothing of that kind. */
export function judgeUnwrapped(core: Core, v: Value): Judgement | null {
  const callee = calleeOf(v.file, v.node);
  if (opOf(v.file, callee) !== Op.Member || !UNWRAPS.test(stringOf(v.file, bOf(v.file, callee)))) return null;
  return known(core.holds(sibling(v, aOf(v.file, callee), false), SUCCEEDED));
}

const UNWRAPS = /^(?:_?unsafeUnwrap|unwrap|expect|getOrThrow|orThrow|unwrapOrThrow|unsafeCoerce|unsafelyUnwrap)$/;

/** `result.unwrapOr(false)`: a yes is a success's, unless a failure says yes too. null: it is nothing of that kind. */
export function judgeFallback(core: Core, v: Value, test: Test): Judgement | null {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) !== Op.Member || !FALLS_BACK.test(stringOf(file, bOf(file, callee)))) return null;
  const made = functionAt(file, argumentOf(file, node, 0));
  const [exit, second] = made === NONE ? [] : (file.functions[made]?.returns ?? []);
  const fallback = made === NONE ? argumentOf(file, node, 0) : second === undefined ? (exit?.node ?? NONE) : NONE;
  const constant = fallback === NONE ? null : constantBehind(core, sibling(v, fallback, false));
  if (constant === null) return null;
  const result = core.holds(sibling(v, aOf(file, callee), false), SUCCEEDED);
  const passed = passes(test, constant);
  if (passed === false) return known(result);
  return passed === true && result.level >= Level.weak ? missed(missAt(core, 'fail-open', file, node)) : null;
}

const FALLS_BACK = /^(?:unwrapOr|getOr|getOrElse|valueOr|orDefault|withDefault|unwrapOrElse)$/;

/** What holds when a step of a result runs the function it is handed: `result.andThen(f)`, `pipe(result, chain(f))`. */
export function judgeStep(core: Core, v: Value, position: number): Judgement {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  const name = segmentsOf(file, callee).at(-1) ?? '';
  const found = resultBefore(v, position);
  if (found === null) return OPAQUE;
  const { result, own } = found;
  let asked: Test | null = ON_SUCCESS.test(name) ? SUCCEEDED : ON_FAILURE.test(name) ? FAILED : null;
  // the methods of results take what is for a success first, the functions of Either what is for a failure
  if (BOTH_WAYS.test(name)) asked = (own === 0) === found.method ? SUCCEEDED : FAILED;
  else if (own !== 0) return OPAQUE;
  return asked === null ? OPAQUE : core.holds({ ...sibling(v, result), awaited: true }, asked);
}

interface Before {
  readonly result: NodeId;
  /** Which of the functions of the step it is. */
  readonly own: number;
  /** The step is a method of the result. */
  readonly method: boolean;
}

function resultBefore(v: Value, position: number): Before | null {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) === Op.Member && !isNamespace(file, aOf(file, callee)))
    return { result: aOf(file, callee), own: position, method: true };
  // pipe(result, chain(f)), result.pipe(chain(f))
  for (const user of usesOf(file).users.get(node) ?? []) {
    if (opOf(file, user) !== Op.Call) continue;
    const by = calleeOf(file, user);
    if ((segmentsOf(file, by).at(-1) ?? '') !== 'pipe') continue;
    const result = opOf(file, by) === Op.Member ? aOf(file, by) : argumentOf(file, user, 0);
    return { result, own: position, method: false };
  }
  // andThen(result, f)
  return position > 0 ? { result: argumentOf(file, node, 0), own: position - 1, method: false } : null;
}

/** `Effect` of `Effect.flatMap`, `TE` of `TE.chain`. */
function isNamespace(file: FileFacts, node: NodeId): boolean {
  let n = node;
  while (opOf(file, n) === Op.Member) n = aOf(file, n);
  return opOf(file, n) === Op.Import || opOf(file, n) === Op.Global;
}
