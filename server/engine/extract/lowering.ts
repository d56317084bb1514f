import type { Builder } from './builder.ts';
import { joinContexts } from './contexts.ts';
import type { Env } from './env.ts';
import { Ctx, NONE, Op } from './facts.ts';
import type {
  ClassFacts,
  ClassId,
  ContextId,
  ExportFacts,
  FactsProblem,
  FunctionFacts,
  FunctionId,
  ImportFacts,
  NodeId,
  ParameterFacts,
  TypeDeclaration,
  TypeExpr,
  TypeId,
  VariableFacts,
  VariableId,
} from './facts.ts';
import type { JsDocs } from './jsdoc.ts';
import { newVariable } from './scope.ts';
import type { Scope, Variable } from './scope.ts';
import type {
  Class,
  Expression,
  FunctionNode,
  ArrowFunctionExpression,
  Span,
  Statement,
  TSTupleElement,
} from './tree.ts';

/** Deeper expressions and statements are not followed: their values are unknown. */
const DEPTH_LIMIT = 400;

/** A place `break` or `continue` can jump to, and the paths that do. */
export interface JumpTarget {
  readonly labels: readonly string[];
  /** Environment outside the statement; edges hold what was written since. */
  readonly base: Env;
  /** A loop or switch: a plain `break` ends it. */
  readonly breakable: boolean;
  readonly loop: boolean;
  readonly breaks: Edge[];
  readonly continues: Edge[];
}

/** A path that arrives somewhere: under which context, with which variables changed (null: none). */
export interface Edge {
  readonly context: ContextId;
  readonly values: ReadonlyMap<VariableId, NodeId> | null;
}

/** An exit whose node may still turn out to be a copy of another. */
export interface OpenExit {
  readonly context: ContextId;
  node: NodeId;
  readonly start: number;
  readonly end: number;
}

/** What is gathered about the function being lowered. */
export interface FunctionState {
  readonly id: FunctionId;
  readonly entry: ContextId;
  /** The function whose `this` is meant inside: itself, unless it is an arrow function. */
  readonly thisFunction: FunctionId;
  /** Class whose `super` is meant inside, or NONE. */
  readonly superClass: ClassId;
  /** Where `this.x = …` is noted; shared by an arrow function and the function around it. */
  readonly thisWrites: { key: string | null; node: NodeId }[];
  readonly returns: OpenExit[];
  readonly yields: OpenExit[];
  readonly throws: OpenExit[];
  /** What `arguments` means inside; shared like `thisWrites`. Null where it means nothing. */
  readonly received: Received | null;
  readonly cells: Map<VariableId, NodeId>;
  readonly targets: JumpTarget[];
  /** Values written inside the try blocks being lowered, innermost last. */
  readonly tryLogs: Map<VariableId, NodeId[]>[];
  /** Variables of plain parameters by position. */
  readonly parameters: (Variable | null)[];
  readonly parameterExits: NodeId[][];
  thisNode: NodeId;
}

/** All that a function is called with, as `arguments` has it. */
export interface Received {
  /** Its declared parameters. */
  parameters: readonly ParameterFacts[];
  /** Where `arguments` is first read: what a call hands in besides is a parameter of its own from there on. */
  rest: (Span & { readonly node: NodeId }) | null;
}

/** How a function comes to be. */
export interface FunctionSetting {
  readonly id: FunctionId;
  /** The Func node, NONE for methods. */
  readonly node: NodeId;
  readonly name: string;
  readonly kind: FunctionFacts['kind'];
  readonly isStatic: boolean;
  readonly owner: ClassId;
  readonly decorators: readonly NodeId[];
  /** Context in which the closure is created. */
  readonly parentContext: ContextId;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Start of the statement or member a doc comment would precede. */
  readonly anchor: number;
}

/** The mutually recursive parts of the lowering, each in its own file. */
export interface Walkers {
  readonly expression: (l: Lowering, node: Expression, name: string) => NodeId;
  readonly statement: (l: Lowering, node: Statement) => void;
  readonly lowerFunction: (l: Lowering, node: FunctionNode | ArrowFunctionExpression, setting: FunctionSetting) => void;
  readonly lowerClass: (l: Lowering, node: Class, name: string) => NodeId;
  readonly type: (l: Lowering, node: TSTupleElement) => TypeId;
}

/** Export whose value is read when the module has been lowered to its end. */
export interface PendingExport extends Omit<ExportFacts, 'node'> {
  readonly node: NodeId;
  /** Local name to read, or null if `node` already says it. */
  readonly local: string | null;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** State of one file's lowering: the tables being filled and the place the walk is at. */
export class Lowering {
  readonly text: string;
  readonly b: Builder;
  readonly walk: Walkers;
  readonly docs: JsDocs;

  context: ContextId = NONE;
  env: Env;
  scope: Scope;
  fn: FunctionState;
  /** False after return, throw, break, continue: the path does not go on. */
  live = true;
  /** Labels of the statement about to be lowered. */
  labels: string[] = [];
  /** Prefix of type names inside a namespace: 'Foo.'. */
  namespace = '';
  anchor = NONE;
  /** Names of a component's own variables that its functions, or its template, may write at any time. */
  written: ReadonlySet<string> = NO_NAMES;

  readonly functions: (FunctionFacts | null)[] = [];
  readonly states: FunctionState[] = [];
  readonly classes: (ClassFacts | null)[] = [];
  readonly variables: Variable[] = [];
  readonly imports: ImportFacts[] = [];
  readonly exports: PendingExport[] = [];
  readonly types: TypeExpr[] = [];
  readonly typeIds = new Map<string, TypeId>();
  readonly declarations: TypeDeclaration[] = [];
  readonly calls: NodeId[] = [];
  readonly jsx: NodeId[] = [];
  readonly problems: FactsProblem[] = [];
  /** Nodes that turned out to be mere copies of another: trivial Phis, Cells of variables with one definition. */
  readonly copies = new Map<NodeId, NodeId>();
  /** Func nodes of the function declarations hoisted so far. */
  readonly hoistedFunctions = new Map<FunctionNode, NodeId>();
  readonly typeArguments = new Map<NodeId, readonly TypeId[]>();

  #depth = 0;
  #tooDeep = false;

  constructor(text: string, b: Builder, walk: Walkers, docs: JsDocs, scope: Scope, env: Env, fn: FunctionState) {
    this.text = text;
    this.b = b;
    this.walk = walk;
    this.docs = docs;
    this.scope = scope;
    this.env = env;
    this.fn = fn;
  }

  /** Adds a node in the current context. */
  node(op: Op, span: Span, a: number = NONE, b: number = NONE, c: number = NONE): NodeId {
    return this.b.node(op, span.start, span.end, this.context, a, b, c);
  }

  string(span: Span, text: string): NodeId {
    return this.b.node(Op.Str, span.start, span.end, this.context, this.b.string(text));
  }

  /** Lowers an expression; `name` names an anonymous function or class. NONE where the text is broken. */
  expression(node: Expression | null | undefined, name = ''): NodeId {
    if (node === null || node === undefined) return NONE;
    if (++this.#depth > DEPTH_LIMIT) {
      this.#depth--;
      this.#reportDepth(node);
      return this.node(Op.Unknown, node);
    }
    const result = this.walk.expression(this, node, name);
    this.#depth--;
    return result;
  }

  /** Runs a recursive step one level deeper, or returns null if that would be too deep. */
  nested<T>(span: Span, step: () => T): T | null {
    if (++this.#depth > DEPTH_LIMIT) {
      this.#depth--;
      this.#reportDepth(span);
      return null;
    }
    const result = step();
    this.#depth--;
    return result;
  }

  statement(node: Statement | null | undefined): void {
    if (node === null || node === undefined) return;
    if (++this.#depth > DEPTH_LIMIT) this.#reportDepth(node);
    else this.walk.statement(this, node);
    this.#depth--;
  }

  /** Lowers a type annotation's type; NONE for none. */
  type(node: TSTupleElement | null | undefined): TypeId {
    if (node === null || node === undefined) return NONE;
    if (++this.#depth > DEPTH_LIMIT) {
      this.#depth--;
      this.#reportDepth(node);
      return NONE;
    }
    const result = this.walk.type(this, node);
    this.#depth--;
    return result;
  }

  /** Adds a type; types with a key are kept once. */
  addType(type: TypeExpr, key: string | null = null): TypeId {
    if (key !== null) {
      const known = this.typeIds.get(key);
      if (known !== undefined) return known;
      this.typeIds.set(key, this.types.length);
    }
    return this.types.push(type) - 1;
  }

  #reportDepth(span: Span): void {
    if (this.#tooDeep) return;
    this.#tooDeep = true;
    this.problem(span, 'Nested too deeply to analyse');
  }

  problem(span: Span, message: string): void {
    this.problems.push({ start: span.start, end: span.end, message });
  }

  enterTrue(node: NodeId): ContextId {
    return this.b.context(Ctx.True, this.context, node, NONE);
  }

  enterFalse(node: NodeId): ContextId {
    return this.b.context(Ctx.False, this.context, node, NONE);
  }

  join(x: ContextId, y: ContextId): ContextId {
    return joinContexts(this.b, x, y);
  }

  declare(name: string, kind: VariableFacts['kind'], span: Span, scope: Scope = this.scope): Variable {
    const variable = newVariable(this.variables.length, name, kind, this.fn.id, span.start, span.end);
    this.variables.push(variable);
    scope.set(variable);
    return variable;
  }

  addImport(specifier: string, name: string, kind: ImportFacts['kind'], span: Span): number {
    return this.imports.push({ specifier, name, kind, start: span.start, end: span.end }) - 1;
  }

  reserveFunction(): FunctionId {
    return this.functions.push(null) - 1;
  }
}
