/** A word of a text. */
export interface Token {
  /** As written. */
  readonly word: string;
  readonly lower: string;
  /** A comma, colon, bracket or dash stands before it. */
  readonly barrier: boolean;
  /** Offsets into the text. */
  readonly start: number;
  readonly end: number;
}

const WORD = /\p{L}[\p{L}\p{M}\p{N}]*|\p{N}+/gu;
const BARRIER = /[,:(){}[\]–—"“”«»]|\s-\s/;

/** The words of a text in order. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const found of text.matchAll(WORD)) {
    const word = found[0];
    const start = found.index;
    tokens.push({
      word,
      // the Turkish capital İ becomes an i with a dot of its own
      lower: word.toLowerCase().replace('i\u0307', 'i'),
      barrier: BARRIER.test(text.slice(from, start)),
      start,
      end: (from = start + word.length),
    });
  }
  return tokens;
}

/** A place in a text: numbers of tokens or of characters, from (inclusive) and to (exclusive). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Phrase<K> {
  readonly words: readonly { readonly text: string; readonly prefix: boolean; readonly cased: boolean }[];
  readonly kind: K;
}

/**
 * Phrases found in rows of words: looked up by their first word, so the cost grows with the text and not with the
 * number of phrases. A word with a trailing `*` matches any ending.
 */
export class PhraseTable<K> {
  readonly #exact = new Map<string, Phrase<K>[]>();
  /** By the first letters, as many as PREFIX. */
  readonly #prefix = new Map<string, Phrase<K>[]>();

  /** @param text words with spaces between, as the catalogue writes them */
  add(text: string, kind: K): void {
    const words = text.split(' ').map((word) => {
      const prefix = word.endsWith('*');
      const body = prefix ? word.slice(0, -1) : word;
      const cased = /\p{Lu}/u.test(body);
      return { text: cased ? body : body.toLowerCase(), prefix, cased };
    });
    const [first] = words;
    if (first === undefined || first.text === '') return;
    const key = first.text.toLowerCase();
    const table = first.prefix ? this.#prefix : this.#exact;
    const index = first.prefix ? key.slice(0, PREFIX) : key;
    const known = table.get(index);
    if (known === undefined) table.set(index, [{ words, kind }]);
    else known.push({ words, kind });
  }

  /** All phrases found, in the order of the text. */
  find(tokens: readonly Token[]): readonly (Span & { readonly kind: K })[] {
    const found: (Span & { readonly kind: K })[] = [];
    tokens.forEach((token, i) => {
      const take = (phrases: readonly Phrase<K>[] | undefined): void => {
        for (const phrase of phrases ?? []) {
          if (matches(phrase, tokens, i)) found.push({ from: i, to: i + phrase.words.length, kind: phrase.kind });
        }
      };
      take(this.#exact.get(token.lower));
      for (let n = 1; n <= Math.min(PREFIX, token.lower.length); n++) take(this.#prefix.get(token.lower.slice(0, n)));
    });
    return found;
  }
}

/** Prefixes shorter than this are indexed as they are. */
const PREFIX = 4;

function matches<K>(phrase: Phrase<K>, tokens: readonly Token[], at: number): boolean {
  return phrase.words.every((word, k) => {
    const token = tokens[at + k];
    if (token === undefined) return false;
    const own = word.cased ? token.word : token.lower;
    return word.prefix ? own.startsWith(word.text) : own === word.text;
  });
}
