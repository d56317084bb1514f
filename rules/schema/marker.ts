import { type Check, anyText, list, map, object, oneOf, text } from './check.ts';
import { apiPath } from './sdk.ts';

const words = list(text());

const notice = object(
  { ai: words, made: words, nouns: words, being: words, not: words, other: words, offers: words },
  { common: words, closes: words, unspaced: list(text(/^[A-Z][a-z]+$/, 'a script')) },
);

/** A file of `rules/markers/` that holds words; the files together make one lexicon. */
export const markerLexicon: Check = object(
  {},
  {
    fields: words,
    textFields: words,
    headers: words,
    meta: words,
    components: words,
    products: words,
    metadata: words,
    translators: words,
    messageKeys: words,
    notices: map(notice, text(/^[a-z]{2}$/, 'a language code')),
  },
);

/** An entry of `rules/markers/provenance.yaml`. */
export const provenanceSymbol: Check = object(
  { package: anyText, at: apiPath },
  { when: object({ at: text(), matches: text() }) },
);

/** An entry of `rules/markers/chat-surfaces.yaml`. */
export const chatSurface: Check = object(
  { package: anyText, at: apiPath, is: oneOf(['hook', 'component']) },
  {
    messages: words,
    shows: words,
    of: oneOf(['chat', 'content']),
    asks: object({ at: list(text()) }, { default: text() }),
  },
);
