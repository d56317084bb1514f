import { Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, opOf, stringOf } from '../../extract/reader.ts';
import { judgeConstant } from './constants.ts';
import { judgeCollection } from './collections.ts';
import { judgeComputed } from './computed.ts';
import { missAt, otherPurpose, sibling, spotOf } from './core.ts';
import type { Core, FunctionRef, Value } from './core.ts';
import { frameWithMaker } from './curried.ts';
import { asked as parametersAsked } from './fields.ts';
import { both, either, guardAt, Level, missed, NEVER, OPAQUE, withMiss } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName, bySense, isPromiseByType } from './leaf.ts';
import { TEXT_TESTS, TEXTUAL } from './plain-words.ts';
import { wordsOf } from './words.ts';
import { askedTexts } from './asked-texts.ts';
import { segmentsOf } from './names.ts';
import { isResponse } from './answers.ts';
import { judgeMoment } from './moments.ts';
import { functionAt, judgePromiseCall, judgeResolutions } from './promises.ts';
import { judgePresence } from './presence.ts';
import { judgeFallback, judgeResultTest, judgeSettled } from './results.ts';
import { returnsPromise } from './summaries.ts';
import { amountTest, polarityOf, TRUTHY } from './test.ts';
import type { Test } from './test.ts';

/** Globals whose result is as true as their argument. */
const TRANSPARENT = new Set(['Boolean', 'Number', 'String', 'structuredClone', 'Object.freeze', 'Promise.resolve']);

/** Judges the result of a call: by the body of what is called, else by its name and its constant arguments. */
export function judgeCall(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  const global = globalName(file, callee);
  if (global === 'Promise' && opOf(file, node) === Op.New) return judgeResolutions(core, v, test);
  if (TRANSPARENT.has(global)) {
    if (global === 'Promise.resolve' && !v.awaited) return unawaited(core, v, test, null);
    return core.holds(sibling(v, argumentOf(file, node, 0)), boolish(global, test));
  }
  if (global.startsWith('Promise.') || opOf(file, callee) === Op.Member) {
    const promised = judgePromiseCall(core, v, test);
    if (promised !== null) return promised;
  }
  const settled = judgeSettled(core, v, test) ?? judgeResultTest(core, v, test) ?? judgeFallback(core, v, test);
  if (settled !== null) return settled;
  const computed = judgeComputed(core, v, test);
  if (computed !== null) return computed;
  const symbol = core.symbol(file, node);
  if (symbol?.does === 'consent') return judgeSymbol(core, v, test, symbol.purpose === AI);
  const collection = judgeCollection(core, v, test);
  if (collection.level !== Level.opaque) return collection;

  if (opOf(file, callee) === Op.Member && /^count/.test(stringOf(file, bOf(file, callee)))) {
    const amount = amountTest(test);
    if (amount !== null) {
      const named = [...segmentsOf(file, aOf(file, callee), core.program), ...askedTexts(core, v)];
      return byName(core, v, named, amount);
    }
  }
  const moment = judgeMoment(core, v, test);
  if (moment !== null && moment.level !== Level.opaque) return moment;
  if (isResponse(file, node)) return judgeConstant({ k: 'object' }, test);

  const found = judgePresence(core, v, test);
  if (found !== null) return found;
  const known = judgeFunctions(core, v, test);
  if (known !== null) {
    if (known.level !== Level.opaque) return asked(core, v, seenFrom(core, v, known));
    const named = judgeNamedCall(core, v, test);
    return named.level === Level.opaque ? both(known, named) : named;
  }
  if (!v.awaited && isPromiseByType(core, v)) return unawaited(core, v, test, null);
  const named = judgeNamedCall(core, v, test);
  return named.level === Level.opaque ? both(collection, named) : named;
}

/** `String(x) === 'true'` asks for true. */
function boolish(global: string, test: Test): Test {
  if (global !== 'String' || test.k !== 'is' || test.of.k !== 'string') return test;
  if (test.of.value !== 'true' && test.of.value !== 'false') return test;
  return { k: 'is', of: { k: 'boolean', value: test.of.value === 'true' } };
}

/** `Boolean`, `Promise.all`: the name of a global (member) a callee is, or ''. */
export function globalName(file: FileFacts, callee: NodeId): string {
  const op = opOf(file, callee);
  if (op === Op.Global) return stringOf(file, aOf(file, callee));
  if (op !== Op.Member || opOf(file, aOf(file, callee)) !== Op.Global) return '';
  return `${stringOf(file, aOf(file, aOf(file, callee)))}.${stringOf(file, bOf(file, callee))}`;
}

/** The functions of the project a call may call; null if it may call anything else. */
function functionsOf(core: Core, file: FileFacts, call: NodeId): readonly FunctionRef[] | null {
  const out: FunctionRef[] = [];
  for (const e of core.callees(file, call)) {
    if (e.k === 'function') out.push({ file: e.file, fn: e.fn });
    else if (e.k !== 'api') return null;
  }
  return out.length === 0 ? null : out;
}

/** By the bodies of the project's functions that may be called; null if none is known. */
function judgeFunctions(core: Core, v: Value, test: Test): Judgement | null {
  const functions = functionsOf(core, v.file, v.node);
  if (functions === null) return null;
  let all: Judgement = NEVER;
  for (const f of functions) all = either(all, judgeFunction(core, v, f, test));
  return all;
}

function judgeFunction(core: Core, v: Value, f: FunctionRef, test: Test): Judgement {
  if (!v.awaited && returnsPromise(core, f)) return unawaited(core, v, test, f);
  if (!core.concerns(v, f)) return OPAQUE;
  const frame = frameWithMaker(core, v, f.file, f.fn);
  const before = parametersAsked.parameters;
  const blind = core.returned(f, null, test, v.awaited);
  if (blind.level >= Level.guard && blind.purpose === 'ai') return blind;
  const takes = parametersAsked.parameters !== before;
  if (!takes || frame === null) return blind;
  const seen = core.returned(f, frame, test, v.awaited);
  return seen.level === Level.opaque || blind.level === Level.never ? blind : seen;
}

/** A promise that nobody awaits is always true. */
function unawaited(core: Core, v: Value, test: Test, f: FunctionRef | null): Judgement {
  const polarity = polarityOf(test);
  if (polarity === false) return NEVER;
  if (polarity === null) return OPAQUE;
  const awaited: Value = { ...v, awaited: true };
  const inner = f === null ? judgeNamedCall(core, awaited, TRUTHY) : core.returned(f, null, TRUTHY, true);
  const useful = inner.level === Level.opaque ? judgeNamedCall(core, awaited, TRUTHY) : inner;
  const miss = missAt(core, 'not-awaited', v.file, v.node);
  return useful.level >= Level.weak && useful.level !== Level.never
    ? missed(miss)
    : judgeConstant({ k: 'object' }, test);
}

/**
 * A judgement of a body, as seen from the call: the check stands at the call, and so does a branch taken the wrong way;
 * a body that gives its answer without having asked is told where it does.
 */
function seenFrom(core: Core, v: Value, known: Judgement): Judgement {
  if (known.level === Level.guard) return { ...known, at: spotOf(v.file, v.node) };
  if (!known.misses.some((m) => m.reason === 'wrong-branch')) return known;
  const here = missAt(core, 'wrong-branch', v.file, v.node);
  return { ...known, misses: [here, ...known.misses.filter((m) => m.reason !== 'wrong-branch')] };
}

/** The purpose named in the arguments may be another than AI, whatever the body does with it. */
function asked(core: Core, v: Value, known: Judgement): Judgement {
  if (known.level !== Level.guard || known.purpose === 'ai') return known;
  const texts = askedTexts(core, v);
  if (texts.length === 0) return known;
  const { purpose, other } = core.lexicon.purposeOf(texts);
  if (purpose === 'other') return otherPurpose(core, v.file, v.node, other);
  return purpose === 'ai' ? { ...known, purpose: 'ai' } : known;
}

/** The purpose of a function that asks for consent for AI processing and for nothing else. */
const AI = 'ai';

/**
 * A consent manager known by symbol: its call says consent, for the purpose its arguments name.
 *
 * @param isForAi whatever they name
 */
function judgeSymbol(core: Core, v: Value, test: Test, isForAi: boolean): Judgement {
  const texts = askedTexts(core, v);
  const { purpose, other } = core.lexicon.purposeOf([...texts, ...segmentsOf(v.file, calleeOf(v.file, v.node))]);
  // what such managers ask for by default are cookies
  if (purpose !== 'ai' && !isForAi) return missed(missAt(core, 'cookie-consent', v.file, v.node, other || 'cookies'));
  const polarity = polarityOf(test);
  if (polarity === null) return OPAQUE;
  return polarity ? guardAt(spotOf(v.file, v.node), 'ai') : missed(missAt(core, 'wrong-branch', v.file, v.node));
}

/** `message.includes('consent')`, `path.startsWith('/consent')`: a word in a text is no consent. */
function looksIntoText(core: Core, v: Value, segments: readonly string[], extra: readonly string[]): boolean {
  const method = segments.at(-1) ?? '';
  const receiver = segments.slice(0, -1);
  if (core.lexicon.sense(receiver).consent) return false;
  if (TEXT_TESTS.has(method)) return true;
  if (method !== 'includes') return false;
  const callee = calleeOf(v.file, v.node);
  if (opOf(v.file, callee) !== Op.Member) return false;
  const shape = core.shapes?.ofNode({ file: v.file, node: aOf(v.file, callee) });
  const last = wordsOf(receiver.at(-1) ?? '').at(-1) ?? '';
  if (TEXTUAL.has(last) || (shape?.k === 'scalar' && shape.kind === 'string')) return true;
  // `codes.includes('CONSENT_REQUIRED')` tells of a refusal
  return extra.every((text) => wordsOf(text).length < 2 || core.lexicon.sense([text]).negative);
}

/** `useStore((s) => s.consents.ai)`: what a function that is handed in takes of what it is given. */
function selectedBy(core: Core, file: FileFacts, argument: NodeId): readonly string[] {
  const fn = functionAt(file, argument);
  const [exit, second] = file.functions[fn]?.returns ?? [];
  if (exit === undefined || second !== undefined || opOf(file, exit.node) !== Op.Member) return [];
  let root = exit.node;
  while (opOf(file, root) === Op.Member) root = aOf(file, root);
  if (opOf(file, root) !== Op.Param || aOf(file, root) !== fn) return [];
  return segmentsOf(file, exit.node, core.program).slice(segmentsOf(file, root, core.program).length);
}

/** Methods that run the function they are handed a reference to. */
const RUNS = /^(?:runQuery|runMutation|runAction|useQuery|fetchQuery|query|call|invoke|action|mutation)$/;

/** `ctx.runQuery(internal.consents.hasAiConsent, …)`: the name of the function that is run. */
function referredTo(core: Core, file: FileFacts, call: NodeId): readonly string[] {
  const method = segmentsOf(file, calleeOf(file, call)).at(-1) ?? '';
  const reference = argumentOf(file, call, 0);
  if (!RUNS.test(method) || opOf(file, reference) !== Op.Member) return [];
  let root = reference;
  while (opOf(file, root) === Op.Member) root = aOf(file, root);
  return opOf(file, root) === Op.Import ? segmentsOf(file, reference, core.program).slice(1) : [];
}

/** By the name of what is called: `hasAiConsent(user)`, `consents.get('ai')`. */
function judgeNamedCall(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (opOf(file, node) === Op.Call && opOf(file, callee) === Op.Unknown) return OPAQUE;
  const extra = askedTexts(core, v);
  const segments = [
    ...segmentsOf(file, callee, core.program),
    ...selectedBy(core, file, argumentOf(file, node, 0)),
    ...referredTo(core, file, node),
  ];
  if (looksIntoText(core, v, segments, extra)) return OPAQUE;
  const sense = core.lexicon.sense(segments, extra);
  if (sense.verb === 'silent') return OPAQUE;
  const polarity = polarityOf(test);
  const rejection = test.k === 'stranger' || polarity === false;
  // requireConsent answers with a rejection or with yes: that it was looked at is what counts
  if (sense.verb === 'asserting' && sense.consent && sense.purpose !== 'other' && rejection && !sense.negative) {
    return guardAt(spotOf(file, node), sense.purpose);
  }
  const j = bySense(core, v, sense.verb === 'asserting' ? { ...sense, negative: false } : sense, test);
  if (j.level === Level.opaque && sense.lookalike !== null)
    return withMiss(j, missAt(core, sense.lookalike, file, node));
  return j;
}
