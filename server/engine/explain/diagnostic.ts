import type { Confidence } from '../../../rules/schema/types.ts';
import type { Place } from '../base/place.ts';

export type { Place } from '../base/place.ts';

/** Something that could not be read, parsed, resolved or analysed, as a fact for the user. */
export interface Problem {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** The linter itself failed here: what it says of the rest stands, but the check is not whole. */
  readonly fault?: true;
}

export interface TextEdit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A file that a fix creates. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
  /** What it holds, as the configuration would name it once it is elsewhere. */
  readonly holds: { readonly key: 'consent' | 'redact' | 'notice'; readonly symbol: Readonly<Record<string, string>> };
  /** The files that the fix has import it, and how they write that. */
  readonly importers: readonly {
    readonly path: string;
    readonly specifier: string;
    /** How its own modules are named at their end: as what they are compiled to, as they are, or not at all. */
    readonly ending: 'compiled' | 'own' | '';
  }[];
}

export interface Fix {
  /** `insert-guard`, `redact`, `suppress` … */
  readonly kind: string;
  readonly title: string;
  /** `safe` keeps behaviour apart from what the rule asks; `review` needs a look. */
  readonly safety: 'safe' | 'review';
  readonly edits: readonly TextEdit[];
  /** Files it needs that are not there yet. */
  readonly creates: readonly NewFile[];
}

export interface DataItem {
  /** fideslang key. */
  readonly category: string;
  readonly label: string;
  /** The expression as written, one line, shortened: `user.email`. */
  readonly expression: string;
  readonly place: Place;
}

export interface SinkInfo {
  readonly sdk: string;
  /** The API as the catalogue names it: `chat.completions.create`. */
  readonly api: string;
  readonly kind: string;
  readonly recipient: string;
  readonly country: string;
  readonly place: Place;
}

export interface Step {
  readonly place: Place;
  readonly note: string;
}

export interface LawReference {
  readonly id: string;
  readonly title: string;
  /** As people call it, for where there is little room: `GDPR Art. 9`. */
  readonly short: string;
  /** Where its text can be read. */
  readonly url?: string;
  /** ISO date; null where it was not checked. */
  readonly appliesFrom: string | null;
}

/** A finding in words. Rendered by LSP, SARIF, text, JSON alike. */
export interface Diagnostic {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly confidence: Confidence;
  /** One line that stands alone, code in backticks. */
  readonly message: string;
  readonly why: string;
  readonly fixHint: string;
  readonly place: Place;
  readonly data: readonly DataItem[];
  readonly sink: SinkInfo | null;
  /** From source to sink. */
  readonly path: readonly Step[];
  /** Checks that were found and do not count, with the reason. */
  readonly related: readonly Step[];
  readonly missing: readonly string[];
  readonly laws: readonly LawReference[];
  /** What it is about, and in which function; equal for findings that are equal in that: hex. */
  readonly identity: string;
  /** The same, told from its equals by their order. Stable under moved lines: hex. */
  readonly fingerprint: string;
  readonly fixes: readonly Fix[];
  /** Set when a suppression comment covers it: its reason. */
  readonly suppressed: string | null;
}

/** A comment that hides findings. */
export interface SuppressionInfo {
  readonly place: Place;
  readonly scope: 'next-line' | 'line' | 'file';
  readonly rules: readonly string[];
  /** '' if it gives none, and hides nothing. */
  readonly reason: string;
  readonly owner: string | null;
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly until: string | null;
  /** `wrong`: it cannot be understood, and hides nothing; `ended`: what it covers is told again. */
  readonly state: 'used' | 'unused' | 'ended' | 'wrong';
  /** Findings it covers. */
  readonly covers: number;
}

export interface AiCall extends SinkInfo {
  /** fideslang keys of the data that reaches it. */
  readonly data: readonly string[];
  readonly consent: {
    /** `unknown`: nothing open was found, but a way of the data was given up before its end. */
    readonly status: 'guarded' | 'partial' | 'none' | 'not-needed' | 'unknown';
    readonly at: Place | null;
    /** Declared lawful bases on which it is sent without a check. */
    readonly basis?: readonly string[];
  };
  readonly disclosure: {
    readonly status: 'disclosed' | 'partial' | 'none' | 'not-needed' | 'unknown';
    readonly at: Place | null;
  };
}

/** What could not be followed on a relevant path. */
export interface Unknown {
  readonly place: Place;
  readonly reason: string;
}

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressions: readonly SuppressionInfo[];
  readonly aiCalls: readonly AiCall[];
  readonly unknowns: readonly Unknown[];
  readonly problems: readonly Problem[];
  /** Source files given. */
  readonly files: number;
  /** Paths of the files whose facts were needed, in no order. */
  readonly analysed: readonly string[];
}
