import type { Place } from '../base/place.ts';
import type { FileFacts, NodeId } from '../extract/facts.ts';
import { endOf, startOf } from '../extract/index.ts';
import {
  stepsAlong,
  type DataFlow,
  type ModelCall,
  type NearMiss,
  type NearMissReason,
  type StepKind as TrailKind,
  type Trail,
} from '../flow/index.ts';
import type { NearMissFact, NearMissReason as Reason, StepFact, StepKind } from './finding.ts';

/** The place of a node. */
export function placeOf(file: FileFacts, node: NodeId): Place {
  const start = Math.max(0, startOf(file, node));
  return { path: file.path, start, end: Math.max(start, endOf(file, node)) };
}

const KINDS: Readonly<Record<TrailKind, StepKind>> = {
  source: 'source',
  assign: 'assign',
  argument: 'argument',
  return: 'return',
  property: 'store',
  callback: 'callback',
  mutation: 'call',
  field: 'state',
  element: 'element',
  sink: 'sink',
};

/** Longer ways are cut: nobody reads on, and through a recursion they may be of any length. */
const MAX_STEPS = 100;

/** The path of one flow, from its source to the model call. */
export function stepsOf(flow: DataFlow, call: ModelCall): readonly StepFact[] {
  const steps: StepFact[] = [
    {
      kind: 'source',
      place: placeOf(flow.item.file, flow.item.node),
      name: flow.item.expression,
      detail: flow.item.category.key,
    },
  ];
  for (const step of trailSteps(flow.trail)) {
    const last = steps.at(-1);
    if (last === undefined || !samePlace(last.place, step.place) || last.kind !== step.kind) steps.push(step);
  }
  steps.push({ kind: 'sink', place: placeOf(call.file, call.node), name: call.api, detail: call.recipient });
  return steps;
}

/** The steps between the two ends of a trail. */
export function trailSteps(trail: Trail | null): readonly StepFact[] {
  const steps: StepFact[] = [];
  for (const t of stepsAlong(trail)) {
    if (steps.length > MAX_STEPS) break;
    if (t.node < 0 || t.kind === 'source' || t.kind === 'sink') continue;
    const step: StepFact = { kind: KINDS[t.kind], place: placeOf(t.file, t.node), name: t.name, detail: '' };
    const last = steps.at(-1);
    if (last === undefined || !samePlace(last.place, step.place) || last.kind !== step.kind) steps.push(step);
  }
  return steps;
}

const samePlace = (a: Place, b: Place): boolean => a.path === b.path && a.start === b.start && a.end === b.end;

const REASONS: Readonly<Record<NearMissReason, Reason>> = {
  'wrong-branch': 'wrong-branch',
  'after-call': 'after-call',
  'result-unused': 'result-unused',
  'only-logged': 'logged-only',
  'not-awaited': 'not-awaited',
  constant: 'constant',
  'fail-open': 'fail-open',
  'other-purpose': 'other-purpose',
  'feature-flag': 'feature-flag',
  'auth-check': 'auth',
  'plan-gate': 'plan',
  'api-key': 'api-key',
  'cookie-consent': 'other-purpose',
  'other-subject': 'other-subject',
  'opt-out': 'opt-out',
  'unknown-purpose': 'unknown-purpose',
  'client-only': 'client-only',
  overwritten: 'overwritten',
  record: 'record',
};

/** Checks that only look like one: said after those that ask for consent. */
const LOOKALIKES: ReadonlySet<Reason> = new Set(['feature-flag', 'auth', 'api-key', 'plan', 'not-a-guard']);

/** Order in which checks that do not count are told. */
export const tellingOrder = (miss: NearMissFact): number => (LOOKALIKES.has(miss.reason) ? 1 : 0);

/** A check that was found and does not count. */
export function nearMissOf(miss: NearMiss): NearMissFact {
  return {
    reason: REASONS[miss.reason],
    place: { path: miss.path, start: miss.start, end: miss.end },
    snippet: miss.text,
    detail: miss.detail,
  };
}
