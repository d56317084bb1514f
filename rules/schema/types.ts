/**
 * The catalogue: what the linter knows, as data. One YAML file per thing under `rules/`; these are the shapes after
 * reading.
 *
 * API paths. A value that comes from a package is written as steps from an export of the package:
 * `default`, `OpenAI`, `*` (the namespace) then `.member`, `new()` (an instance), `()` (a call's result; promises are
 * looked through), `.@i` (the i-th parameter, 0-based, of a function handed to the call: `App.get.@1` is the response; of
 * one that stands in an object handed to it, with the keys that lead there: `App.route.handler.@1`).
 * Examples: `default.new().chat.completions.create`, `createOpenAI()`, `GoogleGenAI.new().models`.
 * A path may start with a type's name from the same file (`Client.chat.completions.create`) or another's, written
 * `sdk-id:Type`.
 *
 * Access paths into arguments: `0` the whole first argument, `0.messages`, `0.messages.*.content` (`*` any element),
 * `receiver.0.instructions` an argument of the call that made the receiver (agents, prompt templates), `this` the
 * receiver's own value, `args` all arguments.
 */

import type { IdentifierFormat } from './identifier-types.ts';
import type { Library } from './library-types.ts';
import type { FixLexicon } from './fixes.ts';
import type { Preset } from './preset.ts';
import type { UntypedCall } from './untyped-call.ts';
import type {
  ChatSurface,
  Endpoint,
  Feed,
  FileMiddleware,
  AskedBy,
  FileRoute,
  Handler,
  PageHead,
  MarkerLexicon,
  Outlet,
  Pipe,
  ProvenanceSymbol,
} from './disclosure-types.ts';

export type * from './disclosure-types.ts';
export type * from './identifier-types.ts';
export type * from './library-types.ts';
export type { UntypedCall } from './untyped-call.ts';
export type { FixLexicon, FixSymbol, TeamFixes } from './fixes.ts';
export type { Preset } from './preset.ts';

export type ModelCallKind =
  | 'text'
  | 'chat'
  | 'object'
  | 'embedding'
  | 'rerank'
  | 'image'
  | 'video'
  | 'speech'
  | 'transcription'
  | 'moderation'
  | 'classification'
  | 'file'
  | 'fine-tune'
  | 'batch'
  | 'thread'
  | 'realtime'
  | 'agent'
  | 'vision'
  | 'biometric'
  | 'voice-clone'
  | 'count';

export interface Recipient {
  /** Who gets the data: 'OpenAI'. */
  readonly name: string;
  /** ISO 3166 alpha-2 of the default endpoint, 'LOCAL' for this machine, '??' if it depends on the set-up. */
  readonly country: string;
}

export interface SdkCall {
  /** API path of the callable. */
  readonly at: string;
  readonly kind: ModelCallKind;
  /**
   * Access paths of what leaves for the model; `0.tools.{}.execute.()` is what the functions under `execute` of any of
   * the tools give, once the model has them called. Empty: nothing leaves (`countTokens` locally, getters). */
  readonly sends: readonly string[];
  /** What comes back: field of the result (or '' for the result itself) by kind of content. `stream`: iterated parts. */
  readonly returns?: readonly {
    readonly path: string;
    readonly content: 'text' | 'object' | 'stream' | 'image' | 'audio' | 'video' | 'embedding' | 'label' | 'response';
  }[];
  /** Only when argument `argument` is a value with one of these API paths (command objects: `ConverseCommand.new()`). */
  readonly when?: { readonly argument: number; readonly is: readonly string[] };
  /** Type name (of this file) of the result, if calls on it matter. Shorthand for an entry in `types`. */
  readonly result?: string;
}

/** A call that hands on what it is given without reaching a model (prompt templates, message constructors, converters). */
export interface SdkPassThrough {
  readonly at: string;
  /** Access paths whose data is in the result. */
  readonly from: readonly string[];
}

export interface SdkVerification {
  /** Versions, ranges or tags by package, oldest first; the latest, if none is named. Also packages that a pattern (`@scope/*`) covers. */
  readonly versions?: Readonly<Record<string, readonly string[]>>;
  /** Packages to install with them: ambient declarations, peers. */
  readonly with?: readonly string[];
  /** Why a path cannot be proven, or why a package cannot be read. Paths as the report prints them; `*` stands for anything. */
  readonly unproven?: Readonly<Record<string, string>>;
  /** Why a callable of the packages that takes content is not among the calls. */
  readonly left?: Readonly<Record<string, string>>;
}

export interface Sdk {
  readonly id: string;
  /** Package names; `@scope/name` also covers its subpaths. Deno `npm:` specifiers and URL imports are mapped to package names first. */
  readonly packages: readonly string[];
  readonly recipient: Recipient;
  /** Option of the constructor that moves the endpoint: `0.baseURL`. */
  readonly endpoint?: readonly string[];
  /**
   * Access paths at which calls are given the schema of a structured answer: `0.schema`. A number inside is an argument
   * of the call that stands there: `0.response_format.0` is `S` of `zodResponseFormat(S)`.
   */
  readonly schemas?: readonly string[];
  /** Named kinds of values, by API paths that give one. Also matched by class subclassing and by type annotations that name the class. */
  readonly types?: Readonly<Record<string, readonly string[]>>;
  /** TypeScript type names exported by the packages whose values are of a named type: `{ Client: [OpenAI, AzureOpenAI] }`. */
  readonly annotations?: Readonly<Record<string, readonly string[]>>;
  readonly calls: readonly SdkCall[];
  readonly passes?: readonly SdkPassThrough[];
  /** For globals: texts by one of which a file that may use them is told; without these, their names. */
  readonly mentions?: readonly string[];
  /** Calls of methods of values that nothing tells of, known by a constant that only this SDK is given. */
  readonly untyped?: readonly UntypedCall[];
  /** How the paths are held against the packages' own type declarations by `npm run verify:sdks`; no program reads it. */
  readonly verify?: SdkVerification;
  readonly example?: string;
}

/** Raw HTTP endpoints of AI vendors. */
export interface AiHost {
  /** Host name or suffix starting with a dot: `api.openai.com`, `.openai.azure.com`. `*` stands for any part of a name: `bedrock-runtime.*.amazonaws.com`. A port may follow: `localhost:11434`. */
  readonly host: string;
  readonly recipient: Recipient;
  /** Path fragments of addresses that are not model calls (`/v1/models`): not reported. A trailing `$` asks for the path's end. */
  readonly ignorePaths?: readonly string[];
  /** Path fragments one of which an address must have, for hosts that serve much else. */
  readonly onlyPaths?: readonly string[];
  /** Those of `onlyPaths` that other services have too: they count only where the host is not written out, or is this machine. */
  readonly ambiguousPaths?: readonly string[];
  /** Path fragment → kind; default `chat`. */
  readonly kinds?: Readonly<Record<string, ModelCallKind>>;
}

/** A call that sends an HTTP request: model calls by raw HTTP are those whose address leads to an `AiHost`. */
export interface HttpClient {
  /** '' for a global. */
  readonly package: string;
  readonly at: string;
  /** Access paths that may hold the address. */
  readonly url: readonly string[];
  /** Access paths of what is sent. */
  readonly body: readonly string[];
  /** What stands before what it is given as the address: `/functions/v1/`. */
  readonly under?: string;
  /** Where the answer comes: into what the method is called on. Default: the call gives it. */
  readonly answer?: 'receiver';
}

/** A category of personal data, a fideslang key. */
export interface DataCategory {
  /** `user.contact.email`. */
  readonly key: string;
  readonly label: string;
  /** W3C DPV concept, if a crosswalk exists. */
  readonly dpv?: string;
  /** GDPR Art. 9 special category. */
  readonly special?: boolean;
  /** Government or financial identifier of rule 2. */
  readonly governmentId?: boolean;
  /**
   * Names as words in natural order, lower case (`date of birth`): matched against the words of an identifier in camel,
   * snake, kebab or spaced form, singular or plural, in any script.
   * `strong` names are personal whoever owns them (unless a lookalike or a non-person owner says otherwise);
   * `weak` names (`name`, `city`, `age`) need an owner who is plausibly a person.
   */
  readonly strong?: Readonly<Record<string, readonly string[]>>;
  readonly weak?: Readonly<Record<string, readonly string[]>>;
  /**
   * Names of fields that tell the same where their owner is named for the category: the `name` and `dosage` of a
   * `medication`, the `value` of a `phone number`.
   */
  readonly parts?: Readonly<Record<string, readonly string[]>>;
  /** Words for what people leave behind, whose weak names tell the same as those of a person: the `ip` of a `session`. */
  readonly of?: Readonly<Record<string, readonly string[]>>;
  /** Things have it too: a weak name counts only if what owns it next is a person, or does not say (see `named`). */
  readonly ofThings?: boolean;
  /** Names of checksummed literal formats (`iin`, `luhn`, `iban`). */
  readonly literals?: readonly string[];
}

/** Words that decide whether an owner is a person, and lookalikes. */
export interface OwnerLexicon {
  /** user, customer, patient, … in the covered languages. */
  readonly persons: Readonly<Record<string, readonly string[]>>;
  /** product, file, template, … */
  readonly things: Readonly<Record<string, readonly string[]>>;
  /** Words which, following or preceding a personal word in the same identifier, make it something else: template, subject, count, enabled, regex, placeholder, label, … In front they count only if no word for a person stands nearer (`appUserEmail`). */
  readonly notAfter: readonly string[];
  readonly notBefore: readonly string[];
  /** Words in front that make a name a question, an action or a setting whoever it is about: has, send, show, validate, … */
  readonly asking: readonly string[];
  /** Words in front that say that the value is no longer personal: masked, hashed, redacted, … */
  readonly cleaned: readonly string[];
  /** Names that end like personal data and hold none: `last login` is a time. */
  readonly lookalikes?: readonly string[];
  /** Languages that put whose something is behind it: `nombre cliente`. */
  readonly ownerLast?: readonly string[];
  /** Words for a person in no role of their own: `user` and `account` may be one, `user` and `patient` are told apart. */
  readonly general?: readonly string[];
  /** Things that have a name of their own, whoever they belong to: the `tag`, `team`, `folder` of a user. */
  readonly named?: readonly string[];
  /** Words for facts about a person that stand in the plural, but are no list of things: settings, credentials, basics. */
  readonly facets?: readonly string[];
  /** Persons' words for programs that are asked for data: `client.get(…)`, `manager.find(…)`. */
  readonly programs?: readonly string[];
}

/** How consent is recognised. Words are lower case, matched on identifier words. */
export interface GuardLexicon {
  /** consent, opt in, agreed, permission, согласие, келісім, einwilligung, … */
  readonly consent: readonly string[];
  /** Purposes that are AI processing: ai, llm, gpt, model, ml, machine learning, processing, third party, health analysis … */
  readonly aiPurpose: readonly string[];
  /** Purposes that are not: marketing, newsletter, cookie, analytics, tracking, oauth, recording, terms, … */
  readonly otherPurpose: readonly string[];
  /** Names that look like a guard and are not (feature flags, plan or credit gates, auth, API keys). */
  readonly lookalike: readonly string[];
  /** Systems of feature flags, and what is asked of them: what is asked for there by a name is a flag, whatever the name says. */
  readonly flagSystems?: readonly string[];
  /** Words that negate: missing, denied, revoked, withdrawn, without, not, no. */
  readonly negative: readonly string[];
  /** String values of a status that mean yes / no. */
  readonly granted: readonly string[];
  readonly denied: readonly string[];
  /** Verbs of functions that throw or answer unless it holds: require, assert, ensure, check, verify, enforce. */
  readonly asserting: readonly string[];
  /** Names that tell who objected, not who agreed: opt out, objection. */
  readonly objections: readonly string[];
  /** Declared lawful bases accepted by @lawful-basis and config. */
  readonly lawfulBases: readonly string[];
  /** Those of them that also hold for special categories of data (GDPR Art. 9(2)). */
  readonly specialBases: readonly string[];
}

/** A known consent API, assertion library or redaction library, by symbol. */
export interface GuardSymbol {
  readonly package: string;
  readonly at: string;
  /**
   * `asserts`: throws unless argument 0 is truthy. `consent`: its result says whether there is consent. `requires`: throws
   * or rejects unless there is consent for AI processing. `never`: does not return. `succeeds`, `fails`: makes a result that
   * says so (`ok(x)`, `Either.left(e)`). `computes`: its result, or the `value` of it, is what the function it is handed
   * returns.
   */
  readonly does: 'asserts' | 'consent' | 'requires' | 'never' | 'succeeds' | 'fails' | 'computes';
  /** Of `consent`: `ai` if it is consent for AI processing whatever it is called with; else its arguments must say so. */
  readonly purpose?: string;
}

export interface SanitizerSymbol {
  readonly package: string;
  readonly at: string;
  /** '' the whole result, or the field that is clean (`redacted`, `text`). */
  readonly clean: string;
}

export interface SanitizerLexicon {
  /** Verbs of own redaction functions: redact, mask, anonymise, pseudonymise, tokenise, hash, encrypt, scrub, … */
  readonly verbs: readonly string[];
  /** Those of them whose result nobody can read, which is of no use in a prompt: hash, encrypt. */
  readonly unreadable?: readonly string[];
  /** Verbs that look like it and are not: mask log line only, format, trim, sanitize html. */
  readonly lookalike: readonly string[];
}

export type Severity = 'error' | 'warning' | 'info' | 'off';
export type Confidence = 'low' | 'medium' | 'high';

/** Front matter of `rules/checks/<id>.md`. */
export interface RuleDefinition {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly kind: 'flow' | 'argument' | 'requirement' | 'surface' | 'text' | 'inventory';
  readonly severity: Severity;
  /** Kind-specific parameters. */
  readonly with: Readonly<Record<string, unknown>>;
  readonly laws: readonly string[];
  /** Message templates: `{data}`, `{sink}`, `{recipient}` … are filled by explain. */
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly fixes: readonly string[];
  /** The page's prose, Markdown, without front matter. */
  readonly body: string;
}

export interface Law {
  readonly id: string;
  readonly title: string;
  /** As people call it: `GDPR Art. 9`. */
  readonly short?: string;
  readonly jurisdiction: string;
  /** ISO date. */
  readonly appliesFrom: string;
  /**
   * What the date rests on: the law's own words, or an official text, as published or quoted; others who write of it
   * (law firms, press, trackers); nothing that was looked at. An unverified date is not shown.
   */
  readonly basis: 'text' | 'secondary' | 'unverified';
  /** Where the date was read. */
  readonly source?: string;
  /** Categories of data it speaks of (`special` for those of Art. 9 GDPR); all, if left out. */
  readonly concerns?: readonly string[];
  readonly url?: string;
  readonly note?: string;
}

/** Frameworks: where requests come in (sources) and who calls the callbacks. */
export interface Framework {
  readonly id: string;
  readonly packages: readonly string[];
  /** API paths of calls whose function arguments are handlers, and what their parameters hold. */
  readonly handlers?: readonly Handler[];
  /** Calls that ask a handler by its name. */
  readonly askedBy?: readonly AskedBy[];
  /** What the head of a page is made of. */
  readonly heads?: PageHead;
  /** Methods by which clients of the framework ask for a handler by its name: `useQuery` of `trpc.notes.list.useQuery()`. */
  readonly readers?: readonly string[];
  /** Functions found by the file they stand in. */
  readonly routes?: readonly FileRoute[];
  /** Functions that run round the handlers, found by the file they stand in. */
  readonly around?: readonly FileMiddleware[];
  /** Regular expressions of files that say which headers answers get, by path: `headers()` of a configuration, `routeRules`. */
  readonly headerFiles?: readonly string[];
  /** Files that are rendered round pages: `files` (no ending) in each folder above a page whose path matches `pages`. */
  readonly layouts?: readonly { readonly pages: string; readonly files: readonly string[] }[];
  /** Decorators (exports of the packages) of methods whose result is sent as the answer. */
  readonly answering?: readonly string[];
  /** A database: names of methods and functions that write rows and that read them, and keys under which answers hold rows. */
  readonly stores?: {
    readonly writes: readonly string[];
    readonly reads: readonly string[];
    readonly results?: readonly string[];
  };
  /** Where content leaves for people. */
  readonly outlets?: readonly Outlet[];
  /** Addresses of HTTP requests whose body people get: messengers and senders of mail without their SDK. */
  readonly endpoints?: readonly Endpoint[];
  /** Values that are filled by calls which stand elsewhere. */
  readonly feeds?: readonly Feed[];
  readonly pipes?: readonly Pipe[];
  /** Fields of a request object that hold what the client sent. */
  readonly body?: readonly string[];
  /** Named kinds of values, by API paths that give one (`App: [default()]`), as in `Sdk.types`. */
  readonly types?: Readonly<Record<string, readonly string[]>>;
  /**
   * Code whose outlets are marked, run as a test: `// ^^^^ response` under what people get, with the outlet's channel. A
   * line `//- path` opens a file; what stands before the first is one file of no framework's folder.
   */
  readonly example?: string;
}

export interface Catalogue {
  readonly sdks: readonly Sdk[];
  readonly hosts: readonly AiHost[];
  readonly data: readonly DataCategory[];
  readonly identifiers?: readonly IdentifierFormat[];
  readonly owners: OwnerLexicon;
  readonly guards: GuardLexicon;
  readonly guardSymbols: readonly GuardSymbol[];
  readonly sanitizers: SanitizerLexicon;
  readonly sanitizerSymbols: readonly SanitizerSymbol[];
  readonly frameworks: readonly Framework[];
  readonly rules: readonly RuleDefinition[];
  readonly laws: readonly Law[];
  readonly http?: readonly HttpClient[];
  readonly libraries?: readonly Library[];
  readonly presets?: readonly Preset[];
  readonly markers?: MarkerLexicon;
  readonly provenance?: readonly ProvenanceSymbol[];
  readonly chatSurfaces?: readonly ChatSurface[];
  /** How the symbols of guards, sanitizers, provenance and chat surfaces are held against their packages; no program reads it. */
  readonly symbolPackages?: Readonly<Record<string, SdkVerification>>;
  readonly fixes?: FixLexicon;
}
