/** Door of the source stage: what kind of source a path is, and lines of a text. */
export { languageOfAttribute, sourceKind } from './language.ts';
export type { Container, Language, SourceKind } from './language.ts';
export { LineIndex } from './line-index.ts';
export type { Position } from './line-index.ts';
export { isTestPath } from './test-path.ts';
