import type { Catalogue } from '../../../rules/schema/types.ts';
import type { Program } from '../link/index.ts';
import type { CatalogueIndex } from './catalogue-index/index.ts';
import { followContent, type Disclosures } from './disclosure/index.ts';
import { NO_GUARDS } from './disclosure/no-guards.ts';
import { createGuards } from './guards/index.ts';
import { flowInto, type ModelFlow } from './model-flow.ts';
import type { PersonalDataClassifier } from './personal-data/index.ts';
import { findModelCalls } from './sinks/find.ts';
import { createModelCalls, type ModelCall } from './sinks/model-calls.ts';
import { createVerbTest } from './trace/sanitizer-names.ts';
import { createTracing } from './trace/tracer.ts';

export { compileCatalogue, type CatalogueIndex } from './catalogue-index/index.ts';
export type { Disclosures, DisclosureFlow } from './disclosure/index.ts';
export type { NearMiss, NearMissReason } from './guards/index.ts';
export type { DataFlow, ModelFlow } from './model-flow.ts';
export { createClassifier, type PersonalDataClassifier } from './personal-data/index.ts';
export type { ModelCall } from './sinks/model-calls.ts';
export type { SourceItem } from './sources/source-item.ts';
export type { StepKind, Trail } from './trace/state.ts';

export interface FlowAnalysis {
  /** Every model call of the program with all personal data that reaches it. */
  modelFlows(): readonly ModelFlow[];
  /** What the calls make, followed to where it leaves for people. */
  disclosures(): Disclosures;
}

/** The flow stage over a program and a compiled catalogue. Lazy; never throws. */
export function createFlowAnalysis(
  program: Program,
  catalogue: Catalogue,
  index: CatalogueIndex,
  classifier: PersonalDataClassifier,
): FlowAnalysis {
  const calls = createModelCalls(program, index);
  const guards = createGuards(program, catalogue);
  const tracing = createTracing({
    program,
    index,
    classifier,
    guards,
    isSanitizerName: createVerbTest(catalogue.sanitizers),
    isModelCall: (file, call) => calls.at(file, call) !== null,
  });
  // content is followed without asking for consent, and no name of a function cleans it
  const contentTracing = createTracing({
    program,
    index,
    classifier,
    guards: NO_GUARDS,
    isSanitizerName: () => false,
    isModelCall: (file, call) => calls.at(file, call) !== null,
  });
  let found: readonly ModelCall[] | null = null;
  const modelCalls = (): readonly ModelCall[] => (found ??= findModelCalls(program, index, calls));
  let disclosures: Disclosures | null = null;
  return {
    modelFlows: () => modelCalls().map((call) => flowInto(tracing, call)),
    disclosures: () =>
      (disclosures ??= followContent({
        program,
        catalogue,
        index,
        calls,
        modelCalls: modelCalls(),
        tracing: contentTracing,
      })),
  };
}
