/** The door of the explain stage. */
export * from './diagnostic.ts';
export { Explained } from './explained.ts';
export { explainContext, explainFinding, explainFindings } from './explain.ts';
export type { ExplainContext, ExplainSettings } from './explain.ts';
export { edited, placedAt, together } from './fixes/index.ts';
export type { FixSource } from './fixes/index.ts';
export { applyLawfulBases } from './lawful-basis.ts';
export type { ConfiguredBasis } from './lawful-basis.ts';
export { SUPPRESSION_RULE } from './suppressions.ts';
export { knownDate } from './laws.ts';
export { countryWords, faultNote, unknownNote } from './words.ts';
export type { Directive, DirectiveSource } from './suppressions.ts';
export type { SeverityOverride, SeveritySettings } from './severity.ts';
