/** Letter runs of one case shape: `AI` before `Consent`, `Consent`, `consent`, `согласие`, digits. */
const WORD = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\p{N}+/gu;

const MEMO_LIMIT = 20_000;
const memo = new Map<string, readonly string[]>();

/**
 * Splits an identifier or a short text into lower-case words: camel, Pascal, snake, kebab, dotted or spaced, in any
 * script. `hasAIConsentAt` gives has, ai, consent, at.
 */
export function wordsOf(text: string): readonly string[] {
  const known = memo.get(text);
  if (known !== undefined) return known;
  const words = (text.match(WORD) ?? []).map((w) => w.toLowerCase());
  if (memo.size > MEMO_LIMIT) memo.clear();
  memo.set(text, words);
  return words;
}

/** Endings under which an English lexicon word is still the same word. */
const ENDINGS = new Set(['s', 'es', 'ed', 'd', 'ing', 'en', 'er', 'al', 'ally']);
const CYRILLIC = /^\p{Script=Cyrillic}+$/u;

/** Whether a word of an identifier is a form of a lexicon word. */
function sameWord(word: string, entry: string): boolean {
  if (word === entry) return true;
  if (entry.length < 3) return false;
  if (word.startsWith(entry)) {
    const rest = word.slice(entry.length);
    return ENDINGS.has(rest) || entry.length >= 8 || CYRILLIC.test(word);
  }
  // consent → consented; agree → agreed; deny → denied
  if (entry.endsWith('e') && ENDINGS.has(word.slice(entry.length - 1)) && word.startsWith(entry.slice(0, -1)))
    return true;
  if (entry.endsWith('y') && word.startsWith(`${entry.slice(0, -1)}ie`)) return true;
  // согласие → согласия, согласен keeps the stem
  return CYRILLIC.test(entry) && entry.length >= 6 && word.startsWith(entry.slice(0, -2));
}

/** Phrases of lexicon words, longest first, ready to be found in identifiers. */
export interface Phrases {
  readonly entries: readonly (readonly string[])[];
  /** Places among the entries by how the first word may begin: forms of a word differ at its end. */
  readonly byBeginning: ReadonlyMap<string, readonly number[]>;
}

/** Letters that all forms of a word share: `use` and `using`. */
const beginningOf = (word: string): string => word.slice(0, 2);

export function phrasesOf(texts: readonly string[]): Phrases {
  const entries = texts.map((t) => wordsOf(t)).filter((words) => words.length > 0);
  entries.sort((a, b) => b.length - a.length);
  const byBeginning = new Map<string, number[]>();
  entries.forEach((phrase, place) => {
    // run together it begins with more than a first word of one letter: `e mail`
    for (const beginning of new Set([phrase[0] ?? '', phrase.join('')].map(beginningOf))) {
      const known = byBeginning.get(beginning);
      if (known === undefined) byBeginning.set(beginning, [place]);
      else known.push(place);
    }
  });
  return { entries, byBeginning };
}

/** A phrase found in a row of words: places from (inclusive) and to (exclusive). */
export interface Found {
  readonly from: number;
  readonly to: number;
  readonly phrase: readonly string[];
}

/** Where the phrases stand in the words; `opt in` is also found as `optin`. */
export function findPhrases(words: readonly string[], phrases: Phrases): readonly Found[] {
  const found: (Found & { readonly place: number })[] = [];
  for (const [from, first] of words.entries()) {
    for (const place of phrases.byBeginning.get(beginningOf(first)) ?? []) {
      const phrase = phrases.entries[place] ?? [];
      if (phrase.length > 1 && first === phrase.join('')) found.push({ from, to: from + 1, phrase, place });
      else if (from + phrase.length <= words.length && phrase.every((p, k) => sameWord(words[from + k] ?? '', p))) {
        found.push({ from, to: from + phrase.length, phrase, place });
      }
    }
  }
  return found.length < 2 ? found : found.sort((a, b) => a.place - b.place || a.from - b.from);
}
