import type { Framework } from '../../../../rules/schema/types.ts';
import type { Place } from '../../base/place.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { endOf, functionOf, NONE, Op, opOf, startOf } from '../../extract/index.ts';
import { methodName, type CallSite, type Program } from '../../link/index.ts';
import type { MarkerMiss, OutletSite } from '../disclosure/contract.ts';
import type { RouteUrls } from '../disclosure/route-urls.ts';
import { createAroundFiles, judgeAround } from '../guards/around-files.ts';
import type { FunctionRef } from '../guards/core.ts';
import { createEntry } from '../guards/entry.ts';
import { Level } from '../guards/judgement.ts';
import { continues } from '../guards/middleware.ts';
import { sourceKind } from '../../source/index.ts';
import { isProduct } from '../rendered/render-sites.ts';
import { createConfigHeaders } from './config-headers.ts';
import { createMarkCore, type Marks } from './mark-core.ts';

/** Marks that are put on answers by what stands round their handlers. */
export interface MarkedRoutes {
  /** Where an outlet's answer is marked on the way in or out, or null. */
  find(
    outlet: OutletSite,
    sites: readonly CallSite[],
    miss: (reason: MarkerMiss['reason'], place: Place) => void,
  ): Place | null;
}

export interface MarkedRouteParts {
  readonly program: Program;
  readonly frameworks: readonly Framework[];
  readonly urls: RouteUrls;
  /** Matches a text that may hold a mark: others are not looked at. */
  readonly mentions: RegExp;
  readonly header: (name: string, value: string) => boolean;
  readonly call: Marks['call'];
  readonly value: Marks['value'];
}

const MAX_MISSES = 3;

/**
 * Headers and fields that middlewares, hooks, interceptors, decorators and configurations put on all answers of some
 * routes. Lazy: where no file of a program mentions a mark, nothing is looked at.
 */
export function createMarkedRoutes(parts: MarkedRouteParts): MarkedRoutes {
  const { program, urls } = parts;
  const configured = createConfigHeaders(program, parts.frameworks, parts.header);
  const aroundOf = createAroundFiles(program, parts.frameworks);
  let found: ReadonlySet<string> | null = null;
  /** Files with functions that put a mark on answers of others. */
  const marking = (): ReadonlySet<string> => {
    found ??= new Set(
      program
        .matching(
          'mentions of marks',
          (text, path) => isProduct(path) && sourceKind(path) !== null && parts.mentions.test(text),
        )
        .filter((path) => mayMark(parts, path)),
    );
    return found;
  };
  const marks: Marks = { call: parts.call, value: parts.value, mentions: (path) => marking().has(path) };
  const asked = new Map<string, ReturnType<typeof askerFor>>();
  const asker = (url: string | null): ReturnType<typeof askerFor> => {
    const key = url ?? '';
    const known = asked.get(key) ?? askerFor(program, marks, url);
    asked.set(key, known);
    return known;
  };

  return {
    find(outlet, sites, miss) {
      const ends = [...sites.map((site) => ({ file: site.file, node: site.call })), outlet];
      for (const { file, node } of ends) {
        const url = urls.of(file.path);
        const config = url === null ? null : configured.of(file.path, url);
        if (config !== null && config.at !== null) return config.at;
        config?.others.slice(0, MAX_MISSES).forEach((place) => {
          miss('other-outlet', place);
        });
        if (marking().size === 0) continue;
        const ask = asker(url);
        const own = ask.judge(file, functionOf(file, node));
        if (own !== null) return own;
        const round = judgeAround(ask.core, program, aroundOf(file.path));
        if (round.level === Level.guard && round.at !== null) return placeIn(round.at);
        noteMisses(ask.visited, outlet, miss);
      }
      return null;
    },
  };

  /** Marks that were found and do not count: set on one branch, too late, or for other routes. */
  function noteMisses(
    visited: ReadonlySet<string>,
    outlet: OutletSite,
    miss: (reason: MarkerMiss['reason'], place: Place) => void,
  ): void {
    let told = 0;
    for (const path of marking()) {
      const file = program.facts(path);
      for (const call of file?.calls ?? []) {
        if (file === undefined || told >= MAX_MISSES) return;
        const fn = functionOf(file, call);
        if (file === outlet.file && fn === functionOf(file, outlet.node)) continue;
        const place = parts.call(file, call);
        const on = place === null ? null : goingOn(file, fn);
        if (place === null || on === null) continue;
        const seen = visited.has(keyOf({ file, fn }));
        miss(!seen ? 'other-outlet' : startOf(file, call) > endOf(file, on) ? 'after-outlet' : 'other-branch', place);
        told++;
      }
    }
  }
}

/** Whether a file sets a header that says it, or holds a function round others and names a mark. */
function mayMark(parts: MarkedRouteParts, path: string): boolean {
  const file = parts.program.facts(path);
  return (
    file !== undefined &&
    (file.calls.some((call) => methodName(file, call) === 'next' || parts.call(file, call) !== null) ||
      file.functions.some((_, fn) => goingOn(file, fn) !== null))
  );
}

/** The call by which a middleware goes on; null if the function is none. */
function goingOn(file: FileFacts, fn: FunctionId): NodeId | null {
  return file.calls.find((call) => continues(file, fn, call)) ?? null;
}

const keyOf = ({ file, fn }: FunctionRef): string => `${String(fn)}:${file.path}`;

const placeIn = ({ path, start, end }: Place): Place => ({ path, start, end });

/** The question for the handlers of one address. */
function askerFor(program: Program, marks: Marks, url: string | null) {
  const visited = new Set<string>();
  const core = createMarkCore(program, marks, url, (ref) => visited.add(keyOf(ref)));
  const entry = createEntry(core);
  const judge = (file: FileFacts, fn: FunctionId): Place | null => {
    const found = decorated(marks, file, fn);
    if (found !== null) return found;
    const { level, at } = entry.judge(file, fn);
    return level === Level.guard && at !== null ? placeIn(at) : null;
  };
  return { core, visited, judge };
}

/** `@Header('X-AI-Generated', 'true')` on the method or its class. */
function decorated(marks: Marks, file: FileFacts, fn: FunctionId): Place | null {
  for (let f = fn; f > 0; f = file.functions[f]?.parent ?? 0) {
    const facts = file.functions[f];
    const owner = file.classes[facts?.owner ?? NONE];
    for (const decorator of [...(facts?.decorators ?? []), ...(owner?.decorators ?? [])]) {
      const found = opOf(file, decorator) === Op.Call ? marks.call(file, decorator) : null;
      if (found !== null) return found;
    }
  }
  return null;
}
