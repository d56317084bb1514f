import type { Confidence } from '../../../../rules/schema/types.ts';
import { Flag } from '../trace/state.ts';

/** What was guessed at on the way is no more than a guess. */
export function capped(confidence: Confidence, flags: number): Confidence {
  if ((flags & Flag.Guessed) !== 0) return 'low';
  if ((flags & Flag.Crossed) !== 0 && confidence === 'high') return 'medium';
  return confidence;
}
