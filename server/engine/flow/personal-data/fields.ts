import type { Classification, NamedKind, PersonalDataClassifier } from './index.ts';

/** What is known of a declared field besides its name. */
interface DeclaredField {
  /** Category of its `@personalData` tag, '' if the tag names none, null if it has no tag. */
  readonly tagged: string | null;
  /** Names of the column behind it, where that has others. */
  readonly columns?: readonly string[];
}

/**
 * The category of a field of a declared record: as tagged, else by its name, else by the name of its column.
 *
 * @param kind of its values; null where they cannot be data of a person (enums, literals)
 */
export function classifyField(
  classifier: PersonalDataClassifier,
  name: string,
  field: DeclaredField,
  owners: readonly string[],
  kind: NamedKind | null,
): Classification | null {
  if (field.tagged !== null) {
    const category = classifier.category(field.tagged);
    return { category, confidence: 'high', strong: true, person: true };
  }
  if (kind === null) return null;
  for (const each of [name, ...(field.columns ?? [])]) {
    const found = classifier.classify(each, owners, kind);
    if (found !== null) return found;
  }
  return null;
}
