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

/** From the weakest to the strongest: of several the weakest is told. */
const WEAKEST = ['none', 'partial', 'unknown', 'guarded', 'disclosed', 'not-needed'] as const;

/** The weakest of some states of consent or of what people are told; undefined where there is none. */
export const weakest = <T extends Consent | Disclosure>(states: readonly T[]): T | undefined =>
  WEAKEST.flatMap((state) => states.find((each) => each === state) ?? [])[0];
