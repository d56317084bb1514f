import { Ctx, NONE, Op } from '../../extract/facts.ts';
import type { ContextId, FileFacts, FunctionFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  bOf,
  calleeOf,
  contextKind,
  contextParent,
  contextX,
  contextY,
  functionOf,
  opOf,
  stringOf,
  typeOf,
} from '../../extract/reader.ts';
import { globalName } from './calls.ts';
import type { NearMissReason } from './contract.ts';
import { missAt, otherPurpose, sibling, spotOf } from './core.ts';
import type { Core, FunctionRef, Value } from './core.ts';
import { constantBehind } from './constants.ts';
import { frameWithMaker } from './curried.ts';
import { asked } from './fields.ts';
import { both, either, guardAt, Level, missed, NEVER, NONE_KNOWN, OPAQUE, withMiss } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { askedTexts } from './asked-texts.ts';
import { segmentsOf } from './names.ts';
import { judgeParsed } from './parsed.ts';
import { awaitedTogether, mappedTogether } from './promises.ts';
import { isDelegated, judgeUnwrapped } from './results.ts';
import { hasBody, neverReturns, returnsPromise } from './summaries.ts';
import { FALSY, SUCCEEDED, TRUTHY } from './test.ts';
import { decoratorsOf, isUsed, usesOf } from './uses.ts';

const EXITS = new Set(['process.exit', 'process.abort', 'Deno.exit']);
const ASSERTS = new Set(['assert', 'invariant', 'ensure', 'require', 'ok', 'precondition']);
const EQUALITY = new Set(['equal', 'strictEqual', 'deepEqual', 'deepStrictEqual']);

/** What is known of consent once a call, or an await of one, has completed normally. */
export function judgeCompletion(core: Core, v: Value): Judgement {
  const { file, node } = v;
  switch (opOf(file, node)) {
    case Op.Await:
      return judgeCompletion(core, sibling(v, aOf(file, node), true));
    case Op.Def:
    case Op.Cast:
      return judgeCompletion(core, sibling(v, aOf(file, node)));
    case Op.Call:
      return isDelegated(file, node) ? judgeDelegated(core, { ...v, awaited: true }) : judgeCallCompletion(core, v);
    case Op.New:
    case Op.Tagged:
      return judgeCallCompletion(core, v);
    default:
      return OPAQUE;
  }
}

/** `yield* requireConsent(user)`: the call was run, and a failure ends the generator. */
function judgeDelegated(core: Core, v: Value): Judgement {
  const settled = core.holds(v, SUCCEEDED);
  const done = judgeCallCompletion(core, v);
  return both(settled.constant === true || settled.level < Level.weak ? OPAQUE : settled, done);
}

function judgeCallCompletion(core: Core, v: Value): Judgement {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  const global = globalName(file, callee);
  if (EXITS.has(global) || throwsByName(file, callee) || refusesValue(file, node, callee)) return NEVER;
  const symbol = core.symbol(file, node);
  if (symbol?.does === 'never') return NEVER;
  if (symbol?.does === 'asserts') return judgeAssertion(core, v);
  if (symbol?.does === 'requires') return guardAt(spotOf(file, node), 'ai');
  if (v.awaited) {
    const together = awaitedTogether(file, node);
    if (together.length > 0) {
      return together.reduce((all: Judgement, n) => both(all, judgeCompletion(core, sibling(v, n, true))), OPAQUE);
    }
    const each = mappedTogether(file, node);
    if (each !== NONE) {
      const done = core.completed({ file, fn: each }, v.frame);
      return done.level === Level.guard
        ? { ...done, at: spotOf(file, node) }
        : done.level === Level.never
          ? OPAQUE
          : done;
    }
    const chained = judgeChain(core, v);
    if (chained !== null) return chained;
  }
  const parsed = judgeParsed(core, v, 'completed') ?? judgeUnwrapped(core, v);
  if (parsed !== null) return parsed;
  const functions = functionsCalled(core, file, node);
  if (functions.length === 0) return judgeNamedCompletion(core, v);
  let all: Judgement = NEVER;
  for (const f of functions) all = either(all, judgeFunctionCompletion(core, v, f));
  return all;
}

function functionsCalled(core: Core, file: FileFacts, node: NodeId): readonly FunctionRef[] {
  const out: FunctionRef[] = [];
  for (const e of core.callees(file, node)) {
    if (e.k === 'function') out.push(e);
    else if (e.k === 'class' && opOf(file, node) === Op.New) {
      const ctor = e.file.classes[e.cls]?.ctor ?? -1;
      if (ctor >= 0) out.push({ file: e.file, fn: ctor });
    } else if (e.k !== 'api') return [];
  }
  return out;
}

/** `await check().then(f)` completes after check does; `.catch(f)` completes anyway, unless f throws. */
function judgeChain(core: Core, v: Value): Judgement | null {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) !== Op.Member) return null;
  const method = stringOf(file, bOf(file, callee));
  if (method !== 'then' && method !== 'finally' && method !== 'catch') return null;
  const before = judgeCompletion(core, sibling(v, aOf(file, callee), true));
  const handler = argumentOf(file, node, method === 'then' ? 1 : 0);
  if (method === 'finally' || handler < 0) return before;
  let fn = handler;
  while (opOf(file, fn) === Op.Def) fn = aOf(file, fn);
  const facts = opOf(file, fn) === Op.Func ? file.functions[aOf(file, fn)] : undefined;
  if (facts !== undefined && neverReturns(file, facts)) return before;
  return before.level === Level.guard ? missed(missAt(core, 'fail-open', file, node)) : OPAQUE;
}

/** `invariant(x)`, `assert(x)`: x is true; `assert.equal(x, true)`: x is that. */
function judgeAssertion(core: Core, v: Value): Judgement {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  const method =
    opOf(file, callee) === Op.Member ? stringOf(file, bOf(file, callee)) : (segmentsOf(file, callee)[0] ?? '');
  const first = sibling(v, argumentOf(file, node, 0), false);
  if (!EQUALITY.has(method)) return core.holds(first, TRUTHY);
  const expected = constantBehind(core, sibling(v, argumentOf(file, node, 1), false));
  return expected === null ? OPAQUE : core.holds(first, { k: 'is', of: expected });
}

function judgeFunctionCompletion(core: Core, v: Value, f: FunctionRef): Judgement {
  const fn = f.file.functions[f.fn];
  // calling a generator runs nothing of it yet
  if (fn === undefined || (fn.isGenerator && !v.awaited)) return OPAQUE;
  if (!core.concerns(v, f)) return neverReturns(f.file, fn) ? NEVER : OPAQUE;
  const inner = judgeBody(core, v, f);
  if (inner.level <= Level.opaque && !inner.misses.some((m) => TELLING.has(m.reason))) {
    // `asserts x is Consented`, and names, stand for bodies that cannot be judged
    const declared = typeOf(f.file, fn.returnType);
    const asserts = declared.k === 'predicate' && declared.asserts;
    if (hasBody(fn) && !mayThrow(core, f)) return inner;
    if (hasBody(fn) && swallows(f.file, fn)) {
      const checks = judgeNamedCompletion(core, v, asserts).level === Level.guard || speaks(core, f);
      return checks ? withMiss(inner, missAt(core, 'fail-open', v.file, v.node)) : inner;
    }
    const named = judgeNamedCompletion(core, v, asserts);
    if (named.level !== Level.guard || v.awaited || !returnsPromise(core, f)) return named;
    return missed(missAt(core, 'not-awaited', v.file, v.node));
  }
  if (inner.level < Level.guard || inner.level === Level.never) {
    const unused = unusedAnswer(core, v, f, inner);
    if (unused !== null) return unused;
    return inner.level === Level.never && fn.isAsync && !v.awaited ? OPAQUE : inner;
  }
  if (returnsPromise(core, f) && !v.awaited) return missed(missAt(core, 'not-awaited', v.file, v.node));
  const at = spotOf(v.file, v.node);
  if (inner.purpose === 'ai') return { ...inner, at };
  const texts = askedTexts(core, v);
  const { purpose, other } = core.lexicon.purposeOf(texts);
  if (purpose === 'other') return otherPurpose(core, v.file, v.node, other);
  return { ...inner, at, purpose: purpose === 'ai' ? purpose : inner.purpose };
}

/** `await requireConsent(user)` whose result tells the answer: that the check went the wrong way in there is its answer. */
function unusedAnswer(core: Core, v: Value, f: FunctionRef, inner: Judgement): Judgement | null {
  if (inner.level !== Level.none || !inner.misses.some((m) => m.reason === 'wrong-branch')) return null;
  const tells = [TRUTHY, FALSY, SUCCEEDED].some((test) => core.returned(f, null, test, true).level === Level.guard);
  if (!tells) return null;
  return isUsed(v.file, v.node) ? NONE_KNOWN : missed(missAt(core, 'result-unused', v.file, v.node));
}

function judgeBody(core: Core, v: Value, f: FunctionRef): Judgement {
  const before = asked.parameters;
  const blind = core.completed(f, null);
  if (blind.level === Level.never || (blind.level === Level.guard && blind.purpose === 'ai')) return blind;
  const takes = asked.parameters !== before;
  const frame = takes ? frameWithMaker(core, v, f.file, f.fn) : null;
  if (frame === null) return blind;
  const seen = core.completed(f, frame);
  return seen.level === Level.opaque ? blind : seen;
}

/** What was seen inside and speaks against trusting the name. */
const TELLING: ReadonlySet<NearMissReason> = new Set([
  'wrong-branch',
  'other-purpose',
  'cookie-consent',
  'overwritten',
  'constant',
  'fail-open',
  'not-awaited',
]);

/** Whether the function's own text speaks of consent, not only what it leads to. */
function speaks(core: Core, { file, fn }: FunctionRef): boolean {
  const facts = file.functions[fn];
  return facts !== undefined && core.speaks((core.program.text(file.path) ?? '').slice(facts.start, facts.end));
}

/** Whether a way out of the function leads through a catch clause. Each context is looked at once: many ways share them. */
function swallows(file: FileFacts, fn: FunctionFacts): boolean {
  const open: ContextId[] = [fn.exitContext, ...fn.returns.map((r) => r.context)];
  const seen = new Set<ContextId>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (let c = next; c !== NONE && !seen.has(c); c = contextParent(file, c)) {
      seen.add(c);
      const kind = contextKind(file, c);
      if (kind === Ctx.Entry) break;
      if (kind === Ctx.Caught) return true;
      if (kind === Ctx.Either) open.push(contextX(file, c), contextY(file, c));
    }
  }
  return false;
}

/** Whether a body throws, or hands on to something that might. */
function mayThrow(core: Core, f: FunctionRef): boolean {
  const fn = f.file.functions[f.fn];
  if (fn === undefined) return true;
  if (fn.throws.length > 0) return true;
  for (const call of f.file.calls) {
    if (functionOf(f.file, call) !== f.fn) continue;
    const known = core.callees(f.file, call);
    if (known.length === 0) return true;
    for (const e of known) {
      if (e.k === 'function' && (e.file.functions[e.fn]?.throws.length ?? 0) > 0) return true;
      if (e.k === 'api' || e.k === 'interface') return true;
    }
  }
  return false;
}

function isConstantText(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  return op === Op.Str || op === Op.Template || op === Op.Object;
}

/** `ctx.throw(403)`: a method of that name does nothing else. */
const throwsByName = (file: FileFacts, callee: NodeId): boolean =>
  opOf(file, callee) === Op.Member && stringOf(file, bOf(file, callee)) === 'throw';

/** `ctx.addIssue(…)`, `ctx.issues.push(…)` of a schema's check: the value is refused. */
function refusesValue(file: FileFacts, call: NodeId, callee: NodeId): boolean {
  if (opOf(file, callee) !== Op.Member) return false;
  const method = stringOf(file, bOf(file, callee));
  let of = aOf(file, callee);
  if (method === 'push' && opOf(file, of) === Op.Member && stringOf(file, bOf(file, of)) === 'issues')
    of = aOf(file, of);
  else if (method !== 'addIssue') return false;
  while (opOf(file, of) === Op.Effect) of = aOf(file, of);
  return opOf(file, of) === Op.Param && aOf(file, of) === functionOf(file, call);
}

/**
 * Whether a call's result is handed on, so that the call made something (a middleware, a decorator) and checked nothing
 * yet: an argument, an element, a property, a decorator, or a value kept by the module.
 */
function isFactory(v: Value): boolean {
  const { file, node } = v;
  if (v.awaited) return false;
  if (decoratorsOf(file).has(node)) return true;
  const uses = usesOf(file);
  const atTop = functionOf(file, node) === 0;
  if (atTop && uses.leaving.has(node)) return true;
  return (uses.users.get(node) ?? []).some((user) => {
    const op = opOf(file, user);
    if (op === Op.Call || op === Op.New) return true;
    return op === Op.Array || op === Op.Object || op === Op.Spread || (op === Op.Def && atTop);
  });
}

/** By the name of what is called: `requireAiConsent(user)`, `consents.assert('ai')`. */
function judgeNamedCompletion(core: Core, v: Value, asserts = false): Judgement {
  const { file, node } = v;
  if (opOf(file, node) === Op.New) return OPAQUE;
  const callee = calleeOf(file, node);
  const extra = askedTexts(core, v);
  const sense = core.lexicon.sense(segmentsOf(file, callee, core.program), extra);
  if (!asserts && sense.verb !== 'asserting' && sense.verb !== 'soft') return OPAQUE;
  if (isFactory(v)) return OPAQUE;
  // an assertion nobody knows: ctx.assert(user.aiConsent, 403)
  const first = argumentOf(file, node, 0);
  if (!sense.consent && first >= 0 && sense.verb === 'asserting' && !isConstantText(file, first)) {
    const claimed = core.holds(sibling(v, first, false), TRUTHY);
    if (claimed.level === Level.guard && ASSERTS.has(segmentsOf(file, callee).at(-1) ?? '')) return claimed;
  }
  if (!sense.consent)
    return sense.lookalike === null ? OPAQUE : withMiss(OPAQUE, missAt(core, sense.lookalike, file, node));
  if (sense.purpose === 'other') {
    return otherPurpose(core, file, node, sense.other);
  }
  // check(x) may throw or tell: where its answer is looked at, it tells
  if (!asserts && sense.verb === 'soft' && isUsed(file, node)) return OPAQUE;
  if (!v.awaited && core.shapes?.ofNode({ file, node }).k === 'promise')
    return missed(missAt(core, 'not-awaited', file, node));
  return guardAt(spotOf(file, node), sense.purpose);
}
