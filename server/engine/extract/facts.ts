/**
 * FileFacts: everything the later stages need to know about one file, and nothing that depends on the catalogue.
 *
 * A file is lowered to a graph of numbered *value nodes* in SSA form: a read of a local variable is simply the number of
 * the node that defines the value it holds at that point, so overwriting cleans and branches meet in `Phi` nodes.
 * Construction on the fly while walking the tree follows Braun et al., "Simple and Efficient Construction of SSA Form"
 * (CC 2013). Each node also carries the number of the *context* it is evaluated in: the chain of conditions and
 * completed calls that dominate it. Facts are flat arrays so that they are small, cheap to copy between workers, and
 * can be stored as they are.
 *
 * Offsets are UTF-16 code units into the text as given (a BOM counts as one unit).
 */

/** Bumped whenever the meaning or layout of facts changes: cached facts of another version are discarded. */
export const FACTS_VERSION = 3;

export type NodeId = number;
export type ContextId = number;
export type StringId = number;
export type TypeId = number;
export type FunctionId = number;
export type ClassId = number;
export type VariableId = number;
/** Index into `lists`: at that place stands the length, then that many numbers. */
export type ListId = number;

/** No node, string, type, … */
export const NONE = -1;

/**
 * Node kinds. Columns `a`, `b`, `c` mean what is said here. "List" is a ListId.
 * Every operand is a NodeId unless another type is said; an operand may be NONE where the text is broken.
 */
export const Op = {
  /** A value nothing is known of (broken syntax, unsupported construct). */
  Unknown: 0,
  /** String literal. a = StringId. */
  Str: 1,
  /** Number or bigint literal. a = StringId of its source text. */
  Num: 2,
  /** a = 0 or 1. */
  Bool: 3,
  Null: 4,
  Undefined: 5,
  /** a = StringId pattern, b = StringId flags. */
  Regex: 6,
  /** Template literal. a = list of parts in order; cooked texts are Str nodes (empty ones left out). */
  Template: 7,
  /** `x + y` (also `x += y`). a, b. */
  Concat: 8,
  /** Other binary operator or comparison. a, b, c = StringId of the operator (`===`, `<`, `in`, `instanceof`, `*`, …). */
  Binary: 9,
  /** a = operand, b = StringId of the operator (`!`, `-`, `~`, `+`, `typeof`, `void`, `delete`, `++`, `--`). */
  Unary: 10,
  /** Short-circuit. a, b, c = StringId (`&&`, `||`, `??`). Node b stands in a context that says a's truth. */
  Logical: 11,
  /** `test ? a : b`. list a = [test, then, else]; then/else stand in contexts True(test)/False(test). */
  Conditional: 12,
  /** `obj.key` or `obj['key']` with a constant key. a = object, b = StringId key, c = 1 if optional chaining. */
  Member: 13,
  /** `obj[expr]`, key not constant. a = object, b = key node. */
  Index: 14,
  /** Object literal. a = list of triples (PropKind, key, value); key is a StringId, or a NodeId for Computed, or NONE for Spread. */
  Object: 15,
  /** Array literal. a = list of elements (holes are NONE; `...x` is a Spread node). */
  Array: 16,
  /** `...x` in an array or argument list. a. */
  Spread: 17,
  /** Function or arrow expression, or a function declaration's value. a = FunctionId. */
  Func: 18,
  /** Class expression or declaration's value. a = ClassId. */
  Class: 19,
  /** Call. a = list [callee, ...arguments]; a method call's callee is a Member/Index node, its object is the receiver. c = 1 if optional. */
  Call: 20,
  /** `new X(...)`. a = list [callee, ...arguments]. */
  New: 21,
  /** Tagged template. a = list [tag, template node]. The parts of the template are what the tag receives. */
  Tagged: 22,
  /** A name bound by an import (or by `const x = require('m')`, `const {x} = require('m')`). a = index into `imports`. */
  Import: 23,
  /** A free name: a global or something unresolved. a = StringId. */
  Global: 24,
  /** Value of a parameter on entry. a = FunctionId, b = position (0-based), c = 1 if it is the rest parameter. */
  Param: 25,
  /** `this`. a = FunctionId of the function whose `this` it is (arrow functions are looked through). */
  This: 26,
  /** `super` as a receiver, or as callee of a Call. a = ClassId. */
  Super: 27,
  /** Where paths meet. a = list of pairs (ContextId at the end of the incoming path, value node). May be cyclic through loops. b = VariableId or NONE. */
  Phi: 28,
  /** A variable of an outer function (or of the module, read inside a function): any of its definitions may hold. a = VariableId. */
  Cell: 29,
  /** Named definition: declaration or assignment of a variable. a = value, b = VariableId. Reads of the variable are this node. */
  Def: 30,
  /** `await x`. a. */
  Await: 31,
  /** `yield x` (value sent to the consumer). a; c = 1 for `yield*`. */
  Yield: 32,
  /** `const {x, y, ...rest} = obj` and array rest: obj without the named keys. a = object, b = list of StringIds left out, c = 1 for array rest. */
  Rest: 33,
  /** A new version of an object after `base.key = value`. list a = [base, value]; b = StringId key or NONE; c = key node if b is NONE. */
  Store: 34,
  /** A new version of an object after a call that may have changed it. a = earlier version, b = Call/New/Tagged node, c = argument position, -1 for the receiver. */
  Effect: 35,
  /** An element of an iterable: `for (x of a)`. a = iterable, c = 1 for `for await`. */
  Element: 36,
  /** A key of an object: `for (k in a)`. a = object. */
  KeyOf: 37,
  /** JSX element or fragment. list a = [tag node (Str for an intrinsic element, NONE for a fragment), attributes Object node or NONE, ...children]; text children are Str nodes. */
  Jsx: 38,
  /** The value bound by a catch clause. */
  Caught: 39,
  /** `expr as T`, `<T>expr`, `expr satisfies T` (c = 1). a = value, b = TypeId. */
  Cast: 40,
  /** Dynamic import. a = specifier node; b = index into `imports` when the specifier is a constant, else NONE. */
  DynamicImport: 41,
  /** Enum declaration's value. a = index into `declarations`. */
  Enum: 42,
  /** `import.meta` (a = StringId 'import.meta'), `new.target`. */
  Meta: 43,
  /** Assignment target that was destructured with a default: `{x = d} = o`. a = taken value, b = default. */
  Default: 44,
} as const;
export type Op = (typeof Op)[keyof typeof Op];

/** Columns of `nodes`, NODE_STRIDE numbers a node. */
export const NODE_STRIDE = 7;
export const Col = { op: 0, start: 1, end: 2, context: 3, a: 4, b: 5, c: 6 } as const;

export const PropKind = { Init: 0, Computed: 1, Spread: 2, Getter: 3, Setter: 4, Method: 5 } as const;
export type PropKind = (typeof PropKind)[keyof typeof PropKind];

/**
 * Context kinds. A context is a formula over what must have happened; `parent` is conjoined to it.
 * Columns of `contexts`, CONTEXT_STRIDE numbers each: kind, parent (ContextId or NONE), x, y.
 */
export const Ctx = {
  /** Entry of a function. x = FunctionId. parent = the context in which the closure was created (hoisted declarations: the entry of the enclosing function). */
  Entry: 0,
  /** x = condition node, which was truthy. */
  True: 1,
  /** x = condition node, which was falsy. */
  False: 2,
  /** x = Call/New/Tagged node, or Await of one, that has completed normally. */
  Called: 3,
  /** Either of two paths: x, y = ContextIds. parent = their common ancestor. */
  Either: 4,
  /** `switch` case taken. x = discriminant node, y = list of test nodes that may have matched (fall-through collects several). */
  Case: 5,
  /** `switch` default. x = discriminant node, y = list of the test nodes that did not match. */
  NotCase: 6,
  /** Inside a catch clause. parent = the context at the start of the try block. */
  Caught: 7,
} as const;
export type Ctx = (typeof Ctx)[keyof typeof Ctx];
export const CONTEXT_STRIDE = 4;

export interface ParameterFacts {
  /** Its name, or null if it is a pattern. */
  readonly name: string | null;
  /** The Param node. */
  readonly node: NodeId;
  /** The variable, or NONE for a pattern. */
  readonly variable: VariableId;
  /** Declared (or JSDoc) type. */
  readonly type: TypeId;
  /** Default value or NONE. */
  readonly default: NodeId;
  readonly rest: boolean;
  readonly decorators: readonly NodeId[];
  /** For a constructor parameter property (`private readonly ai: Ai`): the field it makes, else null. */
  readonly property: string | null;
  readonly start: number;
  readonly end: number;
}

/** A node and the context of the exit, yield or write it takes part in, and the place of the expression there. */
export interface Exit {
  readonly context: ContextId;
  readonly node: NodeId;
  readonly start: number;
  readonly end: number;
}

export interface FunctionFacts {
  /** Own name, or the name of the variable, property or method it is assigned to; '' if none. Function 0 is the module itself, named ''. */
  readonly name: string;
  readonly kind: 'module' | 'function' | 'arrow' | 'method' | 'getter' | 'setter' | 'constructor' | 'static-block';
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly isStatic: boolean;
  /** Enclosing function, NONE for the module. */
  readonly parent: FunctionId;
  /** Class it is a member of, or NONE. */
  readonly owner: ClassId;
  /** The Func node of a closure or declaration (NONE for methods and the module). */
  readonly node: NodeId;
  readonly parameters: readonly ParameterFacts[];
  /** Entry context. */
  readonly entry: ContextId;
  /** `return x` and the value of an expression-bodied arrow; `return;` has node NONE. */
  readonly returns: readonly Exit[];
  /** Operands of yield. */
  readonly yields: readonly Exit[];
  /** `throw x`. */
  readonly throws: readonly Exit[];
  /** Context at the closing brace if it can be reached, else NONE. */
  readonly exitContext: ContextId;
  /** For each parameter (by position) the versions it may have at the exits, if its object may have been changed by the body: Store/Effect/Phi nodes. */
  readonly parameterExits: readonly (readonly NodeId[])[];
  /** Writes `this.key = value` in the body (arrow functions inside included), in order; key null if not constant. */
  readonly thisWrites: readonly { readonly key: string | null; readonly node: NodeId }[];
  readonly returnType: TypeId;
  /** Names of type parameters. */
  readonly typeParameters: readonly string[];
  /** `T extends C`: constraint of each type parameter by position, NONE where there is none. */
  readonly typeConstraints?: readonly TypeId[];
  readonly decorators: readonly NodeId[];
  /** String directives at the top: 'use client', 'use server', 'use strict'. */
  readonly directives: readonly string[];
  /** The name, or the keyword where there is none. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
  readonly end: number;
}

export interface FieldFacts {
  readonly name: string;
  readonly type: TypeId;
  /** Initial value or NONE. */
  readonly node: NodeId;
  readonly isStatic: boolean;
  readonly decorators: readonly NodeId[];
  readonly start: number;
  readonly end: number;
}

export interface ClassFacts {
  readonly name: string;
  readonly node: NodeId;
  /** Superclass expression or NONE. */
  readonly superclass: NodeId;
  /** `extends Base<T>` as a type (for record types), or NONE. */
  readonly superType: TypeId;
  readonly implements: readonly TypeId[];
  readonly typeParameters: readonly string[];
  /** `T extends C`: constraint of each type parameter by position, NONE where there is none. */
  readonly typeConstraints?: readonly TypeId[];
  /** Constructor, or NONE. */
  readonly ctor: FunctionId;
  /** Methods, getters, setters by FunctionId (names and `isStatic` are on the function). */
  readonly methods: readonly FunctionId[];
  /** Declared fields and constructor parameter properties. */
  readonly fields: readonly FieldFacts[];
  readonly decorators: readonly NodeId[];
  readonly isAbstract: boolean;
  readonly start: number;
  readonly end: number;
}

export interface VariableFacts {
  readonly name: string;
  readonly kind: 'const' | 'let' | 'var' | 'param' | 'function' | 'class' | 'import' | 'catch' | 'enum';
  readonly type: TypeId;
  /** Function in whose scope it lives (0 = module). */
  readonly owner: FunctionId;
  /** All nodes that define or change it (Def, Param, Func, Class, Import, Store, Effect, Element, Caught …), in text order, wherever they stand. */
  readonly definitions: readonly NodeId[];
  /** The subset made inside functions other than `owner` (closures that write an outer variable). */
  readonly closureWrites: readonly NodeId[];
  readonly start: number;
  readonly end: number;
}

/** One imported name. `import a, {b as c}, * as d from 'm'`, `require`, `import x = require()`, dynamic import with a constant specifier. */
export interface ImportFacts {
  readonly specifier: string;
  /** Exported name in the module: 'default', '*' for the namespace, '' for a bare `import 'm'`; for require: '*' (CommonJS `module.exports`), or the destructured key. */
  readonly name: string;
  readonly kind: 'import' | 'require' | 'dynamic' | 'type';
  readonly start: number;
  readonly end: number;
}

export interface ExportFacts {
  /** Exported name; 'default'; '*' for `export * from`; `export =` and `module.exports =` are '='; `exports.x =` is 'x'. */
  readonly name: string;
  /** Value (a Cell, Func, Class, … node readable at the end of the module), or NONE for a re-export. */
  readonly node: NodeId;
  /** `export {name as x} from 'specifier'`; specifier null for a local export; `imported` '*' with a name is `export * as ns`. */
  readonly specifier: string | null;
  readonly imported: string | null;
  readonly typeOnly: boolean;
  readonly start: number;
  readonly end: number;
}

export interface TypeMember {
  readonly name: string;
  readonly type: TypeId;
  readonly optional: boolean;
  /** A method or call signature's function type stands in `type`. */
  readonly method: boolean;
  readonly start: number;
  readonly end: number;
}

/** Type expressions, interned per file in `types`. `name`s are resolved in the file's scope (declarations, imports, type parameters). */
export type TypeExpr =
  | { readonly k: 'prim'; readonly name: string }
  | { readonly k: 'literal'; readonly value: string }
  | { readonly k: 'ref'; readonly name: string; readonly args: readonly TypeId[] }
  | { readonly k: 'import'; readonly specifier: string; readonly name: string; readonly args: readonly TypeId[] }
  | { readonly k: 'object'; readonly members: readonly TypeMember[]; readonly index: TypeId }
  | { readonly k: 'union'; readonly of: readonly TypeId[] }
  | { readonly k: 'intersection'; readonly of: readonly TypeId[] }
  | { readonly k: 'array'; readonly of: TypeId }
  | { readonly k: 'tuple'; readonly of: readonly TypeId[] }
  | {
      readonly k: 'function';
      readonly parameters: readonly { readonly name: string; readonly type: TypeId }[];
      readonly returns: TypeId;
      readonly predicate: 'is' | 'asserts' | null;
      readonly construct: boolean;
    }
  | { readonly k: 'keyof'; readonly of: TypeId }
  | { readonly k: 'indexed'; readonly object: TypeId; readonly index: TypeId }
  /** `typeof a.b.c`: node is the value of the expression as read at module level, or NONE. */
  | { readonly k: 'typeof'; readonly name: string; readonly node: NodeId }
  | { readonly k: 'mapped'; readonly key: string; readonly over: TypeId; readonly as: TypeId; readonly to: TypeId }
  | { readonly k: 'conditional'; readonly then: TypeId; readonly else: TypeId }
  | { readonly k: 'predicate'; readonly asserts: boolean; readonly parameter: string; readonly type: TypeId }
  | { readonly k: 'unknown' };

export interface TypeDeclaration {
  readonly kind: 'interface' | 'alias' | 'enum' | 'class' | 'namespace';
  /** Qualified with its namespace: 'Foo.Bar'. JSDoc typedefs are aliases. */
  readonly name: string;
  readonly typeParameters: readonly string[];
  /** `T = D`: default of each type parameter by position, NONE where there is none. */
  readonly typeDefaults?: readonly TypeId[];
  /** interface: its object type; alias: the type; class: NONE (see `classId`); enum: NONE. */
  readonly type: TypeId;
  /** interface `extends`. */
  readonly extends: readonly TypeId[];
  readonly classId: ClassId;
  /** enum members: name and value node (NONE if implicit). */
  readonly members: readonly { readonly name: string; readonly node: NodeId }[];
  readonly exported: boolean;
  /** Members tagged `@personalData` (or the declaration itself, as ''). */
  readonly tagged: readonly { readonly member: string; readonly category: string }[];
  readonly start: number;
  readonly end: number;
}

/** A comment that speaks to the linter. Offsets are the comment's. */
export interface DirectiveFacts {
  readonly kind: 'ignore-next-line' | 'ignore-line' | 'ignore-file' | 'lawful-basis' | 'personal-data';
  /** All that follows the keyword, trimmed, comment ends and leading stars removed. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Start of the first token after the comment, or the end of the text. */
  readonly target: number;
}

export interface FactsProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface FileFacts {
  readonly version: typeof FACTS_VERSION;
  readonly path: string;
  /** Which parser gave the tree. */
  readonly parser: 'oxc' | 'oxc-wasm' | 'typescript' | 'typescript-estree' | 'none';
  readonly nodes: Int32Array;
  readonly lists: Int32Array;
  readonly strings: readonly string[];
  readonly contexts: Int32Array;
  readonly functions: readonly FunctionFacts[];
  readonly classes: readonly ClassFacts[];
  readonly variables: readonly VariableFacts[];
  readonly imports: readonly ImportFacts[];
  readonly exports: readonly ExportFacts[];
  readonly types: readonly TypeExpr[];
  /** Explicit type arguments of Call, New, Tagged and Jsx nodes (`useState<User>()`), by node; absent where there are none. */
  readonly typeArguments?: Readonly<Record<NodeId, readonly TypeId[]>>;
  readonly declarations: readonly TypeDeclaration[];
  /** Module-level bindings by name, as read at the end of the module (Cell nodes, Func, Class, Import …). */
  readonly bindings: Readonly<Record<string, NodeId>>;
  /** Call, New and Tagged nodes in text order. */
  readonly calls: Int32Array;
  /** Jsx nodes in text order. */
  readonly jsx: Int32Array;
  readonly directives: readonly DirectiveFacts[];
  readonly problems: readonly FactsProblem[];
}
