/** Findings that are known: what they are known by, which of them are still there, and the file that keeps them. */
export { baselineText, parseBaseline, updatedBaseline, withBaseline } from './baseline.ts';
export type { Baseline, Judged } from './baseline.ts';
export { markOf } from './mark.ts';
export { matched } from './match.ts';
