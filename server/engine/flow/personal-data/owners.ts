import type { OwnerLexicon } from '../../../../rules/schema/types.ts';
import { identifierWords, singular } from './words.ts';

/** Words round an owner's name that say nothing of what it is: `CreateUserDto`, `getPatientRow`. */
const NEUTRAL = new Set(
  (
    'dto input output props params param args options opts data record row entity model type schema interface info ' +
    'details detail list array map set response request payload result results form values value context state item ' +
    'object obj base abstract partial full raw new old current existing updated created get fetch load find read create ' +
    'update upsert save delete by id with and for the my our this that first last one all many unique from to of use ' +
    'is has on in as async json body query session ctx req res me mine query doc document dict ref snapshot json props'
  ).split(' '),
);

/**
 * Stands in front of the name of what a call is made on: `client.get()`, `users.find()`. It may name a program by a word
 * for a person.
 */
export const ASKED_OF = '.';

export interface Owners {
  /** true: plausibly a person. false: a thing. null: the name does not say. */
  isPerson(name: string): boolean | null;
  /** The name says nothing at all: `data`, `row`, `x`. */
  isNeutral(name: string): boolean;
  /** It names something that has names of its own: a list of things nobody knows (`habits`), a team, a folder. */
  isNamed(name: string): boolean;
  word(word: string): 'person' | 'thing' | null;
  /** A word for a person in a language that puts whose something is behind it: `nombre cliente`. */
  standsLast(word: string): boolean;
  /** The head of a name, alone and with the word in front, singular: `attempt`, `login attempt` of `loginAttempts`. */
  heads(name: string): readonly string[];
  /** Whether a name is one of a person in that language: `kullanicilar`. */
  speaks(name: string, language: string): boolean;
  /** The word of a name that says which person it is, singular; null if none does. */
  role(name: string): PersonRole | null;
}

/** Who a name says a person is. */
export interface PersonRole {
  readonly word: string;
  /** A word for anybody: the same person may go by another. */
  readonly general: boolean;
}

/** Compiles the owner lexicon. Matching is on words, singular or plural, head noun last. */
export function createOwners(lexicon: OwnerLexicon): Owners {
  const persons = phrases(lexicon.persons);
  const things = phrases(lexicon.things);
  const english = new Set(lexicon.persons.en ?? []);
  const last = new Set((lexicon.ownerLast ?? []).flatMap((language) => lexicon.persons[language] ?? []));
  const general = new Set(lexicon.general ?? []);
  const named = new Set(lexicon.named ?? []);
  const facets = new Set(lexicon.facets ?? []);
  const programs = new Set(lexicon.programs ?? []);
  const memo = new Map<string, boolean | null>();
  const isNeutralWord = (text: string): boolean => NEUTRAL.has(text) || NEUTRAL.has(singular(text)) || text.length < 3;

  const word = (text: string): 'person' | 'thing' | null => {
    const one = singular(text);
    if (persons.has(text) || persons.has(one)) return 'person';
    return things.has(text) || things.has(one) ? 'thing' : null;
  };

  /** The word that decides, and what it says. */
  const judge = (name: string): { readonly word: string; readonly person: boolean } | null => {
    const words = identifierWords(name);
    for (let i = words.length - 1; i >= 0; i--) {
      const text = words[i] ?? '';
      const pair = i > 0 ? `${words[i - 1] ?? ''} ${singular(text)}` : '';
      if (persons.has(pair)) return { word: pair, person: true };
      if (things.has(pair)) return { word: pair, person: false };
      const found = word(text);
      if (found !== null) return { word: singular(text), person: found === 'person' };
      if (!NEUTRAL.has(text)) return null;
    }
    return null;
  };

  const isPerson = (name: string): boolean | null => {
    const found = judge(name);
    if (found === null) return null;
    return found.person && name.startsWith(ASKED_OF) && programs.has(found.word) ? null : found.person;
  };

  return {
    word,
    standsLast: (text) => last.has(text) && !english.has(text),
    heads(name) {
      const all = identifierWords(name);
      const telling = all.filter((text) => !isNeutralWord(text));
      // a name that says nothing else may still be that of what people leave behind: `session`
      const words = telling.length > 0 ? telling : all;
      const head = singular(words.at(-1) ?? '');
      return [head, `${words.at(-2) ?? ''} ${head}`];
    },
    speaks(name, language) {
      const found = judge(name);
      return found?.person === true && (lexicon.persons[language] ?? []).some((text) => singular(text) === found.word);
    },
    isPerson(name) {
      let known = memo.get(name);
      if (known === undefined) memo.set(name, (known = isPerson(name)));
      return known;
    },
    isNeutral: (name) => identifierWords(name).every(isNeutralWord),
    isNamed(name) {
      const head = identifierWords(name).findLast((text) => !isNeutralWord(text)) ?? '';
      const one = singular(head);
      return word(head) === null && (named.has(head) || named.has(one) || (one !== head && !facets.has(head)));
    },
    role(name) {
      const found = judge(name);
      return found?.person === true ? { word: found.word, general: general.has(found.word) } : null;
    },
  };
}

function phrases(byLanguage: Readonly<Record<string, readonly string[]>>): ReadonlySet<string> {
  return new Set(Object.values(byLanguage).flat());
}
