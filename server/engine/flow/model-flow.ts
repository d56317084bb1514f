import type { FileFacts, FunctionId, NodeId } from '../extract/facts.ts';
import { calleeOf, contextOf, functionOf, opOf, Op } from '../extract/index.ts';
import type { CallSite } from '../link/index.ts';
import type { GuardVerdict, NearMiss } from './guards/index.ts';
import type { ModelCall } from './sinks/model-calls.ts';
import { sourcesOf } from './sources/classify-leaf.ts';
import type { SourceItem } from './sources/source-item.ts';
import { ascend } from './trace/ascend.ts';
import { sentValues } from './trace/calls.ts';
import { Flag, type GuardMark, type Leaf, type State, type Trail } from './trace/state.ts';
import { inContext } from './trace/transfer.ts';
import type { Tracing } from './trace/tracing.ts';

/** Personal data on one path into a model call. */
export interface DataFlow {
  readonly item: SourceItem;
  /** Consent on this path. */
  readonly guard: GuardMark;
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
  readonly guardedAt: { readonly path: string; readonly start: number; readonly end: number } | null;
  readonly nearMisses: readonly NearMiss[];
  /** Leaves that ended at a limit. */
  readonly limits: readonly (Leaf & { readonly k: 'limit' })[];
  /** Calls on the way whose target could not be resolved: what they give is not known. */
  readonly unresolved: readonly { readonly file: FileFacts; readonly node: NodeId }[];
}

const MAX_UNRESOLVED = 50;

/** Follows what a model call sends back to where it comes from. */
export function flowInto(t: Tracing, call: ModelCall): ModelFlow {
  const base: State = {
    file: call.file,
    node: call.node,
    path: { keys: [], minus: [], id: '' },
    guard: 0,
    evidence: null,
    flags: 0,
    trail: { file: call.file, node: call.node, kind: 'sink', name: call.api, next: null },
    awaited: false,
    cleaned: '',
  };
  const own = t.guards.context(call.file, contextOf(call.file, call.node));
  const here = inContext(t, base, contextOf(call.file, call.node));
  const starts = call.sends.flatMap((access) => [...sentValues(t, here, access, call.entity)]);
  const flows: DataFlow[] = [];
  const limits: (Leaf & { k: 'limit' })[] = [];
  let guardedAt: ModelFlow['guardedAt'] = own.status === 'guard' ? own.at : null;
  const nearMisses: NearMiss[] = [...own.nearMisses];
  const unresolved: { file: FileFacts; node: NodeId }[] = [];
  for (const origin of ascend(t, starts)) {
    if (origin.leaf.k === 'limit') {
      limits.push(origin.leaf);
      continue;
    }
    if (isUnresolved(t, origin.leaf) && unresolved.length < MAX_UNRESOLVED) unresolved.push(origin.leaf);
    const items = sourcesOf(t, origin.leaf);
    if (items.length === 0) continue;
    const outer = outermost(call, origin.sites);
    const entry: GuardVerdict | null = origin.leaf.guard < 2 ? t.guards.entry(outer.file, outer.fn) : null;
    const guard = Math.max(origin.leaf.guard, markOf(entry)) as GuardMark;
    if (guard === 2) guardedAt ??= entry?.at ?? guardOnSites(t, origin.sites);
    else {
      nearMisses.push(...(entry?.nearMisses ?? []));
      for (const site of origin.sites) {
        nearMisses.push(...t.guards.context(site.file, contextOf(site.file, site.call)).nearMisses);
        nearMisses.push(...t.guards.nearMisses(site.file, functionOf(site.file, site.call), site.call));
      }
    }
    for (const item of items) {
      flows.push({
        item,
        guard,
        sites: origin.sites,
        trail: origin.leaf.trail,
        crossed: (origin.leaf.flags & Flag.Crossed) !== 0,
      });
    }
  }
  if (flows.some((flow) => flow.guard < 2)) {
    nearMisses.push(...t.guards.nearMisses(call.file, functionOf(call.file, call.node), call.node));
  }
  return { call, flows, guardedAt, nearMisses: distinct(nearMisses), limits, unresolved };
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

function markOf(verdict: GuardVerdict | null): GuardMark {
  if (verdict === null) return 0;
  return verdict.status === 'guard' ? 2 : verdict.status === 'weak' ? 1 : 0;
}

function guardOnSites(t: Tracing, sites: readonly CallSite[]): ModelFlow['guardedAt'] {
  for (const site of sites) {
    const verdict = t.guards.context(site.file, contextOf(site.file, site.call));
    if (verdict.status === 'guard') return verdict.at;
  }
  return null;
}

function distinct(misses: readonly NearMiss[]): readonly NearMiss[] {
  const seen = new Set<string>();
  return misses.filter((miss) => {
    const key = `${miss.reason}|${miss.path}|${String(miss.start)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
