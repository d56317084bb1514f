import { CONFIDENCE_RANK } from '../base/confidence.ts';
import { FREE_TEXT } from '../base/free-text.ts';
import { perObject } from '../base/per-object.ts';
import type { RuleDefinition, Severity } from '../../../rules/schema/types.ts';
import type { Place } from '../base/place.ts';
import type { DataFlow, ModelCall, ModelFlow } from '../flow/index.ts';
import { isTestPath } from '../source/index.ts';
import type { Finding, Missing, NearMissFact, SinkFact } from './finding.ts';
import { KeptGroups } from './kept-groups.ts';
import { textsIn } from './parameters.ts';
import { nearestFunctionName, scopeOf } from './scope.ts';
import { nearMissOf, placeOf, stepsOf, tellingOrder } from './steps.ts';

/** What a rule of kind `flow` says in its front matter under `with`. */
interface FlowRule {
  readonly id: string;
  /** `personal` data of any category, `government-id`s, whole `record`s. */
  readonly data: 'personal' | 'government-id' | 'record';
  /** Whether consent on the path satisfies it. */
  readonly unlessConsent: boolean;
  /** Only this data and what is below it, only these recipients, only these countries; null for any. */
  readonly categories: readonly string[] | null;
  readonly recipients: readonly string[] | null;
  readonly countries: readonly string[] | null;
}

const MAX_NEAR_MISSES = 5;

/** Data on its way into one of the calls of a finding. */
interface Way {
  readonly model: ModelFlow;
  readonly flow: DataFlow;
  /** Tells where it is settled: ways of one place are one finding. */
  readonly at: string;
}

/** What was found by one rule, and what it has to say of each call. */
interface KeptOfRule {
  readonly parsed: FlowRule;
  readonly groups: KeptGroups<ModelFlow, Way, Finding>;
  readonly ways: (model: ModelFlow) => readonly Way[];
}

/** What the rules found in the check before, for one catalogue and the same settings. */
export type FoundBefore = (rule: RuleDefinition) => KeptOfRule;

/** Nothing was found yet. @param freeText `off` leaves out what people type to be sent */
export const nothingFound = (freeText: Severity): FoundBefore =>
  perObject((rule) => {
    const parsed = parse(rule);
    return {
      parsed,
      groups: new KeptGroups(),
      ways: perObject((model) => told(parsed, model, freeText).flatMap((flow) => wayOf(model, flow))),
    };
  });

/**
 * Findings of one rule of kind `flow` over all model calls, in no order. What one call of a wrapper hands on is one finding, however
 * many calls of the same recipient the wrapper makes with it: it is settled in one place.
 */
export function checkFlow(rule: RuleDefinition, flows: readonly ModelFlow[], before: FoundBefore): readonly Finding[] {
  const { parsed, groups, ways } = before(rule);
  return groups.of(flows, ways, (group) => remembered(rule, group, () => findingOf(parsed, group)));
}

function wayOf(model: ModelFlow, flow: DataFlow): readonly Way[] {
  const { call } = model;
  const [site] = flow.sites;
  if (isTestPath((site ?? call).file.path)) return [];
  const at =
    site === undefined
      ? `${call.file.path}:${String(call.node)}`
      : `${site.file.path}:${String(site.call)}:${call.recipient}`;
  return [{ model, flow, at }];
}

interface Remembered {
  readonly group: readonly Way[];
  readonly found: readonly Finding[];
}

/** What was said of a group of ways, by its first one: what is found again and again is the same object each time. */
const memory = new WeakMap<DataFlow, WeakMap<RuleDefinition, Remembered>>();

function remembered(rule: RuleDefinition, group: readonly Way[], find: () => readonly Finding[]): readonly Finding[] {
  const [first] = group;
  if (first === undefined) return [];
  let byRule = memory.get(first.flow);
  if (byRule === undefined) memory.set(first.flow, (byRule = new WeakMap<RuleDefinition, Remembered>()));
  const known = byRule.get(rule);
  const isSame = ({ flow, model }: Way, i: number): boolean =>
    known?.group[i]?.flow === flow && known.group[i].model.call === model.call;
  if (known?.group.length === group.length && group.every(isSame)) return known.found;
  const found = find();
  byRule.set(rule, { group, found });
  return found;
}

function parse(rule: RuleDefinition): FlowRule {
  const data = rule.with['data'];
  return {
    id: rule.id,
    data: data === 'government-id' || data === 'record' ? data : 'personal',
    unlessConsent: textsIn(rule.with['unless'])?.includes('consent') === true,
    categories: textsIn(rule.with['categories']),
    recipients: textsIn(rule.with['recipients']),
    countries: textsIn(rule.with['countries']),
  };
}

function told(rule: FlowRule, model: ModelFlow, freeText: Severity): readonly DataFlow[] {
  const { recipient, country } = model.call;
  if (rule.recipients?.includes(recipient) === false || rule.countries?.includes(country) === false) return [];
  const open = model.flows.filter((f) => concerns(rule, f) && !(rule.unlessConsent && f.guard === 2));
  return freeText === 'off' ? open.filter((f) => f.item.category.key !== FREE_TEXT) : open;
}

function concerns(rule: FlowRule, flow: DataFlow): boolean {
  const { key } = flow.item.category;
  if (rule.categories?.some((each) => key === each || key.startsWith(`${each}.`)) === false) return false;
  switch (rule.data) {
    case 'personal':
      return true;
    case 'government-id':
      return flow.item.category.governmentId === true;
    case 'record':
      return flow.item.whole && flow.item.record !== '';
  }
}

function findingOf(rule: FlowRule, group: readonly Way[]): readonly Finding[] {
  const ways = [...group].sort(
    (a, b) => CONFIDENCE_RANK[b.flow.item.confidence] - CONFIDENCE_RANK[a.flow.item.confidence],
  );
  const sorted = ways.map((way) => way.flow);
  const [best] = ways;
  if (best === undefined) return [];
  const { flow, model } = best;
  const others = [...new Set(ways.map((way) => way.model.call))].filter((call) => call !== model.call);
  const data = distinctData(sorted);
  const [site] = flow.sites;
  const anchorFile = site?.file ?? model.call.file;
  const anchorNode = site?.call ?? model.call.node;
  const special = data.some((item) => item.special);
  const missing: Missing[] = rule.unlessConsent ? [special ? 'explicit-consent' : 'consent'] : ['redaction'];
  const finding: Finding = {
    rule: rule.id,
    atLeast: null,
    atMost: rule.unlessConsent && sorted.every((f) => f.guard === 1) ? 'warning' : null,
    confidence: flow.item.confidence,
    place: placeOf(anchorFile, anchorNode),
    scope: scopeOf(anchorFile, anchorNode),
    sink: sinkFact(model.call),
    ...(others.length === 0 ? {} : { otherSinks: others.map(sinkFact) }),
    data,
    path: stepsOf(flow, model.call),
    nearMisses: rule.unlessConsent ? distinctMisses(sorted) : [],
    openPaths: rule.unlessConsent ? openPaths(ways) : [],
    missing,
    laws: [],
    fixes: [],
    unknowns: [],
    values: rule.data === 'record' ? { record: flow.item.record } : {},
  };
  return [finding];
}

/** Checks on the paths of a finding that do not count, those that say most first. */
function distinctMisses(flows: readonly DataFlow[]): Finding['nearMisses'] {
  const seen = new Set<string>();
  const out: NearMissFact[] = [];
  for (const miss of flows.flatMap((f) => f.nearMisses)) {
    // the same check at the next place says nothing new
    const keys = [`${miss.path}:${String(miss.start)}`, `${miss.reason} ${miss.text} ${miss.detail}`];
    if (keys.some((key) => seen.has(key))) continue;
    for (const key of keys) seen.add(key);
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
function openPaths(ways: readonly Way[]): Finding['openPaths'] {
  const group = ways.map((way) => way.flow);
  const guarded = ways.some((way) => way.model.flows.some((f) => f.guard === 2));
  const seen = new Set<string>();
  const out: { place: Place; name: string }[] = [];
  const sites = guarded ? group.flatMap((f) => f.sites.slice(0, 1)) : [];
  for (const site of [...sites, ...group.flatMap((f) => f.open)]) {
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
