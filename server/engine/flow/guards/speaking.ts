import type { GuardLexicon, GuardSymbol } from '../../../../rules/schema/types.ts';

/** What may stand between the words of a phrase in an identifier, a key or a sentence. */
const GLUE = '[\\W_]{0,2}';

/**
 * Makes the test whether a text can hold a word of consent, in any spelling an identifier may give it. It errs towards
 * yes: it only decides what is looked at.
 */
export function createSpeaking(lexicon: GuardLexicon, symbols: readonly GuardSymbol[]): (text: string) => boolean {
  const stems = new Set<string>();
  for (const phrase of [...lexicon.consent, ...lexicon.objections]) {
    const words = phrase
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((w) => w !== '');
    if (words.length > 0) stems.add(words.map((w, i) => escaped(i === words.length - 1 ? stemOf(w) : w)).join(GLUE));
  }
  for (const s of symbols) if (s.does === 'consent' && s.package !== '') stems.add(escaped(s.package));
  const shortest = [...stems].filter((stem) => ![...stems].some((other) => other !== stem && stem.startsWith(other)));
  if (shortest.length === 0) return () => false;
  const pattern = new RegExp(shortest.join('|'), 'i');
  return (text) => pattern.test(text);
}

/** The part of a word that its forms share: agre(e|ed|ing), permission(s). */
function stemOf(word: string): string {
  if (/^[\p{Script=Cyrillic}]+$/u.test(word)) return word.length >= 6 ? word.slice(0, -2) : word;
  return word.length >= 5 ? word.replace(/[ey]$/, '') : word;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
