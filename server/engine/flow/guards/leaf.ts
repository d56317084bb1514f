import { Op } from '../../extract/facts.ts';
import { aOf, bOf, opOf, stringOf } from '../../extract/reader.ts';
import type { Shape } from '../../link/contract.ts';
import { missAt, otherPurpose, spotOf } from './core.ts';
import type { Core, Value } from './core.ts';
import { guardAt, Level, missed, OPAQUE, withMiss } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import type { Lexicon, Sense } from './lexicon.ts';
import { isNothing, polarityOf } from './test.ts';
import type { Constant, Test } from './test.ts';

type Answer = 'yes' | 'no' | 'open' | 'unsaid';

/** Judges a value by the name it goes by. `extra`: string arguments, which speak of the purpose. */
export function byName(
  core: Core,
  v: Value,
  segments: readonly string[],
  test: Test,
  extra: readonly string[] = [],
): Judgement {
  const sense = core.lexicon.sense(segments, extra);
  // `process.env.SKIP_CONSENT`: what the server is set to is no person's answer
  if (sense.consent && isSetting(segments)) return withMiss(OPAQUE, missAt(core, 'feature-flag', v.file, v.node));
  return bySense(core, v, sense, test);
}

const RUNTIMES = new Set(['process', 'Deno', 'Bun', 'meta']);

const isSetting = (segments: readonly string[]): boolean =>
  segments.some((name, i) => RUNTIMES.has(name) && segments[i + 1] === 'env');

/** Judges a value by what its name says. */
export function bySense(core: Core, v: Value, sense: Sense, test: Test): Judgement {
  if (!sense.consent && !sense.objection) {
    const state = test.k === 'is' && test.of.k === 'string' ? core.lexicon.given(test.of.value) : null;
    if (state !== null) return guardAt(spotOf(v.file, v.node), state);
    return sense.lookalike === null ? OPAQUE : withMiss(OPAQUE, missAt(core, sense.lookalike, v.file, v.node));
  }
  if (sense.inert) return OPAQUE;
  if (sense.purpose === 'other') {
    return otherPurpose(core, v.file, v.node, sense.other);
  }
  if (sense.objection) {
    const asked = objected(core, sense, test);
    if (asked === 'unsaid') return OPAQUE;
    return missed(
      missAt(core, asked === 'no' ? 'wrong-branch' : 'opt-out', v.file, v.node),
      asked === 'no' ? Level.none : Level.weak,
    );
  }
  if (holdsAnswers(core, v, test)) return missed(missAt(core, 'record', v.file, v.node));
  switch (answerOf(core, v, sense, test)) {
    case 'yes':
      if (sense.unknown !== '' && opOf(v.file, v.node) === Op.Member) {
        return missed(missAt(core, 'unknown-purpose', v.file, v.node, sense.unknown), Level.weak);
      }
      return guardAt(spotOf(v.file, v.node), sense.purpose);
    case 'no':
      return missed(missAt(core, 'wrong-branch', v.file, v.node));
    case 'open':
      return missed(missAt(core, 'fail-open', v.file, v.node), Level.weak);
    case 'unsaid':
      return OPAQUE;
  }
}

/** Whether passing the test means that nobody objected. */
function objected(core: Core, sense: Sense, test: Test): 'open' | 'no' | 'unsaid' {
  const polarity = polarityOf(test);
  const no =
    polarity ?? (test.k === 'is' ? !isNo(core.lexicon, test.of) : test.k === 'not' ? test.of.every(isNothing) : null);
  if (no === null) return 'unsaid';
  return no === sense.negative ? 'open' : 'no';
}

/** Whether passing the test means yes for a value named for consent. */
function answerOf(core: Core, v: Value, sense: Sense, test: Test): Answer {
  if (sense.negative) {
    if (test.k === 'succeeded' || test.k === 'failed') return 'unsaid';
    const gone = test.k === 'falsy' || (test.k === 'is' && isNo(core.lexicon, test.of));
    return gone || test.k === 'stranger' ? 'yes' : 'no';
  }
  switch (test.k) {
    case 'truthy':
      return 'yes';
    case 'falsy':
    case 'stranger':
      return 'no';
    case 'instance':
      return 'yes';
    case 'above':
      return 'yes';
    // a call that demands consent succeeds with it; one that asks for it succeeds with either answer
    case 'succeeded':
      return sense.verb === 'asserting' ? 'yes' : 'unsaid';
    case 'failed':
      return sense.verb === 'asserting' ? 'no' : 'unsaid';
    case 'below':
      return sense.moment && !sense.expiry ? 'yes' : 'no';
    case 'is':
      return isAnswer(core.lexicon, sense, test.of);
    case 'not':
      return notAnswer(core, v, sense, test.of);
  }
}

function isNo(lexicon: Lexicon, c: Constant): boolean {
  if (c.k === 'boolean') return !c.value;
  if (c.k === 'string') return c.value === '' || lexicon.denied(c.value);
  if (c.k === 'number') return Number(c.value) === 0;
  return isNothing(c);
}

function isAnswer(lexicon: Lexicon, sense: Sense, c: Constant): Answer {
  switch (c.k) {
    case 'boolean':
      return c.value ? 'yes' : 'no';
    case 'number':
      return Number(c.value) === 0 ? 'no' : 'yes';
    case 'string':
      if (lexicon.granted(c.value) || c.value === 'true' || c.value === '1') return 'yes';
      if (isNo(lexicon, c) || c.value === 'false') return 'no';
      // a version, or a kind of consent: the kind alone does not say that it was given
      return sense.moment ? 'yes' : lexicon.purposeOf([c.value]).purpose === 'any' ? 'no' : 'unsaid';
    case 'other':
      return 'yes';
    case 'object':
      return 'unsaid';
    case 'null':
    case 'undefined':
    case 'nullish':
      return 'no';
  }
}

function notAnswer(core: Core, v: Value, sense: Sense, ruled: readonly Constant[]): Answer {
  if (ruled.some((c) => isAnswer(core.lexicon, sense, c) === 'yes')) return 'no';
  if (ruled.some((c) => c.k === 'boolean' && !c.value)) return mayBeAbsent(core, v) ? 'open' : 'yes';
  const shape = shapeOf(core, v);
  if (ruled.some(isNothing)) {
    if (sense.moment || shape === null) return 'yes';
    return scalarKinds(shape).has('boolean') ? 'open' : 'yes';
  }
  // `!== 'denied'` leaves what was never asked, unless the type says otherwise
  const values = literalsOf(shape);
  if (values === null) return 'open';
  const left = values.filter((text) => !ruled.some((c) => 'value' in c && String(c.value) === text));
  return left.length > 0 && left.every((text) => core.lexicon.granted(text)) ? 'yes' : 'open';
}

function shapeOf(core: Core, v: Value): Shape | null {
  const shape = core.shapes?.ofNode({ file: v.file, node: v.node }) ?? null;
  return shape === null || shape.k === 'unknown' ? null : shape;
}

/** Whether only the presence is asked of a record whose fields hold the answers: `if (user.consent)`. */
function holdsAnswers(core: Core, v: Value, test: Test): boolean {
  if (polarityOf(test) !== true) return false;
  const shape = shapeOf(core, v);
  if (shape === null || (shape.k !== 'record' && shape.k !== 'union')) return false;
  for (const [name, field] of core.shapes?.fields(shape) ?? []) {
    if (!scalarKinds(field.shape).has('boolean')) continue;
    const said = core.lexicon.sense([name]);
    if (core.lexicon.granted(name) || said.consent || core.lexicon.purposeOf([name]).purpose !== 'any') return true;
  }
  return false;
}

/** Whether its type says that nothing may stand there: `!== false` lets through what was never asked. */
function mayBeAbsent(core: Core, v: Value): boolean {
  const shape = shapeOf(core, v);
  if (shape !== null && scalarKinds(shape).has('null')) return true;
  if (opOf(v.file, v.node) !== Op.Member) return false;
  const owner = core.shapes?.ofNode({ file: v.file, node: aOf(v.file, v.node) });
  const field = owner && core.shapes?.fields(owner).get(stringOf(v.file, bOf(v.file, v.node)));
  return field?.optional === true;
}

function scalarKinds(shape: Shape): Set<string> {
  if (shape.k === 'scalar') return new Set([shape.kind]);
  if (shape.k === 'union') return new Set(shape.of.flatMap((s) => [...scalarKinds(s)]));
  return new Set();
}

/** The texts of a union of string literals, null if it is anything else. */
function literalsOf(shape: Shape | null): readonly string[] | null {
  if (shape === null) return null;
  if (shape.k === 'union') {
    const parts = shape.of.map((s) => literalsOf(s));
    return parts.every((p) => p !== null) ? parts.flat() : null;
  }
  if (shape.k !== 'scalar' || shape.kind !== 'literal' || shape.value === undefined) return null;
  return [shape.value.replace(/^['"`]|['"`]$/g, '')];
}

/** Whether a value is a promise by its declared type. */
export function isPromiseByType(core: Core, v: Value): boolean {
  return core.shapes?.ofNode({ file: v.file, node: v.node }).k === 'promise';
}
