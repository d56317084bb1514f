import type { Place } from '../../base/place.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  bOf,
  calleeOf,
  endOf,
  functionOf,
  listAt,
  listLength,
  NONE,
  Op,
  opOf,
  PropKind,
  startOf,
  stringOf,
} from '../../extract/index.ts';
import { methodName, type NodeRef, type Program } from '../../link/index.ts';
import { sourceKind } from '../../source/index.ts';
import { rootOf } from '../disclosure/regions.ts';
import { usesOf } from '../guards/uses.ts';
import { renderSites } from '../rendered/render-sites.ts';
import { cellsOf } from '../rendered/tree-roots.ts';

/** A place where what a hook gives is shown. */
export interface ShownPlace {
  readonly file: FileFacts;
  /** What is shown; for a file with a template, the call that brings it there. */
  readonly node: NodeId;
  /** The element that shows it, NONE for a template. */
  readonly element: NodeId;
  /** The call in the component that shows it: the hook's own, or of a hook round it. */
  readonly call: NodeRef;
}

/** A value on its way: the key that is still to be taken from it, or null if it is the messages. */
interface Step {
  readonly file: FileFacts;
  readonly node: NodeId;
  readonly key: string | null;
  readonly call: NodeRef;
  /** Names a hook round it gives it: `{ chat: useChat() }`. */
  readonly wrapped: readonly string[];
}

const MAX_STEPS = 4_000;
const MAX_PLACES = 12;
const MAX_WRAPS = 4;

/**
 * Follows what a hook gives forward to the elements that show it: through variables, destructuring, list methods,
 * hooks of the project that hand it on, and contexts.
 *
 * @param keys fields of the hook's result that hold the messages
 */
export function shownPlaces(program: Program, hook: NodeRef, keys: readonly string[]): readonly ShownPlace[] {
  const places: ShownPlace[] = [];
  const seen = new Set<string>();
  const open: Step[] = [];
  const push = (step: Step): void => {
    const id = `${step.file.path}:${String(step.node)}:${step.key ?? ''}:${step.wrapped.join('.')}`;
    if (step.node < 0 || seen.has(id) || seen.size > MAX_STEPS) return;
    seen.add(id);
    open.push(step);
  };
  for (const key of keys) push({ ...hook, key, call: hook, wrapped: [] });
  // the nearest places first
  for (let step = open.shift(); step !== undefined && places.length < MAX_PLACES; step = open.shift()) {
    if (step.file.jsx.length === 0 && sourceKind(step.file.path)?.container) {
      places.push({ file: step.file, node: step.call.node, element: NONE, call: step.call });
      continue;
    }
    const { file, node } = step;
    const at = (n: NodeId): void => {
      push({ ...step, node: n });
    };
    if (opOf(file, node) === Op.Def) for (const cell of cellsOf(file).get(bOf(file, node)) ?? []) at(cell);
    for (const user of usesOf(file).users.get(node) ?? []) forward(program, step, user, push, places);
    leave(program, step, push);
  }
  return places;
}

/** One use of a value. */
function forward(program: Program, step: Step, user: NodeId, push: (step: Step) => void, places: ShownPlace[]): void {
  const { file, node, key, wrapped } = step;
  switch (opOf(file, user)) {
    case Op.Member: {
      if (aOf(file, user) !== node) return;
      const name = stringOf(file, bOf(file, user));
      const [outer, ...inner] = wrapped;
      if (outer !== undefined) {
        if (name === outer) push({ ...step, node: user, wrapped: inner });
      } else if (key === null) push({ ...step, node: user });
      else if (name === key || name === 'value') push({ ...step, node: user, key: name === key ? null : key });
      return;
    }
    case Op.Jsx:
      if (step.key === null || listAt(file, aOf(file, user), 1) !== node) {
        places.push({ file, node, element: user, call: step.call });
      }
      return;
    case Op.Object:
      inObject(program, step, user, push, places);
      return;
    case Op.Conditional:
      if (listAt(file, aOf(file, user), 0) !== node) push({ ...step, node: user });
      return;
    case Op.Call:
      if (key === null || isKeeping(file, user, node)) push({ ...step, node: user });
      return;
    case Op.Index:
      if (aOf(file, user) === node && key === null) push({ ...step, node: user });
      return;
    case Op.Def:
    case Op.Rest:
    case Op.Cast:
    case Op.Await:
    case Op.Phi:
    case Op.Logical:
    case Op.Spread:
    case Op.Default:
    case Op.Effect:
    case Op.Array:
    case Op.Template:
    case Op.Concat:
    case Op.Element:
      push({ ...step, node: user });
      return;
    default:
  }
}

/** `useMemo(() => chat)` and the like give what they are handed. */
function isKeeping(file: FileFacts, call: NodeId, node: NodeId): boolean {
  return (
    calleeOf(file, call) !== node && /^(?:use|create|to)[A-Z]|^(?:memo|reactive|readonly)$/.test(methodName(file, call))
  );
}

/** A property of an object: an attribute of an element, or of what a hook gives on. */
function inObject(
  program: Program,
  step: Step,
  object: NodeId,
  push: (step: Step) => void,
  places: ShownPlace[],
): void {
  const { file, node, wrapped } = step;
  const element = (usesOf(file).users.get(object) ?? []).find(
    (user) => opOf(file, user) === Op.Jsx && listAt(file, aOf(file, user), 1) === object,
  );
  const list = aOf(file, object);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i + 2) !== node) continue;
    const spread = listAt(file, list, i) === PropKind.Spread;
    const name = spread ? '' : stringOf(file, listAt(file, list, i + 1));
    if (element !== undefined) {
      const consumers = name === 'value' ? consumersOf(program, file, element) : [];
      for (const consumer of consumers) push({ ...step, ...consumer, call: consumer });
      if (consumers.length === 0) places.push({ file, node, element, call: step.call });
    } else if (spread) push({ ...step, node: object });
    else if (name === step.key) push({ ...step, node: object });
    else if (wrapped.length < MAX_WRAPS) push({ ...step, node: object, wrapped: [name, ...wrapped] });
  }
}

/** A hook of the project that gives it on: the calls of that hook. */
function leave(program: Program, step: Step, push: (step: Step) => void): void {
  const { file, node } = step;
  file.functions.forEach((facts, fn) => {
    if (!facts.returns.some((exit) => exit.node === node)) return;
    // a callback handed to a call: its result is the call's
    for (const user of usesOf(file).users.get(facts.node) ?? []) {
      if (opOf(file, user) === Op.Call) push({ ...step, node: user });
    }
    if (facts.name !== '' && fn !== 0) callers(program, step, fn, push);
  });
}

function callers(program: Program, step: Step, fn: FunctionId, push: (step: Step) => void): void {
  for (const site of renderSites(program, step.file, fn)) {
    const isElement = opOf(site.file, site.node) === Op.Jsx;
    if (!isElement) push({ ...step, file: site.file, node: site.node, call: site });
  }
}

/** Calls that read the context which an element provides. */
function consumersOf(program: Program, file: FileFacts, element: NodeId): readonly NodeRef[] {
  const tag = listAt(file, aOf(file, element), 0);
  const context = opOf(file, tag) === Op.Member ? aOf(file, tag) : tag;
  const makers = new Set(
    program
      .entities({ file, node: context })
      .flatMap((e) => (e.k === 'api' && e.maker !== null ? [makerKey(e.maker)] : [])),
  );
  if (makers.size === 0) return [];
  const consumers: NodeRef[] = [];
  const seen = new Set<string>();
  const look = (path: string): void => {
    const facts = seen.has(path) ? undefined : program.facts(path);
    seen.add(path);
    for (const call of facts?.calls ?? []) {
      if (facts === undefined || !/^use(?:Context)?$/.test(methodName(facts, call))) continue;
      const read = listAt(facts, aOf(facts, call), 1);
      const found = program.entities({ file: facts, node: read });
      if (found.some((e) => e.k === 'api' && e.maker !== null && makers.has(makerKey(e.maker)))) {
        consumers.push({ file: facts, node: call });
      }
    }
  };
  for (const path of [file.path, ...[...makers].map((key) => key.slice(0, key.lastIndexOf(':')))]) {
    look(path);
    for (const importer of program.modules.importers(path)) {
      if (program.passes(importer, 'uses contexts', (text) => /\buse(?:Context)?\s*\(/.test(text))) look(importer);
    }
  }
  return consumers;
}

const makerKey = ({ file, node }: NodeRef): string => `${file.path}:${String(node)}`;

/** The outermost function round a node: the component. */
export const componentOf = (file: FileFacts, node: NodeId): FunctionId => rootOf(file, functionOf(file, node));

/**
 * Where the expression stands that shows it. A read of a variable has no place of its own among the facts: it is looked
 * for by its name in the element's text.
 */
export function shownAt({ file, node, element }: ShownPlace, text: string): Place {
  const own: Place = { path: file.path, start: startOf(file, node), end: endOf(file, node) };
  if (element < 0) return own;
  const start = startOf(file, element);
  const end = endOf(file, element);
  if (own.start >= start && own.end <= end) return own;
  const name = readName(file, node);
  const brace =
    name === '' ? -1 : text.slice(start, end).search(new RegExp(`\\{[^{}<>]*?(?<![\\w$.])${escaped(name)}(?![\\w$])`));
  const at = brace < 0 ? -1 : text.indexOf(name, start + brace + 1);
  return at < 0 ? { path: file.path, start, end } : { path: file.path, start: at, end: at + name.length };
}

function readName(file: FileFacts, node: NodeId): string {
  switch (opOf(file, node)) {
    case Op.Def:
      return file.variables[bOf(file, node)]?.name ?? '';
    case Op.Cell:
      return file.variables[aOf(file, node)]?.name ?? '';
    case Op.Member:
      return stringOf(file, bOf(file, node));
    default:
      return '';
  }
}

const escaped = (name: string): string => name.replace(/\$/g, '\\$');
