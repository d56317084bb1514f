import type { Catalogue, RuleDefinition, Severity } from '../../../rules/schema/types.ts';
import { grouped } from '../base/grouped.ts';
import { perObject } from '../base/per-object.ts';
import type { Fault, Flows, ModelFlow } from '../flow/index.ts';
import { methodName, type NodeRef } from '../link/index.ts';
import type { Finding, UnknownFact } from './finding.ts';
import { checkDisclosure, isAboutContent } from './disclosure-rule.ts';
import { checkFlow, nothingFound, type FoundBefore } from './flow-rule.ts';
import { aiCallOf, type AiCallFact } from './inventory.ts';
import { placeOf } from './steps.ts';
import { checkSurfaces } from './surface-rule.ts';

export type * from './finding.ts';
export type { FoundBefore } from './flow-rule.ts';
export type { AiCallFact } from './inventory.ts';

export interface CheckFacts {
  readonly findings: readonly Finding[];
  readonly aiCalls: readonly AiCallFact[];
  readonly unknowns: readonly UnknownFact[];
  readonly faults: readonly Fault[];
}

/** Severities by rule, and what other files have. */
interface RuleSettings {
  readonly severities: Readonly<Record<string, Severity>>;
  readonly freeText: Severity;
  readonly overrides?: readonly {
    readonly severities: Readonly<Record<string, Severity>>;
    readonly freeText?: Severity;
  }[];
}

/** Whether a rule is off in all files. */
const isOff = (rule: RuleDefinition, { severities, overrides = [] }: RuleSettings): boolean =>
  [severities[rule.id] ?? rule.severity, ...overrides.map((override) => override.severities[rule.id])].every(
    (severity) => severity === undefined || severity === 'off',
  );

/** What checks with these settings start from. */
export function startChecks({ freeText, overrides = [] }: RuleSettings): FoundBefore {
  // where it is told depends on the file, and is decided with the other severities
  const all = [freeText, ...overrides.map((each) => each.freeText ?? 'off')];
  return nothingFound(all.find((severity) => severity !== 'off') ?? 'off');
}

/**
 * Runs the rules that are not switched off. Facts only; words are made in the explain stage.
 *
 * @param before what checks with the same catalogue and settings found
 */
export function runChecks(all: Flows, catalogue: Catalogue, settings: RuleSettings, before: FoundBefore): CheckFacts {
  const { models: flows, disclosures: content, surfaces, faults, limits } = all;
  const findings: Finding[] = [];
  for (const rule of catalogue.rules) {
    if (isOff(rule, settings)) continue;
    if (rule.kind === 'surface') findings.push(...checkSurfaces(rule, surfaces));
    if (rule.kind !== 'flow') continue;
    if (isAboutContent(rule)) findings.push(...checkDisclosure(rule, content.flows));
    else findings.push(...checkFlow(rule, flows, before));
  }
  return {
    findings,
    aiCalls: inventory(flows, content),
    unknowns: distinct([...flows.flatMap(unknownsOf), ...limits.map(depthLimit)]),
    faults,
  };
}

function inventory(flows: readonly ModelFlow[], content: Flows['disclosures']): readonly AiCallFact[] {
  const byFile = grouped(content.flows, (flow) => flow.call.file);
  return flows.map((flow) => {
    const { file, node } = flow.call;
    const made = (byFile.get(file) ?? []).filter(({ call }) => call.node === node);
    return aiCallOf(flow, made, content.complete);
  });
}

const depthLimit = ({ file, node }: NodeRef): UnknownFact => ({
  reason: 'depth-limit',
  place: placeOf(file, node),
  name: '',
});

/** Of a call that was not looked at anew it is the same. */
const unknownsOf = perObject((flow: ModelFlow): readonly UnknownFact[] => {
  const limits = flow.limits.map((limit): UnknownFact => ({
    reason: limit.reason === 'size of the value graph' ? 'size-limit' : 'depth-limit',
    place: placeOf(limit.file, limit.node),
    name: limit.reason,
  }));
  const calls = flow.unresolved.map(({ file, node }): UnknownFact => ({
    reason: 'call-unresolved',
    place: placeOf(file, node),
    name: methodName(file, node),
  }));
  return [...limits, ...calls];
});

function distinct(unknowns: readonly UnknownFact[]): readonly UnknownFact[] {
  const seen = new Set<string>();
  return unknowns.filter((unknown) => {
    const key = `${unknown.reason}|${unknown.place.path}|${String(unknown.place.start)}|${unknown.name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
