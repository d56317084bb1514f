import type { Finding } from '../check/finding.ts';
import { hash64 } from '../base/hash.ts';

/**
 * What makes a finding this one: rule, API, expressions and the names round it. Neither lines nor the file's name take
 * part, so moved code, reformatted code, code added above and renamed files keep their fingerprints.
 */
export function identity(finding: Finding): string {
  let known = identities.get(finding);
  if (known === undefined) identities.set(finding, (known = identityOf(finding)));
  return known;
}

/** A finding that is found again is the same object. */
const identities = new WeakMap<Finding, string>();

function identityOf(finding: Finding): string {
  const expressions = [...new Set(finding.data.map((item) => normalised(item.expression)))].sort();
  const values = Object.entries(finding.values)
    .map(([key, value]) => `${key}=${normalised(value)}`)
    .sort();
  const api = finding.sink ? `${finding.sink.sdk}:${finding.sink.api}` : '';
  return JSON.stringify([finding.rule, api, expressions, values, finding.scope]);
}

/** 16 hex digits. @param ordinal how many findings of the same identity stand before it, by path and offset */
export function fingerprint(finding: Finding, ordinal: number): string {
  return hash64(`${identity(finding)}#${String(ordinal)}`);
}

/** Source text without what a formatter may change: white space, kind of quotes, trailing commas and semicolons. */
function normalised(source: string): string {
  return source
    .replace(/\s+/g, '')
    .replace(/['"]/g, '"')
    .replace(/,(?=[)\]}])/g, '')
    .replace(/[;,]+$/, '');
}
