import type { OutletChannel, RuleDefinition } from '../../../rules/schema/types.ts';
import { functionOf } from '../extract/index.ts';
import type { DisclosureFlow } from '../flow/index.ts';
import type { DataFact, Finding, SinkFact, StepFact } from './finding.ts';
import { textsIn } from './parameters.ts';
import { markerMisses } from './marker-misses.ts';
import { scopeOf } from './scope.ts';
import { placeOf, trailSteps } from './steps.ts';

/** What a rule says of content that reaches people in its front matter under `with`. */
interface DisclosureRule {
  readonly id: string;
  readonly channels: ReadonlySet<string>;
}

/** Whether a rule of kind `flow` is about what models make, not about what they are given. */
export const isAboutContent = (rule: RuleDefinition): boolean => rule.with['data'] === 'generated';

/** Findings of one rule on generated content: outlets without a marker, one for each place where content is handed to them. */
export function checkDisclosure(rule: RuleDefinition, flows: readonly DisclosureFlow[]): readonly Finding[] {
  const parsed: DisclosureRule = {
    id: rule.id,
    channels: new Set(textsIn(rule.with['to'])),
  };
  const open = flows.filter((f) => f.marker === null && !f.goesOn && parsed.channels.has(f.outlet.channel));
  return grouped(open).map((group) => findingOf(parsed, group));
}

/**
 * Groups what one mark would cover: what stands in one page, and all that one function sends in one way, hands to one
 * outlet, or hands on by one call.
 */
function grouped(flows: readonly DisclosureFlow[]): readonly (readonly DisclosureFlow[])[] {
  const groupAt = new Map<string, DisclosureFlow[]>();
  const groups = new Set<DisclosureFlow[]>();
  for (const flow of flows) {
    const keys = flow.tree !== '' ? [flow.tree] : waysOut(flow);
    const [group = [], ...others] = new Set(keys.map((key) => groupAt.get(key)).filter((known) => known !== undefined));
    group.push(flow);
    groups.add(group);
    for (const other of others) {
      group.push(...other);
      groups.delete(other);
      for (const [key, known] of groupAt) if (known === other) groupAt.set(key, group);
    }
    for (const key of keys) groupAt.set(key, group);
  }
  return [...groups];
}

/** Channels at which a missing statement is an error, whatever the rule's own severity. */
const GRAVE: ReadonlySet<OutletChannel> = new Set<OutletChannel>(['voice']);

function findingOf(rule: DisclosureRule, group: readonly DisclosureFlow[]): Finding {
  const sure = group.filter((flow) => !flow.guessed);
  const best = (sure.length > 0 ? sure : [...group]).sort(byPlace)[0];
  const site = best?.sites[0];
  const data: DataFact[] = [];
  for (const { call, content } of group) {
    const place = placeOf(call.file, call.node);
    if (data.some((item) => item.place.path === place.path && item.place.start === place.start)) continue;
    data.push({ category: content, label: LABELS[content], expression: call.api, place, special: false });
  }
  const place = best === undefined ? { path: '', start: 0, end: 0 } : best.outlet.place;
  return {
    rule: rule.id,
    atLeast: group.some((flow) => GRAVE.has(flow.outlet.channel)) ? 'error' : null,
    // what was kept, read again and then only guessed to be in what is sent
    atMost: best !== undefined && best.guessed && best.stored ? 'info' : null,
    confidence: best === undefined || best.guessed ? 'low' : best.sites.length > 0 || best.stored ? 'medium' : 'high',
    place: site === undefined ? place : placeOf(site.file, site.call),
    scope:
      site === undefined
        ? best === undefined
          ? []
          : scopeOf(best.outlet.file, best.outlet.node)
        : scopeOf(site.file, site.call),
    sink: best === undefined ? null : sinkOf(best),
    data,
    path: best === undefined ? [] : stepsOf(best),
    nearMisses: markerMisses(group),
    openPaths: [],
    missing: ['disclosure'],
    laws: [],
    fixes: [],
    unknowns: [],
    values: best === undefined ? {} : { outlet: best.outlet.name },
  };
}

/** In what ways a function sends content: by name where it stands, else by the call that hands it on, and to where. */
function waysOut({ sites, outlet }: DisclosureFlow): readonly string[] {
  const [site] = sites;
  const { file, node } = site === undefined ? outlet : { file: site.file, node: site.call };
  const from = `${file.path}:${String(functionOf(file, node))}`;
  if (site === undefined) return [`${from}:${outlet.name}`];
  return [`${from}:${String(site.call)}`, `${from}:${outlet.file.path}:${String(outlet.node)}`];
}

/** Where a finding on a flow stands, in the order of the text. */
function byPlace(a: DisclosureFlow, b: DisclosureFlow): number {
  const [x, y] = [a, b].map((flow) => {
    const [site] = flow.sites;
    return site === undefined ? flow.outlet.place : placeOf(site.file, site.call);
  });
  if (x === undefined || y === undefined || x.path !== y.path) return 0;
  return x.start - y.start;
}

const LABELS: Readonly<Record<DisclosureFlow['content'], string>> = {
  text: 'generated text',
  object: 'generated content',
  stream: 'generated text, streamed',
  image: 'a generated image',
  audio: 'generated speech or sound',
  video: 'a generated video',
};

/** For these rules the sink is the outlet; the recipient is people. */
function sinkOf(flow: DisclosureFlow): SinkFact {
  return {
    sdk: flow.call.sdk,
    api: flow.outlet.name,
    kind: flow.outlet.channel,
    recipient: 'people',
    country: '??',
    place: flow.outlet.place,
  };
}

function stepsOf(flow: DisclosureFlow): readonly StepFact[] {
  const { call, outlet } = flow;
  return [
    { kind: 'generated', place: placeOf(call.file, call.node), name: call.api, detail: '' },
    ...trailSteps(flow.trail),
    { kind: 'outlet', place: outlet.place, name: outlet.name, detail: '' },
  ];
}

/** Disclosure of what one model call makes, for the inventory. */
export interface DisclosureStatus {
  readonly status: 'disclosed' | 'partial' | 'none' | 'not-needed' | 'unknown';
  readonly at: { readonly path: string; readonly start: number; readonly end: number } | null;
}

/** What becomes of what a call makes: marked at all outlets it reaches, at some, at none, or it reaches none. */
export function disclosureOf(flows: readonly DisclosureFlow[], complete: boolean): DisclosureStatus {
  if (flows.length === 0) return { status: complete ? 'not-needed' : 'unknown', at: null };
  const marked = flows.filter((flow) => flow.marker !== null);
  const status = marked.length === flows.length ? 'disclosed' : marked.length > 0 ? 'partial' : 'none';
  return { status, at: marked[0]?.marker ?? null };
}
