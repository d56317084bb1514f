import { Ctx, NONE, Op } from '../../extract/facts.ts';
import type { ContextId, FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, calleeOf, contextKind, contextParent, contextX, contextY, opOf } from '../../extract/reader.ts';
import type { ProgramView } from '../../link/contract.ts';
import type { Place } from '../../base/place.ts';
import type { Core, FunctionRef } from '../guards/core.ts';
import { either, guardAt, Level, NEVER, OPAQUE } from '../guards/judgement.ts';
import type { Judgement } from '../guards/judgement.ts';
import type { Lexicon } from '../guards/lexicon.ts';
import { elsewhere } from '../guards/url-conditions.ts';

/** What tells that an answer is marked. */
export interface Marks {
  /** A call that sets a header which says it. */
  call(file: FileFacts, call: NodeId): Place | null;
  /** A mark in what is answered. */
  value(file: FileFacts, node: NodeId): Place | null;
  /** Whether a file can hold one. */
  mentions(path: string): boolean;
}

const MAX_CALLS = 3;

/** Names say nothing here: an answer is marked by what is done to it. */
const SILENT: Lexicon = {
  sense: () => ({
    consent: false,
    purpose: 'any',
    unknown: '',
    other: '',
    negative: false,
    objection: false,
    inert: false,
    lookalike: null,
    moment: false,
    expiry: false,
    strange: '',
    verb: 'plain',
  }),
  purposeOf: () => ({ purpose: 'any', other: '', consent: false }),
  granted: () => false,
  denied: () => false,
  given: () => null,
};

/**
 * The question of the guard analysis asked of marks: not whether a person agreed on every way to a handler, but whether
 * the answer was given a header that says it. What stands before a handler, and on which routes, is the same in both.
 *
 * @param url the address that is asked for, where it is known: what is done for others does not count
 * @param visit told of each function looked at
 */
export function createMarkCore(
  program: ProgramView,
  marks: Marks,
  url: string | null,
  visit: (ref: FunctionRef) => void,
): Core {
  let depth = 0;

  const called = (file: FileFacts, node: NodeId): Judgement => {
    const call = opOf(file, node) === Op.Await ? aOf(file, node) : node;
    const own = marks.call(file, call);
    if (own !== null) return guardAt({ ...own, node: call }, 'any');
    if (depth >= MAX_CALLS || opOf(file, call) === Op.New) return OPAQUE;
    for (const e of program.entities({ file, node: calleeOf(file, call) })) {
      if (e.k !== 'function' || !marks.mentions(e.file.path)) continue;
      depth++;
      const inside = left(e, () => OPAQUE);
      depth--;
      if (inside.level === Level.guard) return inside;
    }
    return OPAQUE;
  };

  const memo = new WeakMap<FileFacts, Map<ContextId, Judgement>>();
  const context = (file: FileFacts, at: ContextId): Judgement => {
    const table = memo.get(file) ?? new Map<ContextId, Judgement>();
    memo.set(file, table);
    const known = table.get(at);
    if (known !== undefined) return known;
    table.set(at, OPAQUE);
    const found = look(file, at);
    table.set(at, found);
    return found;
  };

  const look = (file: FileFacts, at: ContextId): Judgement => {
    // what a module does when it is loaded is no part of an answer
    if (entryOf(file, at) === 0) return OPAQUE;
    if (url !== null && elsewhere(core, file, at, url)) return NEVER;
    visit({ file, fn: entryOf(file, at) });
    for (let c = at; c !== NONE && contextKind(file, c) !== Ctx.Entry; c = contextParent(file, c)) {
      const kind = contextKind(file, c);
      const found =
        kind === Ctx.Called
          ? called(file, contextX(file, c))
          : kind === Ctx.Either
            ? either(context(file, contextX(file, c)), context(file, contextY(file, c)))
            : OPAQUE;
      if (found.level === Level.guard) return found;
    }
    return OPAQUE;
  };

  /** Marked at every way out: on the way there, or by what is returned. */
  const left = ({ file, fn }: FunctionRef, value: (file: FileFacts, node: NodeId) => Judgement): Judgement => {
    const facts = file.functions[fn];
    if (facts === undefined) return OPAQUE;
    let all: Judgement = NEVER;
    for (const exit of facts.returns) {
      const there = context(file, exit.context);
      all = either(all, there.level === Level.opaque ? value(file, exit.node) : there);
    }
    if (facts.exitContext !== NONE) all = either(all, context(file, facts.exitContext));
    return all.level === Level.never ? OPAQUE : all;
  };

  const sent = (file: FileFacts, node: NodeId): Judgement => {
    const own = node === NONE || !marks.mentions(file.path) ? null : marks.value(file, node);
    return own === null ? OPAQUE : guardAt({ ...own, node }, 'any');
  };

  const core: Core = {
    program,
    shapes: null,
    lexicon: SILENT,
    holds: () => OPAQUE,
    context,
    judged: () => null,
    along: (_file, _frame, work) => work(() => undefined),
    completion: () => OPAQUE,
    returned: () => OPAQUE,
    completed: (ref) => left(ref, sent),
    person: () => null,
    speaks: () => false,
    concerns: () => false,
    callees: (file, call) => program.entities({ file, node: calleeOf(file, call) }),
    symbol: () => null,
    symbolAt: () => null,
    answer: sent,
  };
  return core;
}

function entryOf(file: FileFacts, context: ContextId): FunctionId {
  for (let c = context; c !== NONE; c = contextParent(file, c)) {
    if (contextKind(file, c) === Ctx.Entry) return contextX(file, c);
  }
  return 0;
}
