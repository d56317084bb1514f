export type * from './types.ts';
export type { Check, ProblemPath, SchemaProblem } from './check.ts';
export { isRecord } from './check.ts';
export type { DocumentKind } from './catalogue.ts';
export { validateDocument, validateReferences } from './catalogue.ts';
