import type {
  ChatSurface,
  Endpoint,
  Feed,
  Framework,
  GuardSymbol,
  HttpClient,
  Outlet,
  Pipe,
  ProvenanceSymbol,
  Sdk,
  SdkCall,
  SdkPassThrough,
  SanitizerSymbol,
} from '../../../../rules/schema/types.ts';
import type { HostMatch } from './hosts.ts';
import type { LibraryMatch } from './libraries.ts';

/** A model call of the catalogue with the SDK it belongs to. */
export type CallMatch = SdkCall & { readonly sdk: Sdk };
export type PassMatch = SdkPassThrough & { readonly sdk: Sdk };

/** An outlet of the catalogue with the framework it belongs to. */
export type OutletMatch = Outlet & { readonly framework: Framework };

type Handler = NonNullable<Framework['handlers']>[number];
export type AskedBy = NonNullable<Framework['askedBy']>[number];
export type HandlerMatch = Handler & { readonly framework: Framework };

/** A call that is known by a constant argument. */
export interface UntypedMatch {
  /** Number of the argument, from 0. */
  readonly argument: number;
  readonly pattern: RegExp;
  /** Canonical path of the callee. */
  readonly path: string;
}

/**
 * The catalogue, compiled for look-ups by API path. Paths are strings: a base (`pkg#Export`, `#global`, `sdk:Type`) and
 * steps (`.member`, `()`, `.new()`).
 *
 * Protocol: begin with `canonical(pkg, exportName)`; the namespace is `*` and CommonJS's `module.exports` too. For every
 * step call `canonical('', path + step)`. To ask about a call, pass the canonical path of the *callee* (not followed by
 * `()`) to `call` and `pass`; for `new X(...)`, the canonical path of X followed by `.new()`, not canonicalised again.
 */
export interface CatalogueIndex {
  /**
   * Canonical form of a path. With `pkg`, `at` begins with an export's name (`default`, `*`); with pkg '', `at` is an
   * earlier result with steps added, or begins with the name of a global. A path at which the catalogue defines a type
   * becomes `sdk:Type`; others keep the form `pkg#Export…`.
   */
  canonical(pkg: string, at: string): string;
  /** Does the catalogue know anything at this canonical path or below it? If not, following it further is in vain. */
  knows(path: string): boolean;
  /** Is there a model call, or a call of an HTTP client, at this canonical path or anywhere below it? */
  leadsToModel(path: string): boolean;
  /**
   * The model call whose callee has this canonical path. `argumentPaths` gives the canonical paths an argument (0-based)
   * may have; it is asked only for calls that depend on their argument (command objects).
   */
  call(path: string, argumentPaths?: (position: number) => readonly string[]): CallMatch | null;
  /** Calls of a method of an unknown value that a constant argument tells to be a model's. */
  untyped(method: string): readonly UntypedMatch[];
  /** A call that hands on what it is given. */
  pass(path: string): PassMatch | null;
  /** Canonical path of a value whose annotated type is this export of a package (`OpenAI`, `default`, `OpenAI.Chat`); null if nothing is known of it. */
  annotation(pkg: string, typeName: string): string | null;
  /** Is it a package of a model SDK, or of a provider? */
  isModelPackage(name: string): boolean;
  /** The SDK a package belongs to: says the recipient of provider packages (`@ai-sdk/openai`). */
  sdkOfPackage(name: string): Sdk | null;
  /** The SDK of a canonical path's base. */
  sdkOf(path: string): Sdk | null;
  /** Names by which model calls are written (`create`, `generateText`): others need not be resolved. */
  readonly methodNames: ReadonlySet<string>;
  /** The vendor an address leads to; '\u0000' stands for unknown parts, and the address may be only a beginning. */
  host(url: string): HostMatch | null;
  /** How a call that sends HTTP requests takes its address and its body. */
  httpClient(path: string): HttpClient | null;
  /** Package names of model SDKs; a trailing `*` stands for any ending. */
  readonly packages: readonly string[];
  /** Constant parts of vendors' hosts. */
  readonly hostTexts: readonly string[];
  /** Matches a text that may hold a model call (a superset): names a package at the start of a string literal, or a host anywhere. */
  readonly mentions: RegExp;
  guardSymbol(path: string): GuardSymbol | null;
  sanitizerSymbol(path: string): SanitizerSymbol | null;
  /** What a function of a utility library gives of what it is handed. */
  library(path: string): LibraryMatch | null;
  /** The registration of a handler whose callee has this canonical path. */
  handler(path: string): HandlerMatch | null;
  /** Where content leaves for people, by the canonical path of the callee or of the assigned property. */
  outlets(path: string): readonly OutletMatch[];
  /** Method names by which databases are written and read; whether they are, the receiver tells. */
  readonly storing: {
    readonly writes: ReadonlySet<string>;
    readonly reads: ReadonlySet<string>;
    readonly results: ReadonlySet<string>;
  };
  /** Whether a canonical path is of a database package. */
  isDatabase(path: string): boolean;
  /** Whether a decorator's methods have their result sent as the answer. */
  answering(path: string): boolean;
  /** The service at an address that hands what it is sent to people; '\u0000' stands for unknown parts. */
  endpoint(url: string): Endpoint | null;
  /** The same by the name under which its address is kept. */
  endpointNamed(name: string): Endpoint | null;
  /** How clients ask handlers of a framework by their names, by the canonical path of what they call. */
  askedBy(path: string): AskedBy | null;
  /** Names by which such calls are written. */
  readonly askingNames: ReadonlySet<string>;
  /** Names of calls that hand a function what they are fed. */
  readonly feederNames: ReadonlySet<string>;
  /** Names of methods that fill what they are called on and give it back. */
  readonly fluent: ReadonlySet<string>;
  /** How a value is filled by calls that stand elsewhere. */
  feed(path: string): Feed | null;
  /** A call that pours one value into another, by the canonical path of its callee or the name of its method. */
  pipe(path: string, method: string): Pipe | null;
  /** Names of calls that pour. */
  readonly pipeNames: ReadonlySet<string>;
  /** Names by which outlets and HTTP requests are written (`json`, `send`, `innerHTML`): others need not be resolved. */
  readonly outletNames: ReadonlySet<string>;
  /** A step that writes or signs the origin of a file. */
  provenance(path: string): ProvenanceSymbol | null;
  /** A hook or component of a chat. */
  chatSurface(path: string): ChatSurface | null;
}
