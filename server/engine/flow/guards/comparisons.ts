import { Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, bOf, calleeOf, cOf, opOf, stringOf } from '../../extract/reader.ts';
import { constantBehind } from './constants.ts';
import { sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { both, Level, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName } from './leaf.ts';
import { segmentsOf, textsOf } from './names.ts';
import { amountTest, FALSY, negated, polarityOf, TRUTHY } from './test.ts';
import type { Constant, Test } from './test.ts';

/** Judges `a === b`, `a >= b`, `k in o`, `x instanceof C` by what they ask of their operands. */
export function judgeComparison(core: Core, v: Value, test: Test): Judgement {
  const { file, node } = v;
  const left = sibling(v, aOf(file, node), false);
  const right = sibling(v, bOf(file, node), false);
  const operator = stringOf(file, cOf(file, node));
  if (operator === '&') {
    // `user.consents & Consent.AI`
    const mask = segmentsOf(file, right.node).at(-1) ?? '';
    return byName(core, v, [...segmentsOf(file, left.node, core.program), mask], maskTest(test));
  }
  const polarity = polarityOf(test);
  if (polarity === null) return OPAQUE;
  switch (operator) {
    case '===':
    case '==':
      return judgeEquality(core, left, right, polarity, operator === '==');
    case '!==':
    case '!=':
      return judgeEquality(core, left, right, !polarity, operator === '!=');
    case '>':
    case '>=':
      return judgeOrder(core, left, right, polarity);
    case '<':
    case '<=':
      return judgeOrder(core, right, left, polarity);
    case 'in': {
      const key = textsOf(file, left.node, core.program);
      const asked: Test = { k: polarity ? 'truthy' : 'falsy' };
      return byName(core, v, [...segmentsOf(file, right.node, core.program), ...key], asked);
    }
    case 'instanceof':
      return core.holds(left, { k: polarity ? 'instance' : 'stranger' });
    default:
      return OPAQUE;
  }
}

/** A masked value is tested for being anything: `(consents & AI) === AI` is as good as `!== 0`. */
function maskTest(test: Test): Test {
  const isSet = (c: Constant): boolean => c.k === 'other' || (c.k === 'string' && c.value !== '');
  if (test.k === 'is' && isSet(test.of)) return TRUTHY;
  if (test.k === 'not' && test.of.some(isSet)) return FALSY;
  return amountTest(test) ?? test;
}

function judgeEquality(core: Core, left: Value, right: Value, equal: boolean, loose: boolean): Judgement {
  if (isPosition(left) && isMinusOne(right)) return core.holds(left, equal ? FALSY : TRUTHY);
  const ofRight = constantBehind(core, right);
  const ofLeft = ofRight === null ? constantBehind(core, left) : null;
  const constant = ofRight ?? ofLeft;
  if (constant !== null && constant.k !== 'object') {
    const value = ofRight === null ? right : left;
    if (opOf(value.file, value.node) === Op.Unary) {
      const operator = stringOf(value.file, bOf(value.file, value.node));
      if (operator === 'typeof') return OPAQUE;
    }
    // `stored === AI_CONSENT_VERSION`: whatever the version is, it is the one that was agreed to
    const other = ofRight === null ? left : right;
    if (isVersion(other)) return core.holds(value, equal ? ANY : negated(ANY));
    const asked: Constant =
      loose && (constant.k === 'null' || constant.k === 'undefined') ? { k: 'nullish' } : constant;
    return core.holds(value, equal ? { k: 'is', of: asked } : { k: 'not', of: [asked] });
  }
  const named = namedConstant(core, right) ?? namedConstant(core, left);
  if (named !== null) {
    const value = namedConstant(core, right) === null ? right : left;
    return core.holds(value, equal ? { k: 'is', of: named } : { k: 'not', of: [named] });
  }
  // two values: `consent.version === CURRENT_VERSION`; equal, both are what the other is
  if (!equal) return both(softly(core.holds(left, negated(ANY))), softly(core.holds(right, negated(ANY))));
  const a = core.holds(left, ANY);
  const b = core.holds(right, ANY);
  return a.level >= Level.guard && a.level !== Level.never
    ? a
    : b.level === Level.guard
      ? b
      : both(softly(a), softly(b));
}

/** `list.indexOf(x)`, `list.findIndex(f)`: -1 where it is not there. */
function isPosition({ file, node }: Value): boolean {
  let n = node;
  while (opOf(file, n) === Op.Def) n = aOf(file, n);
  if (opOf(file, n) !== Op.Call || opOf(file, calleeOf(file, n)) !== Op.Member) return false;
  return /^(?:indexOf|lastIndexOf|findIndex|findLastIndex)$/.test(stringOf(file, bOf(file, calleeOf(file, n))));
}

function isMinusOne({ file, node }: Value): boolean {
  return (
    opOf(file, node) === Op.Unary && stringOf(file, bOf(file, node)) === '-' && isNumber(file, aOf(file, node), '1')
  );
}

const isNumber = (file: FileFacts, node: NodeId, text: string): boolean =>
  opOf(file, node) === Op.Num && stringOf(file, aOf(file, node)) === text;

const ANY: Test = { k: 'is', of: { k: 'other' } };

function isVersion(v: Value): boolean {
  const op = opOf(v.file, v.node);
  return op !== Op.Str && op !== Op.Num && /version$/i.test(segmentsOf(v.file, v.node).at(-1) ?? '');
}

/** `ConsentStatus.GRANTED` of a package: its name says what it stands for. */
function namedConstant(core: Core, v: Value): Constant | null {
  if (opOf(v.file, v.node) !== Op.Member) return null;
  const segments = segmentsOf(v.file, v.node);
  const leaf = segments.at(-1) ?? '';
  if (!/^\p{Lu}/u.test(segments.at(-2) ?? '') || !/^\p{Lu}/u.test(leaf)) return null;
  return core.lexicon.granted(leaf) || core.lexicon.denied(leaf) ? { k: 'string', value: leaf } : null;
}

/** Constants on one side say nothing about the other. */
const softly = (j: Judgement): Judgement => (j.level === Level.never || j.constant === true ? OPAQUE : j);

/** `greater > lesser` (or not, by `polarity`). A difference with now is compared the other way round. */
export function judgeOrder(core: Core, greater: Value, lesser: Value, polarity: boolean): Judgement {
  // `indexOf(x) > -1`, `>= 0`, and `indexOf(x) < 0`
  if (isPosition(greater) && (isMinusOne(lesser) || isNumber(lesser.file, lesser.node, '0')))
    return core.holds(greater, polarity ? TRUTHY : FALSY);
  if (isPosition(lesser) && isNumber(greater.file, greater.node, '0'))
    return core.holds(lesser, polarity ? FALSY : TRUTHY);
  const high = stripDifference(core, greater);
  const low = stripDifference(core, lesser);
  const asked = (up: boolean): Test => ({ k: up === polarity ? 'above' : 'below' });
  const ofHigh = high === null ? OPAQUE : core.holds(high.value, asked(!high.flipped));
  const ofLow = low === null ? OPAQUE : core.holds(low.value, asked(low.flipped));
  const useful = [ofHigh, ofLow].map(softly);
  return useful.reduce((a, b) => both(a, b), OPAQUE);
}

interface Side {
  readonly value: Value;
  readonly flipped: boolean;
}

/** `now - consentedAt` is small when `consentedAt` is great; `now` itself says nothing. */
function stripDifference(core: Core, v: Value): Side | null {
  const { file, node } = v;
  if (opOf(file, node) === Op.Def) return stripDifference(core, sibling(v, aOf(file, node)));
  if (isNow(file, node)) return null;
  const difference = differenceAt(file, node);
  if (difference === null) return { value: v, flipped: false };
  const from = sibling(v, difference.from, false);
  const taken = sibling(v, difference.taken, false);
  if (isNow(file, from.node)) return { value: taken, flipped: true };
  return { value: from, flipped: false };
}

/** `a - b`, `differenceInDays(a, b)`, `day().diff(b)`: what is taken from what. */
function differenceAt(file: FileFacts, node: NodeId): { readonly from: NodeId; readonly taken: NodeId } | null {
  if (opOf(file, node) === Op.Binary && stringOf(file, cOf(file, node)) === '-') {
    return { from: aOf(file, node), taken: bOf(file, node) };
  }
  if (opOf(file, node) !== Op.Call) return null;
  const callee = calleeOf(file, node);
  const name = segmentsOf(file, callee).at(-1) ?? '';
  if (/^differenceIn\w+$/.test(name)) return { from: argumentOf(file, node, 0), taken: argumentOf(file, node, 1) };
  if (name !== 'diff' || opOf(file, callee) !== Op.Member) return null;
  return { from: aOf(file, callee), taken: argumentOf(file, node, 0) };
}

/** `Date.now()`, `new Date()`, `performance.now()`, a library's call without arguments. */
function isNow(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  if (op === Op.Def || op === Op.Cast) return isNow(file, aOf(file, node));
  if (op === Op.New) {
    const callee = calleeOf(file, node);
    return opOf(file, callee) === Op.Global && stringOf(file, aOf(file, callee)) === 'Date';
  }
  if (op !== Op.Call) return false;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) === Op.Member) return stringOf(file, bOf(file, callee)) === 'now';
  return argumentCount(file, node) === 0 && opOf(file, callee) === Op.Import;
}
