import { FREE_TEXT } from '../base/free-text.ts';
import type { Confidence, RuleDefinition, Severity } from '../../../rules/schema/types.ts';
import type { Place } from '../base/place.ts';
import type { DataFlow, ModelCall, ModelFlow } from '../flow/index.ts';
import type { Finding, Missing, NearMissFact, SinkFact } from './finding.ts';
import { nearestFunctionName, scopeOf } from './scope.ts';
import { nearMissOf, placeOf, stepsOf, tellingOrder } from './steps.ts';

/** What a rule of kind `flow` says in its front matter under `with`. */
interface FlowRule {
  readonly id: string;
  /** `personal` data of any category, `government-id`s, whole `record`s. */
  readonly data: 'personal' | 'government-id' | 'record';
  /** Whether consent on the path satisfies it. */
  readonly unlessConsent: boolean;
}

const MAX_NEAR_MISSES = 5;
const RANK: Readonly<Record<Confidence, number>> = { low: 0, medium: 1, high: 2 };

/** Findings of one rule of kind `flow` over all model calls. */
export function checkFlow(rule: RuleDefinition, flows: readonly ModelFlow[], freeText: Severity): readonly Finding[] {
  const parsed = parse(rule);
  return flows.flatMap((flow) => [...checkCall(parsed, flow, freeText)]);
}

function parse(rule: RuleDefinition): FlowRule {
  const data = rule.with['data'];
  const unless = rule.with['unless'];
  return {
    id: rule.id,
    data: data === 'government-id' || data === 'record' ? data : 'personal',
    unlessConsent: Array.isArray(unless) && unless.includes('consent'),
  };
}

function* checkCall(rule: FlowRule, flow: ModelFlow, freeText: Severity): Iterable<Finding> {
  const open = flow.flows.filter((f) => concerns(rule, f) && !(rule.unlessConsent && f.guard === 2));
  const told = freeText === 'off' ? open.filter((f) => f.item.category.key !== FREE_TEXT) : open;
  const groups = new Map<string, DataFlow[]>();
  for (const f of told) {
    const [site] = f.sites;
    const key = site === undefined ? '' : `${site.file.path}:${String(site.call)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [f]);
    else group.push(f);
  }
  for (const group of groups.values()) yield findingOf(rule, flow, group);
}

function concerns(rule: FlowRule, flow: DataFlow): boolean {
  switch (rule.data) {
    case 'personal':
      return true;
    case 'government-id':
      return flow.item.category.governmentId === true;
    case 'record':
      return flow.item.whole && flow.item.record !== '';
  }
}

function findingOf(rule: FlowRule, flow: ModelFlow, group: readonly DataFlow[]): Finding {
  const sorted = [...group].sort((a, b) => RANK[b.item.confidence] - RANK[a.item.confidence]);
  const best = sorted[0];
  const data = distinctData(sorted);
  const site = best?.sites[0];
  const anchorFile = site?.file ?? flow.call.file;
  const anchorNode = site?.call ?? flow.call.node;
  const special = data.some((item) => item.special);
  const missing: Missing[] = rule.unlessConsent ? [special ? 'explicit-consent' : 'consent'] : ['redaction'];
  return {
    rule: rule.id,
    atLeast: null,
    atMost: rule.unlessConsent && sorted.every((f) => f.guard === 1) ? 'warning' : null,
    confidence: best?.item.confidence ?? 'low',
    place: placeOf(anchorFile, anchorNode),
    scope: scopeOf(anchorFile, anchorNode),
    sink: sinkFact(flow.call),
    data,
    path: best === undefined ? [] : stepsOf(best, flow.call),
    nearMisses: rule.unlessConsent ? distinctMisses(sorted) : [],
    openPaths: rule.unlessConsent ? openPaths(flow, group) : [],
    missing,
    laws: [],
    fixes: [],
    unknowns: [],
    values: rule.data === 'record' ? { record: best?.item.record ?? '' } : {},
  };
}

/** Checks on the paths of a finding that do not count, those that say most first. */
function distinctMisses(flows: readonly DataFlow[]): Finding['nearMisses'] {
  const seen = new Set<string>();
  const out: NearMissFact[] = [];
  for (const miss of flows.flatMap((f) => f.nearMisses)) {
    const key = `${miss.path}:${String(miss.start)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    out.push(nearMissOf(miss));
  }
  return out.sort((a, b) => tellingOrder(a) - tellingOrder(b)).slice(0, MAX_NEAR_MISSES);
}

function distinctData(flows: readonly DataFlow[]): Finding['data'] {
  const seen = new Set<string>();
  const out: { category: string; label: string; expression: string; place: Place; special: boolean }[] = [];
  for (const { item } of flows) {
    const key = `${item.category.key}|${item.expression}`;
    if (seen.has(key)) continue;
    seen.add(key);
    out.push({
      category: item.category.key,
      label: '',
      expression: item.expression,
      place: placeOf(item.file, item.node),
      special: item.category.special === true,
    });
  }
  return out;
}

/** Where other ways into the same call are guarded, the ways that are not are named. */
function openPaths(flow: ModelFlow, group: readonly DataFlow[]): Finding['openPaths'] {
  const guarded = flow.flows.some((f) => f.guard === 2);
  const seen = new Set<string>();
  const out: { place: Place; name: string }[] = [];
  const ways = guarded ? group.flatMap((f) => f.sites.slice(0, 1)) : [];
  for (const site of [...ways, ...group.flatMap((f) => f.open)]) {
    const place = placeOf(site.file, site.call);
    const key = `${place.path}:${String(place.start)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    out.push({ place, name: nearestFunctionName(site.file, site.call) });
  }
  return out;
}

/** The model call as findings and the inventory name it. */
export function sinkFact(call: ModelCall): SinkFact {
  return {
    sdk: call.sdk,
    api: call.api,
    kind: call.kind,
    recipient: call.recipient,
    country: call.country,
    place: placeOf(call.file, call.node),
  };
}
