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

export interface Owners {
  /** true: plausibly a person. false: a thing. null: the name does not say. */
  isPerson(name: string): boolean | null;
  word(word: string): 'person' | 'thing' | null;
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
  const general = new Set(lexicon.general ?? []);
  const memo = new Map<string, boolean | null>();

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

  return {
    word,
    isPerson(name) {
      let known = memo.get(name);
      if (known === undefined) memo.set(name, (known = judge(name)?.person ?? null));
      return known;
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
