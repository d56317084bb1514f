const KAZAKH = /[әіңғүұқөһ]/i;
const CYRILLIC = /[а-яё]{3}/i;

/** The sentence in the language a text speaks to people, as far as its letters tell; the first one otherwise. */
export function sentenceFor(text: string, sentences: Readonly<Record<string, string>>): string {
  const known = Object.values(sentences)[0] ?? '';
  if (KAZAKH.test(text)) return sentences['kk'] ?? sentences['ru'] ?? known;
  if (CYRILLIC.test(text)) return sentences['ru'] ?? known;
  return sentences['en'] ?? known;
}
