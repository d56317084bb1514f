import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  calleeOf,
  functionOf,
  listAt,
  nodeCount,
  opOf,
  Op,
} from '../../extract/index.ts';
import type { CallSite, NodeRef, Program } from '../../link/index.ts';
import type { Tracing } from '../trace/tracing.ts';
import { functionsOf, regionKey, regionOf, rootOf, type Region } from './regions.ts';
import { createForward, type Forward } from './forward.ts';
import { variableReaders } from './variable-readers.ts';
import { givingFunctions, waysOn, type Gives } from './ways-on.ts';

/** Functions looked at, up to callers and down to what they hand content to. */
const MAX_REGIONS = 1500;
/** Calls from where content is at hand down to an outlet. */
const MAX_DESCENT = 4;
/** How often what reads a variable that was written below is followed. */
const MAX_ROUNDS = 3;

/** The part of the program that generated content can be in. */
export interface Carriers {
  readonly regions: readonly Region[];
  /** Functions that give content back, by the region they stand in. */
  giving(region: Region): readonly FunctionId[];
  /** Where a function is called from in this part of the program. */
  callers(file: FileFacts, fn: FunctionId): { readonly sites: readonly CallSite[]; readonly complete: boolean };
  /** False if the limit was hit. */
  readonly complete: boolean;
}

/**
 * A superset of the functions that content which comes up at some nodes can pass through: those that make it, all callers
 * of functions that give it back, those that read where it is kept, and what these call with arguments. Only there
 * outlets are asked what they send; the asking itself is exact.
 */
export function carriersOf(t: Tracing, origins: readonly NodeRef[], gives: Gives): Carriers {
  const regions = new Map<string, Region>();
  let complete = true;
  const add = (region: Region): boolean => {
    const key = regionKey(region);
    if (regions.has(key)) return false;
    if (regions.size >= MAX_REGIONS) {
      complete = false;
      return false;
    }
    regions.set(key, region);
    return true;
  };
  const giving = new Map<string, readonly FunctionId[]>();
  const up: Region[] = [];
  const forward = createForward();
  const climb = ({ file, node }: NodeRef): void => {
    forward.start(file, [node]);
    const region = regionOf(file, node);
    if (add(region)) up.push(region);
  };
  for (const origin of origins) climb(origin);
  for (let region = up.pop(); region !== undefined; region = up.pop()) {
    const back = givingFunctions(t, region, gives);
    if (back.length > 0) giving.set(regionKey(region), back);
    for (const next of waysOn(t, region, back, gives)) climb(next);
  }
  const callers: CallerIndex = new Map();
  let below = descend(t.program, [...regions.values()], add, callers, forward);
  // what is handed content may keep it where others read it
  for (let round = 0; round < MAX_ROUNDS && below.length > 0; round++) {
    const { length } = [...regions.keys()];
    for (const region of below) {
      const reads = [
        ...variableReaders(t.program, region, (nodes) => nodes.some((node) => forward.reaches(region.file, node))),
      ];
      for (const read of reads) addWithCallers(t.program, read, add, forward);
    }
    below = descend(t.program, [...regions.values()].slice(length), add, callers, forward);
  }
  return {
    regions: [...regions.values()],
    giving: (region) => giving.get(regionKey(region)) ?? [],
    callers: (file, fn) => ({ sites: callers.get(functionKey(file, fn)) ?? [], complete: true }),
    complete,
  };
}

/** Adds what the functions call with arguments, and the components they render. Notes who calls what on the way. Returns what was added. */
function descend(
  program: Program,
  from: readonly Region[],
  add: (region: Region) => boolean,
  callers: CallerIndex,
  forward: Forward,
): readonly Region[] {
  const added: Region[] = [];
  let front = from;
  for (let depth = 0; depth <= MAX_DESCENT && front.length > 0; depth++) {
    const next: Region[] = [];
    for (const region of front) {
      for (const { file, fn } of calleesOf(program, region, callers, forward)) {
        const callee: Region = { file, root: rootOf(file, fn) };
        if (depth >= MAX_DESCENT) continue;
        forward.start(file, entering(file, fn));
        if (add(callee)) next.push(callee);
      }
    }
    added.push(...next);
    front = next;
  }
  return added;
}

/** Adds the region of a read, and those that call what gives it back. */
function addWithCallers(program: Program, read: NodeRef, add: (region: Region) => boolean, forward: Forward): void {
  const open: NodeRef[] = [read];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { file, node } = next;
    forward.start(file, [node]);
    const region = regionOf(file, node);
    if (!add(region) || region.root === 0) continue;
    for (const fn of functionsOf(region)) {
      const gives = file.functions[fn]?.returns.some((exit) => forward.reaches(file, exit.node)) === true;
      if (!gives || showsElements(file, fn)) continue;
      for (const site of program.callSites(file, fn).sites) open.push({ file: site.file, node: site.call });
    }
  }
}

/** A component gives nothing back but what it shows. */
const showsElements = (file: FileFacts, fn: FunctionId): boolean =>
  file.functions[fn]?.returns.every((exit) => opOf(file, exit.node) === Op.Jsx) === true;

/** What a function is handed: its parameters, and what its object was made with. */
function entering(file: FileFacts, fn: FunctionId): readonly NodeId[] {
  const facts = file.functions[fn];
  const given = (facts?.parameters ?? []).map((parameter) => parameter.node);
  if (facts === undefined || facts.owner < 0) return given;
  for (let n = 0; n < nodeCount(file); n++) if (opOf(file, n) === Op.This && aOf(file, n) === fn) given.push(n);
  return given;
}

/** A function that something is handed to. */
interface Callee {
  readonly file: FileFacts;
  readonly fn: FunctionId;
}

/** Call sites in the regions by the function that is called or handed on. */
type CallerIndex = Map<string, CallSite[]>;

const functionKey = (file: FileFacts, fn: FunctionId): string => `${String(fn)}:${file.path}`;

function* calleesOf(program: Program, region: Region, callers: CallerIndex, forward: Forward): Iterable<Callee> {
  const { file } = region;
  // a call that nothing of it can come to hands on none
  const inside = (node: NodeId): boolean =>
    forward.reaches(file, node) && rootOf(file, functionOf(file, node)) === region.root;
  for (const call of file.calls) {
    if (!inside(call) || !handsValue(file, call)) continue;
    yield* called(program, { file, call, how: 'direct', argument: -1 }, calleeOf(file, call), callers);
    for (let i = 0; i < argumentCount(file, call); i++) {
      const argument = argumentOf(file, call, i);
      if (FUNCTIONS.has(opOf(file, argument))) {
        yield* called(program, { file, call, how: 'callback', argument: i }, argument, callers);
      }
    }
  }
  for (const element of file.jsx) {
    const tag = listAt(file, aOf(file, element), 0);
    if (tag < 0 || opOf(file, tag) === Op.Str || !inside(element)) continue;
    yield* called(program, { file, call: element, how: 'direct', argument: -1 }, tag, callers);
  }
}

/** What an argument that may be a function is. */
const FUNCTIONS: ReadonlySet<number> = new Set([Op.Func, Op.Def, Op.Cell, Op.Import, Op.Member]);

/** A call with nothing but constants hands on no content. */
function handsValue(file: FileFacts, call: NodeId): boolean {
  for (let i = 0; i < argumentCount(file, call); i++) {
    const op = opOf(file, argumentOf(file, call, i));
    if (op !== Op.Str && op !== Op.Num && op !== Op.Bool && op !== Op.Null) return true;
  }
  return false;
}

function* called(program: Program, site: CallSite, node: NodeId, callers: CallerIndex): Iterable<Callee> {
  for (const e of program.entities({ file: site.file, node })) {
    const fn = e.k === 'function' ? e.fn : e.k === 'class' ? (e.file.classes[e.cls]?.ctor ?? -1) : -1;
    if ((e.k !== 'function' && e.k !== 'class') || fn < 0) continue;
    const key = functionKey(e.file, fn);
    const known = callers.get(key);
    if (known === undefined) callers.set(key, [site]);
    else known.push(site);
    yield { file: e.file, fn };
    // an element makes an instance and shows what its methods give
    if (e.k === 'class' && opOf(site.file, site.call) === Op.Jsx) {
      for (const method of e.file.classes[e.cls]?.methods ?? []) yield { file: e.file, fn: method };
    }
  }
}
