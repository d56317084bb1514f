import { Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, cOf, opOf, stringOf } from '../../extract/reader.ts';
import { constantBehind } from './constants.ts';
import { sibling } from './core.ts';
import type { Core, Value } from './core.ts';
import { both, Level, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { byName } from './leaf.ts';
import { segmentsOf, textsOf } from './names.ts';
import { negated, polarityOf } from './test.ts';
import type { Constant, Test } from './test.ts';

/** Judges `a === b`, `a >= b`, `k in o`, `x instanceof C` by what they ask of their operands. */
export function judgeComparison(core: Core, v: Value, test: Test): Judgement {
  const polarity = polarityOf(test);
  if (polarity === null) return OPAQUE;
  const { file, node } = v;
  const left = sibling(v, aOf(file, node), false);
  const right = sibling(v, bOf(file, node), false);
  const operator = stringOf(file, cOf(file, node));
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
    case '&':
    case '|':
    case '^':
      return OPAQUE;
    default:
      return OPAQUE;
  }
}

function judgeEquality(core: Core, left: Value, right: Value, equal: boolean, loose: boolean): Judgement {
  const ofRight = constantBehind(core, right);
  const ofLeft = ofRight === null ? constantBehind(core, left) : null;
  const constant = ofRight ?? ofLeft;
  if (constant !== null && constant.k !== 'object') {
    const value = ofRight === null ? right : left;
    if (opOf(value.file, value.node) === Op.Unary) {
      const operator = stringOf(value.file, bOf(value.file, value.node));
      if (operator === 'typeof') return OPAQUE;
    }
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
  const asked: Test = { k: 'is', of: { k: 'other' } };
  if (!equal) return both(softly(core.holds(left, negated(asked))), softly(core.holds(right, negated(asked))));
  const a = core.holds(left, asked);
  const b = core.holds(right, asked);
  return a.level >= Level.guard && a.level !== Level.never
    ? a
    : b.level === Level.guard
      ? b
      : both(softly(a), softly(b));
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
function judgeOrder(core: Core, greater: Value, lesser: Value, polarity: boolean): Judgement {
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
  if (opOf(file, node) !== Op.Binary || stringOf(file, cOf(file, node)) !== '-') return { value: v, flipped: false };
  const from = sibling(v, aOf(file, node), false);
  const taken = sibling(v, bOf(file, node), false);
  if (isNow(file, from.node)) return { value: taken, flipped: true };
  return { value: from, flipped: false };
}

/** `Date.now()`, `new Date()`, `performance.now()`. */
function isNow(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  if (op === Op.Def || op === Op.Cast) return isNow(file, aOf(file, node));
  if (op === Op.New) {
    const callee = calleeOf(file, node);
    return opOf(file, callee) === Op.Global && stringOf(file, aOf(file, callee)) === 'Date';
  }
  if (op !== Op.Call) return false;
  const callee = calleeOf(file, node);
  return opOf(file, callee) === Op.Member && stringOf(file, bOf(file, callee)) === 'now';
}
