import type { WordIndex } from './word-index.ts';
import type { ClassId, FileFacts, FunctionId, NodeId, TypeId } from '../extract/facts.ts';

/** A value node of a file. */
export interface NodeRef {
  readonly file: FileFacts;
  readonly node: NodeId;
}

/** Where a module specifier leads. Node built-ins are packages named `node:fs`. */
export type ModuleTarget =
  | { readonly k: 'file'; readonly path: string }
  /** `npm:` specifiers, URL imports of CDNs and subpaths are reduced to the package's name and subpath ('' or 'react'). */
  | { readonly k: 'package'; readonly name: string; readonly subpath: string }
  | { readonly k: 'unresolved' };

/** Module resolution over the given paths; knows no facts, only texts. */
export interface ModuleGraph {
  resolve(from: string, specifier: string): ModuleTarget;
  /** Folder of the package that a file belongs to: of the nearest package.json above it, '' for the root. */
  packageOf(path: string): string;
  /** Files that name `path` in an import, export-from, require or dynamic import (byte-level scan; a superset is allowed). */
  importers(path: string): readonly string[];
  /** Specifiers a file names, by the same scan. */
  specifiers(path: string): readonly string[];
}

/** What the host gives for one tsconfig.json or jsconfig.json, read with its `extends` chain. Paths are POSIX, relative to the root. */
export interface TsconfigInput {
  /** Folder of the file. */
  readonly directory: string;
  readonly baseUrl: string | null;
  /** `compilerOptions.paths`; targets relative to `pathsBase`. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly pathsBase: string;
  /**
   * How imports of a module must end where they are resolved as Node does: as the file that it is compiled to, or as the
   * file itself. Absent where they may go without.
   */
  readonly endings?: 'compiled' | 'own';
}

export interface PackageInput {
  /** Folder of the package.json; '' is the root. */
  readonly directory: string;
  /** Parsed JSON; only data fields are looked at, each checked before use. */
  readonly manifest: unknown;
}

/** What a value is, as far as can be told without running. A node can be several (branches, implementations). */
export type Entity =
  | { readonly k: 'function'; readonly file: FileFacts; readonly fn: FunctionId; readonly receiver?: Entity }
  | { readonly k: 'class'; readonly file: FileFacts; readonly cls: ClassId }
  | { readonly k: 'instance'; readonly file: FileFacts; readonly cls: ClassId }
  /** A value reached from a package's export by an API path (see rules/schema/types.ts), canonicalised to a named type where the catalogue has one: `openai:Client.chat`. `pkg` '' with `at` canonical. */
  | {
      readonly k: 'api';
      readonly pkg: string;
      readonly at: string;
      /** The New/Call node that made it, if seen. */ readonly maker: NodeRef | null;
    }
  | { readonly k: 'global'; readonly name: string }
  | { readonly k: 'object'; readonly file: FileFacts; readonly node: NodeId }
  | { readonly k: 'module'; readonly path: string }
  /** A value typed by an interface (or other named record type) declared in the project; its methods are those of the classes and object literals that implement it. */
  | { readonly k: 'interface'; readonly path: string; readonly name: string }
  | { readonly k: 'literal'; readonly file: FileFacts; readonly node: NodeId };

/** A type expression in a file, with its type parameters bound. */
export interface TypeRef {
  readonly file: FileFacts;
  readonly type: TypeId;
  readonly bindings: ReadonlyMap<string, Shape> | null;
}

/**
 * The shape of a value as a type or schema tells it. Records are lazy: fields are computed when asked, so recursive
 * types are fine.
 */
export type Shape =
  | {
      readonly k: 'record';
      /** Declared name, '' if anonymous: an owner for the person test. */ readonly name: string;
      /** Other names it goes by: what it extends, was picked from or is an alias of; its table, its variable. */
      readonly also?: readonly string[];
      readonly fields: () => ReadonlyMap<string, FieldShape>;
      readonly source: ShapeSource | null;
    }
  | { readonly k: 'array'; readonly of: Shape }
  | { readonly k: 'tuple'; readonly of: readonly Shape[] }
  | { readonly k: 'union'; readonly of: readonly Shape[] }
  | {
      readonly k: 'function';
      readonly parameters: readonly Shape[];
      readonly returns: Shape;
      /** Called with the name of a field of what it returns, it gives that field. */
      readonly keyed?: true;
    }
  | { readonly k: 'promise'; readonly of: Shape }
  /** `Map<K, V>`, `Record<string, V>`, index signatures. */
  | { readonly k: 'dictionary'; readonly of: Shape }
  | {
      readonly k: 'scalar';
      readonly kind: 'string' | 'number' | 'boolean' | 'date' | 'bytes' | 'literal' | 'enum' | 'null';
      /** Text of a literal type, where it is known. */
      readonly value?: string;
    }
  /** A class of the project: its instance. */
  | {
      readonly k: 'class';
      readonly file: FileFacts;
      readonly cls: ClassId;
      readonly bindings: ReadonlyMap<string, Shape> | null;
    }
  /** A type of a package: `OpenAI`, `Request` of express. `globals` have pkg ''. */
  | { readonly k: 'external'; readonly pkg: string; readonly name: string; readonly args: readonly Shape[] }
  | { readonly k: 'unknown' };

export interface FieldShape {
  readonly shape: Shape;
  readonly optional: boolean;
  /** Where the field is declared. */
  readonly source: ShapeSource | null;
  /** Category given by a `@personalData` tag, '' if the tag names none, null if untagged. */
  readonly tagged: string | null;
  /** Names of the column it is read from, where a query or a schema gives it another one. */
  readonly columns?: readonly string[];
}

export interface ShapeSource {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** 'type', 'zod', 'prisma', 'drizzle', … */
  readonly kind: string;
}

/** A place from which a function may be called, and how its parameters are bound there. */
export interface CallSite {
  readonly file: FileFacts;
  /** Call, New or Tagged node. */
  readonly call: NodeId;
  /**
   * `direct`: the call's callee is the function. `callback`: the function is argument `argument` of the call, and whoever
   * is called there calls it (`xs.map(f)`, `promise.then(f)`, `app.post('/x', f)`).
   */
  readonly how: 'direct' | 'callback';
  readonly argument: number;
}

/** A call that is handed a function, as an argument or, under `keys`, in an object that is one. */
export interface RegistrationSite {
  readonly file: FileFacts;
  /** Call, New or Tagged node. */
  readonly call: NodeId;
  readonly keys: readonly string[];
}

/** Told of a node whose question was given up because it led too deep: what rests on it is not fully known. */
export type OnLimit = (file: FileFacts, node: NodeId) => void;

/** A test of a text that is a pure function of the text, the path and the key it goes by. */
export type TextTest = (text: string, path: string) => boolean;

/** What the parts of the link stage and the later stages see of the whole. Everything is lazy and memoised; nothing throws. */
export interface ProgramView {
  /** Facts of a file of the workspace, extracted on first use. */
  facts(path: string): FileFacts | undefined;
  /** The text of any workspace file (schemas, JSON, SQL included). */
  text(path: string): string | undefined;
  /** All paths of the workspace, sorted. */
  readonly paths: readonly string[];
  readonly modules: ModuleGraph;
  readonly words: WordIndex;
  /**
   * Paths whose text passes a test, sorted. The answer is kept while texts change, so that it costs a look at what changed.
   *
   * @param key tells the test, and all that it depends on besides the catalogue, from others
   */
  matching(key: string, test: TextTest): readonly string[];
  /** Whether the text of one path passes such a test: for those that only a few texts are put to. */
  passes(path: string, key: string, test: TextTest): boolean;
  /** The value exported under a name, through barrels and CommonJS; `=`/`default` interop included. Several for `export *` ambiguity. */
  exported(path: string, name: string): readonly (NodeRef | { readonly api: Entity })[];
  /** What a node is. Follows definitions, imports, returns of functions, class fields, type annotations. */
  entities(ref: NodeRef): readonly Entity[];
  /**
   * Places from which a function is called, over all files; `complete` is false if a limit was hit. Where more than `most`
   * files may hold one, none is looked into: who asks whether a few callers agree need not read all users of a helper.
   */
  callSites(
    file: FileFacts,
    fn: FunctionId,
    most?: number,
  ): { readonly sites: readonly CallSite[]; readonly complete: boolean };
  /** Constant string values a node may have (literals, templates of constants, env defaults); parts that are not constant are '\u0000'. At most 16. */
  strings(ref: NodeRef): readonly string[];
}

/** Types and schemas. */
export interface ShapeView {
  /** Shape of a type expression. */
  ofType(ref: TypeRef): Shape;
  /** Shape of the value of a node by annotations, casts, class fields, schema parse results and query results; not by following data. `unknown` if nothing says. */
  ofNode(ref: NodeRef): Shape;
  /** The same, with the exports of packages themselves (functions, classes), which are no data: `typeof generateText`. */
  ofValue(ref: NodeRef): Shape;
  /** A named type in a file's scope: 'User' or 'Foo.Bar'. */
  ofName(file: FileFacts, name: string): Shape;
  /** Field of a shape, looking through unions, arrays of one step (`*`), promises and classes. `unknown` if absent. */
  field(shape: Shape, key: string): Shape;
  /** What awaiting a value of the shape gives: a promise's value, the rows of a query. Other shapes are as they were. */
  settled(shape: Shape): Shape;
  /**
   * All fields of a record, class instance or generic carrier, looking through unions, promises and arrays; methods have
   * a function shape. Empty if nothing is known.
   */
  fields(shape: Shape): ReadonlyMap<string, FieldShape>;
}
