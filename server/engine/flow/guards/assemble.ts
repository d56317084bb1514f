import type { Catalogue, GuardSymbol } from '../../../../rules/schema/types.ts';
import { perObject } from '../../base/per-object.ts';
import type { ContextId, FileFacts, NodeId } from '../../extract/facts.ts';
import { calleeOf } from '../../extract/reader.ts';
import type { Entity, ProgramView, ShapeView } from '../../link/contract.ts';
import { createOwners } from '../personal-data/owners.ts';
import { judgeCompletion } from './completions.ts';
import { judgeContext } from './contexts.ts';
import type { Core } from './core.ts';
import { OPAQUE } from './judgement.ts';
import { createLexicon } from './lexicon.ts';
import { createJudgementMemo } from './memo.ts';
import { createRelevance } from './relevance.ts';
import { createSpeaking } from './speaking.ts';
import { judgeCompleted, judgeReturned } from './summaries.ts';
import { createSymbols } from './symbols.ts';
import { testKey } from './test.ts';
import { judgeValue } from './values.ts';

/** What is read out of the catalogue's words, with what was found of names: the same for all programs. */
const wordsOf = perObject((catalogue: Catalogue) => ({
  symbolOf: createSymbols(catalogue.guardSymbols),
  speaks: createSpeaking(catalogue.guards, catalogue.guardSymbols),
  lexicon: createLexicon(catalogue.guards),
}));

function first(entities: readonly Entity[], symbolOf: (e: Entity) => GuardSymbol | null): GuardSymbol | null {
  for (const e of entities) {
    const symbol = symbolOf(e);
    if (symbol !== null) return symbol;
  }
  return null;
}

const contextKey = (context: ContextId): string => `c${String(context)}`;

/** Puts the parts together over one memo table. */
export function createCore(program: ProgramView & { readonly shapes?: ShapeView }, catalogue: Catalogue): Core {
  const { symbolOf, speaks, lexicon } = wordsOf(catalogue);
  const memo = createJudgementMemo();
  const { once } = memo;
  const calleeMemo = new WeakMap<FileFacts, Map<NodeId, readonly Entity[]>>();

  const callees = (file: FileFacts, call: NodeId): readonly Entity[] => {
    let table = calleeMemo.get(file);
    if (table === undefined) {
      table = new Map();
      calleeMemo.set(file, table);
    }
    let known = table.get(call);
    if (known === undefined) table.set(call, (known = program.entities({ file, node: calleeOf(file, call) })));
    return known;
  };

  const relevance = createRelevance(program, callees, speaks);
  const core: Core = {
    program,
    shapes: program.shapes ?? null,
    lexicon,
    holds: (v, test) =>
      once(v.file, `v${String(v.node)}${v.awaited ? '+' : '-'}${testKey(test)}`, v.frame, () =>
        judgeValue(core, v, test),
      ),
    context: (file, context, frame) =>
      context < 0 ? OPAQUE : once(file, contextKey(context), frame, () => judgeContext(core, file, context, frame)),
    judged: (file, context, frame) => memo.known(file, contextKey(context), frame),
    along: (file, frame, work) =>
      memo.along(file, frame, (keep) =>
        work((context, judgement) => {
          keep(contextKey(context), judgement);
        }),
      ),
    completion: (v) =>
      once(v.file, `d${String(v.node)}${v.awaited ? '+' : '-'}`, v.frame, () => judgeCompletion(core, v)),
    returned: (ref, frame, test, awaited) =>
      once(ref.file, `r${String(ref.fn)}${awaited ? '+' : '-'}${testKey(test)}`, frame, () =>
        judgeReturned(core, ref, frame, test, awaited),
      ),
    completed: (ref, frame) => once(ref.file, `f${String(ref.fn)}`, frame, () => judgeCompleted(core, ref, frame)),
    person: createOwners(catalogue.owners).role,
    speaks,
    concerns: (v, callee) => relevance.concerns(v.file, v.node, callee),
    callees,
    symbol: (file, call) => first(callees(file, call), symbolOf),
    symbolAt: (file, node) => first(program.entities({ file, node }), symbolOf),
  };
  return core;
}
