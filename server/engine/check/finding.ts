/**
 * What the check stage hands to explain: facts about one root cause, no English. Codes are turned into words by explain;
 * snippets and expressions are source text as written.
 */
import type { Confidence, Severity } from '../../../rules/schema/types.ts';
import type { Place } from '../base/place.ts';

/** The AI call, by the catalogue. */
export interface SinkFact {
  /** Id of the sdk (`openai`), or `http` for a raw request. */
  readonly sdk: string;
  /** The API as the catalogue names it, without the type in front: `chat.completions.create`. */
  readonly api: string;
  /** ModelCallKind. */
  readonly kind: string;
  /** 'OpenAI'. */
  readonly recipient: string;
  /** ISO 3166 alpha-2, 'LOCAL' or '??'. */
  readonly country: string;
  /** The call expression. */
  readonly place: Place;
}

/** One piece of data that reaches the sink (or, for disclosure rules, one piece of generated content). */
export interface DataFact {
  /** fideslang key; for generated content its kind (`text`, `image`, …). */
  readonly category: string;
  /** Label for people; '' to take the catalogue's label of the category. */
  readonly label: string;
  /** The expression as written; explain puts it on one line and shortens it. */
  readonly expression: string;
  readonly place: Place;
  /** GDPR Art. 9 special category. */
  readonly special: boolean;
}

/**
 * Kinds of steps on a path. `name` is what the step is about, `detail` the second name; what they hold is said for each.
 */
export type StepKind =
  /** Where the data starts. name = expression, detail = category key. */
  | 'source'
  /** A type, schema or table says what fields a value has. name = type or table, detail = field. */
  | 'schema'
  /** Kept in a variable. name = variable. */
  | 'assign'
  /** Read of a field. name = field. */
  | 'property'
  /** Put into an object. name = key, detail = object. */
  | 'store'
  /** Handed to a function. name = function, detail = its parameter's name (or ''). */
  | 'argument'
  /** Comes in as a parameter. name = parameter, detail = function. */
  | 'parameter'
  /** Returned. name = function. */
  | 'return'
  /** Put into a string: template, concatenation, replace. */
  | 'text'
  /** Put into an object or array literal. name = key, or ''. */
  | 'object'
  /** Spread into another value. */
  | 'spread'
  /** Taken out of a collection. name = collection. */
  | 'element'
  /** Made into text by a serialiser. name = function. */
  | 'serialize'
  /** Handed to a callback. name = function that calls it, detail = parameter. */
  | 'callback'
  /** Seen by a closure. name = variable. */
  | 'capture'
  /** Goes through a call that keeps it. name = callee. */
  | 'call'
  /** Goes through a call that cleans something else than this data. name = callee. */
  | 'sanitizer'
  /** Awaited or taken out of a promise. */
  | 'await'
  /** Through an event, queue or worker. name = event. */
  | 'event'
  /** Written to and read from module or class state. name = field or variable. */
  | 'state'
  /** Passed as a JSX prop or child. name = prop, detail = component. */
  | 'render'
  /** Content made by a model. name = api. */
  | 'generated'
  /** Leaves for people. name = outlet as written. */
  | 'outlet'
  /** Reaches the model. name = api, detail = recipient. */
  | 'sink';

export interface StepFact {
  readonly kind: StepKind;
  readonly place: Place;
  readonly name: string;
  readonly detail: string;
}

/** Why something that looks like a guard, a sanitizer or a marker does not count. */
export type NearMissReason =
  | 'wrong-branch'
  | 'after-call'
  | 'result-unused'
  | 'logged-only'
  | 'not-awaited'
  | 'constant'
  | 'always-true'
  | 'default-true'
  | 'fail-open'
  | 'other-purpose'
  | 'unknown-purpose'
  | 'feature-flag'
  | 'auth'
  | 'api-key'
  | 'plan'
  | 'opt-out'
  | 'general-basis'
  | 'client-only'
  | 'other-subject'
  | 'other-path'
  | 'overwritten'
  | 'record'
  | 'not-a-guard'
  | 'not-redacting'
  | 'other-category'
  | 'original-sent'
  | 'not-rendered'
  | 'other-outlet'
  | 'other-branch'
  | 'denied'
  | 'after-outlet';

export interface NearMissFact {
  readonly reason: NearMissReason;
  readonly place: Place;
  /** The check as written. */
  readonly snippet: string;
  /** What the reason is about (the purpose it names, the other subject, the flag), or ''. */
  readonly detail: string;
}

/** What a rule asks for and did not find. */
export type Missing =
  'consent' | 'explicit-consent' | 'redaction' | 'disclosure' | 'provenance' | 'approval' | 'record' | 'review';

/** Why part of the picture could not be seen. */
export type UnknownReason =
  'call-unresolved' | 'module-unresolved' | 'depth-limit' | 'size-limit' | 'file-unreadable' | 'dynamic';

export interface UnknownFact {
  readonly reason: UnknownReason;
  readonly place: Place;
  /** The callee or specifier as written, or ''. */
  readonly name: string;
}

/** A change that would settle the finding. The words come from explain by `kind`. */
export interface FixFact {
  /** Id of the quick fix as the rule's front matter lists it: `insert-guard`, `redact`, `drop-field`, `set-option`, … */
  readonly kind: string;
  /** What it is done with or to: the guard's name, the field, the option. */
  readonly name: string;
  readonly safety: 'safe' | 'review';
  readonly edits: readonly {
    readonly path: string;
    readonly start: number;
    readonly end: number;
    readonly text: string;
  }[];
}

/** One root cause: all data reaching one call on unguarded paths is one finding. */
export interface Finding {
  /** Rule id. */
  readonly rule: string;
  /** Raises the rule's own severity to at least this (`voice: error`); the user's explicit setting wins. */
  readonly atLeast: Exclude<Severity, 'off'> | null;
  /** Holds the severity at this or below (a weak guard), whatever is set. */
  readonly atMost: Exclude<Severity, 'off'> | null;
  readonly confidence: Confidence;
  /** Where it is shown: the AI call, the wrapper call that hands the data on, the outlet, the option. */
  readonly place: Place;
  /** Names of the enclosing classes and functions, outermost first; anonymous ones left out. */
  readonly scope: readonly string[];
  readonly sink: SinkFact | null;
  /** More AI calls of the same recipient that the same call of a wrapper hands data to. */
  readonly otherSinks?: readonly SinkFact[];
  readonly data: readonly DataFact[];
  /** One path, from source to sink. */
  readonly path: readonly StepFact[];
  readonly nearMisses: readonly NearMissFact[];
  /** Open ways in, when other ways are guarded: the callers without a check. name = enclosing function. */
  readonly openPaths: readonly { readonly place: Place; readonly name: string }[];
  readonly missing: readonly Missing[];
  /** Law ids; empty takes the rule's. */
  readonly laws: readonly string[];
  readonly fixes: readonly FixFact[];
  /** What could not be followed on the way to this finding. */
  readonly unknowns: readonly UnknownFact[];
  /** More values for the rule's templates (`option`, `value`, `outlet`, `model`): source text, shown as code. */
  readonly values: Readonly<Record<string, string>>;
}
