/**
 * Access paths: which part of a value is asked for. `keys` lead from the value inwards; what lies below the last key is
 * meant as a whole, without the fields in `minus`. Arrays, sets, maps and promises are transparent: the path of an
 * element is the path of its container. `*` stands for any key.
 */
export interface AccessPath {
  readonly keys: readonly string[];
  readonly minus: readonly string[];
  /** The keys as one text. */
  readonly place: string;
  /** Identity: equal paths have equal ids. */
  readonly id: string;
}

/** Any key. */
export const ANY = '*';
/** What the function gives that the keys before lead to: `tools.*.execute.()`. */
export const RESULT = '()';
/** First character of a key that stands for a parameter's value: see keys.ts. */
export const SYMBOL = '\u0001';
/** Stands for the names of an object's fields (or a map's keys), which are data where they are computed. */
export const KEYS = '\u0001keys';

/** Positions in a pair of key and value that is an element of something, as opposed to positions in a list. */
export const FIRST = '\u0001first';
export const SECOND = '\u0001second';

/** Whether a key is not known: any of the fields may be meant. */
export const isAny = (key: string): boolean =>
  key === ANY || (key.startsWith(SYMBOL) && key !== KEYS && key !== FIRST && key !== SECOND);

/** Keys beyond this depth are forgotten: the question then is about more than was asked, never less. */
const MAX_KEYS = 6;
/**
 * So often may keys occur again in a path (`response.data.data`). A loop that unwraps (`while (x.data ?? x.result) …`)
 * would otherwise ask for every sequence of its keys.
 */
const MAX_REPEATED = 1;

function make(keys: readonly string[], minus: readonly string[]): AccessPath {
  const length = boundOf(keys);
  const left = length === keys.length ? minus : [];
  const kept = length < keys.length ? keys.slice(0, length) : keys;
  const [only = ''] = kept;
  const place = kept.length <= 1 ? only : kept.join('/');
  return { keys: kept, minus: left, place, id: left.length === 0 ? place : `${place}-${left.join(',')}` };
}

/** How many keys of a path are remembered. */
function boundOf(keys: readonly string[], most = MAX_KEYS, repeats = MAX_REPEATED): number {
  if (keys.length <= 1) return keys.length;
  let repeated = 0;
  for (let i = 0; i < keys.length && i < most; i++) {
    if (keys.indexOf(keys[i] ?? '') < i && ++repeated > repeats) return i;
  }
  return Math.min(keys.length, most);
}

/** The whole value. */
export const WHOLE: AccessPath = make([], []);

/** The path for keys from the outside in. */
export const pathOf = (keys: readonly string[]): AccessPath => (keys.length === 0 ? WHOLE : make(keys, []));

/** The same part as seen from the object that holds the value under `key`. */
export const under = (key: string, path: AccessPath): AccessPath => {
  const [next = ''] = path.keys;
  // positions in a list that is a field are not told apart
  const rest = isPosition(next) && !isIndex(key) ? path.keys.slice(1) : path.keys;
  return make([key, ...rest], path.minus);
};

/** The path inside the field the first key names. */
export const inner = (path: AccessPath): AccessPath =>
  path.keys.length <= 1 && path.minus.length === 0 ? WHOLE : make(path.keys.slice(1), path.minus);

/** The same without some fields of the whole. */
export function without(path: AccessPath, names: readonly string[]): AccessPath {
  return make(path.keys, [...new Set([...path.minus, ...names])].sort());
}

/** The whole of what the keys lead to. */
export const complete = (path: AccessPath): AccessPath => (path.minus.length === 0 ? path : make(path.keys, []));

/** The part that the first few keys of a path lead to, up to one that occurs again. */
export function shortened(path: AccessPath, length: number): AccessPath {
  const kept = boundOf(path.keys, length, 0);
  return kept === path.keys.length ? path : make(path.keys.slice(0, kept), []);
}

/** Whether a path with the same keys asks for no more than another: it leaves out all that the other leaves out. */
export const isWithin = (path: AccessPath, other: AccessPath): boolean =>
  other.minus.every((name) => path.minus.includes(name));

/** Whether a key is a position in a list or pair. */
export const isIndex = (key: string): boolean => isPosition(key) || key === FIRST || key === SECOND;

function isPosition(key: string): boolean {
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return key !== '';
}

/** First key that is not an array index, and the path from there on. */
export function skipIndexes(path: AccessPath): AccessPath {
  let n = 0;
  while (n < path.keys.length && isIndex(path.keys[n] ?? '')) n++;
  return n === 0 ? path : make(path.keys.slice(n), path.minus);
}
