import type { ClassId, FileFacts, FunctionId, NodeId, TypeId } from '../../extract/facts.ts';
import type { NodeRef, ProgramView, Shape, TypeRef } from '../contract.ts';
import type { Fields } from './shape.ts';
import type { Site } from './site.ts';

export type Bindings = ReadonlyMap<string, Shape>;

/** The function of the project a function shape was made from. */
export interface FunctionOrigin {
  readonly file: FileFacts;
  readonly fn: FunctionId;
  /** Type parameters of the class it is a method of. */
  readonly bindings: Bindings | null;
}

/**
 * What the parts of this folder ask of each other. `nodeShape` says what annotations, schemas and queries tell of a
 * value; `literalShape` also reads object and array literals and undeclared returns, as `typeof x` does.
 */
export interface Core {
  readonly program: ProgramView;
  typeShape(ref: TypeRef): Shape;
  /** A type by name with arguments, as seen in a file. */
  namedType(file: FileFacts, name: string, args: readonly Shape[], bindings: Bindings | null): Shape;
  /** A type a package or (pkg '') the language gives. */
  externalType(file: FileFacts, pkg: string, name: string, args: readonly Shape[]): Shape;
  /** A type of a module that is not there (a generated file), if a schema of the workspace tells of it. */
  missingType(file: FileFacts, name: string): Shape | null;
  nodeShape(ref: NodeRef): Shape;
  literalShape(ref: NodeRef): Shape;
  /** The shape a value is expected to have where it stands: argument of a typed call, value of a typed variable, … */
  expected(ref: NodeRef): Shape;
  fields(shape: Shape): Fields;
  field(shape: Shape, key: string): Shape;
  /** What is stepped through: elements of arrays, tuples, values of dictionaries. */
  element(shape: Shape): Shape;
  /** What `await` gives. */
  settled(shape: Shape): Shape;
  /** Instance of a class of the project. */
  classFields(file: FileFacts, cls: ClassId, bindings: Bindings | null): Fields;
  /** Superclass: the shape of an instance of it, unknown if there is none. */
  superShape(file: FileFacts, cls: ClassId, bindings: Bindings | null): Shape;
  /** Declared or inferred signature of a function. */
  functionShape(file: FileFacts, fn: FunctionId, bindings: Bindings | null, literal?: boolean): Shape;
  functionOrigin(shape: Shape): FunctionOrigin | null;
  /** What a call of a function of the project gives, its type parameters bound by the call. */
  applied(origin: FunctionOrigin, site: Site | null): Shape;
  /** Type parameters in scope of a function, bound to their constraints. */
  scope(file: FileFacts, fn: FunctionId): Bindings | null;
  /** Object literals a value is, through definitions, imports and casts. */
  objects(ref: NodeRef): readonly NodeRef[];
  /** Keys and values of an object literal (its spreads included), later ones winning. */
  properties(ref: NodeRef): ReadonlyMap<string, NodeRef>;
  /** Elements of an array literal. */
  elements(ref: NodeRef): readonly NodeRef[];
  /**
   * The name a value is bound to where it is made: of its variable or property, through methods chained on it; '' if
   * there is none, or if a method that `stop` matches stands between.
   */
  nameOf(ref: NodeRef, stop?: RegExp): string;
  /** A method called on a receiver; unknown if nothing says. */
  methodOf(receiver: Shape, key: string, site: Site): Shape;
  /** A value called. */
  invoked(value: Shape, site: Site): Shape;
  /** Whatever a module exports, as a record. */
  moduleShape(path: string): Shape;
  /** All paths of the workspace whose name ends with one of these. */
  pathsEnding(ends: readonly string[]): readonly string[];
  typeArguments(file: FileFacts, node: NodeId): readonly TypeId[];
}
