import type { NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf } from '../../extract/index.ts';
import { apiName, HOLE, type Entity } from '../../link/index.ts';
import type { LibraryMatch } from '../catalogue-index/index.ts';
import { inner, isAny, isIndex, KEYS, skipIndexes, under, WHOLE, without, type AccessPath } from './access-path.ts';
import { isInline } from './call-parts.ts';
import { atExits } from './consent.ts';
import { keyFilter, type KeyFilter } from './key-filter.ts';
import { constantList } from './keys.ts';
import { mapped, wherePasses } from './library-calls.ts';
import { at, type State } from './state.ts';
import type { Emit, Tracing } from './tracing.ts';

/** Positions of the object and of what selects from it, at a call. */
interface Places {
  readonly value: NodeId;
  readonly how: NodeId;
}

/** Asks a question of what a function is given, wherever that comes from: the path is the one in what it is given. */
export type AskInput = (s: State) => void;

function placesOf(s: State, match: LibraryMatch): Places {
  const { file, node } = s;
  const count = argumentCount(file, node);
  const [value, how] = match.last ? [count - 1, count - 2] : [0, 1];
  return { value: argumentOf(file, node, value), how: argumentOf(file, node, how) };
}

/** What a utility library's function gives: `pick(user, ['plan'])`. False if the call's form is not understood. */
export function transferLibrary(t: Tracing, s: State, api: Entity & { k: 'api' }, emit: Emit): boolean {
  const match = t.index.library(apiName(api));
  if (match === null) return false;
  const { value, how } = placesOf(s, match);
  if (value < 0) return false;
  const ask: AskInput = (asked) => {
    emit.state(at({ ...asked, node: s.node }, value));
  };
  return applyLibrary(t, s, match, how, ask, emit);
}

/**
 * What a utility library's function gives of what it is given, `how` being what selects from it. False if that is not
 * understood.
 */
export function applyLibrary(
  t: Tracing,
  s: State,
  match: LibraryMatch,
  how: NodeId,
  ask: AskInput,
  emit: Emit,
): boolean {
  const push = (path: AccessPath): void => {
    ask({ ...s, path });
  };
  switch (match.does) {
    case 'none':
      return true;
    case 'filter':
      push(s.path);
      return true;
    case 'where':
      ask(wherePasses(t, s, how));
      return true;
    case 'split': {
      const [key = ''] = s.path.keys;
      const path = isIndex(key) || isAny(key) ? inner(s.path) : s.path;
      ask(key === '0' ? wherePasses(t, { ...s, path }, how) : { ...s, path });
      return true;
    }
    case 'draft':
      return drafted(t, s, how, ask, emit);
    case 'pipe':
    case 'flow':
    case 'compose':
      return false;
    case 'pick':
    case 'omit':
    case 'pick-by':
    case 'omit-by': {
      const filter = match.does.endsWith('-by') ? byCallback(t, s, how, match) : byNames(t, s, how, match);
      for (const path of passing(s.path, filter)) push(path);
      return true;
    }
    case 'get': {
      const key = constantPath(t, s, how);
      if (key === null) return false;
      push(key.reduceRight((path, name) => under(name, path), s.path));
      const otherwise = match.last ? -1 : argumentOf(s.file, s.node, 2);
      if (otherwise >= 0) emit.state(at(s, otherwise));
      return true;
    }
    case 'map': {
      const key = constantPath(t, s, how);
      if (key !== null) push(key.reduceRight((path, name) => under(name, path), s.path));
      else if (isInline(s.file, s.node, how)) mapped(t, s, how, emit);
      else return false;
      return true;
    }
  }
}

/** `produce(value, (draft) => { … })`: what the function leaves in its parameter, or gives instead. */
function drafted(t: Tracing, s: State, how: NodeId, ask: AskInput, emit: Emit): boolean {
  const recipe = isInline(s.file, s.node, how) ? s.file.functions[aOf(s.file, how)] : undefined;
  if (recipe === undefined) return false;
  for (const node of recipe.parameterExits[0] ?? []) emit.state(at(s, node));
  for (const state of atExits(t, s, recipe.returns)) emit.state(state);
  if (recipe.parameters.length === 0) ask(s);
  return true;
}

const WITH_CALLBACK: ReadonlySet<string> = new Set(['map', 'filter', 'where', 'split', 'draft']);

/** The argument whose elements a library's function hands to its callback, -1 if the call is none of one. */
export function elementsArgument(t: Tracing, s: State, call: NodeId, entities: readonly Entity[]): NodeId {
  for (const e of entities) {
    const match = e.k === 'api' ? t.index.library(apiName(e)) : null;
    if (match !== null && WITH_CALLBACK.has(match.does)) {
      // one that is yet to be given its list: `map(fn)`
      return argumentCount(s.file, call) < 2 ? -1 : placesOf({ ...s, node: call }, match).value;
    }
  }
  return -1;
}

/** `pick(o, ['a', 'b'])`, `pick(o, 'a', 'b')`; null where the names are not constant. */
function byNames(t: Tracing, s: State, how: NodeId, match: LibraryMatch): KeyFilter | null {
  const { file } = s;
  let names = constantList(t, { file, node: how });
  if (names === null && !match.last) {
    const texts: string[] = [];
    for (let i = 1; i < argumentCount(file, s.node); i++) {
      const found = t.program.strings({ file, node: argumentOf(file, s.node, i) });
      if (found.some((text) => text.includes(HOLE))) return null;
      texts.push(...found);
    }
    names = texts;
  }
  return names === null || names.length === 0 ? null : { k: match.does === 'pick' ? 'only' : 'without', names };
}

/** `pickBy(o, (value, key) => …)` where the key alone decides. */
function byCallback(t: Tracing, s: State, how: NodeId, match: LibraryMatch): KeyFilter | null {
  for (const e of t.program.entities({ file: s.file, node: how })) {
    if (e.k !== 'function') continue;
    const filter = keyFilter(t, e.file, e.fn, 'second', 'test');
    if (filter === null || match.does === 'pick-by') return filter;
    return { k: filter.k === 'only' ? 'without' : 'only', names: filter.names };
  }
  return null;
}

/** The parts of the object that the asked part of what the function gives is. */
function passing(asked: AccessPath, filter: KeyFilter | null): readonly AccessPath[] {
  const path = skipIndexes(asked);
  const [key] = path.keys;
  if (filter === null) return [path];
  if (key === KEYS) return [];
  if (key === undefined) {
    return filter.k === 'only' ? filter.names.map((name) => under(name, WHOLE)) : [without(path, filter.names)];
  }
  return filter.names.includes(key) === (filter.k === 'only') ? [under(key, inner(path))] : [];
}

/** `'address.city'`, `['address', 'city']` as keys. */
function constantPath(t: Tracing, s: State, node: NodeId): readonly string[] | null {
  if (node < 0) return null;
  const list = constantList(t, { file: s.file, node });
  if (list !== null) return list;
  const [text = HOLE, ...more] = t.program.strings({ file: s.file, node });
  return text.includes(HOLE) || text === '' || more.length > 0 ? null : text.split(/[.[\]]+/).filter((k) => k !== '');
}
