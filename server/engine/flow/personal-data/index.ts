import type { Catalogue, Confidence, DataCategory } from '../../../../rules/schema/types.ts';
import { createIdentifiers } from './identifiers.ts';
import { literalFormat } from './literals.ts';
import { createNameIndex } from './names.ts';
import { ASKED_OF, createOwners, type PersonRole } from './owners.ts';
import { readName } from './reading.ts';
import { identifierWords, singular } from './words.ts';

export interface Classification {
  readonly category: DataCategory;
  readonly confidence: Confidence;
  /** The name is personal by itself. */
  readonly strong: boolean;
  /** The owner is plausibly a person. */
  readonly person: boolean;
}

/** Kind of the value a name stands for, where a type tells it. */
export type NamedKind = 'string' | 'number' | 'boolean' | 'date' | 'function' | 'unknown';

/**
 * Stands in front of the name of a function that takes a value as its parameter. Such a name can say that it is about a
 * person (`greetPatient`), but not that it is not: `describeProduct({ email })`.
 */
export const TAKEN_BY = '()';

export interface PersonalDataClassifier {
  /**
   * The category of a field, parameter, column or variable, or null.
   *
   * @param owners names of what it belongs to, nearest first: `user`, `CreateUserDto`, `getPatient`; a function that
   *   takes it, with TAKEN_BY in front
   */
  classify(name: string, owners: readonly string[], kind?: NamedKind): Classification | null;
  /** Whether a name is one of a person (true), of a thing (false), or does not say (null). */
  isPersonOwner(name: string): boolean | null;
  /** Whether a name is no hint at what it holds: `value`, `data`. */
  saysNothing(name: string): boolean;
  /** Which person a name is of: `patient` of `currentPatient`; null if it is of none. */
  personRole(name: string): PersonRole | null;
  /** The category of a literal that passes a checksum, or null. */
  classifyLiteral(text: string): Classification | null;
  /** A category by key, or its nearest ancestor in the catalogue; at last, data about a person of any kind. */
  category(key: string): DataCategory;
}

export { classifyField } from './fields.ts';
export { ASKED_OF } from './owners.ts';

/** The nearest name that can be shown, '' if there is none. */
export function shownName(names: readonly string[]): string {
  const name = names.find((text) => !text.startsWith(TAKEN_BY)) ?? '';
  return name.startsWith(ASKED_OF) ? name.slice(ASKED_OF.length) : name;
}

/** What is about a person, and no more is known of it. */
const PERSON: DataCategory = { key: 'user', label: 'data about a person' };

/** Compiles the data catalogue into a classifier. Pure and memoised. */
export function createClassifier(
  catalogue: Pick<Catalogue, 'data' | 'owners' | 'identifiers'>,
): PersonalDataClassifier {
  const names = createNameIndex(catalogue.data, catalogue.owners.lookalikes ?? []);
  const owners = createOwners(catalogue.owners);
  const notBefore = new Set(catalogue.owners.notBefore);
  const notAfter = new Set(catalogue.owners.notAfter);
  const asking = new Set([...catalogue.owners.asking, ...catalogue.owners.cleaned]);
  const byKey = new Map(catalogue.data.map((category) => [category.key, category]));
  const byFormat = new Map(catalogue.data.flatMap((c) => (c.literals ?? []).map((format) => [format, c] as const)));
  const identifiers = createIdentifiers(catalogue.identifiers ?? []);
  const national = catalogue.data.find((category) => category.literals?.includes('iin') === true)?.key ?? '';
  const memo = new Map<string, Classification | null>();

  const parts = new Map(
    catalogue.data.map((category) => [category.key, new Set(Object.values(category.parts ?? {}).flat())]),
  );

  const leftBehind = new Map(
    catalogue.data.map((category) => [category.key, new Set(Object.values(category.of ?? {}).flat())]),
  );

  /** `session.ip`: what people leave behind has weak names as they do. */
  const isLeftBehind = (category: DataCategory, list: readonly string[]): boolean => {
    const things = leftBehind.get(category.key);
    if (things === undefined || things.size === 0) return false;
    const known = list.filter((each) => !each.startsWith(TAKEN_BY));
    const is = (owner: string): boolean => owners.heads(owner).some((head) => things.has(head));
    const owner = known.find((each) => is(each) || !owners.isNeutral(each));
    return owner !== undefined && is(owner);
  };

  const spoils = (word: string): boolean => notBefore.has(word) || notBefore.has(singular(word));

  /** @param ofThings what is asked for is what things have too: one that is nearer than any person has it */
  const ownersSay = (list: readonly string[], ofThings: boolean): boolean | null => {
    let nearest = true;
    for (const owner of list) {
      const person = owners.isPerson(owner);
      if (owner.startsWith(TAKEN_BY)) {
        if (person === true) return true;
        continue;
      }
      if (person !== null) return person;
      if (owners.isNeutral(owner) || owner.startsWith(ASKED_OF)) continue;
      if (ofThings && nearest && owners.isNamed(owner)) return false;
      nearest = false;
    }
    return null;
  };

  /** `medications[0].name`: the field of something that is itself named for a category. */
  const partOf = (words: readonly string[], list: readonly string[]): Classification | null => {
    const name = words.join(' ');
    if (![...parts.values()].some((names) => names.has(name))) return null;
    const at = list.findIndex((owner) => !owner.startsWith(TAKEN_BY) && !owners.isNeutral(owner));
    const owner = list[at];
    if (owner === undefined || owners.isPerson(owner) === false) return null;
    const found = compute(owner, list.slice(at + 1), 'unknown');
    return found !== null && parts.get(found.category.key)?.has(name) === true
      ? { ...found, confidence: 'medium' }
      : null;
  };

  const compute = (name: string, list: readonly string[], kind: NamedKind): Classification | null => {
    if (kind === 'boolean' || kind === 'function' || name.length > 60) return null;
    const part = partOf(identifierWords(name), list);
    if (part !== null) return part;
    const found = readName(name, names, owners, spoils);
    if (found === null) return null;
    const { match, before, words } = found;
    const last = words.at(-1) ?? '';
    // the matched name itself may end in a word that spoils others (`phone number`, `user id`)
    if (match.length === 1 && words.length > 1 && notAfter.has(last) && before.length > 0) return null;
    // `emails: number` counts them
    if (kind === 'number' && found.plural) return null;
    // a name may say itself whose it is: `patient name`
    const within = words.slice(before.length, before.length + match.length);
    let person: boolean | null = within.some((word) => owners.word(word) === 'person') || found.owned ? true : null;
    for (let i = before.length - 1; i >= 0; i--) {
      const word = before[i] ?? '';
      if (asking.has(word)) return null;
      if (person === true) continue;
      const role = owners.word(word);
      if (role === 'person') person = true;
      else if (spoils(word)) return null;
      else if (role === 'thing') person ??= false;
    }
    person ??= ownersSay(list, !match.strong && match.category.ofThings === true);
    if (person === null && !match.strong && isLeftBehind(match.category, list)) person = true;
    if (person === false) return null;
    if (!match.strong && person !== true) return null;
    const { home } = match;
    if (home !== undefined && !list.some((owner) => owners.speaks(owner, home))) return null;
    const confidence: Confidence = match.strong ? (person === true ? 'high' : 'medium') : 'medium';
    return { category: match.category, confidence, strong: match.strong, person: person === true };
  };

  return {
    classify(name, list, kind = 'unknown') {
      const key = `${name}|${kind}|${list.join()}`;
      let known = memo.get(key);
      if (known === undefined) memo.set(key, (known = compute(name, list, kind)));
      return known;
    },
    isPersonOwner: (name) => owners.isPerson(name),
    saysNothing: (name) => owners.isNeutral(name),
    personRole: (name) => owners.role(name),
    classifyLiteral(text) {
      const format = literalFormat(text);
      const state = format === null ? identifiers(text) : null;
      const key = state === null ? undefined : (state.category ?? national);
      const category = format === null ? byKey.get(key ?? '') : byFormat.get(format);
      return category === undefined ? null : { category, confidence: 'high', strong: true, person: true };
    },
    category(key) {
      for (let k = key; k !== ''; k = k.slice(0, Math.max(0, k.lastIndexOf('.')))) {
        const found = byKey.get(k);
        if (found !== undefined) return found;
      }
      return PERSON;
    },
  };
}
