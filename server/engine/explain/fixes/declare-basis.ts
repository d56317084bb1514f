import type { FixMaker } from './contract.ts';
import { slotBefore } from './insert.ts';

/** Says above the call that the data is processed on another basis than consent. */
export const declareBasis: FixMaker = ({ finding, words, source }) => {
  const file = source(finding.place.path);
  const slot = file === null ? null : slotBefore(file, finding.place);
  if (slot === null) return [];
  const special = finding.data.some((item) => item.special);
  return (special ? words.specialBases : words.bases).map((basis) => ({
    kind: 'declare-lawful-basis',
    name: basis,
    safety: 'review',
    edits: slot.edits(`// @lawful-basis ${basis} -- ${words.reason}`),
  }));
};
