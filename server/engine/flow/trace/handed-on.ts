import { aOf, argumentCount, argumentOf, calleeOf, opOf, Op } from '../../extract/index.ts';
import { methodName } from '../../link/index.ts';
import { isIndex, WHOLE } from './access-path.ts';
import { NOT_HANDING_ON } from './builtins.ts';
import { at, Flag, type State } from './state.ts';
import type { Tracing } from './tracing.ts';

/** What a call of something unknown may hand on: its arguments and its receiver, unless it looks like a query. */
export function handedOn(t: Tracing, s: State): readonly State[] {
  const { file, node } = s;
  const name = methodName(file, node);
  if (s.awaited || NOT_HANDING_ON.has(firstWord(name)) || t.isSanitizerName(name)) return [];
  const out: State[] = [];
  const path = s.path.keys.every(isIndex) ? WHOLE : s.path;
  const guessed: State = { ...s, flags: s.flags | Flag.Guessed | Flag.Transformed };
  for (let i = 0; i < argumentCount(file, node); i++) out.push(at(guessed, argumentOf(file, node, i), path));
  // what a library is known to give comes from it, not out of the object it is asked through
  const callee = calleeOf(file, node);
  if (opOf(file, callee) === Op.Member && t.program.shapes.ofNode({ file, node }).k === 'unknown') {
    out.push(at(guessed, aOf(file, callee), path));
  }
  return out;
}

/** `getUserById` → `get`. */
function firstWord(name: string): string {
  return /^_*([a-z0-9]+)/.exec(name)?.[1] ?? name.toLowerCase();
}
