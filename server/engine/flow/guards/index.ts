import type { Catalogue } from '../../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import type { ProgramView, ShapeView } from '../../link/contract.ts';
import { createCore } from './assemble.ts';
import type { Guards } from './contract.ts';
import { valueOf } from './core.ts';
import { createEntry } from './entry.ts';
import { NONE_KNOWN, verdictOf } from './judgement.ts';
import { nearMissesOf } from './near-misses.ts';
import { judgeQuery } from './query.ts';
import { FALSY, TRUTHY } from './test.ts';
import { judgePredicate } from './collections.ts';

export type { ConsentCheck, EntryVerdict, Guards, GuardVerdict, NearMiss, NearMissReason } from './contract.ts';

/** A program whose shapes, if it has them, tell promises and status types. */
export type GuardProgram = ProgramView & { readonly shapes?: ShapeView };

/**
 * Consent as a fact of control flow. Judges conditions, completed calls and ways into functions by what they are made
 * of, and by the catalogue's words where that ends. Lazy and memoised per file; never throws.
 */
export function createGuards(program: GuardProgram, catalogue: Catalogue): Guards {
  const core = createCore(program, catalogue);
  const entry = createEntry(core);
  const queries = new WeakMap<FileFacts, Map<NodeId, ReturnType<Guards['query']>>>();
  return {
    context: (file, context) => verdictOf(core.context(file, context, null)),
    condition: (file, node, polarity) => verdictOf(core.holds(valueOf(file, node), polarity ? TRUTHY : FALSY)),
    site: (site, file, fn) => verdictOf(entry.site(site, file, fn)),
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
    nearMisses: (file, fn, sink) => nearMissesOf(core, file, fn, sink),
  };
}
