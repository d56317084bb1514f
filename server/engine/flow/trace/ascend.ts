import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import type { CallSite } from '../../link/index.ts';
import { isTestPath } from '../../source/index.ts';
import { applyLeaf, stateOf } from './apply.ts';
import { transferField } from './fields.ts';
import { handedOn } from './handed-on.ts';
import { boundArguments } from './bound-arguments.ts';
import { bindCallback } from './callbacks.ts';
import { makerOf } from './closures.ts';
import { withArguments } from './keys.ts';
import { MAX_ASCENT, MAX_SINK_STATES } from './limits.ts';
import { Flag, fresh, question, stepped, type CallbackLeaf, type Leaf, type ParamLeaf, type State } from './state.ts';
import { guardedBy } from './consent.ts';
import type { Emit, Tracing } from './tracing.ts';

/** An answer for a whole program: a leaf that no caller can explain further, and the calls that lead from there to the sink. */
export interface Origin {
  readonly leaf: Leaf;
  /** Call sites climbed, outermost first. Empty if the origin lies in the sink's own function (or what it calls). */
  readonly sites: readonly CallSite[];
}

/** Where a function is called from; `complete` is false if some of it could not be looked at. */
export type Callers = (
  file: FileFacts,
  fn: FunctionId,
) => { readonly sites: readonly CallSite[]; readonly complete: boolean };

interface Open {
  readonly leaf: Leaf;
  readonly sites: readonly CallSite[];
}

/**
 * From the leaves of a sink up through its callers: a parameter is what each caller passes. Recursion and diamonds end
 * by remembering each (function, parameter, path, guard) once; limits are answered with a `limit` leaf.
 *
 * @param callers where a function is called from; in the whole program if it is not given
 */
export function ascend(
  t: Tracing,
  starts: readonly State[],
  callers: Callers = (file, fn) => t.program.callSites(file, fn),
): readonly Origin[] {
  return climb(t, t.query(starts), callers, (leaf, site) => atSite(t, leaf, site));
}

/** The same from leaves that are known. @param at what a parameter is at one call site, see `atSite` */
export function climb(
  t: Tracing,
  leaves: readonly Leaf[],
  callers: Callers,
  at: (leaf: ParamLeaf | CallbackLeaf, site: CallSite) => readonly Leaf[] | null,
): readonly Origin[] {
  const origins: Origin[] = [];
  const seen = new Set<string>();
  const open: Open[] = leaves.map((leaf) => ({ leaf, sites: [] }));
  let followed = 0;
  // what is found is put at the end
  for (let i = 0, next = open[i]; next !== undefined; next = open[++i]) {
    if (next.leaf.k !== 'param' && next.leaf.k !== 'callback') {
      origins.push(next);
      continue;
    }
    const leaf = next.leaf;
    const key = openKey(leaf);
    if (seen.has(key)) continue;
    seen.add(key);
    if (++followed > MAX_SINK_STATES || next.sites.length >= MAX_ASCENT) {
      origins.push({ leaf: { ...leaf, k: 'limit', node: parameterNode(leaf), reason: 'callers' }, sites: next.sites });
      continue;
    }
    const { sites, complete } = callers(leaf.file, leaf.fn);
    const real = sites.filter((site) => !isTestPath(site.file.path) && mayCall(t, leaf, site));
    let telling = 0;
    for (const site of real) {
      const found = at(leaf, site);
      if (found === null) continue;
      telling++;
      for (const up of found) open.push({ leaf: up, sites: [site, ...next.sites] });
    }
    if (!complete) {
      origins.push({ leaf: { ...leaf, k: 'limit', node: parameterNode(leaf), reason: 'callers' }, sites: next.sites });
    }
    if (telling === 0) {
      origins.push(next);
      if (leaf.k === 'param') for (const up of ofInstances(t, leaf)) open.push({ leaf: up, sites: next.sites });
      if (leaf.k === 'callback' && leaf.key !== '') {
        for (const up of unseenCallback(t, leaf)) open.push({ leaf: up, sites: next.sites });
      }
    }
  }
  return origins;
}

/** Whether a site calls the closure that is meant: another one, made by another call, is somebody else's. */
function mayCall(t: Tracing, leaf: ParamLeaf | CallbackLeaf, site: CallSite): boolean {
  if (leaf.k === 'callback' || leaf.madeAt === undefined) return true;
  const maker = makerOf(t, site, leaf);
  return maker === null || (maker.file === leaf.madeAt.file && maker.node === leaf.madeAt.node);
}

/**
 * What a field of a parameter is that nobody is seen to pass and that is declared to be an instance of a class of the
 * project (a command, an event, a job): what the fields of that class are given.
 */
function ofInstances(t: Tracing, leaf: ParamLeaf): readonly Leaf[] {
  if (leaf.path.keys.length === 0) return [];
  const shape = t.program.shapes.ofNode({ file: leaf.file, node: parameterNode(leaf) });
  if (shape.k !== 'class') return [];
  const asked = {
    ...question(leaf.file, parameterNode(leaf), leaf.path),
    ...stateOf(leaf),
    flags: leaf.flags | Flag.Crossed,
  };
  const states: State[] = [];
  transferField(t, asked, shape.file, shape.cls, { state: (s) => states.push(s), leaf: () => undefined });
  return t.query(states);
}

/** What a function nobody is seen to hand in may hand on. */
function unseenCallback(t: Tracing, leaf: CallbackLeaf): readonly Leaf[] {
  const call = { ...question(leaf.file, leaf.call, leaf.path), ...stateOf(leaf) };
  return t.query(handedOn(t, call));
}

const parameterNode = (leaf: ParamLeaf | CallbackLeaf): number =>
  leaf.file.functions[leaf.fn]?.parameters[leaf.index]?.node ?? -1;

function openKey(leaf: ParamLeaf | CallbackLeaf): string {
  const call = leaf.k === 'callback' ? `${String(leaf.call)}.${leaf.key}` : '';
  const made =
    leaf.k === 'param' && leaf.madeAt !== undefined ? `${leaf.madeAt.file.path}.${String(leaf.madeAt.node)}` : '';
  return `${made}|${leaf.k}|${leaf.file.path}|${String(leaf.fn)}|${String(leaf.index)}|${call}|${leaf.path.id}|${leaf.evidence?.id ?? ''}|${String(leaf.guard)}|${leaf.cleaned}`;
}

/** What the parameter is at one call site: leaves in the caller, or null if the site says nothing (a framework calls). */
export function atSite(t: Tracing, leaf: ParamLeaf | CallbackLeaf, site: CallSite): readonly Leaf[] | null {
  const target = { file: leaf.file, fn: leaf.fn };
  const name = leaf.file.functions[leaf.fn]?.name ?? '';
  const carried: State = {
    ...stateOf(leaf),
    flags: leaf.flags | Flag.Crossed,
    file: site.file,
    node: site.call,
    path: leaf.path,
    awaited: false,
  };
  const held = carried.guard === 2 ? carried : guardedBy(carried, t.guards.site(site, leaf.file, leaf.fn));
  const here = stepped(held, 'argument', name);
  const states: State[] = [];
  const leaves: Leaf[] = [];
  const emit: Emit = { state: (s) => states.push(s), leaf: (l) => leaves.push(l) };
  if (site.how === 'callback') {
    if (leaf.k === 'callback') return null;
    if (!bindCallback(t, here, site.call, site.argument, leaf.index, emit)) return null;
  } else if (leaf.k === 'callback') {
    applyLeaf(t, fresh(here), target, { ...leaf, guard: here.guard, check: here.check, trail: here.trail }, emit, 0);
  } else {
    const call = { file: site.file, node: site.call };
    const bound = withArguments(t, target, call, leaf.path).flatMap((path) =>
      boundArguments(site.file, site.call, target, leaf.index, path),
    );
    for (const b of bound) states.push({ ...here, node: b.node, path: b.path });
    const fallback = leaf.file.functions[leaf.fn]?.parameters[leaf.index]?.default ?? -1;
    if (bound.length === 0 && fallback >= 0) states.push({ ...here, file: leaf.file, node: fallback });
  }
  return [...leaves, ...t.query(states)];
}
