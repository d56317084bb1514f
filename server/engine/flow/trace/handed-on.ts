import { aOf, argumentCount, argumentOf, calleeOf, opOf, Op } from '../../extract/index.ts';
import { apiName, methodName } from '../../link/index.ts';
import { isIndex, skipIndexes, WHOLE } from './access-path.ts';
import { NOT_HANDING_ON } from './builtins.ts';
import { at, Flag, unclear, type State } from './state.ts';
import type { Tracing } from './tracing.ts';

/** What a call of something unknown may hand on: its arguments and its receiver, unless it looks like a query. */
export function handedOn(t: Tracing, s: State): readonly State[] {
  const { file, node } = s;
  const name = methodName(file, node);
  if (t.isSanitizerName(name) || !handsOn(t, s, firstWord(name))) return [];
  const out: State[] = [];
  const path = s.path.keys.every(isIndex) ? WHOLE : s.path;
  const guessed: State = unclear({ ...s, flags: s.flags | Flag.Guessed });
  for (let i = 0; i < argumentCount(file, node); i++) out.push(at(guessed, argumentOf(file, node, i), path));
  // what a library is known to give comes from it, not out of the object it is asked through
  const callee = calleeOf(file, node);
  if (opOf(file, callee) === Op.Member && t.program.shapes.ofNode({ file, node }).k === 'unknown') {
    out.push(at(guessed, aOf(file, callee), path));
  }
  return out;
}

/**
 * Whether an unknown call's result is made of what it is given. Data that is awaited comes from elsewhere; content is
 * also rendered, converted and resized by packages that answer later, and a stored file goes out by its address.
 */
function handsOn(t: Tracing, s: State, verb: string): boolean {
  if (t.follows === 'data') return !s.awaited && !NOT_HANDING_ON.has(verb);
  const [key] = skipIndexes(s.path).keys;
  if (NOT_HANDING_ON.has(verb)) return STORES.has(verb) && key !== undefined && ADDRESS.test(key);
  if (!s.awaited) return true;
  return t.program
    .entities({ file: s.file, node: calleeOf(s.file, s.node) })
    .some((e) => e.k === 'api' && !t.index.isDatabase(apiName(e)));
}

/** First words of functions that keep a file, and keys of the address under which it can be had. */
const STORES: ReadonlySet<string> = new Set(['put', 'upload', 'save', 'store', 'create', 'write', 'add', 'insert']);
const ADDRESS = /^(?:secure_?|public_?|download_?|signed_?)?(?:url|uri|src|href|link|location)$|Url$|_url$/i;

/** `getUserById` → `get`. */
function firstWord(name: string): string {
  return /^_*([a-z0-9]+)/.exec(name)?.[1] ?? name.toLowerCase();
}
