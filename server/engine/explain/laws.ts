import type { Law } from '../../../rules/schema/types.ts';
import type { DataFact } from '../check/finding.ts';
import type { LawReference } from './diagnostic.ts';

/** Stands in a law's `concerns` for data of special categories. */
const SPECIAL = 'special';

/**
 * The laws of a finding: those its rule names that speak of its data, in the jurisdictions asked for.
 *
 * @param jurisdictions as the laws name them; empty is all
 */
export function lawReferences(
  ids: readonly string[],
  data: readonly DataFact[],
  laws: ReadonlyMap<string, Law>,
  jurisdictions: readonly string[],
): LawReference[] {
  return [...new Set(ids)].flatMap((id) => {
    const law = laws.get(id);
    if (law === undefined || !concerns(law, data)) return [];
    if (jurisdictions.length > 0 && !jurisdictions.includes(law.jurisdiction)) return [];
    const url = law.url === undefined ? {} : { url: law.url };
    return [{ id: law.id, title: law.title, short: law.short ?? law.title, appliesFrom: knownDate(law), ...url }];
  });
}

/** The day a law applies from; null where it was not checked: a date that may be wrong is not told. */
export function knownDate(law: Law): string | null {
  return law.basis === 'unverified' ? null : law.appliesFrom;
}

function concerns(law: Law, data: readonly DataFact[]): boolean {
  if (law.concerns === undefined || data.length === 0) return true;
  return law.concerns.some((concern) =>
    data.some(({ category, special }) =>
      concern === SPECIAL ? special : category === concern || category.startsWith(`${concern}.`),
    ),
  );
}
