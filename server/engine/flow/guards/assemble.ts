import type { Catalogue, GuardSymbol } from '../../../../rules/schema/types.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { calleeOf } from '../../extract/reader.ts';
import type { Entity, ProgramView, ShapeView } from '../../link/contract.ts';
import { judgeCompletion } from './completions.ts';
import { judgeContext } from './contexts.ts';
import { MAX_DEPTH, MAX_WORK } from './core.ts';
import type { Core, Frame } from './core.ts';
import { NEVER, OPAQUE } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { asked } from './fields.ts';
import { createLexicon } from './lexicon.ts';
import { createRelevance } from './relevance.ts';
import { createSpeaking } from './speaking.ts';
import { judgeCompleted, judgeReturned } from './summaries.ts';
import { createSymbols } from './symbols.ts';
import { testKey } from './test.ts';
import { judgeValue } from './values.ts';

/**
 * Puts the parts together with one memo table per file and one recursion guard. A question that comes back to itself is
 * answered `never` (a loop adds no way in), and what was computed on that assumption is not kept unless it is the
 * outermost answer.
 */
export function createCore(program: ProgramView & { readonly shapes?: ShapeView }, catalogue: Catalogue): Core {
  const symbolOf = createSymbols(catalogue.guardSymbols);
  const memo = new WeakMap<FileFacts, Map<string, Judgement>>();
  const calleeMemo = new WeakMap<FileFacts, Map<NodeId, readonly Entity[]>>();
  const frameMemo = new WeakMap<Frame, Map<string, Judgement>>();
  const frames = new WeakMap<Frame, number>();
  const dependent = new WeakMap<FileFacts, Set<string>>();
  const open = new Set<string>();
  // answers given inside a cycle serve until its outermost question is answered: else each would be sought again and again
  const provisional = new Map<string, Judgement>();
  let work = 0;
  let frameCount = 0;
  let depth = 0;
  let assumed = 0;

  const frameKey = (frame: Frame): number => {
    let key = frames.get(frame);
    if (key === undefined) frames.set(frame, (key = ++frameCount));
    return key;
  };

  const once = (file: FileFacts, what: string, frame: Frame | null, compute: () => Judgement): Judgement => {
    const key = frame === null ? what : `${what}@${String(frameKey(frame))} ${file.path}`;
    let table = frame === null ? memo.get(file) : frameMemo.get(frame);
    if (table === undefined) {
      table = new Map();
      if (frame === null) memo.set(file, table);
      else frameMemo.set(frame, table);
    }
    const known = table.get(key);
    if (known !== undefined) {
      if (frame === null && dependent.get(file)?.has(key) === true) asked.parameters++;
      return known;
    }
    const running = `${key} ${file.path}`;
    const guess = provisional.get(running);
    if (guess !== undefined) {
      assumed++;
      return guess;
    }
    if (open.has(running)) {
      assumed++;
      return NEVER;
    }
    if (depth > MAX_DEPTH || ++work > MAX_WORK) {
      assumed++;
      return OPAQUE;
    }
    const before = assumed;
    const parameters = asked.parameters;
    open.add(running);
    depth++;
    const found = compute();
    depth--;
    open.delete(running);
    if (depth === 0) {
      provisional.clear();
      work = 0;
    }
    if (assumed !== before && depth > 0) provisional.set(running, found);
    else {
      table.set(key, found);
      if (frame === null && asked.parameters !== parameters) {
        const keys = dependent.get(file);
        if (keys === undefined) dependent.set(file, new Set([key]));
        else keys.add(key);
      }
    }
    return found;
  };

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

  const speaks = createSpeaking(catalogue.guards, catalogue.guardSymbols);
  const relevance = createRelevance(program, callees, speaks);
  const core: Core = {
    program,
    shapes: program.shapes ?? null,
    lexicon: createLexicon(catalogue.guards),
    holds: (v, test) =>
      once(v.file, `v${String(v.node)}${v.awaited ? '+' : '-'}${testKey(test)}`, v.frame, () =>
        judgeValue(core, v, test),
      ),
    context: (file, context, frame) =>
      context < 0 ? OPAQUE : once(file, `c${String(context)}`, frame, () => judgeContext(core, file, context, frame)),
    completion: (v) =>
      once(v.file, `d${String(v.node)}${v.awaited ? '+' : '-'}`, v.frame, () => judgeCompletion(core, v)),
    returned: (ref, frame, test, awaited) =>
      once(ref.file, `r${String(ref.fn)}${awaited ? '+' : '-'}${testKey(test)}`, frame, () =>
        judgeReturned(core, ref, frame, test, awaited),
      ),
    completed: (ref, frame) => once(ref.file, `f${String(ref.fn)}`, frame, () => judgeCompleted(core, ref, frame)),
    speaks,
    concerns: (v, callee) => relevance.concerns(v.file, v.node, callee),
    callees,
    symbol(file, call): GuardSymbol | null {
      for (const e of callees(file, call)) {
        const symbol = symbolOf(e);
        if (symbol !== null) return symbol;
      }
      return null;
    },
  };
  return core;
}
