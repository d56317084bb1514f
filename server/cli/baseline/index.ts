/** Findings that are known: what they are known by, which of them are still there, and the file that keeps them. */
export { baselineText, updatedBaseline } from './baseline.ts';
export { goneText, judgedBy, readBaseline, updateBaseline } from './keep.ts';
export { markOf } from './mark.ts';
export { matched } from './match.ts';
