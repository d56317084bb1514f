import { type Check, anyText, count, flag, isRecord, list, map, object, oneOf, text } from './check.ts';
import { apiPath } from './sdk.ts';

const words = list(text());
/** Lists of words by language code. */
const byLanguage = map(words, text(/^(?:[a-z]{2}|latin)$/, 'a language code'));

/** An entry of the files under `rules/data/`. */
export const dataCategory: Check = object(
  { key: text(/^(?:user|system)(?:\.[a-z_]+)*$/, 'a data category key'), label: text() },
  {
    dpv: text(/^dpv(?:-[a-z]+)?:[A-Za-z]+$/, 'a DPV concept (dpv-pd:EmailAddress)'),
    special: flag,
    governmentId: flag,
    strong: byLanguage,
    weak: byLanguage,
    parts: byLanguage,
    of: byLanguage,
    ofThings: flag,
    literals: list(oneOf(['iin', 'luhn', 'iban', 'ssn'])),
  },
);

const numbers: Check = list((value, path, problems) => {
  if (typeof value !== 'number') problems.push({ path, message: 'expected a number' });
});

const number: Check = (value, path, problems) => {
  if (typeof value !== 'number') problems.push({ path, message: 'expected a number' });
};

/** An entry of `rules/identifiers.yaml`. */
export const identifier: Check = object(
  {
    id: text(/^[a-z0-9-]+$/, 'an id'),
    country: text(/^[A-Z]{2}$/, 'a country'),
    label: text(),
    pattern: text(),
    example: text(),
  },
  {
    category: text(),
    date: object(
      { at: count, as: oneOf(['yymmdd', 'ddmmyy', 'ddmmyyy', 'yyyymmdd']) },
      { months: numbers, days: numbers },
    ),
    checks: list(
      object(
        { by: oneOf(['luhn', 'verhoeff', 'weights', 'sum', 'number', 'alternating']) },
        {
          weights: numbers,
          second: numbers,
          odd: numbers,
          modulus: count,
          complement: flag,
          plus: number,
          ten: count,
          last: flag,
          alphabet: text(),
          letters: text(),
          digits: count,
          at: count,
          length: count,
          prefixes: list(anyText),
        },
      ),
    ),
  },
);

/** `rules/owners.yaml`. */
export const owners: Check = object(
  {
    persons: byLanguage,
    things: byLanguage,
    notAfter: words,
    notBefore: words,
    asking: words,
    cleaned: words,
  },
  { lookalikes: words, ownerLast: words, general: words, named: words, facets: words, programs: words },
);

/** `rules/guards/lexicon.yaml`. */
export const guardLexicon: Check = object(
  {
    consent: words,
    aiPurpose: words,
    otherPurpose: words,
    lookalike: words,
    negative: words,
    granted: words,
    denied: words,
    asserting: words,
    objections: words,
    lawfulBases: words,
    specialBases: words,
  },
  { flagSystems: words },
);

/** An entry of `rules/guards/symbols.yaml`. The package is '' for globals. */
export const guardSymbol: Check = object(
  {
    package: anyText,
    at: apiPath,
    does: oneOf(['asserts', 'consent', 'requires', 'never', 'succeeds', 'fails', 'computes']),
  },
  { purpose: text() },
);

/** `rules/sanitizers/lexicon.yaml`. */
export const sanitizerLexicon: Check = object({ verbs: words, lookalike: words }, { unreadable: words });

/** An entry of `rules/sanitizers/symbols.yaml`. */
export const sanitizerSymbol: Check = object({ package: anyText, at: apiPath, clean: anyText });

const names = list(text(/^[\w$]+$/, 'the name of an export'), 1);

/** An entry of `rules/libraries.yaml`. */
export const library: Check = object(
  {
    packages: list(text(), 1),
    does: object(
      {},
      {
        pick: names,
        omit: names,
        'pick-by': names,
        where: names,
        split: names,
        'omit-by': names,
        map: names,
        filter: names,
        get: names,
        none: names,
        draft: names,
        pipe: names,
        flow: names,
        compose: names,
      },
    ),
  },
  { last: flag },
);

/** An entry of the files under `rules/laws/`. */
export const law: Check = (value, path, problems) => {
  lawFields(value, path, problems);
  if (isRecord(value) && value.basis !== 'unverified' && value.source === undefined) {
    problems.push({ path, message: 'a date that was checked needs a `source`' });
  }
};

const lawFields: Check = object(
  {
    id: text(/^[a-z0-9-]+$/, 'an id'),
    title: text(),
    jurisdiction: text(),
    appliesFrom: text(/^\d{4}-\d{2}-\d{2}$/, 'a date (YYYY-MM-DD)'),
    basis: oneOf(['text', 'secondary', 'unverified']),
  },
  {
    short: text(),
    source: text(),
    concerns: list(text(/^(?:special|user(?:\.[a-z_]+)*)$/, 'a data category key, or `special`'), 1),
    url: text(/^https?:\/\//, 'an address'),
    note: text(),
  },
);
