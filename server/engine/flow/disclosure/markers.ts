import type { MarkerLexicon } from '../../../../rules/schema/types.ts';
import { perObject } from '../../base/per-object.ts';
import type { NoticeStrength } from './notice-judge.ts';
import { bounded, tagsOf } from './notice-text.ts';
import { createNotices } from './notices.ts';
import { tokensOf } from './phrase-table.ts';

export type { NoticeStrength } from './notice-judge.ts';

/** What tells people, or their machines, that a model made something. */
export interface Markers {
  /** Whether a text says so: what a person reads of it, or a machine-readable mark in its HTML. */
  isNotice(text: string): boolean;
  /** How plainly; null if not at all. */
  strength(text: string): NoticeStrength | null;
  /** Whether a field says so by its name (unless its value is false), or may by its text. */
  fieldSays(name: string): 'yes' | 'by-text' | 'no';
  isHeader(name: string): boolean;
  /** A component of a package, whose body is not at hand. */
  isComponent(name: string): boolean;
  /** Name of a `<meta>` element or of an attribute. */
  isMeta(name: string): boolean;
  /** Matches a text of code that may name a field or header which says so: a superset. */
  readonly mentions: RegExp;
  /** Whether the value of a mark says that no model took part: `false`, `none`. */
  denies(value: string): boolean;
  /** Whether a function of this name gives the message of a key: `t`. */
  isTranslator(name: string): boolean;
  /** Whether a property of this name holds the key of a message: `i18nKey`. */
  isMessageKey(name: string): boolean;
}

/** Letter runs of one case shape: `AI` before `Generated`, `Generated`, `generated`. */
const WORD = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\p{N}+/gu;
/** A word that readers find a post by: `#AIGenerated`. */
const HASHTAG = /(?<![\p{L}\p{N}&])#(\p{L}[\p{L}\p{N}_]{3,40})/gu;
/** Words behind a name that tell when or whether. */
const FIELD_ENDS = new Set(['at', 'on', 'flag']);
/** Words behind a name that hold its text. */
const TEXT_ENDS = new Set(['text', 'message', 'line']);
/** Words in front of a name that ask or tell. */
const PREFIX = new Set(['is', 'are', 'was', 'were', 'has', 'had', 'been', 'contains', 'show', 'x', 'meta', 'data']);
/** Values of a mark that say that no model took part. */
const DENIAL = /^(?:false|no|none|0|human-only)$/i;
const DENIED_CONTENT = /\bcontent\s*=\s*["']?(?:false|no|none|0|human-only)\b/i;

const EMPTY: MarkerLexicon = {
  fields: [],
  textFields: [],
  headers: [],
  meta: [],
  components: [],
  products: [],
  translators: [],
  messageKeys: [],
  notices: {},
};

/** Compiles a lexicon, once. Without one nothing is a marker. */
export function createMarkers(lexicon: MarkerLexicon = EMPTY): Markers {
  return compiled(lexicon);
}

const compiled = perObject(compile);

function compile(lexicon: MarkerLexicon): Markers {
  const notice = createNotices(lexicon);
  const fields = new Set(lexicon.fields.map(joined));
  const textFields = new Set(lexicon.textFields.map(joined));
  const components = new Set(lexicon.components.map(joined));
  const translators = new Set(lexicon.translators);
  const messageKeys = new Set(lexicon.messageKeys);
  const isHeader = nameTest(lexicon.headers);
  const isMeta = nameTest(lexicon.meta);
  const isMarkedTag = (tag: string): boolean => {
    for (const [, name = '', raw = ''] of tag.matchAll(ATTRIBUTE)) {
      const value = raw.replace(/^["']|["']$/g, '');
      if (isMeta(name) && !DENIAL.test(value)) return true;
      if (/^(?:name|property)$/i.test(name) && isMeta(value)) return !DENIED_CONTENT.test(tag);
    }
    return false;
  };
  const named = new Set(lexicon.fields.filter((name) => /\s/.test(name)).map(joined));
  const saysInTags = (text: string): boolean => {
    for (const [, tag = ''] of text.includes('#') ? bounded(text).matchAll(HASHTAG) : []) {
      const words = tag.match(WORD) ?? [];
      if (named.has(words.join('').toLowerCase()) || notice(words.join(' ')) === 'statement') return true;
    }
    return false;
  };
  const strength = (text: string): NoticeStrength | null => {
    if (text === '') return null;
    const identifier = /^[\p{L}\p{N}]+$/u.test(text) && text.length <= 40;
    const says = notice(identifier ? (text.match(WORD) ?? []).join(' ') : text);
    if (says === 'statement' || saysInTags(text)) return 'statement';
    return tagsOf(bounded(text)).some(isMarkedTag) ? 'statement' : says;
  };
  return {
    strength,
    isNotice: (text) => strength(text) !== null,
    fieldSays: (name) => {
      const words = (name.match(WORD) ?? []).map((word) => word.toLowerCase());
      if (says(words, fields, FIELD_ENDS)) return 'yes';
      return says(words, textFields, TEXT_ENDS) ? 'by-text' : 'no';
    },
    isHeader,
    isMeta,
    mentions: mentionsOf([...lexicon.headers.map((name) => name.replace(/\*$/, '')), ...lexicon.fields]),
    denies: (value) => DENIAL.test(value),
    isTranslator: (name) => translators.has(name),
    isMessageKey: (name) => messageKeys.has(name),
    isComponent: (name) => {
      const words = (name.match(WORD) ?? []).map((word) => word.toLowerCase());
      return components.has(words.join(''));
    },
  };
}

const ATTRIBUTE = /([a-zA-Z][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g;

const joined = (text: string): string =>
  tokensOf(text)
    .map((token) => token.lower)
    .join('');

/**
 * Whether a name says one of the phrases: as a whole, without words that ask (`isAiGenerated`), with a subject
 * (`imageAiGenerated`) or a moment or reason behind (`aiGeneratedAt`).
 */
function says(words: readonly string[], phrases: ReadonlySet<string>, ends: ReadonlySet<string>): boolean {
  if (phrases.has(words.join(''))) return true;
  let from = 0;
  while (from < words.length - 1 && PREFIX.has(words[from] ?? '')) from++;
  for (let start = from; start < Math.min(from + 3, words.length); start++) {
    const rest = words.slice(start);
    if (phrases.has(rest.join(''))) return start === from || rest.length > 1;
    if (rest.length > 1 && ends.has(rest.at(-1) ?? '') && phrases.has(rest.slice(0, -1).join(''))) return true;
  }
  return false;
}

/** The names in any way of writing: `ai generated` as `aiGenerated:`, `'AI-Generated',`, `ai_generated =`. */
function mentionsOf(names: readonly string[]): RegExp {
  // short names are parts of many words
  const spelled = names.map((name) => name.split(/[^\p{L}\p{N}]+/u)).filter((words) => words.join('').length > 6);
  const sources = [...new Set(spelled.map((words) => words.join('[-_]?')))];
  return sources.length === 0 ? /(?!)/ : new RegExp(`(?:${sources.join('|')})["'\`]?\\s*[,:=]`, 'i');
}

/** Names as they are, in any case; a trailing `*` stands for any ending. */
function nameTest(names: readonly string[]): (name: string) => boolean {
  const exact = new Set(names.filter((name) => !name.endsWith('*')));
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (name) => {
    const lower = name.toLowerCase();
    return exact.has(lower) || prefixes.some((prefix) => lower.startsWith(prefix));
  };
}
