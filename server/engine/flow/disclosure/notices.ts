import type { MarkerLexicon, NoticeLanguage } from '../../../../rules/schema/types.ts';
import { judge, type NoticeStrength, type Reach, type Reading, type WordList } from './notice-judge.ts';
import { bounded, clausesOf, plainText, type Clause } from './notice-text.ts';
import { PhraseTable, tokensOf, type Span, type Token } from './phrase-table.ts';

const LISTS: readonly WordList[] = ['ai', 'made', 'nouns', 'being', 'not', 'other', 'offers', 'closes'];
/** Distances in words. */
const WORDS: Reach = {
  madeBefore: 5,
  madeAfter: 3,
  nounBefore: 2,
  nounAfter: 1,
  being: 2,
  notBefore: 5,
  notAfter: 0,
  closing: 2,
};
/** Distances in characters, for scripts without spaces. */
const LETTERS: Reach = {
  madeBefore: 12,
  madeAfter: 14,
  nounBefore: 3,
  nounAfter: 6,
  being: 8,
  notBefore: 6,
  notAfter: 8,
  closing: 8,
};
/** More words before a name and its colon are a sentence. */
const MAX_SPEAKER = 3;
/** Words of a name before it: `Acme AI`. */
const MAX_NAME = 2;
const MEMO_LIMIT = 4_000;

/** Tells how plainly a text says that a model made it or speaks; null if it does not. */
export type NoticeReader = (text: string) => NoticeStrength | null;

interface Kind {
  readonly language: number;
  readonly list: WordList;
  readonly product: boolean;
}

/** Compiles the words of all languages. Reading is linear in the text, which is cut at a limit. */
export function createNotices(lexicon: MarkerLexicon): NoticeReader {
  const languages = Object.values(lexicon.notices);
  const table = new PhraseTable<Kind>();
  languages.forEach((language, i) => {
    if (language.unspaced !== undefined) return;
    for (const list of LISTS)
      for (const text of language[list] ?? []) table.add(text, { language: i, list, product: false });
    for (const text of lexicon.products) table.add(text, { language: i, list: 'ai', product: true });
  });
  const unspaced = languages.flatMap((language) => {
    const scripts = language.unspaced?.map((script) => `\\p{Script=${script}}`).join('') ?? '';
    return scripts === '' ? [] : [{ letters: scriptTest(scripts), language }];
  });
  const common = new Set(languages.flatMap((language) => language.common ?? []));
  const memo = new Map<string, NoticeStrength | null>();

  const read = (text: string): NoticeStrength | null => {
    const clauses = clausesOf(plainText(bounded(text)));
    let label: NoticeStrength | null = null;
    for (const clause of clauses) {
      const found = readClause(table, languages.length, clause, clauses.length === 1, common);
      const own = unspaced.find(({ letters }) => letters?.test(clause.text) === true);
      const says = found ?? (own ? readUnspaced(own.language, lexicon.products, clause) : null);
      if (says === 'statement') return says;
      label ??= says;
    }
    return label;
  };
  return (text) => {
    const known = memo.get(text);
    if (known !== undefined) return known;
    const says = read(text);
    if (memo.size > MEMO_LIMIT) memo.clear();
    memo.set(text, says);
    return says;
  };
}

/** null for a script the runtime does not know. */
function scriptTest(scripts: string): RegExp | null {
  try {
    return new RegExp(`[${scripts}]`, 'u');
  } catch {
    return null;
  }
}

function readClause(
  table: PhraseTable<Kind>,
  languages: number,
  clause: Clause,
  alone: boolean,
  common: ReadonlySet<string>,
): NoticeStrength | null {
  const tokens = tokensOf(clause.text);
  const found = table.find(tokens);
  const bare = new Set<string>();
  let best: Reading = { says: null, words: -1 };
  for (let i = 0; i < languages; i++) {
    const own = found.filter(({ kind }) => kind.language === i);
    const ai = own.filter(({ kind, ...span }) => kind.list === 'ai' && !isPerson(tokens, span, own));
    if (ai.length === 0) continue;
    for (const span of ai)
      if (isLabel(clause.text, tokens, span, alone && !span.kind.product, common)) bare.add('label');
    const reading = judge({
      spans: { ...byList(own), ai },
      parted: (from, to) => tokens.slice(Math.max(0, from), to).some((token) => token.barrier),
      length: tokens.length,
      reach: WORDS,
      question: clause.question,
    });
    if (
      reading.says !== null &&
      (reading.words > best.words || (reading.words === best.words && reading.says === 'turned'))
    ) {
      best = reading;
    }
  }
  if (best.says === 'statement' || best.says === 'label') return best.says;
  return bare.size > 0 && best.says === null ? 'label' : null;
}

/** `AI`, `Acme AI`, `Support AI:`, `Anna (AI)`. */
function isLabel(
  text: string,
  tokens: readonly Token[],
  ai: Span,
  alone: boolean,
  common: ReadonlySet<string>,
): boolean {
  const first = tokens[ai.from];
  const last = tokens[ai.to - 1];
  if (first === undefined || last === undefined) return false;
  const name = tokens.slice(0, ai.from);
  const named = name.length <= MAX_NAME && name.every((token) => isCapitalised(token) && !common.has(token.lower));
  if (alone && named && ai.to === tokens.length) return true;
  const bracket = text.slice(0, first.start).at(-1) ?? '';
  const after = text.slice(last.end).trimStart().charAt(0);
  if (/[([]/.test(bracket) && /[)\]]/.test(after)) return true;
  return /[:：]/.test(after) && ai.from <= MAX_SPEAKER && !tokens.slice(1, ai.to).some((token) => token.barrier);
}

/** `Ai Weiwei`, `Tanaka Ai`: a capitalised word beside the name that no list knows. */
function isPerson(tokens: readonly Token[], ai: Span, known: readonly Span[]): boolean {
  const own = tokens[ai.from];
  if (own === undefined || ai.to - ai.from !== 1 || !isCapitalised(own)) return false;
  const isNamePart = (at: number): boolean => {
    const token = tokens[at];
    if (token === undefined || !isCapitalised(token)) return false;
    return !known.some((span) => span.from <= at && at < span.to);
  };
  const touches = (left: number): boolean => (tokens[left + 1]?.start ?? 0) - (tokens[left]?.end ?? 0) === 1;
  if (isNamePart(ai.to) && touches(ai.from) && tokens[ai.to]?.barrier !== true) return true;
  return ai.from > 1 && own.word.length === 2 && isNamePart(ai.from - 1) && touches(ai.from - 1);
}

const isCapitalised = (token: Token): boolean => /^\p{Lu}\p{Ll}+$/u.test(token.word);

function byList(found: readonly (Span & { readonly kind: Kind })[]): Record<WordList, readonly Span[]> {
  const spans: Record<WordList, Span[]> = {
    ai: [],
    made: [],
    nouns: [],
    being: [],
    not: [],
    other: [],
    offers: [],
    closes: [],
  };
  for (const { kind, from, to } of found) spans[kind.list].push({ from, to });
  return spans;
}

/** Entries of a language without spaces are parts of the text; positions are characters. */
function readUnspaced(language: NoticeLanguage, products: readonly string[], clause: Clause): NoticeStrength | null {
  const text = clause.text.toLowerCase().replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, '');
  const ai = [...language.ai, ...products].flatMap((entry) => occurrences(text, entry));
  if (ai.length === 0) return null;
  const find = (list: WordList): readonly Span[] => (language[list] ?? []).flatMap((entry) => occurrences(text, entry));
  const spans = {
    ai,
    made: find('made'),
    nouns: find('nouns'),
    being: find('being'),
    // a single letter negates what it stands before, and is part of many other words
    not: find('not').filter((no) => no.to - no.from > 1 || ai.some((span) => span.from === no.to)),
    other: find('other'),
    offers: find('offers'),
    closes: find('closes'),
  };
  const { says } = judge({
    spans,
    parted: (from, to) => /[，、,:：（）()「」—–]/.test(text.slice(Math.max(0, from - 1), Math.max(from, to - 1))),
    length: text.length,
    reach: LETTERS,
    question: clause.question,
  });
  if (says === 'statement' || says === 'label') return says;
  return says === null && ai.some((span) => span.from === 0 && span.to === text.length) ? 'label' : null;
}

function occurrences(text: string, entry: string): readonly Span[] {
  const spans: Span[] = [];
  const latin = /^[a-z]/.test(entry);
  for (let at = text.indexOf(entry); at >= 0 && spans.length < 64; at = text.indexOf(entry, at + 1)) {
    const to = at + entry.length;
    if (latin && (/[a-z]/.test(text.charAt(at - 1)) || /[a-z]/.test(text.charAt(to)))) continue;
    spans.push({ from: at, to });
  }
  return spans;
}
