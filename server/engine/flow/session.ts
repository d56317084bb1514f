import type { Catalogue } from '../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../extract/facts.ts';
import type { Program } from '../link/index.ts';
import type { CatalogueIndex } from './catalogue-index/index.ts';
import { createContent, mayBeContent, type Disclosures } from './disclosure/index.ts';
import { createAddressing, type Addressing } from './disclosure/addressing.ts';
import { createSenders, type Senders } from './disclosure/senders.ts';
import { NO_GUARDS } from './disclosure/no-guards.ts';
import { createGuards } from './guards/index.ts';
import type { PersonalDataClassifier } from './personal-data/index.ts';
import { lazyTelling, type Telling } from './rendered/telling.ts';
import { createHandsOn, type HandsOn } from './sinks/client-exports.ts';
import { createModelCalls, type ModelCall, type ModelCalls } from './sinks/model-calls.ts';
import type { SurfaceUse } from './surfaces/index.ts';
import { createMutations } from './trace/mutations.ts';
import { verbTestOf } from './trace/sanitizer-names.ts';
import { createTracing } from './trace/tracer.ts';
import type { Tracing } from './trace/tracing.ts';
import type { Reads } from './units.ts';

/** A program with the tables that questions about it fill. */
export interface Session {
  readonly program: Program;
  readonly calls: ModelCalls;
  readonly handsOn: HandsOn;
  readonly tracing: Tracing;
  readonly telling: () => Telling;
  /** What the project's clients send to its own handlers. */
  readonly senders: Senders;
  /** Follows what a call makes; all calls of a session are given the same surfaces. */
  content(surfaces: readonly SurfaceUse[]): (call: ModelCall) => Disclosures;
}

export interface SessionParts {
  readonly program: Program;
  readonly catalogue: Catalogue;
  readonly index: CatalogueIndex;
  readonly classifier: PersonalDataClassifier;
  readonly reads: Reads;
}

export function createSession({ program, catalogue, index, classifier, reads }: SessionParts): Session {
  const calls = createModelCalls(program, index);
  const telling = lazyTelling(program, catalogue);
  const parts = {
    program,
    index,
    classifier,
    mutations: createMutations(program),
    isModelCall: (file: FileFacts, call: NodeId): boolean => calls.at(file, call) !== null,
  };
  let made: Addressing | null = null;
  const addressing = (): Addressing => (made ??= createAddressing(program, catalogue, index));
  const lazy: { content?: (call: ModelCall) => Disclosures; tracing?: Tracing; handsOn?: HandsOn; senders?: Senders } =
    {};
  return {
    program,
    calls,
    telling,
    get handsOn() {
      return (lazy.handsOn ??= createHandsOn(program, index));
    },
    get senders() {
      return (lazy.senders ??= createSenders(program, index, addressing()));
    },
    get tracing() {
      return (lazy.tracing ??= createTracing({
        ...parts,
        guards: createGuards(program, catalogue),
        isSanitizerName: verbTestOf(catalogue.sanitizers),
        keeps: () => true,
        follows: 'data',
      }));
    },
    content: (surfaces) =>
      (lazy.content ??= createContent({
        program,
        catalogue,
        index,
        calls,
        telling,
        addressing,
        surfaces() {
          reads.answers.add(surfaces);
          return surfaces;
        },
        // consent plays no part, and no name of a function cleans content
        tracing: createTracing({
          ...parts,
          guards: NO_GUARDS,
          isSanitizerName: () => false,
          keeps: mayBeContent,
          follows: 'content',
        }),
      })),
  };
}
