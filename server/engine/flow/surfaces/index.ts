import type { Catalogue, ChatSurface } from '../../../../rules/schema/types.ts';
import type { Place } from '../../base/place.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, calleeOf, endOf, listAt, listLength, Op, opOf, startOf } from '../../extract/index.ts';
import { apiName, HOLE, type NodeRef, type Program } from '../../link/index.ts';
import { sourceKind } from '../../source/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { Markers } from '../disclosure/markers.ts';
import { attributesOf } from '../rendered/components.ts';
import type { NotRendered } from '../rendered/not-rendered.ts';
import type { NoticeSearch } from '../rendered/notice-search.ts';
import type { Telling } from '../rendered/telling.ts';
import { isProduct, renderSites } from '../rendered/render-sites.ts';
import { componentOf, shownAt, shownPlaces, type ShownPlace } from './shown.ts';

/** A place where a person talks with a model. */
export interface SurfaceUse {
  readonly surface: ChatSurface;
  /** As users know it: `useChat`, `CopilotChat`. */
  readonly api: string;
  /** The hook's call (or the call of a hook round it) in the component that shows it, or the element. */
  readonly at: NodeRef;
  /** The hook's own call, or the element. */
  readonly origin: NodeRef;
  /** What shows the messages. */
  readonly shown: Place;
  /** Its source text. */
  readonly written: string;
  /** Where people are told, or null. */
  readonly notice: Place | null;
  /** What would tell and is never rendered. */
  readonly notRendered: readonly NotRendered[];
}

/** Whether two answers, found at different times, say the same of the same texts. */
export function sameSurfaces(a: readonly SurfaceUse[], b: readonly SurfaceUse[]): boolean {
  const sameRef = (x: NodeRef, y: NodeRef): boolean => x.file === y.file && x.node === y.node;
  const plain = (use: SurfaceUse): string => JSON.stringify({ ...use, at: null, origin: null });
  return (
    a.length === b.length &&
    a.every((use, i) => {
      const other = b[i];
      return (
        other !== undefined &&
        sameRef(use.at, other.at) &&
        sameRef(use.origin, other.origin) &&
        plain(use) === plain(other)
      );
    })
  );
}

interface Tools {
  readonly program: Program;
  readonly search: NoticeSearch;
  readonly markers: Markers;
}

/** All chat surfaces of a program, by path and offset. */
export function chatSurfaces(
  program: Program,
  catalogue: Catalogue,
  index: CatalogueIndex,
  telling: () => Telling,
): readonly SurfaceUse[] {
  const surfaces = (catalogue.chatSurfaces ?? []).filter((surface) => surface.of !== 'content');
  if (surfaces.length === 0) return [];
  const names = new Set(surfaces.map((surface) => nameOf(surface)));
  const packages = [...new Set(surfaces.map((surface) => escaped(surface.package)))].join('|');
  const mentions = new RegExp(`["'](?:npm:)?(?:${packages})["'/@]`);
  const written = new RegExp(`\\b(?:${[...names].map(escaped).join('|')})\\b`);
  const found: SurfaceUse[] = [];
  const mayShow = (text: string, path: string): boolean =>
    sourceKind(path) !== null && isProduct(path) && mentions.test(text) && written.test(text);
  for (const path of program.matching('chat surfaces', mayShow)) {
    const file = program.facts(path);
    if (file === undefined) continue;
    for (const { node, surface } of usesIn(program, index, file, names)) {
      const { markers, notices } = telling();
      const tools: Tools = { program, search: notices, markers };
      found.push(...(surface.is === 'hook' ? ofHook : ofComponent)(tools, file, node, surface));
    }
  }
  return found;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** `useChat` of `useChat()`, `Messages` of `ThreadPrimitive.Messages`, `Chat` of `Chat.new()`. */
const nameOf = (surface: ChatSurface): string =>
  surface.at
    .replace(/(?:\.new)?\(\)$/, '')
    .split('.')
    .at(-1) ?? surface.at;

function* usesIn(
  program: Program,
  index: CatalogueIndex,
  file: FileFacts,
  names: ReadonlySet<string>,
): Iterable<{ readonly node: NodeId; readonly surface: ChatSurface }> {
  const surfaceAt = (node: NodeId, step: string): ChatSurface | null => {
    for (const e of program.entities({ file, node })) {
      if (e.k !== 'api') continue;
      const path = step === '' ? apiName(e) : `${apiName(e)}${step}`;
      const surface = index.chatSurface(path);
      if (surface !== null && names.has(nameOf(surface))) return surface;
    }
    return null;
  };
  for (const call of file.calls) {
    const surface = surfaceAt(calleeOf(file, call), opOf(file, call) === Op.New ? '.new()' : '()');
    if (surface?.is === 'hook') yield { node: call, surface };
  }
  for (const element of file.jsx) {
    const tag = listAt(file, aOf(file, element), 0);
    const surface = tag < 0 || opOf(file, tag) === Op.Str ? null : surfaceAt(tag, '');
    if (surface?.is === 'component') yield { node: element, surface };
  }
}

/** One surface for each component that shows what the hook gives. */
function ofHook(
  { program, search, markers }: Tools,
  file: FileFacts,
  node: NodeId,
  surface: ChatSurface,
): readonly SurfaceUse[] {
  const opening = firstWords(program, markers, argumentsShown(program, { file, node }, surface));
  const byComponent = new Map<string, ShownPlace[]>();
  for (const place of shownPlaces(program, { file, node }, surface.messages ?? [])) {
    if (!isProduct(place.file.path)) continue;
    const key = componentKey(place.file, place.node);
    byComponent.set(key, [...(byComponent.get(key) ?? []), place]);
  }
  const components = new Set(byComponent.keys());
  const groups = [...byComponent.values()];
  // a message within a thread is part of the conversation that the thread shows
  const outer = groups.filter(([first]) => first !== undefined && !isWithin(program, first, components));
  return (outer.length > 0 ? outer : groups.slice(0, 1)).flatMap((places): readonly SurfaceUse[] => {
    const [first] = places;
    if (first === undefined) return [];
    let notice = opening;
    for (const place of places) notice ??= search.noticeAbove(place.file, place.node, { anyBranch: true });
    const shown = shownAt(first, program.text(first.file.path) ?? '');
    return [{ ...use(program, search, surface, first.call, shown, notice), origin: { file, node } }];
  });
}

const componentKey = (file: FileFacts, node: NodeId): string => `${file.path}:${String(componentOf(file, node))}`;

/** Components looked at on the way up from one that shows messages. */
const MAX_ABOVE = 60;

/** Whether all that renders the component of a place is, or is rendered by, another of some components. */
function isWithin(program: Program, place: ShownPlace, components: ReadonlySet<string>): boolean {
  if (components.size < 2) return false;
  const own = componentKey(place.file, place.node);
  const seen = new Set([own]);
  const open = [{ file: place.file, fn: componentOf(place.file, place.node) }];
  let within = false;
  for (let next = open.pop(); next !== undefined && seen.size < MAX_ABOVE; next = open.pop()) {
    const sites = renderSites(program, next.file, next.fn);
    if (sites.length === 0) return false;
    for (const { file, node } of sites) {
      const key = componentKey(file, node);
      if (components.has(key) && key !== own) within = true;
      else if (!seen.has(key)) open.push({ file, fn: componentOf(file, node) });
      seen.add(key);
    }
  }
  return within;
}

function ofComponent(
  { program, search, markers }: Tools,
  file: FileFacts,
  node: NodeId,
  surface: ChatSurface,
): readonly SurfaceUse[] {
  const opening = firstWords(program, markers, attributesShown(file, node, surface));
  const notice = opening ?? search.noticeAbove(file, node, { anyBranch: true });
  return [use(program, search, surface, { file, node }, placeOf(file, node), notice)];
}

function use(
  program: Program,
  search: NoticeSearch,
  surface: ChatSurface,
  at: NodeRef,
  shown: Place,
  notice: Place | null,
): SurfaceUse {
  const paths = new Set([at.file.path, shown.path]);
  const files = notice === null ? [...paths].map((path) => program.facts(path)) : [];
  const notRendered = files.flatMap((file) => (file === undefined ? [] : search.notRendered(file)));
  const written = (program.text(shown.path) ?? '').slice(shown.start, shown.end);
  return { surface, api: nameOf(surface), at, origin: at, shown, written, notice, notRendered };
}

const placeOf = (file: FileFacts, node: NodeId): Place => ({
  path: file.path,
  start: startOf(file, node),
  end: endOf(file, node),
});

/** Values of a hook's options that are shown: its first messages. */
function argumentsShown(program: Program, call: NodeRef, surface: ChatSurface): readonly NodeRef[] {
  const options: NodeRef = { file: call.file, node: argumentOf(call.file, call.node, 0) };
  return (surface.shows ?? []).flatMap((name) => program.propertyOf(options, [name]) ?? []);
}

function attributesShown(file: FileFacts, element: NodeId, surface: ChatSurface): readonly NodeRef[] {
  return attributesOf(file, listAt(file, aOf(file, element), 1))
    .filter(({ name }) => surface.shows?.includes(name) === true)
    .map(({ value }) => ({ file, node: value }));
}

const MAX_DEPTH = 6;

/** A notice among the constants of a value, but for what the person or the system is made to say in it. */
function firstWords(program: Program, markers: Markers, refs: readonly NodeRef[], depth = 0): Place | null {
  for (const ref of refs) {
    const { file, node } = ref;
    if (node < 0 || depth > MAX_DEPTH) continue;
    const told = program.strings(ref).some((text) => text !== HOLE && markers.isNotice(text));
    if (told) return placeOf(file, node);
    for (const entity of program.entities(ref)) {
      if (entity.k !== 'object') continue;
      const role = program.propertyOf({ file: entity.file, node: entity.node }, ['role']);
      if (role !== null && program.strings(role).some((text) => text === 'user' || text === 'system')) continue;
      const found = firstWords(program, markers, partsOf(entity.file, entity.node), depth + 1);
      if (found !== null) return found;
    }
  }
  return null;
}

function partsOf(file: FileFacts, node: NodeId): readonly NodeRef[] {
  const list = aOf(file, node);
  const parts: NodeRef[] = [];
  const isObject = opOf(file, node) === Op.Object;
  for (let i = isObject ? 2 : 0; i < listLength(file, list); i += isObject ? 3 : 1) {
    parts.push({ file, node: listAt(file, list, i) });
  }
  return parts;
}
