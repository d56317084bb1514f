import type { Place } from '../../base/place.ts';
import { functionOf } from '../../extract/index.ts';
import type { NodeRef } from '../../link/index.ts';
import type { NoticeSearch } from '../rendered/notice-search.ts';
import type { SurfaceUse } from '../surfaces/index.ts';
import { stepsAlong, type Leaf } from '../trace/state.ts';
import type { DisclosureFlow, OutletSite } from './contract.ts';
import type { Endpoints } from './endpoints.ts';
import type { FileRoutes } from './file-routes.ts';
import { rootOf } from './regions.ts';

/** Content that leaves through an endpoint and is read by the project's own clients. */
export interface Handed {
  /** Calls that read some of it. */
  readonly reads: readonly NodeRef[];
  /** The flows whose answer a question ended at. */
  behind(leaf: Leaf): readonly DisclosureFlow[];
}

const keyOf = ({ file, node }: NodeRef): string => `${file.path}:${String(node)}`;

/** Which of the flows that end in an answer are read where. */
export function handedOn(endpoints: Endpoints, flows: readonly DisclosureFlow[]): Handed {
  const readers = new Map<string, DisclosureFlow[]>();
  const reads: NodeRef[] = [];
  for (const flow of flows) {
    if (flow.outlet.channel !== 'response' || flow.marker !== null) continue;
    for (const read of endpoints.readersOf(flow.outlet)) {
      const known = readers.get(keyOf(read));
      if (known !== undefined) known.push(flow);
      else {
        readers.set(keyOf(read), [flow]);
        reads.push(read);
      }
    }
  }
  return {
    reads,
    behind(leaf) {
      if (leaf.k !== 'opaque' || readers.size === 0) return [];
      const own = readers.get(keyOf(leaf));
      if (own !== undefined) return own;
      // a client of the project: the address stands where it is called
      for (const step of stepsAlong(leaf.trail)) {
        const found = step.kind === 'return' || step.kind === 'callback' ? readers.get(keyOf(step)) : undefined;
        if (found !== undefined) return found;
      }
      return [];
    },
  };
}

/** Keys under which clients hold the body of an answer. */
const BODY = new Set(['data', 'body', 'value', 'result', 'json']);

/** The parts of an answer that a part of what a client got may be. */
export function partsOfAnswer(keys: readonly string[]): readonly (readonly string[])[] {
  const [first = '', ...rest] = keys;
  return BODY.has(first) ? [keys, rest] : [keys];
}

export interface Shown {
  /** Where content is shown that came through an outlet. */
  readonly by: ReadonlyMap<OutletSite, readonly DisclosureFlow[]>;
  readonly surfaces: () => readonly SurfaceUse[];
  readonly notices: NoticeSearch;
  readonly endpoints: Endpoints;
  readonly routes: FileRoutes;
}

/**
 * What becomes of content in an answer of the project's own clients: if it is seen where they show it, people are told
 * there or not, and the answer is only a step on the way. If it is read and not seen further, all that read it must tell.
 */
export function goingOn(shown: Shown, flow: DisclosureFlow, flows: readonly DisclosureFlow[]): DisclosureFlow {
  const { outlet } = flow;
  if (flow.marker !== null) return flow;
  const page = shown.routes.pageOf(outlet.file, rootOf(outlet.file, functionOf(outlet.file, outlet.node)));
  if (page !== null) return { ...flow, marker: shown.notices.ofPage(page) };
  if (outlet.channel !== 'response') return flow;
  const readers = shown.endpoints.readersOf(outlet);
  if (readers.length === 0) return flow;
  const isReader = ({ file, node }: NodeRef): boolean => readers.some((r) => r.file === file && r.node === node);
  const chats = shown.surfaces().filter(({ origin }) => isReader(origin));
  const pages = [...(shown.by.get(outlet) ?? []), ...flows.filter(({ call }) => isReader(call))];
  const told: (Place | null)[] = [...pages.map(({ marker }) => marker), ...chats.map(({ notice }) => notice)];
  if (told.length > 0) return { ...flow, goesOn: true, marker: everyOf(told) };
  const round = readers.map(({ file, node }) => shown.notices.ofUser(file, rootOf(file, functionOf(file, node))));
  return { ...flow, marker: everyOf(round) };
}

/** The first if there is no null among them. */
const everyOf = (places: readonly (Place | null)[]): Place | null =>
  places.every((place) => place !== null) ? (places[0] ?? null) : null;
