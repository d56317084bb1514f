import type { GuardSymbol } from '../../../../rules/schema/types.ts';
import type { ContextId, FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { endOf, startOf } from '../../extract/reader.ts';
import type { Entity, ProgramView, ShapeView } from '../../link/contract.ts';
import type { PersonRole } from '../personal-data/owners.ts';
import type { NearMiss, NearMissReason } from './contract.ts';
import { missed } from './judgement.ts';
import type { Judgement, Spot } from './judgement.ts';
import type { Lexicon } from './lexicon.ts';
import type { Test } from './test.ts';

/** A call through which a function is looked at: its parameters stand for that call's arguments. */
export interface Frame {
  readonly file: FileFacts;
  readonly fn: FunctionId;
  readonly callFile: FileFacts;
  readonly call: NodeId;
  readonly up: Frame | null;
  readonly depth: number;
}

/** A value: a node, seen through the calls that led to it; `awaited`: what the promise gives. */
export interface Value {
  readonly file: FileFacts;
  readonly node: NodeId;
  readonly frame: Frame | null;
  readonly awaited: boolean;
}

/** A function of the project. */
export interface FunctionRef {
  readonly file: FileFacts;
  readonly fn: FunctionId;
}

/** Calls followed into one another from one condition. */
export const MAX_FRAMES = 4;
/** Nested values and contexts looked at before giving up. */
export const MAX_DEPTH = 150;
/** Judgements made for one outermost question; beyond that nothing more is known. */
export const MAX_WORK = 20_000;

/** The parts of the guard analysis, which need one another; put together in index.ts. */
export interface Core {
  readonly program: ProgramView;
  readonly shapes: ShapeView | null;
  readonly lexicon: Lexicon;
  /** Does consent hold if the value passes the test? */
  holds(value: Value, test: Test): Judgement;
  /** Does consent hold whenever the context is reached (callers not asked)? */
  context(file: FileFacts, context: ContextId, frame: Frame | null): Judgement;
  /** What is known already of a context; null if nothing is. */
  judged(file: FileFacts, context: ContextId, frame: Frame | null): Judgement | null;
  /** Runs `work`; what it hands to `keep` is kept of other contexts if nothing in it was only assumed. */
  along(
    file: FileFacts,
    frame: Frame | null,
    work: (keep: (context: ContextId, judgement: Judgement) => void) => Judgement,
  ): Judgement;
  /** Does consent hold once the call (or await of one) has completed normally? */
  completion(value: Value): Judgement;
  /** Does consent hold if what the function returns passes the test? `awaited`: what its promise gives. */
  returned(fn: FunctionRef, frame: Frame | null, test: Test, awaited: boolean): Judgement;
  /** Does consent hold once the function has completed normally? */
  completed(fn: FunctionRef, frame: Frame | null): Judgement;
  /** Who a name says a person is: `patient`, `senders`; null if it names none. */
  person(name: string): PersonRole | null;
  /** Whether a text holds a word of consent. */
  speaks(text: string): boolean;
  /** Whether a call of a function has anything to do with consent, as far as texts tell. */
  concerns(value: Value, callee: FunctionRef): boolean;
  /** What the callee of a call is, memoised. */
  callees(file: FileFacts, call: NodeId): readonly Entity[];
  /** A known guard symbol that the callee is, or null. */
  symbol(file: FileFacts, call: NodeId): GuardSymbol | null;
  /** A known guard symbol that a value is, or null. */
  symbolAt(file: FileFacts, node: NodeId): GuardSymbol | null;
  /** What an answer that lets a request through says by itself, where that is asked. */
  answer?(file: FileFacts, node: NodeId): Judgement;
}

export const valueOf = (file: FileFacts, node: NodeId): Value => ({ file, node, frame: null, awaited: false });
/** Another node of the same file and frame. */
export const sibling = (v: Value, node: NodeId, awaited = v.awaited): Value => ({ ...v, node, awaited });

export function spotOf(file: FileFacts, node: NodeId): Spot {
  return { path: file.path, start: startOf(file, node), end: endOf(file, node), node };
}

/** A near-miss at a node, with its text as written (one line, shortened). */
export function missAt(core: Core, reason: NearMissReason, file: FileFacts, node: NodeId, detail = ''): NearMiss {
  const start = startOf(file, node);
  const end = endOf(file, node);
  const raw = (core.program.text(file.path) ?? '').slice(start, end).replace(/\s+/g, ' ').trim();
  return { reason, path: file.path, start, end, text: raw.length > 80 ? `${raw.slice(0, 79)}…` : raw, detail };
}

/** A consent that is for something else. */
export function otherPurpose(core: Core, file: FileFacts, node: NodeId, other: string): Judgement {
  return missed(missAt(core, other.startsWith('cookie') ? 'cookie-consent' : 'other-purpose', file, node, other));
}

/** A near-miss where a check stands. */
export function missOver(core: Core, reason: NearMissReason, at: Spot): NearMiss {
  const { path, start, end } = at;
  const text = (core.program.text(path) ?? '').slice(start, end).replace(/\s+/g, ' ').slice(0, 80);
  return { reason, path, start, end, text, detail: '' };
}
