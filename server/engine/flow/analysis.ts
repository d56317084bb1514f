import type { Catalogue } from '../../../rules/schema/types.ts';
import type { Place } from '../base/place.ts';
import type { FileFacts } from '../extract/facts.ts';
import { endOf, startOf } from '../extract/index.ts';
import type { NodeRef } from '../link/index.ts';
import type { CatalogueIndex } from './catalogue-index/index.ts';
import { gatherContent, type Disclosures } from './disclosure/index.ts';
import { flowInto, unseenFlow, type ModelFlow } from './model-flow.ts';
import type { PersonalDataClassifier } from './personal-data/index.ts';
import { findOwnFunctions, type OwnFunction } from './own-functions/index.ts';
import { createCallerTable, type CallerTable } from './known-callers.ts';
import { createRunner, type CreateProgram, type Run, type Runner } from './runner.ts';
import { findSupply, supplyOfMentions, type Supply } from './sinks/client-exports.ts';
import { possibleModelCalls } from './sinks/find.ts';
import { sameCall, type ModelCall } from './sinks/model-calls.ts';
import { chatSurfaces, sameSurfaces, type SurfaceUse } from './surfaces/index.ts';
import { createSession } from './session.ts';
import { touchedIn, type Touched } from './touched.ts';
import { emptyReads, type Fault, type Reads, type Units } from './units.ts';

/** All that is known of the model calls of a program. */
export interface Flows {
  /** Every model call with all personal data that reaches it, by path and offset. */
  readonly models: readonly ModelFlow[];
  /** What the calls make, followed to where it leaves for people. */
  readonly disclosures: Disclosures;
  /** Places where people talk with a model, and whether they are told. */
  readonly surfaces: readonly SurfaceUse[];
  readonly faults: readonly Fault[];
  /** Files whose facts were read for all that. */
  readonly facts: Touched;
  /** Nodes whose question was given up because it led too deep. */
  readonly limits: readonly NodeRef[];
}

export interface FlowAnalysis {
  /**
   * @param units keeps what is found about each call, and gives it again where nothing that it rests on has changed;
   *   null: nothing is kept, and the calls share what they find on the way
   * @param reads takes what is read besides what units rest on
   * @returns null once it was cancelled, which is asked between two calls
   */
  flows(cancelled: () => boolean, units: Units | null, reads: Reads): Flows | null;
  /** Functions of the project that check consent, redact or tell of AI. Nothing of it is kept. */
  ownFunctions(): readonly OwnFunction[];
}

/** The program as a whole, where an answer is about no part of it. */
const WHOLE: Place = { path: '', start: 0, end: 0 };

/**
 * The flow stage over a program and a compiled catalogue. Lazy; never throws: where the analysis of one call fails, this
 * is told as a fault, and the others are analysed by a program made anew, as tables may have been left half filled.
 *
 * @param createProgram makes a program; asked again after a fault
 */
export function createFlowAnalysis(
  createProgram: CreateProgram,
  catalogue: Catalogue,
  index: CatalogueIndex,
  classifier: PersonalDataClassifier,
): FlowAnalysis {
  let callers: CallerTable | null = null;
  return {
    ownFunctions() {
      const reads = emptyReads();
      const session = createSession({ program: createProgram(reads), catalogue, index, classifier, reads });
      return findOwnFunctions(session, catalogue);
    },
    flows(cancelled, units, reads) {
      if (units !== null) {
        callers ??= createCallerTable(units, createProgram);
        callers.refreshed(units.refresh());
      }
      const known = units === null ? null : callers;
      const runner = createRunner({ createProgram, catalogue, index, classifier, units, callers: known, reads });
      const { run } = runner;
      const program = createProgram(reads);
      const supply = runner.attempt(WHOLE, () =>
        findSupply(program, index, (file, names) => {
          const key = `hands on ${[...names].sort().join(' ')}`;
          return (
            run({ kind: key, about: file, place: { ...WHOLE, path: file.path } }, (s) => s.handsOn(file, names)) ?? []
          );
        }),
      );
      const calls = modelCalls(runner, index, program.facts, supply ?? supplyOfMentions(program, index), cancelled);
      if (calls === null) return null;

      const each = { abouts: calls, place: placeOf, cancelled };
      const data = runner.runEach({
        ...each,
        kind: 'data',
        find: ({ tracing, senders }, call) => flowInto(tracing, call, senders),
      });
      if (data === null || cancelled()) return null;
      const models = calls.map((call, i) => data[i] ?? unseenFlow(call));
      const surfaces =
        run({ kind: 'surfaces', about: catalogue, place: WHOLE, same: sameSurfaces }, (session) =>
          chatSurfaces(session.program, catalogue, index, session.telling),
        ) ?? [];

      const made = runner.runEach({
        ...each,
        kind: 'content',
        find: (session, call) => session.content(surfaces)(call),
      });
      if (made === null) return null;
      const content = made.flatMap((found) => found?.flows ?? []);
      const complete = made.every((found) => found?.complete === true);
      const gathered = runner.attempt(WHOLE, () => gatherContent(program, content, surfaces)) ?? content;
      units?.end();
      const kept = units === null || known === null ? [] : [units.factsRead(), known.factsSought()];
      const facts = touchedIn(reads.facts, kept);
      if (units?.isSweepDue === true) known?.sweep();
      return { models, disclosures: { flows: gathered, complete }, surfaces, facts, ...runner.told() };
    },
  };
}

/** The model calls of all files that can hold one, by path and offset; null once it was cancelled. */
function modelCalls(
  { run, runEach }: Runner,
  index: CatalogueIndex,
  facts: (path: string) => FileFacts | undefined,
  supply: Supply,
  cancelled: () => boolean,
): readonly ModelCall[] | null {
  const abouts: Reached[] = [];
  for (const path of supply.files) {
    const file = facts(path);
    if (file !== undefined) abouts.push(reachedBy(file, supply.reaching(path)));
  }
  const found = runEach({
    kind: 'calls',
    abouts,
    place: ({ file: { path } }) => ({ ...WHOLE, path }),
    find: ({ program, calls }, { file }) =>
      [...possibleModelCalls(program, index, file, supply)].flatMap((node) => calls.at(file, node) ?? []),
    same: sameCalls,
    again: true,
    cancelled,
  });
  return found?.flatMap((calls, i) => calls ?? oneByOne(run, abouts[i])) ?? null;
}

/** A file with the names under which clients reach it: which calls it has rests on both. */
interface Reached {
  readonly file: FileFacts;
  readonly names: string;
}

const reached = new WeakMap<FileFacts, Reached>();

/** The same object as long as both are the same. */
function reachedBy(file: FileFacts, names: string): Reached {
  let known = reached.get(file);
  if (known?.names !== names) reached.set(file, (known = { file, names }));
  return known;
}

/** Where one call of a file cannot be told, the others can. */
const oneByOne = (run: Run, about: Reached | undefined): readonly ModelCall[] =>
  Array.from(about?.file.calls ?? []).flatMap((node) => {
    if (about === undefined) return [];
    const { file } = about;
    const asked = { kind: `call ${String(node)}`, about: file, place: placeOf({ file, node }) };
    return run(asked, ({ calls }) => calls.at(file, node)) ?? [];
  });

const sameCalls = (a: readonly ModelCall[], b: readonly ModelCall[]): boolean =>
  a.length === b.length && a.every((call, i) => b[i] !== undefined && sameCall(call, b[i]));

const placeOf = ({ file, node }: NodeRef): Place => ({
  path: file.path,
  start: startOf(file, node),
  end: endOf(file, node),
});
