import type { Catalogue } from '../../../rules/schema/types.ts';
import { attempt } from '../base/attempt.ts';
import type { Place } from '../base/place.ts';
import type { FileFacts, NodeId } from '../extract/facts.ts';
import { endOf, startOf } from '../extract/index.ts';
import type { NodeRef, Program } from '../link/index.ts';
import type { CatalogueIndex } from './catalogue-index/index.ts';
import { followContent, mayBeContent, type Disclosures } from './disclosure/index.ts';
import { NO_GUARDS } from './disclosure/no-guards.ts';
import { createGuards } from './guards/index.ts';
import { flowInto, unseenFlow, type ModelFlow } from './model-flow.ts';
import type { PersonalDataClassifier } from './personal-data/index.ts';
import { findSupply, supplyOfMentions } from './sinks/client-exports.ts';
import { possibleModelCalls } from './sinks/find.ts';
import { createModelCalls, type ModelCall, type ModelCalls } from './sinks/model-calls.ts';
import { lazyTelling, type Telling } from './rendered/telling.ts';
import { chatSurfaces, type SurfaceUse } from './surfaces/index.ts';
import { createVerbTest } from './trace/sanitizer-names.ts';
import { createMutations } from './trace/mutations.ts';
import { createTracing } from './trace/tracer.ts';
import type { Tracing } from './trace/tracing.ts';

/** Something the analysis itself could not do: a fault of the engine, met at a place. */
export interface Fault {
  readonly place: Place;
  readonly message: string;
}

/** All that is known of the model calls of a program. */
export interface Flows {
  /** Every model call with all personal data that reaches it, by path and offset. */
  readonly models: readonly ModelFlow[];
  /** What the calls make, followed to where it leaves for people. */
  readonly disclosures: Disclosures;
  /** Places where people talk with a model, and whether they are told. */
  readonly surfaces: readonly SurfaceUse[];
  readonly faults: readonly Fault[];
  /** Nodes whose question was given up because it led too deep. */
  readonly limits: readonly NodeRef[];
}

export interface FlowAnalysis {
  /** @returns null once it was cancelled, which is asked between two calls */
  flows(cancelled: () => boolean): Flows | null;
}

interface Session {
  readonly program: Program;
  readonly calls: ModelCalls;
  readonly tracing: Tracing;
  /** Content is followed without asking for consent, and no name of a function cleans it. */
  readonly contentTracing: Tracing;
  readonly telling: () => Telling;
}

/**
 * The flow stage over a program and a compiled catalogue. Lazy; never throws: where the analysis of one call fails, this
 * is told as a fault, and the others are analysed by a program made anew, as tables may have been left half filled.
 *
 * @param createProgram makes the program; asked again after a fault
 */
export function createFlowAnalysis(
  createProgram: () => Program,
  catalogue: Catalogue,
  index: CatalogueIndex,
  classifier: PersonalDataClassifier,
): FlowAnalysis {
  const createSession = (): Session => {
    const program = createProgram();
    const calls = createModelCalls(program, index);
    const parts = {
      program,
      index,
      classifier,
      mutations: createMutations(program),
      isModelCall: (file: FileFacts, call: NodeId): boolean => calls.at(file, call) !== null,
    };
    const guards = createGuards(program, catalogue);
    return {
      program,
      calls,
      telling: lazyTelling(program, catalogue),
      tracing: createTracing({
        ...parts,
        guards,
        isSanitizerName: createVerbTest(catalogue.sanitizers),
        keeps: () => true,
        follows: 'data',
      }),
      contentTracing: createTracing({
        ...parts,
        guards: NO_GUARDS,
        isSanitizerName: () => false,
        keeps: mayBeContent,
        follows: 'content',
      }),
    };
  };

  const flows = (cancelled: () => boolean): Flows | null => {
    const faults: Fault[] = [];
    const limits: NodeRef[] = [];
    let session = createSession();
    const guarded = <T>(place: Place, work: (session: Session) => T): T | null =>
      attempt<T | null>(
        () => work(session),
        (message) => {
          if (!faults.some((fault) => samePlace(fault.place, place))) faults.push({ place, message });
          limits.push(...session.program.limits());
          session = createSession();
          return null;
        },
      );

    const calls: ModelCall[] = [];
    const supply =
      guarded({ path: '', start: 0, end: 0 }, ({ program }) => findSupply(program, index)) ??
      supplyOfMentions(session.program, index);
    for (const path of supply.files) {
      if (cancelled()) return null;
      const file = session.program.facts(path);
      if (file === undefined) continue;
      for (const call of possibleModelCalls(session.program, index, file, supply)) {
        const found = guarded(placeOf({ file, node: call }), ({ calls: at }) => at.at(file, call));
        if (found !== null) calls.push(found);
      }
    }
    const models: ModelFlow[] = [];
    for (const call of calls) {
      if (cancelled()) return null;
      models.push(guarded(placeOf(call), ({ tracing }) => flowInto(tracing, call)) ?? unseenFlow(call));
    }
    if (cancelled()) return null;
    const surfaces =
      guarded({ path: '', start: 0, end: 0 }, ({ program, telling }) =>
        chatSurfaces(program, catalogue, index, telling),
      ) ?? [];
    const contentOf = (place: Place, modelCalls: readonly ModelCall[]): Disclosures | null =>
      guarded(place, ({ program, calls: at, contentTracing, telling }) =>
        followContent({ program, catalogue, index, calls: at, modelCalls, telling, tracing: contentTracing, surfaces }),
      );
    if (cancelled()) return null;
    const before = faults.length;
    let disclosures = contentOf({ path: '', start: 0, end: 0 }, calls);
    if (disclosures === null) {
      // one call's content cannot be followed: which, and what becomes of the others' is found call by call
      faults.length = before;
      const each = calls.map((call) => contentOf(placeOf(call), [call]));
      disclosures = { flows: each.flatMap((found) => found?.flows ?? []), complete: false };
    }
    return { models, disclosures, surfaces, faults, limits: [...limits, ...session.program.limits()] };
  };

  return { flows };
}

const placeOf = ({ file, node }: NodeRef): Place => ({
  path: file.path,
  start: startOf(file, node),
  end: endOf(file, node),
});

const samePlace = (a: Place, b: Place): boolean => a.path === b.path && a.start === b.start && a.end === b.end;
