import type { GuardLexicon } from '../../../../rules/schema/types.ts';
import type { NearMissReason } from './contract.ts';
import {
  ASKED,
  ASKING,
  GENERAL,
  GUARDING,
  INERT,
  INERT_PHRASES,
  KINDS_OF_LOOKALIKE,
  SILENT,
  THROWING,
} from './plain-words.ts';
import { findPhrases, phrasesOf, wordsOf } from './words.ts';
import type { Found, Phrases } from './words.ts';

/** What one segment of a name says. */
interface Reading {
  readonly words: readonly string[];
  readonly consent: boolean;
  readonly ai: boolean;
  readonly other: readonly string[];
  readonly negative: boolean;
  readonly objection: boolean;
  readonly lookalike: NearMissReason | null;
  /** It names a system of feature flags, or what is asked of one. */
  readonly flag: boolean;
}

/** What a whole name (`user.consents.ai`) says. */
export interface Sense {
  readonly consent: boolean;
  readonly purpose: 'ai' | 'other' | 'any';
  /** The last part names a purpose nobody knows, of a consent before it: `consents.cloudSync`; '' if it does not. */
  readonly unknown: string;
  /** The other purpose, as the catalogue names it; '' if it is none. */
  readonly other: string;
  /** The name says that consent is missing: `consentDenied`, `noConsent`. */
  readonly negative: boolean;
  /** The name tells who objected: `aiOptOut`. */
  readonly objection: boolean;
  /** The last part is about consent but is not consent: its text, id, dialog. */
  readonly inert: boolean;
  readonly lookalike: NearMissReason | null;
  /** The last part is a name of a point in time or a version. */
  readonly moment: boolean;
  /** A word of the last part that is about something else than whether consent was given: `header` of `withConsentHeader`. */
  readonly strange: string;
  /** The last part is the moment until which it holds. */
  readonly expiry: boolean;
  /** `asserting`: throws or answers unless consent holds. `soft`: may also just tell (`check`, `verify`). `silent`: changes or shows something (`save`, `open`). */
  readonly verb: 'asserting' | 'soft' | 'silent' | 'plain';
}

export interface Lexicon {
  /** Reads a name, root first. `extra` are segments that only speak of the purpose: string arguments. */
  sense(segments: readonly string[], extra?: readonly string[]): Sense;
  /** The purpose named by texts such as string arguments. */
  purposeOf(texts: readonly string[]): {
    readonly purpose: 'ai' | 'other' | 'any';
    readonly other: string;
    readonly consent: boolean;
  };
  granted(text: string): boolean;
  denied(text: string): boolean;
  /** The purpose of a state that tells by itself that consent was given, whatever holds it: `consented`, `ai_opted_in`; null if it does not. */
  given(text: string): 'ai' | 'any' | null;
}

const MOMENTS = new Set(['at', 'on', 'date', 'time', 'timestamp', 'since', 'when', 'version', 'ts']);
const EXPIRY = new Set(['expires', 'expiry', 'expire', 'expiration', 'until', 'till', 'valid']);
const FAILS = new Set(['throw', 'fail', 'die', 'reject', 'abort', 'redirect']);
const TELLING = new Set(['requires', 'needs', 'required', 'needed']);
const SOFT = new Set(['check', 'verify', 'validate', 'confirm']);

/** Compiles the catalogue's words. Results are memoised per name. */
export function createLexicon(source: GuardLexicon): Lexicon {
  const consent = phrasesOf(source.consent);
  const ai = phrasesOf(source.aiPurpose);
  const other = phrasesOf(source.otherPurpose);
  const lookalike = phrasesOf(source.lookalike);
  const flags = phrasesOf(source.flagSystems ?? []);
  const negative = phrasesOf(source.negative);
  const objection = phrasesOf(source.objections);
  const asserting = phrasesOf([...source.asserting, ...THROWING]);
  const granted = phrasesOf(source.granted);
  const denied = phrasesOf(source.denied);
  const readings = new Map<string, Reading>();
  const glue = new Set(
    [...consent.entries, ...ai.entries, ...other.entries].filter((p) => p.length === 1).map((p) => p[0] ?? ''),
  );

  const read = (segment: string): Reading => {
    const known = readings.get(segment);
    if (known !== undefined) return known;
    const words = wordsOf(segment).flatMap((w) => unglue(w, glue));
    const consents = findPhrases(words, consent);
    const looks = findPhrases(words, lookalike);
    const hidden = (c: Found): boolean =>
      looks.some((l) => l.from <= c.from && l.to >= c.to && l.to - l.from > c.to - c.from);
    const standing = consents.filter((c) => !hidden(c));
    const used = (f: Found): boolean => standing.some((c) => f.from >= c.from && f.to <= c.to);
    const objections = findPhrases(words, objection);
    const objecting = (f: Found): boolean => objections.some((o) => f.from >= o.from && f.to <= o.to);
    const aiWords = findPhrases(words, ai).filter((f) => !used(f));
    const otherWords = findPhrases(words, other).filter((f) => !used(f));
    const reading: Reading = {
      words,
      consent: standing.length > 0,
      ai: aiWords.some(
        (f) => !otherWords.some((o) => o.from <= f.from && o.to >= f.to && o.to - o.from > f.to - f.from),
      ),
      other: otherWords.map((f) => f.phrase.join(' ')),
      negative: distinctPlaces(findPhrases(words, negative).filter((f) => !used(f) && !objecting(f))) % 2 === 1,
      objection: objections.length > 0,
      lookalike: standing.length > 0 ? null : kindOf(words, looks, aiWords),
      flag: standing.length === 0 && findPhrases(words, flags).length > 0,
    };
    readings.set(segment, reading);
    return reading;
  };

  const sense = (segments: readonly string[], extra: readonly string[] = []): Sense => {
    const parts = segments.map(read);
    const named = extra.map(read);
    const leaf = parts[parts.length - 1];
    // purposes: what is handed over speaks first, then the nearest part of the name
    let purpose: 'ai' | 'other' | 'any' = 'any';
    let other = '';
    for (const part of [...named, ...[...parts].reverse()]) {
      if (part.ai) purpose = 'ai';
      else if (part.other.length > 0) {
        purpose = 'other';
        other = part.other.find((o) => o.startsWith('cookie')) ?? part.other[0] ?? '';
      } else continue;
      break;
    }
    if (purpose === 'other' && named.some((n) => n.ai)) purpose = 'ai';
    const bearing = parts.filter((p, i) => p.consent || i === parts.length - 1);
    const words = leaf?.words ?? [];
    const before = parts[parts.length - 2];
    return {
      unknown: leaf !== undefined && before?.consent === true && purpose === 'any' ? unknownIn(leaf) : '',
      // a flag that is asked for by a name is a flag, whatever the name is
      consent: parts.some((p) => p.consent) || (!parts.some((p) => p.flag) && named.some((p) => p.consent)),
      purpose,
      other: purpose === 'other' ? other : '',
      negative: bearing.filter((p) => p.negative).length % 2 === 1,
      objection: parts.some((p) => p.objection),
      inert:
        isInert(words) ||
        (before?.consent === true && leaf?.consent !== true && isSilent(before.words)) ||
        isAnswer(words, segments, extra),
      lookalike: leaf?.lookalike ?? (parts.some((p) => p.flag) ? 'feature-flag' : null),
      moment: [leaf, ...named.filter((n) => n.consent)].some((p) => p?.words.some((w) => MOMENTS.has(w)) === true),
      strange: leaf?.consent === true ? strangeIn(leaf) : '',
      expiry: words.some((w) => EXPIRY.has(w)),
      verb: verbOf(words, asserting),
    };
  };

  /** A word that is neither of consent nor of its record nor of an answer. */
  const unknownIn = (leaf: Reading): string => {
    if (leaf.consent || leaf.ai || leaf.other.length > 0 || leaf.objection) return '';
    const known = [granted, denied, negative].flatMap((phrases) => findPhrases(leaf.words, phrases));
    const named = leaf.words.filter(
      (w, i) => !GENERAL.has(w) && !MOMENTS.has(w) && !EXPIRY.has(w) && !known.some((f) => f.from <= i && f.to > i),
    );
    return named.filter((w) => !/^\d+$/.test(w)).join(' ');
  };

  /** A word behind the consent of a name that is neither of consent nor of its purpose, its answer or of guarding. */
  const strangeIn = (leaf: Reading): string => {
    const { words } = leaf;
    const known = [consent, ai, other, granted, denied, negative, asserting].flatMap((p) => findPhrases(words, p));
    const first = Math.min(...findPhrases(words, consent).map((f) => f.from));
    const within = (i: number): boolean => known.some((f) => f.from <= i && f.to > i);
    return (
      words.find((w, i) => i > first && !within(i) && !GENERAL.has(w) && !MOMENTS.has(w) && !GUARDING.has(w)) ?? ''
    );
  };

  const memo = new Map<string, Sense>();
  return {
    sense(segments, extra = []) {
      const key = `${segments.join('\u0001')}\u0002${extra.join('\u0001')}`;
      let found = memo.get(key);
      if (found === undefined) memo.set(key, (found = sense(segments, extra)));
      return found;
    },
    purposeOf(texts) {
      const parts = texts.map(read);
      const purpose = parts.some((p) => p.ai) ? 'ai' : parts.some((p) => p.other.length > 0) ? 'other' : 'any';
      const other = purpose === 'other' ? (parts.find((p) => p.other.length > 0)?.other[0] ?? '') : '';
      return { purpose, other, consent: parts.some((p) => p.consent) };
    },
    granted: (text) => says(text, granted, denied),
    denied: (text) => findPhrases(wordsOf(text), denied).length > 0,
    given(text) {
      const { words, ...said } = read(text);
      if (!said.consent || said.negative || said.objection || said.other.length > 0 || isInert(words)) return null;
      if (!says(text, granted, denied)) return null;
      // `agreed` alone may be said of a price
      const [only, second] = words;
      if (second === undefined && lookalike.entries.some((p) => p[0] === only)) return null;
      return said.ai ? 'ai' : 'any';
    },
  };
}

/** How many places of a name are found, whatever forms of one word were found there. */
function distinctPlaces(found: readonly Found[]): number {
  return new Set(found.map((f) => f.from)).size;
}

/** A status text means yes if a word of yes stands in it and none of no: `not granted` is no. */
function says(text: string, yes: Phrases, no: Phrases): boolean {
  const words = wordsOf(text);
  return findPhrases(words, yes).length > 0 && findPhrases(words, no).length === 0;
}

/** `aiconsent` is ai + consent if both are words of the lexicon. */
function unglue(word: string, glue: ReadonlySet<string>): readonly string[] {
  if (word.length < 6 || glue.has(word)) return [word];
  for (let i = 2; i <= word.length - 2; i++) {
    const head = word.slice(0, i);
    const tail = word.slice(i);
    if (glue.has(head) && (glue.has(tail) || (tail.endsWith('s') && glue.has(tail.slice(0, -1))))) return [head, tail];
  }
  return [word];
}

/** What a call gives back beside its answer. */
const FAULTS = new Set(['error', 'err', 'errors']);
/** `saveConsent.isPending` is the state of a change. */
const isSilent = (words: readonly string[]): boolean => SILENT.has(words[0] ?? '') && !ASKING.has(words[0] ?? '');

/** `fetch('/api/consent')` was answered: nothing is said of what. */
function isAnswer(words: readonly string[], segments: readonly string[], extra: readonly string[]): boolean {
  if (words.length !== 1 || words[0] !== 'ok') return false;
  return [...segments, ...extra].some((s) => /^(?:\/|https?:)/.test(s));
}

const OF_WHOM = new Set(['by', 'for', 'of', 'from']);

function isInert(words: readonly string[]): boolean {
  if (findPhrases(words, INERT_PHRASES).length > 0) return true;
  // findConsentByUser is about consent, consentUser is a user
  const cut = words.findIndex((w, i) => i > 0 && OF_WHOM.has(w));
  if (words.length === 1 && FAULTS.has(words[0] ?? '')) return true;
  let end = cut < 0 ? words.length : cut;
  if (INERT.has(words[end - 1] ?? '')) return true;
  while (end > 1 && MOMENTS.has(words[end - 1] ?? '')) end--;
  return ASKED.has(words[end - 1] ?? '');
}

function verbOf(words: readonly string[], asserting: Phrases): Sense['verb'] {
  const first = words[0] ?? '';
  if (SILENT.has(first) && !ASKING.has(first)) return 'silent';
  const lead = first === 'use' || first === 'do' || first === 'must' ? 1 : 0;
  // requireConsent(x) acts, requiresConsent(x) tells
  if (TELLING.has(words[lead] ?? '')) return 'plain';
  const found = findPhrases(words, asserting).filter((f) => f.from === 0 || f.from === lead);
  if (words.some((w, i) => w === 'or' && FAILS.has(words[i + 1] ?? ''))) return 'asserting';
  if (found.length === 0) return 'plain';
  return found.every((f) => SOFT.has(f.phrase[0] ?? '')) ? 'soft' : 'asserting';
}

/** Which kind of lookalike a name is: told by its words; a name of the AI alone (`aiEnabled`) is a feature switch. */
function kindOf(words: readonly string[], looks: readonly Found[], ai: readonly Found[]): NearMissReason | null {
  const seen = looks.length > 0 || ai.length > 0;
  for (const [reason, own] of KINDS_OF_LOOKALIKE) {
    if (!words.some((w) => own.has(w))) continue;
    if (seen || reason === 'auth-check') return reason;
  }
  return looks.length > 0 ? 'feature-flag' : null;
}
