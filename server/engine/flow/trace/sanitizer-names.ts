import type { SanitizerLexicon } from '../../../../rules/schema/types.ts';
import { perObject } from '../../base/per-object.ts';

/** Words of an identifier, lower case: `maskEmailForLog` → mask email for log. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/**
 * A test for names of functions that clean data: a verb of the lexicon as one of the words (or run together, `depii`),
 * and none of the lookalikes.
 */
export function createVerbTest(lexicon: SanitizerLexicon): (name: string) => boolean {
  const memo = new Map<string, boolean>();
  const verbs = lexicon.verbs.map((verb) => verb.split(' '));
  const lookalikes = lexicon.lookalike.map((phrase) => phrase.split(' '));
  return (name) => {
    let known = memo.get(name);
    if (known === undefined) {
      const words = wordsOf(name);
      known = verbs.some((verb) => hasPhrase(words, verb)) && !lookalikes.some((phrase) => hasPhrase(words, phrase));
      memo.set(name, known);
    }
    return known;
  };
}

/** The test of a lexicon, made once. */
export const verbTestOf = perObject(createVerbTest);

/** Whether the words of a phrase stand one after another, inflected forms (`masked`, `redacts`, `redactor`) included. */
function hasPhrase(words: readonly string[], phrase: readonly string[]): boolean {
  for (let i = 0; i + phrase.length <= words.length; i++) {
    if (phrase.every((part, j) => inflected(words[i + j] ?? '', part))) return true;
  }
  return false;
}

const inflected = (word: string, stem: string): boolean =>
  word === stem ||
  (stem.length > 3 &&
    word.startsWith(stem.replace(/e$/, '')) &&
    /^e?(?:d|s|r|ed|es|er|or|ing|ion|ation)?$/.test(word.slice(stem.replace(/e$/, '').length)));
