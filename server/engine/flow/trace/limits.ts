import type { Leaf } from './state.ts';

/** Questions asked for one value inside one function and what it inlines. */
export const MAX_STATES = 6000;
/** The same with all that is asked inside of the functions met on the way: many large ones may call each other. */
export const MAX_ASKED = 100_000;
/** The same where content is followed: it is asked of every function that may hand it on, pages of thousands of lines too. */
export const MAX_CONTENT_STATES = 1500;
/** Answers kept for one question. */
export const MAX_LEAVES = 600;
/** Nested questions: calls inside calls. */
export const MAX_DEPTH = 60;
/** Callers followed upwards from a sink. */
export const MAX_ASCENT = 10;
/** Parameters of functions above one sink whose callers are asked. */
export const MAX_SINK_STATES = 4000;

export const NO_VALUE: readonly Leaf[] = [];
/**
 * Questions about one value that leave out different fields of it: after so many the whole value is asked for. Branches
 * that each overwrite some fields would otherwise ask for every subset of them.
 */
export const MAX_PARTS = 4;
/** Keys of a path that are told apart where content is followed: whole answers and their fields, not records in records. */
export const MAX_CONTENT_KEYS = 4;
