import type { Span } from './phrase-table.ts';

/** How plainly a text tells: a sentence that says so, or a name that implies it (`AI summary`, `AI`). */
export type NoticeStrength = 'statement' | 'label';

/** The lists of a language; see NoticeLanguage. */
export type WordList = 'ai' | 'made' | 'nouns' | 'being' | 'not' | 'other' | 'offers' | 'closes';

/** Phrases of one language found in one statement, and how far apart they may be. */
export interface Sighting {
  readonly spans: Readonly<Record<WordList, readonly Span[]>>;
  /** Whether a comma, bracket or dash stands between two positions. */
  readonly parted: (from: number, to: number) => boolean;
  /** Number of positions in the statement. */
  readonly length: number;
  readonly reach: Reach;
  readonly question: boolean;
}

/** Largest distances, in positions between two phrases. */
export interface Reach {
  /** `generated … by AI`. */
  readonly madeBefore: number;
  /** `AI … generated`. */
  readonly madeAfter: number;
  readonly nounBefore: number;
  readonly nounAfter: number;
  readonly being: number;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly closing: number;
}

/** What one language makes of a statement: with how many of its words, and `turned` if they say something else. */
export interface Reading {
  readonly says: NoticeStrength | 'turned' | null;
  readonly words: number;
}

/** Reads one statement in one language. Cost: places of `ai` times phrases found. */
export function judge(s: Sighting): Reading {
  const { spans } = s;
  const words = Object.values(spans).reduce((sum, list) => sum + list.length, 0) - spans.ai.length;
  if (spans.other.length > 0) return { says: 'turned', words };
  let label = false;
  let turned = spans.offers.some((offer) => opens(s, offer));
  for (const ai of spans.ai) {
    const statement = nearest([
      ...pairsOf(ai, spans.made, s.reach.madeBefore, s.reach.madeAfter),
      ...pairsOf(ai, spans.being, s.reach.being, -1),
    ]);
    const pair = statement ?? nearest(pairsOf(ai, spans.nouns, s.reach.nounBefore, s.reach.nounAfter));
    if (pair === null) continue;
    if (isTurned(s, pair) || (statement !== null && isAsked(s, pair))) turned = true;
    else if (statement !== null) return { says: 'statement', words };
    else label = true;
  }
  return { says: label ? 'label' : turned ? 'turned' : null, words };
}

/** The pair with the fewest words; a negation or a question is about what stands closest. */
function nearest(pairs: readonly Pair[]): Pair | null {
  return pairs.reduce<Pair | null>((best, pair) => (best === null || size(pair) < size(best) ? pair : best), null);
}

const size = (span: Span): number => span.to - span.from;

/** What an `ai` phrase and one of the others cover together, with the parts. */
interface Pair extends Span {
  readonly parts: readonly [Span, Span];
}

function pairsOf(ai: Span, others: readonly Span[], before: number, after: number): readonly Pair[] {
  return others
    .filter((other) => {
      if (other.to <= ai.from) return ai.from - other.to <= before;
      return other.from >= ai.to && other.from - ai.to <= after;
    })
    .map((other) => ({
      from: Math.min(ai.from, other.from),
      to: Math.max(ai.to, other.to),
      parts: [ai, other],
    }));
}

/** A question asks whether it is so, apart from what stands before its last comma. */
function isAsked(s: Sighting, pair: Pair): boolean {
  return s.question && !s.parted(pair.to, s.length);
}

/** A verb at the start of a sentence or of a part of it. */
function opens(s: Sighting, offer: Span): boolean {
  return offer.from === 0 || s.parted(offer.from, offer.from + 1);
}

/** Negated, a command or an offer. */
function isTurned(s: Sighting, pair: Pair): boolean {
  const { spans, reach, parted } = s;
  const inParts = (span: Span): boolean => pair.parts.some((part) => span.from < part.to && part.from < span.to);
  for (const no of spans.not) {
    if (inParts(no) || spans.made.some((made) => made.from <= no.from && no.to <= made.to)) continue;
    if (no.to <= pair.from && pair.from - no.to <= reach.notBefore && !parted(no.to, pair.from + 1)) return true;
    if (no.from >= pair.from && no.to <= pair.to) return true;
    if (no.from >= pair.to && no.from - pair.to <= reach.notAfter && !parted(pair.to, no.from + 1)) return true;
  }
  for (const offer of spans.offers) {
    if (offer.from > pair.from) continue;
    if (opens(s, offer) && !parted(offer.to, pair.from + 1)) return true;
  }
  for (const close of spans.closes) {
    if (pair.parts.some((part) => part.from <= close.from && close.to <= part.to)) continue;
    const ends = close.to === s.length || parted(close.to, close.to + 1);
    if (ends && close.from >= pair.from && close.from - pair.to <= reach.closing) {
      if (close.from < pair.to || !parted(pair.to, close.from + 1)) return true;
    }
  }
  return false;
}
