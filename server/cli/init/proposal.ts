import type { OwnFunction } from '../../engine/workspace/contract.ts';

export type CiKind = 'github' | 'gitlab' | 'none';

export const CI_KINDS: readonly CiKind[] = ['github', 'gitlab', 'none'];

/** What `probity init` is about to write. */
export interface Proposal {
  /** Ids of presets, in the order in which they are laid over each other. */
  readonly presets: readonly string[];
  /** Throws without consent. */
  readonly consent: OwnFunction | null;
  readonly redact: OwnFunction | null;
  readonly notice: OwnFunction | null;
  readonly ci: CiKind;
  /** Whether what is found now is kept apart, so that only new findings fail. */
  readonly baseline: boolean;
}

/** Functions that a fix can write a call of, by what they are for. */
export interface Usable {
  readonly consent: readonly OwnFunction[];
  readonly redact: readonly OwnFunction[];
  readonly notice: readonly OwnFunction[];
}

/** A call is made with the person or the value alone: what takes more cannot be called by a fix. */
export function usable(own: readonly OwnFunction[]): Usable {
  const single = own.filter(({ takes }) => takes === 'value' || takes === 'primitive');
  return {
    consent: single.filter(({ does }) => does === 'asserts-consent'),
    redact: single.filter(({ does, isAsync }) => does === 'redacts' && !isAsync),
    notice: own.filter(({ does, takes }) => does === 'shows-notice' && takes === 'nothing'),
  };
}

/** A function beside the one that throws, which a fix can test: in the same file, and told at once. */
export const testBeside = (own: readonly OwnFunction[], consent: OwnFunction): OwnFunction | null =>
  own.find(
    ({ does, place, takes, isAsync }) =>
      does === 'tells-consent' && place.path === consent.place.path && takes === consent.takes && !isAsync,
  ) ?? null;
