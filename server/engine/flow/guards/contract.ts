import type { ContextId, FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import type { CallSite } from '../../link/contract.ts';

/** Why a check that was found on a path does not count. Words are made from it in the explain stage. */
export type NearMissReason =
  | 'wrong-branch'
  | 'after-call'
  | 'result-unused'
  | 'only-logged'
  | 'not-awaited'
  | 'constant'
  | 'fail-open'
  | 'other-purpose'
  | 'feature-flag'
  | 'auth-check'
  | 'plan-gate'
  | 'api-key'
  | 'cookie-consent'
  | 'other-subject'
  | 'client-only'
  | 'opt-out'
  | 'unknown-purpose'
  | 'overwritten'
  | 'record';

export interface NearMiss {
  readonly reason: NearMissReason;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** What was tested, as written. */
  readonly text: string;
  /** What the reason is about: the purpose named, the two subjects. '' if there is nothing to say. */
  readonly detail: string;
}

/** A check that counts: its place, and the node that is tested or called, if it is an expression. */
export interface ConsentCheck {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** NONE where the check is a whole function or class. */
  readonly node: NodeId;
}

/** What is known of consent at a point of the program. */
export interface GuardVerdict {
  /** `guard`: consent holds here on every path. `weak`: something like it, not enough. `none`. */
  readonly status: 'guard' | 'weak' | 'none';
  /** Where the check stands, when `guard` or `weak`. */
  readonly at: ConsentCheck | null;
  /** `any`: the check names no purpose. */
  readonly purpose: 'ai' | 'any';
  readonly nearMisses: readonly NearMiss[];
}

/** What is known on entry of a function. */
export interface EntryVerdict extends GuardVerdict {
  /** Calls that lead in without a check where others have one. */
  readonly open: readonly CallSite[];
}

export interface Guards {
  /** Does consent hold whenever this context is reached (looking at conditions and completed calls up to the function's entry, closures' creation contexts included, not at callers)? */
  context(file: FileFacts, context: ContextId): GuardVerdict;
  /** Does consent hold if this value is truthy (`polarity` true) or falsy? */
  condition(file: FileFacts, node: NodeId, polarity: boolean): GuardVerdict;
  /** Does consent hold on entry of a function: every caller checks, or a middleware, decorator, guard class or wrapper on the way does? */
  entry(file: FileFacts, fn: FunctionId): EntryVerdict;
  /** What holds where one call of a function is made. */
  site(site: CallSite, file: FileFacts, fn: FunctionId): GuardVerdict;
  /** Does consent hold in a context of the last function called, its parameters being what the calls hand over, outermost first? */
  through(file: FileFacts, context: ContextId, sites: readonly CallSite[]): GuardVerdict;
  /** Elements that pass this predicate function have consented (`users.filter((u) => u.aiConsent)`). */
  predicate(file: FileFacts, fn: FunctionId): GuardVerdict;
  /** A query whose arguments ask for consenting rows only (`findMany({ where: { aiConsent: true } })`, `.where('ai_consent', true)`, `eq(users.aiConsent, true)`). */
  query(file: FileFacts, call: NodeId): GuardVerdict;
  /** Near-misses in a function that stand after the call, unused or only logged, for the message. */
  nearMisses(file: FileFacts, fn: FunctionId, sink: NodeId): readonly NearMiss[];
}
