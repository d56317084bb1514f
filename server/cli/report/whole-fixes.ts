import type { Diagnostic, Fix } from '../../engine/explain/index.ts';

/** Fixes that can be told as edits and need nobody to write a reason or to confirm a new file. */
export const wholeFixes = ({ fixes }: Diagnostic): readonly Fix[] =>
  fixes.filter(({ kind, creates }) => creates.length === 0 && kind !== 'suppress' && kind !== 'declare-lawful-basis');
