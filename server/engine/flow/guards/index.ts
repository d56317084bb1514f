import type { Catalogue } from '../../../../rules/schema/types.ts';
import { Ctx, NONE } from '../../extract/facts.ts';
import type { ContextId, FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { contextKind, contextParent, contextX, functionOf } from '../../extract/reader.ts';
import type { CallSite, ProgramView, ShapeView } from '../../link/contract.ts';
import { createCore } from './assemble.ts';
import type { Guards, NearMiss } from './contract.ts';
import { MAX_FRAMES, valueOf } from './core.ts';
import type { Frame } from './core.ts';
import { createEntry } from './entry.ts';
import { createFileRoutes } from './file-routes.ts';
import { NONE_KNOWN, verdictOf } from './judgement.ts';
import { nearMissesOf } from './near-misses.ts';
import { judgeQuery } from './query.ts';
import { FALSY, TRUTHY } from './test.ts';
import { judgePredicate } from './collections.ts';

export type { ConsentCheck, EntryVerdict, Guards, GuardVerdict, NearMiss, NearMissReason } from './contract.ts';

/** A program whose shapes, if it has them, tell promises and status types. */
export type GuardProgram = ProgramView & { readonly shapes?: ShapeView };

/** The calls that lead to a context, as the frames through which it is seen; null where one of them is a callback's. */
function framesOf(file: FileFacts, context: ContextId, sites: readonly CallSite[]): Frame | null {
  let frame: Frame | null = null;
  for (const [i, site] of sites.entries()) {
    if (site.how !== 'direct' || i >= MAX_FRAMES) return null;
    const next = sites[i + 1];
    const target =
      next === undefined
        ? { file, fn: enclosing(file, context) }
        : { file: next.file, fn: functionOf(next.file, next.call) };
    frame = { file: target.file, fn: target.fn, callFile: site.file, call: site.call, up: frame, depth: i + 1 };
  }
  return frame;
}

/** The function whose context it is. */
function enclosing(file: FileFacts, context: ContextId): FunctionId {
  for (let c = context; c !== NONE; c = contextParent(file, c)) {
    if (contextKind(file, c) === Ctx.Entry) return contextX(file, c);
  }
  return 0;
}

/**
 * Consent as a fact of control flow. Judges conditions, completed calls and ways into functions by what they are made
 * of, and by the catalogue's words where that ends. Lazy and memoised per file; never throws.
 */
export function createGuards(program: GuardProgram, catalogue: Catalogue): Guards {
  const core = createCore(program, catalogue);
  const entry = createEntry(core, createFileRoutes(core, program, catalogue.frameworks));
  const queries = new WeakMap<FileFacts, Map<NodeId, ReturnType<Guards['query']>>>();
  const missed = new WeakMap<FileFacts, Map<NodeId, readonly NearMiss[]>>();
  return {
    context: (file, context) => verdictOf(core.context(file, context, null)),
    condition: (file, node, polarity) => verdictOf(core.holds(valueOf(file, node), polarity ? TRUTHY : FALSY)),
    site: (site, file, fn) => verdictOf(entry.site(site, file, fn)),
    through: (file, context, sites) => verdictOf(core.context(file, context, framesOf(file, context, sites))),
    entry: (file, fn) => ({ ...verdictOf(entry.judge(file, fn)), open: entry.open(file, fn) }),
    predicate(file, fn) {
      const facts = file.functions[fn];
      return verdictOf(facts === undefined ? NONE_KNOWN : judgePredicate(core, { file, fn }));
    },
    query(file, call) {
      let known = queries.get(file);
      if (known === undefined) {
        known = new Map();
        queries.set(file, known);
      }
      let verdict = known.get(call);
      if (verdict === undefined) known.set(call, (verdict = verdictOf(judgeQuery(core, file, call))));
      return verdict;
    },
    nearMisses(file, fn, sink) {
      // one wrapper of a model call is on the way of all who use it
      let known = missed.get(file);
      if (known === undefined) missed.set(file, (known = new Map<NodeId, readonly NearMiss[]>()));
      let misses = known.get(sink);
      if (misses === undefined) known.set(sink, (misses = nearMissesOf(core, file, fn, sink)));
      return misses;
    },
  };
}
