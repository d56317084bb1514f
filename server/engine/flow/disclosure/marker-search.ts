import type { Framework } from '../../../../rules/schema/types.ts';
import type { Place } from '../../base/place.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  functionOf,
  listAt,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import type { CallSite, Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { ModelCalls } from '../sinks/model-calls.ts';
import { fedValues } from '../trace/feeds.ts';
import type { Tracing } from '../trace/tracing.ts';
import type { Telling } from '../rendered/telling.ts';
import type { ApiNames } from './api-names.ts';
import { headerIn, markerAround } from './around.ts';
import type { MarkerMiss, OutletSite } from './contract.ts';
import { createOpenings } from './openings.ts';
import type { Outlets } from './outlets.ts';
import { markedArguments, markerIn, type Frame, type PayloadContext } from './payload.ts';
import { createMarkedRoutes } from '../marked-routes/index.ts';
import { rootOf } from './regions.ts';
import type { RouteUrls } from './route-urls.ts';
import { noticeInView } from './views.ts';
import { signs } from './signing.ts';

export interface MarkerSearch {
  /** Where people are told on this way out, or null; then also what looks like it and does not count. */
  find(
    outlet: OutletSite,
    sites: readonly CallSite[],
  ): { readonly marker: Place | null; readonly misses: readonly MarkerMiss[] };
  /** A marker among the arguments of a call: in the row it writes. */
  inCall(file: FileFacts, call: NodeId): Place | null;
}

export interface MarkerParts {
  readonly program: Program;
  readonly index: CatalogueIndex;
  readonly names: ApiNames;
  readonly calls: ModelCalls;
  readonly telling: Telling;
  readonly frameworks: readonly Framework[];
  readonly urls: RouteUrls;
  readonly outlets: Outlets;
  readonly tracing: Tracing;
}

/** Looks for what tells people that a model made what an outlet sends: in it, beside it, and in the calls that hand it on. */
export function createMarkerSearch(parts: MarkerParts): MarkerSearch {
  const { program, index, names, calls } = parts;
  const { markers: words, notices } = parts.telling;
  const base: PayloadContext = {
    program,
    words,
    texts: (ref) => notices.textsOf(ref),
    isModelCall: (file, call) => calls.at(file, call) !== null,
    inTree: (file, element) => notices.inTree(file, element),
    fed: (ref) => fedValues(parts.tracing, ref),
    signs: (file, call) => signs(parts, file, call),
    miss: () => undefined,
  };
  const routes = createMarkedRoutes({
    program,
    frameworks: parts.frameworks,
    urls: parts.urls,
    mentions: words.mentions,
    header: (name, value) => words.isHeader(name) && !words.denies(value),
    call: (file, call) => (isOfRequest(file, call) ? null : headerIn(base, file, call)),
    value: (file, node) => markerIn(base, file, node, null),
  });
  const openings = createOpenings({
    program,
    index,
    names,
    outlets: parts.outlets,
    frameworks: parts.frameworks,
    told: (outlet) => ownMarker(base, outlet, null),
  });
  return {
    inCall: (file, call) => markedArguments(base, file, call, (n) => markerIn(base, file, n, null)),
    find(outlet, sites) {
      const misses = new Map<string, MarkerMiss>();
      const miss: PayloadContext['miss'] = (reason, place) => {
        const written = (program.text(place.path) ?? '').slice(place.start, place.end);
        misses.set(`${place.path}:${String(place.start)}`, { reason, place, written });
      };
      const marker = search({ ...base, miss }, outlet, sites);
      if (marker === null && outlet.how === 'element') {
        for (const { place } of notices.notRendered(outlet.file)) miss('not-rendered', place);
      }
      return { marker, misses: marker === null ? [...misses.values()] : [] };
    },
  };

  function search(c: PayloadContext, outlet: OutletSite, sites: readonly CallSite[]): Place | null {
    const frame = frameOf(program, outlet, sites);
    const { file, node } = outlet;
    if (outlet.how === 'element') {
      // of several places that render the outlet's component only that on the way of this content matters
      const outer = sites.find((site) => opOf(site.file, site.call) === Op.Jsx) ?? { file, call: node };
      const shown =
        notices.inTree(file, node) ?? inTrees(notices.inTree, sites) ?? notices.above(outer.file, outer.call);
      if (shown !== null) return shown;
    }
    const own = ownMarker(c, outlet, frame);
    if (own !== null) return own;
    const near = markerAround(c, outlet, frame) ?? inCalls(c, sites) ?? roundPage(outlet);
    // a conversation that began with it
    if (near === null && outlet.channel === 'chat') return openings.find(outlet);
    return (
      near ?? (ANSWERED.has(outlet.channel) && outlet.how !== 'element' ? routes.find(outlet, sites, c.miss) : null)
    );
  }

  /** What is put on a page by hand is shown with what the component round it shows. */
  function roundPage({ file, node, how, channel }: OutletSite): Place | null {
    return how === 'element' || channel !== 'page' ? null : notices.ofUser(file, rootOf(file, functionOf(file, node)));
  }

  /** In what an outlet sends by itself. */
  function ownMarker(c: PayloadContext, outlet: OutletSite, frame: Frame | null): Place | null {
    const { file, node, how } = outlet;
    let own: Place | null = null;
    if (how === 'call') own = markedArguments(c, file, node, (n) => markerIn(c, file, n, frame)) ?? inView(outlet);
    else if (how !== 'element')
      own = markerIn(c, file, how === 'assign' ? listAt(file, aOf(file, node), 1) : node, frame);
    for (const { node: delivered } of outlet.delivers) own ??= markerIn(c, file, delivered, frame);
    return own;
  }

  function inView(outlet: OutletSite): Place | null {
    for (const name of names.of(outlet.file, calleeOf(outlet.file, outlet.node))) {
      for (const match of index.outlets(name)) {
        if (match.view === undefined) continue;
        const at = argumentOf(outlet.file, outlet.node, Number(match.view));
        return noticeInView(program, words, program.strings({ file: outlet.file, node: at }));
      }
    }
    return null;
  }
}

/** Channels on which an answer to a request goes out. */
const ANSWERED: ReadonlySet<OutletSite['channel']> = new Set<OutletSite['channel']>(['response', 'page']);

/** A header of what came in is none of what goes out. */
function isOfRequest(file: FileFacts, call: NodeId): boolean {
  let at = calleeOf(file, call);
  for (let i = 0; i < 6 && opOf(file, at) === Op.Member; i++) {
    at = aOf(file, at);
    if (opOf(file, at) === Op.Member && /^req(?:uest)?$/.test(stringOf(file, bOf(file, at)))) return true;
  }
  const name = opOf(file, at) === Op.Def ? (file.variables[bOf(file, at)]?.name ?? '') : '';
  return /^req(?:uest)?(?:Headers)?$/i.test(name);
}

/** A notice in the trees of the elements that the content is handed to. */
function inTrees(inTree: (file: FileFacts, element: NodeId) => Place | null, sites: readonly CallSite[]): Place | null {
  for (const site of sites) {
    const found = opOf(site.file, site.call) === Op.Jsx ? inTree(site.file, site.call) : null;
    if (found !== null) return found;
  }
  return null;
}

/** A marker among the arguments of the calls that hand content on to the outlet: `sendMail({ body, aiGenerated: true })`. */
function inCalls(c: PayloadContext, sites: readonly CallSite[]): Place | null {
  for (const { file, call } of sites) {
    if (opOf(file, call) === Op.Jsx || argumentCount(file, call) === 0) continue;
    const found = markedArguments(c, file, call, (n) => markerIn(c, file, n, null));
    if (found !== null) return found;
  }
  return null;
}

/** The calls on the way as frames, the innermost first: what the outlet's function was called with. */
function frameOf(program: Program, outlet: OutletSite, sites: readonly CallSite[]): Frame | null {
  let frame: Frame | null = null;
  sites.forEach((site, i) => {
    const next = sites[i + 1];
    const at = next === undefined ? { file: outlet.file, node: outlet.node } : { file: next.file, node: next.call };
    const fn = calledAt(program, site, at.file, at.node);
    if (fn !== null) frame = { file: site.file, call: site.call, callee: { file: at.file, fn }, above: frame };
  });
  return frame;
}

/** Which of the functions round a node the call at a site calls. */
function calledAt(program: Program, site: CallSite, file: FileFacts, node: NodeId): FunctionId | null {
  const callee =
    opOf(site.file, site.call) === Op.Jsx
      ? listAt(site.file, aOf(site.file, site.call), 0)
      : calleeOf(site.file, site.call);
  const called = new Set<FunctionId>();
  for (const e of program.entities({ file: site.file, node: callee })) {
    if (e.k === 'function' && e.file === file) called.add(e.fn);
  }
  for (let fn = functionOf(file, node); fn > 0; fn = file.functions[fn]?.parent ?? 0) if (called.has(fn)) return fn;
  return null;
}
