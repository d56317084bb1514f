import type { FileFacts, FunctionId, NodeId, VariableId } from '../../extract/facts.ts';
import type { CallSite, Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { Guards } from '../guards/index.ts';
import type { PersonalDataClassifier } from '../personal-data/index.ts';
import type { AccessPath } from './access-path.ts';
import type { Mutations } from './mutations.ts';
import type { CallbackLeaf, Leaf, ParamLeaf, State } from './state.ts';

/** Which outgoing value of a function is asked for. */
export type ExitOf = 'return' | 'yield' | `parameter:${string}`;

/** What the parts of the tracer share. */
export interface Tracing {
  readonly program: Program;
  readonly index: CatalogueIndex;
  readonly classifier: PersonalDataClassifier;
  readonly guards: Guards;
  /** Which functions put something into what they are given. */
  readonly mutations: Mutations;
  /** Follows states backwards until they end; leaves are relative to the functions the states stand in. */
  query(starts: readonly State[]): readonly Leaf[];
  /** Leaves of what a function gives back, relative to its parameters. Memoised: a summary. */
  summary(file: FileFacts, fn: FunctionId, exit: ExitOf, path: AccessPath): readonly Leaf[];
  /** What a parameter is at one call site: leaves in the caller, or null if the site says nothing. */
  atSite(leaf: ParamLeaf | CallbackLeaf, site: CallSite): readonly Leaf[] | null;
  /** Inline function → the call it is an argument of. */
  inlineUse(file: FileFacts, fn: FunctionId): { readonly call: NodeId; readonly argument: number } | null;
  /** Calls of a function's parameter, `cb(x)` inside, or of its property of that key, by parameter position. */
  invocations(file: FileFacts, fn: FunctionId, index: number, key?: string): readonly NodeId[];
  /** Whether a function's name says that it cleans what it returns: redact, mask, pseudonymise … in the catalogue's languages. */
  isSanitizerName(name: string): boolean;
  /** Whether the end of a question is any use to who asks. What is not is dropped where it is met. */
  keeps(leaf: Leaf): boolean;
  /** Whether a model call (the catalogue's) stands at a node. */
  isModelCall(file: FileFacts, call: NodeId): boolean;
  /**
   * What is asked for. `data`: a person's data, also as numbers; what is read of an answer comes from outside. `content`:
   * what is read, seen or heard; numbers made of it are none, and the body of an answer is what was asked of its sender.
   */
  readonly follows: 'data' | 'content';
}

/** Where a transfer function puts what it finds. */
export interface Emit {
  state(state: State): void;
  leaf(leaf: Leaf): void;
  /** Whether this is the first time the question asks the same of what closures write into a variable; not told: yes. */
  first?(state: State, variable: VariableId): boolean;
}
