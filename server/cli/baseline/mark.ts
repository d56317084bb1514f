import { hash64 } from '../../engine/base/hash.ts';
import type { Diagnostic } from '../../engine/explain/diagnostic.ts';

/** What a finding is known by in other states of the code. */
export interface FindingMark {
  /** What it is about, and in which function: the same for all that are equal in that. */
  readonly identity: string;
  readonly rule: string;
  readonly file: string;
  /** The code it stands on, and what is before and behind it: '' where the text is not known. */
  readonly code: string;
  readonly before: string;
  readonly behind: string;
}

/** Characters that count before and behind, without those that a formatter may change. */
const NEAR = 40;
/** As much text is looked at for them. */
const REACH = 400;
/** Hex digits of a digest: enough to tell neighbours apart. */
const DIGITS = 8;

/** @param textOf the text of a file as it was checked; undefined where it is not known */
export function markOf(diagnostic: Diagnostic, textOf: (path: string) => string | undefined): FindingMark {
  const { identity, rule, place } = diagnostic;
  const text = textOf(place.path);
  const base = { identity, rule, file: place.path };
  if (text === undefined) return { ...base, code: '', before: '', behind: '' };
  const { start, end } = place;
  return {
    ...base,
    code: digest(bare(text.slice(start, end))),
    before: digest(bare(text.slice(Math.max(0, start - REACH), start)).slice(-NEAR)),
    behind: digest(bare(text.slice(end, end + REACH)).slice(0, NEAR)),
  };
}

const digest = (text: string): string => hash64(text).slice(0, DIGITS);

/** Code without white space, kinds of quotes, commas, semicolons and brackets, all of which a formatter may change. */
const bare = (code: string): string => code.replace(/[\s,;()]+/g, '').replace(/['"`]/g, '"');
