import type { Leaf } from './state.ts';

/** Questions asked for one value inside one function and what it inlines. */
export const MAX_STATES = 6000;
/** Answers kept for one question. */
export const MAX_LEAVES = 600;
/** Nested questions: calls inside calls. */
export const MAX_DEPTH = 60;
/** Callers followed upwards from a sink. */
export const MAX_ASCENT = 10;
/** Answers over all callers of one sink. */
export const MAX_SINK_STATES = 4000;

export const NO_VALUE: readonly Leaf[] = [];
