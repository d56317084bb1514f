/** Reading `probity.config.json`. */
export { loadConfig, withNested } from './load.ts';
export type { LoadedConfig, LoadOptions } from './load.ts';
export { mergeKnowledge } from './merge.ts';
export { namedSchema } from './named-schema.ts';
export { NEW_CONFIG } from './new-config.ts';
export { recordFix } from './record-fix.ts';
