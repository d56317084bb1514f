import type { FileFacts, FunctionId, NodeId } from '../extract/facts.ts';
import { calleeOf, contextOf, functionOf, opOf, Op } from '../extract/index.ts';
import type { CallSite } from '../link/index.ts';
import { otherSubject } from './consent-subject.ts';
import type { ConsentCheck, EntryVerdict, GuardVerdict, NearMiss } from './guards/index.ts';
import type { Senders } from './disclosure/senders.ts';
import type { ModelCall } from './sinks/model-calls.ts';
import { sourcesOf } from './sources/classify-leaf.ts';
import type { SourceItem } from './sources/source-item.ts';
import { WHOLE } from './trace/access-path.ts';
import { ascend, type Origin } from './trace/ascend.ts';
import { sentValues } from './trace/calls.ts';
import { inContext, markOf } from './trace/consent.ts';
import { Flag, question, type GuardMark, type Leaf, type Trail } from './trace/state.ts';
import type { Tracing } from './trace/tracing.ts';

/** Personal data on one path into a model call. */
export interface DataFlow {
  readonly item: SourceItem;
  /** Consent on this path. */
  readonly guard: GuardMark;
  /** The check that gives it. */
  readonly check: ConsentCheck | null;
  /** Checks on this path that do not count. */
  readonly nearMisses: readonly NearMiss[];
  /** Calls that lead to the outermost function of this path without a check, where others have one. */
  readonly open: readonly CallSite[];
  /** Call sites between the function where the data is named and the model call, outermost first. */
  readonly sites: readonly CallSite[];
  readonly trail: Trail | null;
  readonly crossed: boolean;
}

/** All that reaches one model call. */
export interface ModelFlow {
  readonly call: ModelCall;
  readonly flows: readonly DataFlow[];
  /** Where the check stands that guards the call or some path to it. */
  readonly guardedAt: ConsentCheck | null;
  /** Leaves that ended at a limit. */
  readonly limits: readonly (Leaf & { readonly k: 'limit' })[];
  /** Calls on the way whose target could not be resolved: what they give is not known. */
  readonly unresolved: readonly { readonly file: FileFacts; readonly node: NodeId }[];
  /** A way without consent was not followed to its end: what else reaches the call is not known. */
  readonly cut: boolean;
}

type PathConsent = Pick<DataFlow, 'guard' | 'check' | 'nearMisses' | 'open'>;

const MAX_UNRESOLVED = 50;

/** What is told of a model call whose analysis failed: it is there, and nothing else is known. */
export function unseenFlow(call: ModelCall): ModelFlow {
  return { call, flows: [], guardedAt: null, limits: [], unresolved: [], cut: true };
}

/** Follows what a model call sends back to where it comes from. */
export function flowInto(t: Tracing, told: ModelCall, senders: Senders): ModelFlow {
  // what goes into a request that a function makes for its callers, for this one of them
  const call: ModelCall = { ...told, ...told.inner };
  const trail: Trail = { k: 'step', file: call.file, node: call.node, kind: 'sink', name: call.api, next: null };
  const base = question(call.file, call.node, WHOLE, trail);
  const own = t.guards.context(call.file, contextOf(call.file, call.node));
  const here = inContext(t, base, contextOf(call.file, call.node));
  const starts = call.sends.flatMap((access) => [...sentValues(t, here, access, call.entity)]);
  const flows: DataFlow[] = [];
  const limits: (Leaf & { k: 'limit' })[] = [];
  const unresolved: { file: FileFacts; node: NodeId }[] = [];
  const ascended = ascend(t, starts, (file, fn) => {
    const way = told.inner?.through.find((each) => each.file === file && each.fn === fn);
    return way === undefined ? t.program.callSites(file, fn) : { sites: [way.site], complete: true };
  });
  const origins = withSent(t, senders, ascended);
  let cut = false;
  for (const origin of origins) {
    if (origin.leaf.k === 'limit') {
      limits.push(origin.leaf);
      cut ||= consentOf(t, call, own, origin).guard < 2;
      continue;
    }
    if (isUnresolved(t, origin.leaf) && unresolved.length < MAX_UNRESOLVED) unresolved.push(origin.leaf);
    const items = sourcesOf(t, origin.leaf);
    if (items.length === 0) continue;
    const consent = consentOf(t, call, own, origin);
    for (const item of items) {
      flows.push({
        item,
        ...ofSubject(t, consent, item),
        sites: origin.sites,
        trail: origin.leaf.trail,
        crossed: (origin.leaf.flags & Flag.Crossed) !== 0,
      });
    }
  }
  const guarded = flows.find((flow) => flow.guard === 2);
  const guardedAt = own.status === 'guard' ? own.at : (guarded?.check ?? null);
  return { call: told, flows, guardedAt, limits, unresolved, cut: cut || givenUpIn(t, call, origins) };
}

/** The same, and where a request that says nothing of whom it is about is sent by clients of the project, what they send. */
function withSent(t: Tracing, senders: Senders, origins: readonly Origin[]): readonly Origin[] {
  const sent: Origin[] = [];
  for (const origin of origins) {
    if (origin.leaf.evidence !== null || sourcesOf(t, origin.leaf).length > 0) continue;
    const states = senders.statesOf(origin.leaf);
    if (states.length === 0) continue;
    // where the client stands says nothing of the way to the call
    for (const { leaf } of ascend(t, states)) sent.push({ leaf, sites: origin.sites });
  }
  return sent.length === 0 ? origins : [...origins, ...sent];
}

/** Whether what a value is was given up in a file on the way. */
function givenUpIn(t: Tracing, call: ModelCall, origins: readonly Origin[]): boolean {
  const given = t.program.limits();
  if (given.length === 0) return false;
  const files = new Set([call.file, ...origins.flatMap(({ leaf, sites }) => [leaf.file, ...sites.map((s) => s.file)])]);
  return given.some(({ file }) => files.has(file));
}

/** Consent on one path: what the leaf met on its way, else what holds on entry of the outermost function. */
function consentOf(t: Tracing, call: ModelCall, own: GuardVerdict, origin: Origin): PathConsent {
  const { sites } = origin;
  const asked = askedFor(t, call, own, sites);
  // a check by the purpose it is handed, and the purpose is another
  const leaf = asked === null ? origin.leaf : strongestOnSites(t, call, sites);
  if (leaf.guard === 2) return { guard: 2, check: leaf.check, nearMisses: [], open: [] };
  const outer = outermost(call, sites);
  const entry: EntryVerdict = t.guards.entry(outer.file, outer.fn);
  const mark = markOf(entry);
  if (mark === 2) return { guard: 2, check: entry.at, nearMisses: [], open: [] };
  const nearMisses: NearMiss[] = [...(asked ?? [])];
  for (const [i, site] of sites.entries()) {
    nearMisses.push(...t.guards.nearMisses(site.file, functionOf(site.file, site.call), site.call));
    nearMisses.push(...siteVerdict(t, call, sites, i).nearMisses);
  }
  nearMisses.push(...t.guards.nearMisses(call.file, functionOf(call.file, call.node), call.node));
  nearMisses.push(...own.nearMisses, ...entry.nearMisses);
  const weaker = mark > leaf.guard ? { guard: mark, check: entry.at } : { guard: leaf.guard, check: leaf.check };
  return { ...weaker, nearMisses: distinct(nearMisses), open: entry.open };
}

/**
 * Why the check round the model call does not count for what these calls hand over: it asks for the purpose it is given.
 * null: it counts, or does not depend on them.
 */
function askedFor(
  t: Tracing,
  call: ModelCall,
  own: GuardVerdict,
  sites: readonly CallSite[],
): readonly NearMiss[] | null {
  if (own.status !== 'guard' || own.purpose === 'ai' || sites.length === 0) return null;
  const seen = t.guards.through(call.file, contextOf(call.file, call.node), sites);
  const other = seen.nearMisses.some((m) => m.reason === 'other-purpose' || m.reason === 'cookie-consent');
  return seen.status === 'guard' || !other ? null : seen.nearMisses;
}

/** What the call sites alone say. */
function strongestOnSites(
  t: Tracing,
  call: ModelCall,
  sites: readonly CallSite[],
): { readonly guard: GuardMark; readonly check: ConsentCheck | null } {
  for (const i of sites.keys()) {
    const verdict = siteVerdict(t, call, sites, i);
    if (verdict.status === 'guard') return { guard: 2, check: verdict.at };
  }
  return { guard: 0, check: null };
}

function siteVerdict(t: Tracing, call: ModelCall, sites: readonly CallSite[], i: number): GuardVerdict {
  const site = sites[i];
  const next = sites[i + 1] ?? { file: call.file, call: call.node };
  if (site === undefined) return t.guards.context(call.file, contextOf(call.file, call.node));
  return t.guards.site(site, next.file, functionOf(next.file, next.call));
}

/** Consent as it counts for one piece of data: that of somebody else is weak. */
function ofSubject(t: Tracing, consent: PathConsent, item: SourceItem): PathConsent {
  if (consent.guard < 2 || consent.check === null) return consent;
  const miss = otherSubject(t, consent.check, item);
  return miss === null ? consent : { ...consent, guard: 1, nearMisses: [miss] };
}

/** A call of something that is neither in the project nor in a package. */
function isUnresolved(t: Tracing, leaf: Leaf): leaf is Leaf & { readonly k: 'opaque' } {
  if (leaf.k !== 'opaque' || opOf(leaf.file, leaf.node) !== Op.Call) return false;
  return t.program.entities({ file: leaf.file, node: calleeOf(leaf.file, leaf.node) }).length === 0;
}

function outermost(call: ModelCall, sites: readonly CallSite[]): { readonly file: FileFacts; readonly fn: FunctionId } {
  const [site] = sites;
  return site === undefined
    ? { file: call.file, fn: functionOf(call.file, call.node) }
    : { file: site.file, fn: functionOf(site.file, site.call) };
}

/** One reason for a place; that it is the wrong branch is said where nothing more telling is. */
function distinct(misses: readonly NearMiss[]): readonly NearMiss[] {
  const out: NearMiss[] = misses.filter((miss) => miss.reason !== 'wrong-branch');
  out.push(...misses.filter((miss) => miss.reason === 'wrong-branch' && !out.some((other) => overlap(miss, other))));
  const seen = new Set<string>();
  return out.filter((miss) => {
    const key = `${miss.path}|${String(miss.start)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const overlap = (a: NearMiss, b: NearMiss): boolean => a.path === b.path && a.start < b.end && b.start < a.end;
