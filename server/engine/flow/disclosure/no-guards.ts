import type { EntryVerdict, Guards } from '../guards/index.ts';

const NOTHING: EntryVerdict = { status: 'none', at: null, purpose: 'any', nearMisses: [], open: [] };

/** For questions in which consent plays no part: asks nothing, costs nothing. */
export const NO_GUARDS: Guards = {
  context: () => NOTHING,
  condition: () => NOTHING,
  entry: () => NOTHING,
  site: () => NOTHING,
  through: () => NOTHING,
  predicate: () => NOTHING,
  query: () => NOTHING,
  nearMisses: () => [],
};
