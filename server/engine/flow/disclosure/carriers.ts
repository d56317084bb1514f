import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, listAt, nodeCount, opOf, Op } from '../../extract/index.ts';
import type { CallSite, NodeRef, Program } from '../../link/index.ts';
import type { Tracing } from '../trace/tracing.ts';
import type { Answers } from './answers.ts';
import { callsOf, elementsOf, functionsOf, regionAt, regionOf, rootOf, type Region } from './regions.ts';
import { createForward, type Forward } from './forward.ts';
import { createVariableReaders } from './variable-readers.ts';
import { createWaysOn, givingFunctions, type Gives } from './ways-on.ts';

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

/** Finds such parts. What a call leads to, and what is asked on the way, is found once for all of them. */
export type CarriersOf = (origins: readonly NodeRef[], gives: Gives) => Carriers;

/**
 * A superset of the functions that content which comes up at some nodes can pass through: those that make it, all callers
 * of functions that give it back, those that read where it is kept, and what these call with arguments. Only there
 * outlets are asked what they send; the asking itself is exact.
 */
export function createCarriers(t: Tracing, answers: Answers): CarriersOf {
  const { program } = t;
  const calls = createCalled(program);
  const readers = createVariableReaders(program);
  const waysOn = createWaysOn(t, answers, readers);

  return (origins, gives) => {
    const regions = new Set<Region>();
    let complete = true;
    const add = (region: Region): boolean => {
      if (regions.has(region)) return false;
      if (regions.size >= MAX_REGIONS) {
        complete = false;
        return false;
      }
      regions.add(region);
      return true;
    };
    const giving = new Map<Region, readonly FunctionId[]>();
    const up: Region[] = [];
    const forward = createForward();
    const callers = createCallerIndex();
    const climb = ({ file, node }: NodeRef): void => {
      forward.start(file, [node]);
      const region = regionOf(file, node);
      if (add(region)) up.push(region);
    };
    for (const origin of origins) climb(origin);
    for (let region = up.pop(); region !== undefined; region = up.pop()) {
      const back = givingFunctions(t, region, gives);
      if (back.length > 0) giving.set(region, back);
      for (const next of waysOn(region, back, gives)) climb(next);
    }
    const down: Descent = { add, callers, forward, calls };
    let below = descend([...regions], down);
    // what is handed content may keep it where others read it
    for (let round = 0; round < MAX_ROUNDS && below.length > 0; round++) {
      const { size } = regions;
      for (const region of below) {
        const reads = [...readers(region, (nodes) => nodes.some((node) => forward.reaches(region.file, node)))];
        for (const read of reads) addWithCallers(program, read, add, forward);
      }
      below = descend([...regions].slice(size), down);
    }
    return {
      regions: [...regions],
      giving: (region) => giving.get(region) ?? [],
      callers: (file, fn) => ({ sites: callers.of(file, fn), complete: true }),
      complete,
    };
  };
}

interface Descent {
  readonly add: (region: Region) => boolean;
  readonly callers: CallerIndex;
  readonly forward: Forward;
  readonly calls: CalledBy;
}

/** Adds what the functions call with arguments, and the components they render. Notes who calls what on the way. Returns what was added. */
function descend(from: readonly Region[], down: Descent): readonly Region[] {
  const added: Region[] = [];
  let front = from;
  for (let depth = 0; depth <= MAX_DESCENT && front.length > 0; depth++) {
    const next: Region[] = [];
    for (const region of front) {
      for (const { file, fn } of calleesOf(region, down)) {
        if (depth >= MAX_DESCENT) continue;
        const callee = regionAt(file, rootOf(file, fn));
        down.forward.start(file, entering(file, fn));
        if (down.add(callee)) next.push(callee);
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
  return [...given, ...(receiversOf(file).get(fn) ?? [])];
}

const receivers = new WeakMap<FileFacts, ReadonlyMap<FunctionId, readonly NodeId[]>>();

/** Where functions name the object they are called on. */
function receiversOf(file: FileFacts): ReadonlyMap<FunctionId, readonly NodeId[]> {
  let found = receivers.get(file);
  if (found === undefined) {
    const made = new Map<FunctionId, NodeId[]>();
    for (let n = 0; n < nodeCount(file); n++) {
      if (opOf(file, n) === Op.This) made.set(aOf(file, n), [...(made.get(aOf(file, n)) ?? []), n]);
    }
    receivers.set(file, (found = made));
  }
  return found;
}

/** A function that something is handed to. */
interface Callee {
  readonly file: FileFacts;
  readonly fn: FunctionId;
}

/** Call sites in the regions by the function that is called or handed on. */
interface CallerIndex {
  add(callee: Callee, site: CallSite): void;
  of(file: FileFacts, fn: FunctionId): readonly CallSite[];
}

function createCallerIndex(): CallerIndex {
  const tables = new Map<FileFacts, Map<FunctionId, CallSite[]>>();
  return {
    add({ file, fn }, site) {
      let table = tables.get(file);
      if (table === undefined) tables.set(file, (table = new Map<FunctionId, CallSite[]>()));
      const known = table.get(fn);
      if (known === undefined) table.set(fn, [site]);
      else known.push(site);
    },
    of: (file, fn) => tables.get(file)?.get(fn) ?? [],
  };
}

function* calleesOf(region: Region, { callers, forward, calls }: Descent): Iterable<Callee> {
  const { file } = region;
  const through = function* (node: NodeId): Iterable<Callee> {
    // a call that nothing of it can come to hands on none
    if (!forward.reaches(file, node)) return;
    for (const { site, callee, more } of calls(file, node)) {
      callers.add(callee, site);
      yield callee;
      yield* more;
    }
  };
  for (const call of callsOf(region)) yield* through(call);
  for (const element of elementsOf(region)) yield* through(element);
}

/** A function that a call or an element calls or is handed. */
interface Called {
  readonly site: CallSite;
  readonly callee: Callee;
  /** Methods that are called on what it makes. */
  readonly more: readonly Callee[];
}

type CalledBy = (file: FileFacts, node: NodeId) => readonly Called[];

/** What calls and elements lead to, each found once, with one site for each. */
function createCalled(program: Program): CalledBy {
  const memo = new WeakMap<FileFacts, Map<NodeId, readonly Called[]>>();
  return (file, node) => {
    let known = memo.get(file);
    if (known === undefined) memo.set(file, (known = new Map<NodeId, readonly Called[]>()));
    let found = known.get(node);
    if (found === undefined) {
      found = opOf(file, node) === Op.Jsx ? calledByElement(program, file, node) : calledBy(program, file, node);
      known.set(node, found);
    }
    return found;
  };
}

function calledBy(program: Program, file: FileFacts, call: NodeId): readonly Called[] {
  if (!handsValue(file, call)) return [];
  const out = called(program, { file, call, how: 'direct', argument: -1 }, calleeOf(file, call));
  for (let i = 0; i < argumentCount(file, call); i++) {
    const argument = argumentOf(file, call, i);
    if (FUNCTIONS.has(opOf(file, argument))) {
      out.push(...called(program, { file, call, how: 'callback', argument: i }, argument));
    }
  }
  return out;
}

function calledByElement(program: Program, file: FileFacts, element: NodeId): readonly Called[] {
  const tag = listAt(file, aOf(file, element), 0);
  if (tag < 0 || opOf(file, tag) === Op.Str) return [];
  return called(program, { file, call: element, how: 'direct', argument: -1 }, tag);
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

function called(program: Program, site: CallSite, node: NodeId): Called[] {
  const out: Called[] = [];
  for (const e of program.entities({ file: site.file, node })) {
    const fn = e.k === 'function' ? e.fn : e.k === 'class' ? (e.file.classes[e.cls]?.ctor ?? -1) : -1;
    if ((e.k !== 'function' && e.k !== 'class') || fn < 0) continue;
    // an element makes an instance and shows what its methods give
    const methods =
      e.k === 'class' && opOf(site.file, site.call) === Op.Jsx ? (e.file.classes[e.cls]?.methods ?? []) : [];
    out.push({
      site,
      callee: { file: e.file, fn },
      more: methods.map((method) => ({ file: e.file, fn: method })),
    });
  }
  return out;
}
