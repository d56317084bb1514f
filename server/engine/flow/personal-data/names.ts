import type { DataCategory } from '../../../../rules/schema/types.ts';
import { singular } from './words.ts';

export interface NameMatch {
  readonly category: DataCategory;
  readonly strong: boolean;
  /** The language in which alone it is one. */
  readonly home?: string;
  /** How many words of the identifier it took. */
  readonly length: number;
}

/** Endings that keep the meaning: `emailValue`, `phoneText`, `addressLine`. */
const TRAILING = new Set(
  'value text string str raw line normalized formatted lower lowercase plain decrypted full'.split(' '),
);

export interface FoundName {
  readonly match: NameMatch;
  /** The words in front of the name. */
  readonly before: readonly string[];
  /** The name stands in the plural. */
  readonly plural: boolean;
}

export interface NameIndex {
  /** The longest personal name at the end of the words, and how many trailing words were skipped. */
  match(words: readonly string[]): FoundName | null;
}

/**
 * Indexes the names of all categories by their words, spaced (`date of birth`) and run together (`dateofbirth`).
 *
 * @param lookalikes names that are none, though they end like one
 */
export function createNameIndex(categories: readonly DataCategory[], lookalikes: readonly string[]): NameIndex {
  const spaced = new Map<string, NameMatch>();
  const joined = new Map<string, NameMatch>();
  let longest = Math.max(1, ...lookalikes.map((name) => name.split(' ').length));
  const add = (category: DataCategory, name: string, strong: boolean, home?: string): void => {
    const words = name
      .toLowerCase()
      .normalize('NFC')
      .split(/[\s_-]+/);
    longest = Math.max(longest, words.length);
    const match: NameMatch = { category, strong, length: words.length, ...(home === undefined ? {} : { home }) };
    const key = words.join(' ');
    const known = spaced.get(key);
    if (known === undefined || (!known.strong && strong)) {
      spaced.set(key, match);
      if (words.length > 1) joined.set(words.join(''), match);
    }
  };
  for (const category of categories) {
    for (const names of Object.values(category.strong ?? {})) for (const name of names) add(category, name, true);
    for (const names of Object.values(category.weak ?? {})) for (const name of names) add(category, name, false);
    for (const [language, names] of Object.entries(category.home ?? {})) {
      for (const name of names) add(category, name, false, language);
    }
  }

  const none = new Set(lookalikes);

  const at = (words: readonly string[]): { match: NameMatch; plural: boolean } | null => {
    for (let n = Math.min(longest, words.length); n > 0; n--) {
      const tail = words.slice(-n);
      const head = tail.slice(0, -1);
      const last = tail.at(-1) ?? '';
      for (const ending of [last, singular(last)]) {
        const parts = [...head, ending];
        if (none.has(parts.join(' '))) return null;
        const found = spaced.get(parts.join(' ')) ?? joined.get(parts.join(''));
        if (found !== undefined) return { match: { ...found, length: n }, plural: ending !== last };
      }
    }
    return null;
  };

  return {
    match(words) {
      let end = words.length;
      for (;;) {
        const found = at(words.slice(0, end));
        if (found !== null) return { ...found, before: words.slice(0, end - found.match.length) };
        const last = words[end - 1];
        if (last === undefined || end === 1 || !TRAILING.has(last)) return null;
        end--;
      }
    },
  };
}
