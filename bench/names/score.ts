import type { Catalogue } from '../../rules/schema/types.ts';
import { createClassifier } from '../../server/engine/flow/index.ts';
import { labelledFields, type FieldSet } from './fields.ts';

/** How well names of fields are told to hold personal data. */
export interface NameScore {
  readonly fields: number;
  readonly personal: number;
  /** Of those that are said to be personal, how many are. */
  readonly precision: number;
  /** Of those that are personal, how many are said to be. */
  readonly recall: number;
  readonly wrong: readonly string[];
  readonly missed: readonly string[];
  /** Personal, as it says, but of another category than the label's. */
  readonly otherCategory: readonly string[];
}

/** Asks the classifier about every labelled field of a set. Free text of a chat is kept apart from personal data, as in the rules. */
export function scoreNames(catalogue: Catalogue, set: FieldSet): NameScore {
  const classifier = createClassifier(catalogue);
  const wrong: string[] = [];
  const missed: string[] = [];
  const otherCategory: string[] = [];
  let hits = 0;
  const fields = labelledFields(set);
  for (const { owners, name, kind, label } of fields) {
    const key = classifier.classify(name, owners, kind)?.category.key;
    const told = key === 'user.content.free_text' ? undefined : key;
    const shown = `${owners.join('<')}.${name}`;
    if (label === null) {
      if (told !== undefined) wrong.push(`${shown} (${told})`);
    } else if (told === undefined) missed.push(shown);
    else {
      hits++;
      if (!told.replace('user.health_and_medical', 'user.health').startsWith(label)) {
        otherCategory.push(`${shown} (${told}, not ${label})`);
      }
    }
  }
  return {
    fields: fields.length,
    personal: hits + missed.length,
    precision: hits / (hits + wrong.length),
    recall: hits / (hits + missed.length),
    wrong,
    missed,
    otherCategory,
  };
}
