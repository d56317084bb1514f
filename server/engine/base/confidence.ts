import type { Confidence } from '../../../rules/schema/types.ts';

/** Confidences in their order: the surer, the higher. */
export const CONFIDENCE_RANK: Readonly<Record<Confidence, number>> = { low: 0, medium: 1, high: 2 };
