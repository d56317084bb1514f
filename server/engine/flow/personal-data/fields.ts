import type { Classification, NamedKind, PersonalDataClassifier } from './index.ts';

/** What is known of a declared field besides its name. */
interface DeclaredField {
  /** Category of its `@personalData` tag, '' if the tag names none, null if it has no tag. */
  readonly tagged: string | null;
  /** Name of the column behind it, where a query renamed that. */
  readonly column?: string;
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
  const own = classifier.classify(name, owners, kind);
  return own !== null || field.column === undefined ? own : classifier.classify(field.column, owners, kind);
}
