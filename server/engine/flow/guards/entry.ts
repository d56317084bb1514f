import { NONE, Op } from '../../extract/facts.ts';
import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import { contextOf, functionOf, opOf } from '../../extract/reader.ts';
import type { CallSite } from '../../link/contract.ts';
import { missAt, valueOf } from './core.ts';
import type { Core } from './core.ts';
import { judgeDecorators } from './decorators.ts';
import { judgeElementUses } from './jsx-uses.ts';
import { both, either, Level, missed, NEVER, NONE_KNOWN, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { judgeNextMiddleware } from './next-middleware.ts';
import { judgeHandedTo, judgeHeldByObject } from './wrappers.ts';

const MAX_CALLERS_UP = 4;
const TESTS = /(?:^|\/)(?:__tests__|__mocks__|tests?|specs?|e2e)\/|[.-](?:test|spec|stories)\.[cm]?[jt]sx?$/;

/**
 * Creates the judge of ways into functions: a function is entered under consent if a decorator or framework middleware
 * on it checks, or if it has callers and each of them does, itself or on its own way in.
 */
export function createEntry(core: Core): (file: FileFacts, fn: FunctionId) => Judgement {
  const memo = new WeakMap<FileFacts, Map<FunctionId, Judgement>>();
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
    all = both(all, ofCallers(file, fn, depth));
    if (all.level === Level.guard || facts === undefined || facts.parent <= 0) return all;
    // a closure runs after the function that makes it was entered
    return both(all, judge(file, facts.parent, depth + 1));
  };

  const ofCallers = (file: FileFacts, fn: FunctionId, depth: number): Judgement => {
    const { sites, complete } = core.program.callSites(file, fn);
    // JSX elements are judged with what stands round them, below
    const real = sites.filter(
      (s) => opOf(s.file, s.call) !== Op.Jsx && (!TESTS.test(s.file.path) || TESTS.test(file.path)),
    );
    const elements = judgeElementUses(core, file, fn, (f, at) => judge(f, at, depth + 1));
    const held = judgeHeldByObject(core, file, fn);
    if (!complete || (real.length === 0 && elements === null && held === null)) return NONE_KNOWN;
    let all: Judgement = either(elements ?? NEVER, held ?? NEVER);
    for (const site of real) {
      const own = ofSite(site, depth);
      all = either(all, isServerAction(file, fn) ? onlyClient(site, own) : own);
      if (all.level === Level.none && all.misses.length > 0) break;
    }
    return all;
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
  const onlyClient = (site: CallSite, j: Judgement): Judgement => {
    if (j.level !== Level.guard || j.at === null) return j;
    const client = site.file.functions[0]?.directives.includes('use client') === true;
    return client ? missed(missAt(core, 'client-only', site.file, site.call), Level.weak) : j;
  };

  return (file, fn) => judge(file, fn, 0);
}

function isServerAction(file: FileFacts, fn: FunctionId): boolean {
  return [0, fn].some((f) => file.functions[f]?.directives.includes('use server') === true);
}
