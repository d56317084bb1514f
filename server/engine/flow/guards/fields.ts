import { NONE, Op, PropKind } from '../../extract/facts.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, cOf, listAt, listLength, opOf, stringOf } from '../../extract/reader.ts';
import { MAX_FRAMES, sibling } from './core.ts';
import type { Core, Frame, Value } from './core.ts';
import { both, Level, NONE_KNOWN } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { FALSY, TRUTHY, UNDEFINED } from './test.ts';

/** One of the values something may hold, and what is known of consent where it comes from. `value` null: undefined. */
export interface Alternative {
  readonly value: Value | null;
  readonly given: Judgement;
}

const MAX_ALTERNATIVES = 12;
const NOTHING: readonly Alternative[] = [{ value: null, given: NONE_KNOWN }];

/** The values a field of a value may hold, if they can all be seen; null if not. */
export function alternativesOf(core: Core, v: Value, key: string, depth = 0): readonly Alternative[] | null {
  if (depth > 24) return null;
  const { file, node } = v;
  const a = aOf(file, node);
  const go = (next: Value): readonly Alternative[] | null => alternativesOf(core, next, key, depth + 1);
  switch (opOf(file, node)) {
    case Op.Def:
    case Op.Cast:
    case Op.Effect:
      return go(sibling(v, a));
    case Op.Await:
      return go(sibling(v, a, true));
    case Op.Object:
      return ofObject(v, a, key, go);
    case Op.Array:
      return /^\d+$/.test(key) ? ofArray(v, a, Number(key)) : null;
    case Op.Store: {
      const stored = stringOf(file, bOf(file, node));
      if (bOf(file, node) === NONE) return null;
      return stored === key
        ? [{ value: sibling(v, listAt(file, a, 1), false), given: NONE_KNOWN }]
        : go(sibling(v, listAt(file, a, 0)));
    }
    case Op.Phi: {
      const parts: Part[] = [];
      for (let i = 0; i + 1 < listLength(file, a); i += 2) {
        const context = listAt(file, a, i);
        const operand = listAt(file, a, i + 1);
        if (operand === node) continue;
        parts.push({ find: () => go(sibling(v, operand)), given: () => core.context(file, context, v.frame) });
      }
      return joined(parts);
    }
    case Op.Conditional: {
      const cond = sibling(v, listAt(file, a, 0), false);
      return joined([
        { find: () => go(sibling(v, listAt(file, a, 1))), given: () => core.holds(cond, TRUTHY) },
        { find: () => go(sibling(v, listAt(file, a, 2))), given: () => core.holds(cond, FALSY) },
      ]);
    }
    case Op.Default:
      return joined(sidesOfDefault(core, v).map((side) => ({ find: () => go(side) })));
    case Op.Logical:
      if (stringOf(file, cOf(file, node)) === '&&') return null;
      return joined([{ find: () => go(sibling(v, a)) }, { find: () => go(sibling(v, bOf(file, node))) }]);
    case Op.Cell: {
      const definitions = file.variables[a]?.definitions ?? [];
      const [only] = definitions;
      return definitions.length === 1 && only !== undefined ? go(sibling(v, only)) : null;
    }
    case Op.Param: {
      const argument = argumentFor(v);
      return argument === null ? null : go(argument);
    }
    case Op.Call:
      return ofCall(core, v, key, go);
    case Op.Member:
      return ofEntity(core, v, go) ?? ofMember(core, v, key, depth);
    default:
      return null;
  }
}

/** The values a default leaves: the one that was given, the one for want of it, or both if it is not known which. */
export function sidesOfDefault(core: Core, v: Value): readonly Value[] {
  const given = sibling(v, aOf(v.file, v.node));
  const fallback = sibling(v, bOf(v.file, v.node));
  // seen through a call: what it hands over is known
  if (v.frame === null) return [given, fallback];
  if (opOf(v.file, given.node) === Op.Param && argumentInFrames(given) === undefined) return [fallback];
  if (core.holds(given, { k: 'is', of: UNDEFINED }).level === Level.never) return [given];
  if (core.holds(given, { k: 'not', of: [UNDEFINED] }).level === Level.never) return [fallback];
  return [given, fallback];
}

/** One of several places alternatives come from, looked at when its turn comes; `given`: what holds there. */
interface Part {
  readonly find: () => readonly Alternative[] | null;
  readonly given?: () => Judgement;
}

/** All alternatives of all parts; null as soon as one part cannot be seen or there are too many. */
function joined(parts: readonly Part[]): readonly Alternative[] | null {
  const out: Alternative[] = [];
  for (const { find, given } of parts) {
    const found = find();
    if (found === null || out.length + found.length > MAX_ALTERNATIVES) return null;
    const there = given?.();
    for (const f of found) out.push(there === undefined ? f : { ...f, given: both(f.given, there) });
  }
  return out;
}

function ofObject(
  v: Value,
  list: number,
  key: string,
  go: (next: Value) => readonly Alternative[] | null,
): readonly Alternative[] | null {
  const { file } = v;
  for (let i = listLength(file, list) - 3; i >= 0; i -= 3) {
    const kind = listAt(file, list, i);
    const value = listAt(file, list, i + 2);
    if (kind === PropKind.Spread) {
      const inner = go(sibling(v, value, false));
      if (inner === null || inner.some((f) => f.value !== null)) return inner;
    } else if (kind === PropKind.Computed) {
      return null;
    } else if (stringOf(file, listAt(file, list, i + 1)) === key) {
      return kind === PropKind.Init ? [{ value: sibling(v, value, false), given: NONE_KNOWN }] : null;
    }
  }
  return NOTHING;
}

function ofArray(v: Value, list: number, index: number): readonly Alternative[] | null {
  for (let i = 0; i <= index; i++) if (opOf(v.file, listAt(v.file, list, i)) === Op.Spread) return null;
  const element = listAt(v.file, list, index);
  return [{ value: element === NONE ? null : sibling(v, element, false), given: NONE_KNOWN }];
}

function ofCall(
  core: Core,
  v: Value,
  key: string,
  go: (next: Value) => readonly Alternative[] | null,
): readonly Alternative[] | null {
  const { file, node } = v;
  const callee = calleeOf(file, node);
  if (opOf(file, callee) === Op.Member && stringOf(file, bOf(file, callee)) === 'all' && v.awaited) {
    const list = argumentOf(file, node, 0);
    if (opOf(file, list) !== Op.Array || !/^\d+$/.test(key)) return null;
    const found = ofArray(v, aOf(file, list), Number(key));
    return found?.map((f) => (f.value === null ? f : { ...f, value: { ...f.value, awaited: true } })) ?? null;
  }
  const parts: Part[] = [];
  for (const e of core.callees(file, node)) {
    if (e.k !== 'function') return null;
    const fn = e.file.functions[e.fn];
    const frame = frameFor(v, e.file, e.fn);
    if (fn === undefined || fn.isGenerator || frame === null || (fn.isAsync && !v.awaited)) return null;
    const exits = fn.exitContext === NONE ? fn.returns : [{ node: NONE, context: fn.exitContext }, ...fn.returns];
    for (const { node: exit, context } of exits) {
      const value: Value = { file: e.file, node: exit, frame, awaited: v.awaited };
      parts.push({
        find: () => (exit === NONE ? NOTHING : go(value)),
        given: () => core.context(e.file, context, frame),
      });
    }
  }
  return parts.length === 0 ? null : joined(parts);
}

/** A field of a field: `result.status.state`. */
function ofMember(core: Core, v: Value, key: string, depth: number): readonly Alternative[] | null {
  const held = alternativesOf(core, sibling(v, aOf(v.file, v.node)), stringOf(v.file, bOf(v.file, v.node)), depth + 1);
  if (held === null) return null;
  return joined(
    held.map(({ value, given }) => ({
      find: () => (value === null ? NOTHING : alternativesOf(core, value, key, depth + 1)),
      given: () => given,
    })),
  );
}

/** A field of a constant object reached through modules. */
function ofEntity(
  core: Core,
  v: Value,
  go: (next: Value) => readonly Alternative[] | null,
): readonly Alternative[] | null {
  const found = core.program.entities({ file: v.file, node: v.node });
  const [only] = found;
  if (found.length !== 1 || only?.k !== 'object' || (only.file === v.file && only.node === v.node)) return null;
  return go({ file: only.file, node: only.node, frame: null, awaited: false });
}

const framesOf = new WeakMap<FileFacts, Map<string, Frame[]>>();

/**
 * The frame for looking into a function called at a value; null at the depth limit. The same call gives the same frame,
 * so that what was judged in it is found again.
 */
export function frameFor(v: Value, file: FileFacts, fn: FunctionId): Frame | null {
  const depth = (v.frame?.depth ?? 0) + 1;
  if (depth > MAX_FRAMES) return null;
  for (let f = v.frame; f !== null; f = f.up) if (f.fn === fn && f.file === file) return null;
  let known = framesOf.get(v.file);
  if (known === undefined) {
    known = new Map();
    framesOf.set(v.file, known);
  }
  const key = `${String(v.node)} ${String(fn)}`;
  const frames = known.get(key) ?? [];
  const same = frames.find((f) => f.file === file && f.up === v.frame);
  if (same !== undefined) return same;
  const frame: Frame = { file, fn, callFile: v.file, call: v.node, up: v.frame, depth };
  known.set(key, [...frames, frame]);
  return frame;
}

/** The argument a parameter stands for, by the frames; null if not known. `undefined` for an argument left out. */
export function argumentFor(v: Value): Value | null {
  const found = argumentInFrames(v);
  return found === undefined || found === null ? null : found;
}

/**
 * Counts how often a parameter was asked for. A body judged without a frame that asked for none is judged the same in
 * every frame, which is what keeps nested calls from being judged once for every way to reach them.
 */
export const asked = { parameters: 0 };

export function argumentInFrames(v: Value): Value | null | undefined {
  asked.parameters++;
  const fn = aOf(v.file, v.node);
  const position = bOf(v.file, v.node);
  for (let f: Frame | null = v.frame; f !== null; f = f.up) {
    if (f.fn !== fn || f.file !== v.file) continue;
    if (cOf(v.file, v.node) === 1) return null;
    for (let i = 0; i <= position; i++) {
      if (opOf(f.callFile, argumentOf(f.callFile, f.call, i)) === Op.Spread) return null;
    }
    const argument: NodeId = argumentOf(f.callFile, f.call, position);
    if (argument === NONE) return undefined;
    return { file: f.callFile, node: argument, frame: f.up, awaited: v.awaited };
  }
  return null;
}
