import type { Place } from '../../base/place.ts';
import { functionOf } from '../../extract/index.ts';
import type { NodeRef } from '../../link/index.ts';
import type { NoticeSearch } from '../rendered/notice-search.ts';
import type { SurfaceUse } from '../surfaces/index.ts';
import { stepsAlong, type Leaf } from '../trace/state.ts';
import type { DisclosureFlow, OutletSite } from './contract.ts';
import type { Endpoints } from './endpoints.ts';
import type { FileRoutes } from './file-routes.ts';
import type { Reader } from './page-data.ts';
import { rootOf } from './regions.ts';

/** An answer that a question ended at, and the parts of it that were asked for. */
interface Behind {
  readonly flow: DisclosureFlow;
  readonly parts: readonly (readonly string[])[];
}

/** Content that leaves through an endpoint and is read by the project's own clients. */
export interface Handed {
  /** Calls that read some of it. */
  readonly reads: readonly NodeRef[];
  /** The flows whose answer a question ended at. */
  behind(leaf: Leaf): readonly Behind[];
}

const keyOf = ({ file, node }: NodeRef): string => `${file.path}:${String(node)}`;

/** Which of the flows that end in an answer are read where. */
export function handedOn(endpoints: Endpoints, flows: readonly DisclosureFlow[]): Handed {
  const readers = new Map<string, { readonly read: Reader; readonly flow: DisclosureFlow }[]>();
  const reads: NodeRef[] = [];
  for (const flow of flows) {
    if (flow.outlet.channel !== 'response' || flow.marker !== null) continue;
    for (const read of endpoints.readersOf(flow.outlet)) {
      const known = readers.get(keyOf(read));
      if (known !== undefined) known.push({ read, flow });
      else {
        readers.set(keyOf(read), [{ read, flow }]);
        reads.push(read);
      }
    }
  }
  const behind = (ref: NodeRef, keys: readonly string[]): readonly Behind[] | null =>
    readers.get(keyOf(ref))?.flatMap(({ read, flow }) => {
      const parts = partsRead(read, keys);
      return parts === null ? [] : [{ flow, parts }];
    }) ?? null;
  return {
    reads,
    behind(leaf) {
      if (readers.size === 0) return [];
      const { keys } = leaf.path;
      if (leaf.k === 'param') {
        const node = leaf.file.functions[leaf.fn]?.parameters[leaf.index]?.node ?? -1;
        return behind({ file: leaf.file, node }, keys) ?? [];
      }
      if (leaf.k !== 'opaque') return [];
      const own = behind(leaf, keys);
      if (own !== null) return own;
      // a client of the project: the address stands where it is called
      for (const step of stepsAlong(leaf.trail)) {
        const found = step.kind === 'return' || step.kind === 'callback' ? behind(step, keys) : null;
        if (found !== null) return found;
      }
      return [];
    },
  };
}

/** Keys under which clients hold the body of an answer. */
const BODY = new Set(['data', 'body', 'value', 'result', 'json', 'response', 'responseText']);

/** The parts of an answer that a part of what a client got may be; null if it is no part of it. */
function partsRead({ under, within }: Reader, keys: readonly string[]): readonly (readonly string[])[] | null {
  const [first, ...rest] = keys;
  if (under !== undefined && first !== undefined && first !== under) return null;
  const inside = under === undefined ? keys : rest;
  if (within !== undefined) return [[within, ...inside]];
  const [body = '', ...inner] = inside;
  return under === undefined && BODY.has(body) ? [inside, inner] : [inside];
}

export interface Shown {
  /** Where content is shown that came through an outlet. */
  readonly by: ReadonlyMap<OutletSite, readonly DisclosureFlow[]>;
  readonly surfaces: () => readonly SurfaceUse[];
  readonly notices: NoticeSearch;
  readonly endpoints: Endpoints;
  readonly routes: FileRoutes;
  /** Names the function that a reader works for. */
  readonly userOf: (reader: Reader) => string;
}

/**
 * What becomes of content in an answer of the project's own clients: if it is seen where they show it, people are told
 * there or not, and the answer is only a step on the way. If it is read and not seen further, all that read it must tell.
 */
export function settled(shown: Shown, flows: readonly DisclosureFlow[]): readonly DisclosureFlow[] {
  const known = new Map<DisclosureFlow, DisclosureFlow>();
  const settle = (flow: DisclosureFlow): DisclosureFlow => {
    const done = known.get(flow);
    if (done !== undefined) return done;
    known.set(flow, flow);
    const found = goingOn(shown, flow, flows, settle);
    known.set(flow, found);
    return found;
  };
  return flows.map(settle);
}

function goingOn(
  shown: Shown,
  flow: DisclosureFlow,
  flows: readonly DisclosureFlow[],
  settle: (flow: DisclosureFlow) => DisclosureFlow,
): DisclosureFlow {
  const { outlet } = flow;
  if (flow.marker !== null) return flow;
  const page = shown.routes.pageOf(outlet.file, rootOf(outlet.file, functionOf(outlet.file, outlet.node)));
  if (outlet.channel !== 'response' && page === null) return flow;
  const readers = shown.endpoints.readersOf(outlet);
  const isReader = ({ file, node }: NodeRef): boolean => readers.some((r) => r.file === file && r.node === node);
  const chats = readers.length === 0 ? [] : shown.surfaces().filter(({ origin }) => isReader(origin));
  const pages = [...(shown.by.get(outlet) ?? []), ...flows.filter(({ call }) => isReader(call))];
  const told: (Place | null)[] = [
    ...pages.map((further) => settle(further).marker),
    ...chats.map(({ notice }) => notice),
  ];
  if (told.length > 0) return { ...flow, goesOn: true, marker: everyOf(told) };
  if (page !== null) return { ...flow, marker: shown.notices.ofPage(page.path) };
  const round = readers.map(({ file, node }) => shown.notices.ofUser(file, rootOf(file, functionOf(file, node))));
  const [reader] = readers;
  if (reader === undefined) return flow;
  const marker = everyOf(round);
  // one notice where they are read covers all answers that are read there
  return { ...flow, marker, tree: marker === null ? shown.userOf(reader) : '' };
}

/** The first if there is no null among them. */
const everyOf = (places: readonly (Place | null)[]): Place | null =>
  places.every((place) => place !== null) ? (places[0] ?? null) : null;
