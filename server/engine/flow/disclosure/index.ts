import type { Catalogue } from '../../../../rules/schema/types.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { ModelCall, ModelCalls } from '../sinks/model-calls.ts';
import type { Telling } from '../rendered/telling.ts';
import { ascend } from '../trace/ascend.ts';
import { pathOf } from '../trace/access-path.ts';
import { Flag, question, type Leaf, type State, type Trail } from '../trace/state.ts';
import type { Tracing } from '../trace/tracing.ts';
import type { Addressing } from './addressing.ts';
import { createAnswers } from './answers.ts';
import { createCarriers, type Carriers } from './carriers.ts';
import { contentAt, keysInside, makesContent } from './content.ts';
import type { Content, DisclosureFlow, OutletSite } from './contract.ts';
import { innermost, isChildren } from './elements.ts';
import { createEndpoints } from './endpoints.ts';
import { generatedBy } from './generated.ts';
import { handedOn, settled } from './going-on.ts';
import type { SurfaceUse } from '../surfaces/index.ts';
import { createMarkerSearch } from './marker-search.ts';
import { createOutlets, type Outlets } from './outlets.ts';
import { isOfTool, toolFunctions } from './tool-functions.ts';
import { gatherTrees, userOf } from './trees.ts';
import { isSilentPart } from './structured.ts';
import { callsOf, type Region } from './regions.ts';
import { createRows, readsOf, rowsBehind, type Row, type Rows } from './rows.ts';

export type { DisclosureFlow } from './contract.ts';
export { mayBeContent } from './generated.ts';

export interface DisclosureParts {
  readonly program: Program;
  readonly catalogue: Catalogue;
  readonly index: CatalogueIndex;
  readonly calls: ModelCalls;
  readonly telling: () => Telling;
  /** Places where people talk with a model. */
  readonly surfaces: () => readonly SurfaceUse[];
  /** A tracer of its own: consent plays no part, and a function's name cleans no content. */
  readonly tracing: Tracing;
  readonly addressing: () => Addressing;
}

export interface Disclosures {
  readonly flows: readonly DisclosureFlow[];
  /** Whether all of the program that content can be in was looked at. */
  readonly complete: boolean;
}

/** Content at the end of a question, or nothing. */
interface Made {
  readonly call: ModelCall;
  readonly content: Content;
  readonly row: Row | null;
  /** Answers of endpoints it came through. */
  readonly through: readonly DisclosureFlow[];
}

/** How content of an outlet was found: to ask again for a part of it. */
interface Way {
  readonly carriers: Carriers;
  readonly made: (leaf: Leaf) => Made | null;
  /** Which parts hold some, as far as they were asked for. */
  readonly parts: Map<string, boolean>;
}

/** How often what a client read and answers itself is followed on. */
const MAX_HANDS = 3;

/** What one program offers for following content; made once for all its model calls. */
type Tools = ReturnType<typeof createTools>;

function createTools({ program, catalogue, index, calls, telling, tracing, addressing }: DisclosureParts) {
  const { frameworks } = catalogue;
  const { routes, names, urls, core } = addressing();
  const outlets = createOutlets(program, index, names, routes);
  const markers = createMarkerSearch({
    program,
    index,
    names,
    calls,
    telling: telling(),
    frameworks,
    urls,
    outlets,
    tracing,
  });
  const answers = createAnswers(tracing);
  const rows = createRows(program, index, names);
  return {
    metadata: new Set(catalogue.markers?.metadata ?? []),
    routes,
    answers,
    carriersOf: createCarriers(tracing, answers),
    sent: sentOnce(outlets),
    markers: { ...markers, find: foundOnce(markers.find) },
    rows,
    written: writtenOnce(rows),
    endpoints: createEndpoints({ program, index, names, urls, routes, surfaces: catalogue.chatSurfaces ?? [], core }),
  };
}

type FindMarker = ReturnType<typeof createMarkerSearch>['find'];

/** Content of many calls leaves at the same place by the same way: whether people are told there is found once. */
function foundOnce(find: FindMarker): FindMarker {
  const memo = new Map<string, ReturnType<FindMarker>>();
  return (outlet, sites) => {
    const way = sites.map(({ file, call }) => `${file.path}:${String(call)}`);
    const key = [outlet.file.path, outlet.node, outlet.how, outlet.name, outlet.context, ...way].join('\n');
    let found = memo.get(key);
    if (found === undefined) memo.set(key, (found = find(outlet, sites)));
    return found;
  };
}

/** What a region sends, and what of its functions that give content back is sent by who calls them. */
type Sent = (region: Region, giving: readonly FunctionId[]) => readonly OutletSite[];

function sentOnce(outlets: Outlets): Sent {
  const memo = new WeakMap<Region, Map<string, readonly OutletSite[]>>();
  const returned = new WeakMap<FileFacts, Map<FunctionId, readonly OutletSite[]>>();
  const answersOf = (file: FileFacts, fn: FunctionId): readonly OutletSite[] => {
    let known = returned.get(file);
    if (known === undefined) returned.set(file, (known = new Map<FunctionId, readonly OutletSite[]>()));
    let found = known.get(fn);
    if (found === undefined) known.set(fn, (found = outlets.answersOf(file, fn)));
    return found;
  };
  return (region, giving) => {
    const { file, root } = region;
    let known = memo.get(region);
    if (known === undefined) memo.set(region, (known = new Map<string, readonly OutletSite[]>()));
    const key = giving.join();
    let found = known.get(key);
    if (found === undefined) {
      found = [...(outlets.ofFile(file).get(root) ?? []), ...giving.flatMap((fn) => answersOf(file, fn))];
      known.set(key, found);
    }
    return found;
  };
}

/** A value that a call writes into a column. */
interface Written {
  readonly call: NodeId;
  readonly node: NodeId;
  readonly table: string;
  readonly column: string;
}

/** What a region writes into databases. */
function writtenOnce(rows: Rows): (region: Region) => readonly Written[] {
  const memo = new WeakMap<Region, readonly Written[]>();
  return (region) => {
    let found = memo.get(region);
    if (found === undefined) {
      found = callsOf(region).flatMap((call) => rows.written(region.file, call).map((part) => ({ ...part, call })));
      memo.set(region, found);
    }
    return found;
  };
}

/** @returns follows what one model call makes */
export function createContent(parts: DisclosureParts): (call: ModelCall) => Disclosures {
  let tools: Tools | null = null;
  return (call) => (makesContent(call) ? followContent(parts, (tools ??= createTools(parts)), call) : NOTHING);
}

const NOTHING: Disclosures = { flows: [], complete: true };

/**
 * Follows what a model call makes to where it leaves for people. Outlets are looked for only in functions that content can be
 * in (`carriers`), and each is asked where what it sends comes from: the backward trace is exact where a forward one
 * would have to guess, and it is the same that finds personal data. What is kept in a database is followed once more
 * from the queries that read the same column.
 */
function followContent(parts: DisclosureParts, tools: Tools, making: ModelCall): Disclosures {
  const { program, index, tracing: t } = parts;
  const { metadata, routes, answers, carriersOf, sent, markers, rows, written, endpoints } = tools;

  const functions = toolFunctions(program, index, making);
  const fresh = (leaf: Leaf): Made | null => {
    if (isOfTool(program, functions, leaf)) return { call: making, content: 'text', row: null, through: [] };
    const call = generatedBy(t, parts.calls, leaf);
    // what another call makes is followed from there
    if (call === null || call.file !== making.file || call.node !== making.node) return null;
    const content = contentAt(call, leaf.path, metadata);
    if (content === null || isSilentPart(program, call, keysInside(call, leaf.path))) return null;
    return { call, content, row: null, through: [] };
  };
  const ways = new Map<OutletSite, Way>();
  const given = functions.flatMap(({ file, fn }) => {
    const node = file.functions[fn]?.parameters[0]?.node ?? -1;
    return node < 0 ? [] : [{ file, node }];
  });
  const first = carriersOf([making, ...given], (leaf) => fresh(leaf) !== null);
  const flows: DisclosureFlow[] = [...follow(first, fresh)];
  const again = (reads: readonly NodeRef[], made: (leaf: Leaf) => Made | null): readonly DisclosureFlow[] =>
    reads.length === 0
      ? []
      : [
          ...follow(
            carriersOf(reads, (leaf) => made(leaf) !== null),
            made,
          ),
        ];

  const kept = [...keptRows(first)];
  flows.push(
    ...again(kept.length === 0 ? [] : readsOf(program, index, rows, kept), (leaf) => {
      const [row] = rowsBehind(rows, kept, leaf);
      return row === undefined ? null : { call: row.call, content: row.content, row, through: [] };
    }),
  );

  const by = new Map<OutletSite, DisclosureFlow[]>();
  let front: readonly DisclosureFlow[] = flows;
  for (let round = 0; round < MAX_HANDS && front.length > 0; round++) {
    const handed = handedOn(endpoints, front);
    front = again(handed.reads, (leaf) => {
      const through = handed
        .behind(leaf)
        .filter(({ flow, parts }) => holdsContent(flow.outlet, parts))
        .map(({ flow }) => flow);
      const [from] = through;
      return from === undefined ? null : { call: from.call, content: from.content, row: null, through };
    });
    flows.push(...front);
  }
  const going = {
    by,
    surfaces: parts.surfaces,
    notices: parts.telling().notices,
    endpoints,
    routes,
    userOf: (reader: NodeRef) => userOf(program, reader),
  };
  return { flows: settled(going, innermost(flows)), complete: first.complete };

  /** Whether the part of an answer that a client reads was made by a model. */
  function holdsContent(outlet: OutletSite, asked: readonly (readonly string[])[]): boolean {
    const way = ways.get(outlet);
    return asked.some((keys) => {
      const id = keys.join('.');
      const known = way?.parts.get(id);
      if (way === undefined || known !== undefined) return known === true;
      const starts = outlet.delivers.map((d) =>
        stateAt(outlet, outlet.file, d.node, [...d.keys, ...keys], outlet.name),
      );
      const found = ascend(t, starts, way.carriers.callers).some((o) => way.made(o.leaf) !== null);
      way.parts.set(id, found);
      return found;
    });
  }

  function* follow(carriers: Carriers, made: (leaf: Leaf) => Made | null): Iterable<DisclosureFlow> {
    for (const region of carriers.regions) {
      const found = sent(region, carriers.giving(region));
      if (found.length === 0) continue;
      // one question for all: most functions send nothing that a model made
      const all = answers.origins(found, () => found.flatMap(states), carriers.callers);
      if (!all.some((o) => made(o.leaf) !== null)) continue;
      for (const outlet of found) {
        for (const origin of answers.origins(outlet, () => states(outlet), carriers.callers)) {
          const end = made(origin.leaf);
          if (end === null || isChildren(outlet, origin.sites)) continue;
          const { marker, misses } = markers.find(outlet, origin.sites);
          const own = marker ?? wholeRow(origin.leaf, end.row);
          if (!ways.has(outlet)) ways.set(outlet, { carriers, made, parts: new Map() });
          const flow: DisclosureFlow = {
            call: end.call,
            content: end.content,
            outlet,
            sites: origin.sites,
            trail: origin.leaf.trail,
            marker: own,
            misses: own === null ? misses : [],
            stored: end.row !== null || end.through.length > 0,
            goesOn: false,
            tree: '',
            guessed: (origin.leaf.flags & Flag.Guessed) !== 0,
          };
          for (const from of end.through) by.set(from.outlet, [...(by.get(from.outlet) ?? []), flow]);
          yield flow;
        }
      }
    }
  }

  function* keptRows(carriers: Carriers): Iterable<Row> {
    for (const region of carriers.regions) {
      const { file } = region;
      const parts = written(region);
      if (parts.length === 0) continue;
      const startOf = ({ call, node }: Written): State => stateAt({ file, node: call }, file, node, []);
      // one question for all: most of what is written was not made by a model
      const all = answers.origins(parts, () => parts.map(startOf), carriers.callers);
      if (!all.some((o) => fresh(o.leaf) !== null)) continue;
      for (const part of parts) {
        for (const origin of answers.origins(part, () => [startOf(part)], carriers.callers)) {
          const end = fresh(origin.leaf);
          if (end === null) continue;
          const { call, table, column } = part;
          yield { table, column, call: end.call, content: end.content, marker: markers.inCall(file, call) };
          break;
        }
      }
    }
  }
}

/** Puts together what was found of all calls: what one notice would cover, and what a conversation shows. */
export function gatherContent(
  program: Program,
  flows: readonly DisclosureFlow[],
  surfaces: readonly SurfaceUse[],
): readonly DisclosureFlow[] {
  // what a conversation shows is asked about where the conversation is
  const inConversation = (flow: DisclosureFlow): DisclosureFlow => {
    const own = surfaces.find(({ origin: o }) => o.file === flow.call.file && o.node === flow.call.node);
    if (own === undefined || flow.outlet.channel !== 'page') return flow;
    return { ...flow, goesOn: true, marker: flow.marker ?? own.notice };
  };
  return gatherTrees(program, flows.map(inConversation), surfaces);
}

/** A row that goes out as a whole takes its own mark along. */
const wholeRow = (leaf: Leaf, row: Row | null): Row['marker'] =>
  row !== null && leaf.path.keys.every((key) => /^(?:\d+|\*)$/.test(key)) ? row.marker : null;

function states(outlet: OutletSite): readonly State[] {
  return outlet.delivers.map(({ node, keys }) => stateAt(outlet, outlet.file, node, keys, outlet.name));
}

function stateAt(
  at: { readonly file: State['file']; readonly node: number },
  file: State['file'],
  node: number,
  keys: readonly string[],
  name = '',
): State {
  const trail: Trail = { k: 'step', file: at.file, node: at.node, kind: 'sink', name, next: null };
  return question(file, node, pathOf(keys), trail);
}
