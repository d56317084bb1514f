export { createFlowAnalysis, type Fault, type FlowAnalysis, type Flows } from './analysis.ts';
export { compileCatalogue, type CatalogueIndex } from './catalogue-index/index.ts';
export type { Disclosures, DisclosureFlow } from './disclosure/index.ts';
export type { NearMiss, NearMissReason } from './guards/index.ts';
export type { DataFlow, ModelFlow } from './model-flow.ts';
export { createClassifier, type PersonalDataClassifier } from './personal-data/index.ts';
export type { ModelCall } from './sinks/model-calls.ts';
export type { SourceItem } from './sources/source-item.ts';
export { stepsAlong, type StepKind, type Trail } from './trace/state.ts';
