import type { Guards, GuardVerdict } from '../guards/index.ts';

const NOTHING: GuardVerdict = { status: 'none', at: null, nearMisses: [] };

/** For questions in which consent plays no part: asks nothing, costs nothing. */
export const NO_GUARDS: Guards = {
  context: () => NOTHING,
  condition: () => NOTHING,
  entry: () => NOTHING,
  predicate: () => NOTHING,
  query: () => NOTHING,
  nearMisses: () => [],
};
