import type { Sdk } from '../../../../rules/schema/types.ts';
import type { UntypedMatch } from './contract.ts';

const NONE: readonly UntypedMatch[] = [];

/** Looks up, by a method's name, the calls that a constant argument alone tells. */
export function createUntyped(sdks: readonly Sdk[]): (method: string) => readonly UntypedMatch[] {
  const found = new Map<string, UntypedMatch[]>();
  for (const sdk of sdks) {
    for (const { method, argument, matches, call } of sdk.untyped ?? []) {
      const known = found.get(method) ?? [];
      known.push({ argument, pattern: new RegExp(matches), path: `${sdk.id}:${call}` });
      found.set(method, known);
    }
  }
  return (method) => found.get(method) ?? NONE;
}
