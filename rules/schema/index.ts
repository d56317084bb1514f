export type * from './types.ts';
export type { Check, ProblemPath, SchemaProblem } from './check.ts';
export { isRecord, nearestWord, problemsOf, unknownKey } from './check.ts';
export { MODEL_CALL_KINDS, sdk, host, httpClient } from './sdk.ts';
export {
  dataCategory,
  framework,
  guardLexicon,
  guardSymbol,
  law,
  owners,
  sanitizerLexicon,
  sanitizerSymbol,
} from './knowledge.ts';
export { RULE_KINDS, SEVERITIES, preset, ruleFrontMatter } from './rule.ts';
export type { DocumentKind } from './catalogue.ts';
export { teamKnowledge, validateDocument, validateReferences } from './catalogue.ts';
