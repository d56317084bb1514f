import type { Consent, Disclosure } from './model.ts';

/** What is said of consent on the ways into a call. */
export const CONSENT: Readonly<Record<Consent, string>> = {
  guarded: 'a check guards every path found',
  partial: 'a check guards some paths',
  none: 'no check was found',
  'not-needed': 'no personal data was found',
  unknown: 'could not be followed to its end',
};

/** What is said of how people are told. */
export const DISCLOSURE: Readonly<Record<Disclosure, string>> = {
  disclosed: 'told wherever it leaves',
  partial: 'told at some places',
  none: 'no notice was found',
  'not-needed': 'not found to reach people',
  unknown: 'could not be followed to its end',
};

/** `1 AI call`, `3 AI calls`. */
export const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
