import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, cOf, listAt, listLength, opOf, stringOf, Op } from '../../extract/index.ts';
import type { Program } from '../../link/index.ts';
import { ANY, isAny, KEYS, skipIndexes, type AccessPath } from './access-path.ts';
import { MUTATORS } from './builtins.ts';

/** Under which keys something is put into an object; `*` is any. */
type Keys = ReadonlySet<string>;

/** A parameter of a function, by file and `function.position`. */
interface Place {
  readonly file: FileFacts;
  readonly fn: FunctionId;
  readonly position: number;
}

interface Tables<T> {
  get(file: FileFacts): Map<string, T> | undefined;
  set(file: FileFacts, table: Map<string, T>): unknown;
}

/** What is seen so far of a parameter. */
interface Frame {
  readonly index: number;
  /** The outermost open one it rests on. */
  low: number;
  readonly keys: Set<string>;
  /** Keys under which open functions are handed what is stored there again: filled if they fill anything. */
  readonly iterated: Set<string>;
}

const NOTHING: Keys = new Set();
const EVERYTHING: Keys = new Set([ANY]);

/** Calls inside each other that are looked through. */
const MAX_OPEN = 200;

function addAll(to: Set<string>, from: Keys): void {
  for (const key of from) to.add(key);
}

/** Whether a value is read out of an object. */
function isPart(file: FileFacts, value: NodeId): boolean {
  let n = value;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  return opOf(file, n) === Op.Member || opOf(file, n) === Op.Index;
}

const nameOf = ({ fn, position }: Place): string => `${String(fn)}.${String(position)}`;

/** The table of a file, made on first need. */
function tableOf<T>(tables: Tables<T>, file: FileFacts): Map<string, T> {
  let table = tables.get(file);
  if (table === undefined) tables.set(file, (table = new Map<string, T>()));
  return table;
}

/** What functions do to the objects they are given, told without following any value. */
export interface Mutations {
  /** Whether a function may put something into the part of its parameter that is asked for. */
  mayFill(file: FileFacts, fn: FunctionId, position: number, path: AccessPath): boolean;
}

/**
 * Which fields of its parameters a function writes, itself or by handing them on: a flow-insensitive MOD summary (Banning,
 * "An efficient way to find the side effects of procedure calls and the aliases of variables", POPL 1979). Most functions
 * write none, and need not be asked what they wrote. Functions that call each other are settled together (Tarjan, "Depth-
 * first search and linear graph algorithms", 1972).
 */
export function createMutations(program: Program): Mutations {
  const known = new WeakMap<FileFacts, Map<string, Keys>>();
  const open = new Map<FileFacts, Map<string, Frame>>();
  const stack: { readonly place: Place; readonly frame: Frame }[] = [];

  const visit = (place: Place): Keys => {
    const { file, fn, position } = place;
    const id = nameOf(place);
    const done = tableOf(known, file);
    const settled = done.get(id);
    if (settled !== undefined) return settled;
    const exits = file.functions[fn]?.parameterExits[position] ?? [];
    if (exits.length === 0) return NOTHING;
    if (stack.length >= MAX_OPEN) return EVERYTHING;
    const frame: Frame = { index: stack.length, low: stack.length, keys: new Set(), iterated: new Set() };
    tableOf(open, file).set(id, frame);
    stack.push({ place, frame });
    walk(file, exits, frame);
    if (frame.low === frame.index) {
      if (frame.keys.size > 0) addAll(frame.keys, frame.iterated);
      for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
        const member = nameOf(top.place);
        open.get(top.place.file)?.delete(member);
        tableOf(known, top.place.file).set(member, frame.keys);
        if (top.frame === frame) break;
      }
    }
    return frame.keys;
  };

  /** Reads the versions of the object back to the parameter. */
  const walk = (file: FileFacts, exits: readonly NodeId[], frame: Frame): void => {
    const seen = new Set<NodeId>();
    const queue = [...exits];
    for (let n = queue.pop(); n !== undefined && !frame.keys.has(ANY); n = queue.pop()) {
      if (n < 0 || seen.has(n)) continue;
      seen.add(n);
      const a = aOf(file, n);
      switch (opOf(file, n)) {
        case Op.Store: {
          const key = bOf(file, n);
          stored(file, listAt(file, a, 1), key < 0 ? ANY : stringOf(file, key), frame);
          queue.push(listAt(file, a, 0));
          break;
        }
        case Op.Phi:
          for (let i = 1; i < listLength(file, a); i += 2) queue.push(listAt(file, a, i));
          break;
        case Op.Def:
        case Op.Cast:
          queue.push(a);
          break;
        case Op.Effect:
          queue.push(a);
          called(file, bOf(file, n), cOf(file, n), frame);
          break;
        case Op.Param:
          break;
        default:
          frame.keys.add(ANY);
      }
    }
  };

  /** Adds a key, unless what is stored is what was there: `f(object.field)` is noted as a store of what `f` left in it. */
  const stored = (file: FileFacts, value: NodeId, key: string, frame: Frame): void => {
    let n = value;
    const inside: Frame = { index: frame.index, low: Infinity, keys: new Set(), iterated: new Set() };
    for (; opOf(file, n) === Op.Effect; n = aOf(file, n)) called(file, bOf(file, n), cOf(file, n), inside);
    frame.low = Math.min(frame.low, inside.low);
    if (n === value || inside.keys.size > 0 || !isPart(file, n)) frame.keys.add(key);
    else if (inside.low < Infinity) frame.iterated.add(key);
  };

  /** Adds what a call does to what it is given at a position, -1 for what it is made on. */
  const called = (file: FileFacts, call: NodeId, position: number, frame: Frame): void => {
    const callee = calleeOf(file, call);
    let resolved = false;
    for (const e of program.entities({ file, node: callee })) {
      if (e.k !== 'function') continue;
      resolved = true;
      if (position < 0) continue;
      const waiting = open.get(e.file)?.get(nameOf({ ...e, position }));
      if (waiting !== undefined) {
        frame.low = Math.min(frame.low, waiting.low);
        continue;
      }
      const before = stack.length;
      const keys = visit({ file: e.file, fn: e.fn, position });
      const inner = stack[before]?.frame;
      // it rests on a function that is still open: one answer for all of them
      if (inner !== undefined) {
        frame.low = Math.min(frame.low, inner.low);
        addAll(frame.iterated, inner.iterated);
      }
      addAll(frame.keys, keys);
    }
    if (resolved || opOf(file, callee) !== Op.Member) return;
    const method = stringOf(file, bOf(file, callee));
    if (position < 0 ? MUTATORS.has(method) : position === 0 && method === 'assign') frame.keys.add(ANY);
  };

  return {
    mayFill(file, fn, position, path) {
      const keys = visit({ file, fn, position });
      const [asked] = skipIndexes(path).keys;
      if (keys.size === 0 || asked === undefined) return keys.size > 0;
      return isAny(asked) || asked === KEYS || keys.has(ANY) || keys.has(asked);
    },
  };
}
