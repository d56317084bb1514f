import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { argumentOf, contextOf, functionOf, opOf } from '../../extract/reader.ts';
import type { CallSite } from '../../link/contract.ts';
import { isTestPath } from '../../source/index.ts';
import { originOf } from './origin.ts';
import { missOver, valueOf } from './core.ts';
import type { Core } from './core.ts';
import { judgeDecorators } from './decorators.ts';
import { judgeElementUses } from './jsx-uses.ts';
import { checkInPage } from './page-checks.ts';
import { both, either, Level, missed, NEVER, NONE_KNOWN, OPAQUE, withMiss } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeNextMiddleware } from './next-middleware.ts';
import { judgeHandedTo, judgeHeldByObject } from './wrappers.ts';

const MAX_CALLERS_UP = 4;
/** Calls judged of a function that is known to be called without a check. */
const MAX_SITES = 8;

/** Judges ways into functions. */
export interface Entry {
  judge(file: FileFacts, fn: FunctionId): Judgement;
  /** Calls that lead into the function, or into the one it stands in, without a check, where others have one. */
  open(file: FileFacts, fn: FunctionId): readonly CallSite[];
  /** What holds where one call of a function is made: a server action is an open endpoint, whatever a page checked. */
  site(site: CallSite, file: FileFacts, fn: FunctionId): Judgement;
}

/**
 * Creates the judge of ways into functions: a function is entered under consent if a decorator or framework middleware
 * on it checks, or if it has callers and each of them does, itself or on its own way in.
 *
 * @param round what the framework runs round all handlers of a file says
 */
export function createEntry(core: Core, round: (file: FileFacts) => Judgement = () => OPAQUE): Entry {
  const memo = new WeakMap<FileFacts, Map<FunctionId, Judgement>>();
  const openSites = new WeakMap<FileFacts, Map<FunctionId, readonly CallSite[]>>();
  const open = new Set<string>();

  const judge = (file: FileFacts, fn: FunctionId, depth: number): Judgement => {
    const facts = file.functions[fn];
    if (facts === undefined || fn <= 0 || depth > MAX_CALLERS_UP) return NONE_KNOWN;
    let known = memo.get(file);
    if (known === undefined) {
      known = new Map();
      memo.set(file, known);
    }
    const found = known.get(fn);
    if (found !== undefined) return found;
    const key = `${String(fn)} ${file.path}`;
    if (open.has(key)) return NONE_KNOWN;
    open.add(key);
    const judged = compute(file, fn, depth);
    open.delete(key);
    if (depth === 0) known.set(fn, judged);
    return judged;
  };

  const compute = (file: FileFacts, fn: FunctionId, depth: number): Judgement => {
    const facts = file.functions[fn];
    let all = both(judgeDecorators(core, file, fn), judgeNextMiddleware(core, file));
    if (all.level === Level.guard) return all;
    all = both(all, round(file));
    if (all.level === Level.guard) return all;
    all = both(all, ofCallers(file, fn, depth));
    if (all.level < Level.weak && facts?.parent === 0) {
      const elsewhere = checkInPage(core, file);
      if (elsewhere !== null) all = withMiss(all, elsewhere);
    }
    if (all.level === Level.guard || facts === undefined || facts.parent <= 0) return all;
    // a closure runs after the function that makes it was entered
    return both(all, judge(file, facts.parent, depth + 1));
  };

  const ofCallers = (file: FileFacts, fn: FunctionId, depth: number): Judgement => {
    const { sites, complete } = core.program.callSites(file, fn);
    // JSX elements are judged with what stands round them, below
    const real = sites.filter(
      (s) => opOf(s.file, s.call) !== Op.Jsx && (!isTestPath(s.file.path) || isTestPath(file.path)),
    );
    const elements = judgeElementUses(core, file, fn, (f, at) => judge(f, at, depth + 1));
    const held = judgeHeldByObject(core, file, fn);
    if (!complete || (real.length === 0 && elements === null && held === null)) return NONE_KNOWN;
    let all: Judgement = either(elements ?? NEVER, held ?? NEVER);
    const unguarded: CallSite[] = [];
    let guarded = elements?.level === Level.guard || held?.level === Level.guard;
    const within = handedOn(core, real);
    for (const [i, site] of real.entries()) {
      if (within.outer.has(site)) continue;
      let own = capped(ofSite(site, depth), site, file, fn);
      const outer = within.inner.get(site);
      if (own.level < Level.guard && outer !== undefined) {
        own = both(own, outer.map((o) => capped(ofSite(o, depth), o, file, fn)).reduce(either));
      }
      if (own.level === Level.guard) guarded = true;
      else if (own.level < Level.weak) unguarded.push(site);
      all = either(all, own);
      if (all.level === Level.none && i >= MAX_SITES) break;
      // where only marks are asked about nothing is told of the ways that have none
      if (core.answer !== undefined && all.level < Level.guard) break;
    }
    if (guarded && unguarded.length > 0) remember(file, fn, unguarded);
    return all;
  };

  const remember = (file: FileFacts, fn: FunctionId, sites: readonly CallSite[]): void => {
    let known = openSites.get(file);
    if (known === undefined) {
      known = new Map();
      openSites.set(file, known);
    }
    known.set(fn, sites);
  };

  const ofSite = (site: CallSite, depth: number): Judgement => {
    const there = core.context(site.file, contextOf(site.file, site.call), null);
    if (there.level >= Level.guard) return there;
    const handed = site.how === 'callback' ? judgeHandedTo(core, valueOf(site.file, site.call), site.argument) : OPAQUE;
    const own = both(there, handed);
    if (own.level === Level.guard) return own;
    const caller = functionOf(site.file, site.call);
    return caller === NONE || caller === 0 ? own : both(own, judge(site.file, caller, depth + 1));
  };

  /** A server action is an open endpoint: what the page checked before calling it does not bind others. */
  const capped = (j: Judgement, site: CallSite, file: FileFacts, fn: FunctionId): Judgement => {
    if (j.level !== Level.guard || j.at === null || !isServerAction(file, fn)) return j;
    const client = site.file.functions[0]?.directives.includes('use client') === true;
    return client ? missed(missOver(core, 'client-only', j.at), Level.weak) : j;
  };

  return {
    judge: (file, fn) => judge(file, fn, 0),
    open(file, fn) {
      for (let f = fn; f > 0; f = file.functions[f]?.parent ?? 0) {
        const found = openSites.get(file)?.get(f);
        if (found !== undefined) return found;
      }
      return [];
    },
    site: (site, file, fn) => capped(core.context(site.file, contextOf(site.file, site.call), null), site, file, fn),
  };
}

/**
 * Sites where the function itself is handed over, and sites where what came out of such a call is: `wrap(handler)` and,
 * elsewhere, `router.post('/x', wrapped)` are one way in.
 */
function handedOn(
  core: Core,
  sites: readonly CallSite[],
): { readonly outer: ReadonlySet<CallSite>; readonly inner: ReadonlyMap<CallSite, readonly CallSite[]> } {
  const outer = new Set<CallSite>();
  const inner = new Map<CallSite, CallSite[]>();
  for (const site of sites) {
    if (site.how !== 'callback' || sites.length < 2) continue;
    const { file, node } = originOf(core, site.file, argumentOf(site.file, site.call, site.argument));
    const made = sites.find((s) => s !== site && s.how === 'callback' && s.call === node && s.file === file);
    if (made === undefined || outer.has(made)) continue;
    outer.add(site);
    inner.set(made, [...(inner.get(made) ?? []), site]);
  }
  return { outer, inner };
}

function isServerAction(file: FileFacts, fn: FunctionId): boolean {
  return [0, fn].some((f) => file.functions[f]?.directives.includes('use server') === true);
}
