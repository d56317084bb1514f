import type { DisclosureFlow, NotRendered } from '../flow/index.ts';
import type { NearMissFact } from './finding.ts';

const MAX_MISSES = 5;

/** Markers that were found on the ways of some content and do not count, each once. */
export function markerMisses(flows: readonly DisclosureFlow[]): readonly NearMissFact[] {
  const misses = new Map<string, NearMissFact>();
  for (const { reason, place, written } of flows.flatMap((flow) => flow.misses)) {
    misses.set(`${place.path}:${String(place.start)}`, { reason, place, snippet: written, detail: '' });
  }
  return [...misses.values()].slice(0, MAX_MISSES);
}

/** Something that would tell people, and is never rendered. */
export const notRenderedMiss = ({ name, place }: NotRendered): NearMissFact => ({
  reason: 'not-rendered',
  place,
  snippet: name,
  detail: '',
});
