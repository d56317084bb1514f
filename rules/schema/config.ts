/**
 * `probity.config.json` as written, and as resolved. `config-schema.ts` holds the JSON Schema of the former; the two say
 * the same.
 */
import type {
  AiHost,
  Confidence,
  DataCategory,
  GuardLexicon,
  GuardSymbol,
  MarkerLexicon,
  RuleDefinition,
  SanitizerLexicon,
  SanitizerSymbol,
  Sdk,
  Severity,
  TeamFixes,
} from './types.ts';

/** A rule's severity, alone or with options. */
export type RuleSetting = Severity | readonly [Severity] | readonly [Severity, RuleOptions];

/** What can be set of a rule besides its severity. */
export interface RuleOptions {
  /** Findings of less confidence are left out. */
  readonly minConfidence?: Confidence;
}

export interface ConfigOverride {
  readonly files: readonly string[];
  readonly excludedFiles?: readonly string[];
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** An AI system as the organisation declares it. */
export interface AiSystem {
  readonly id: string;
  readonly paths: readonly string[];
  readonly owner?: string;
  readonly purpose?: string;
  readonly domain?: string;
  readonly risk?: 'minimal' | 'limited' | 'high';
  readonly autonomy?: 'assists' | 'recommends' | 'decides';
}

/** Processing of these files rests on another basis than consent. */
export interface LawfulBasis {
  readonly basis: string;
  readonly reason: string;
  readonly files?: readonly string[];
  /** fideslang keys it covers; absent: all. */
  readonly data?: readonly string[];
}

/** Team knowledge about consent, in the catalogue's own terms. Words are added to those of the catalogue. */
export type GuardKnowledge = Partial<GuardLexicon> & { readonly symbols?: readonly GuardSymbol[] };
export type SanitizerKnowledge = Partial<SanitizerLexicon> & { readonly symbols?: readonly SanitizerSymbol[] };

/** What a config may say. A string in `sdks`, `hosts` or `data` is the path of a YAML or JSON file beside the config. */
export interface ProbityConfig {
  readonly $schema?: string;
  readonly extends?: string | readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly overrides?: readonly ConfigOverride[];
  readonly freeText?: Severity;
  readonly lawfulBasis?: readonly LawfulBasis[];
  readonly jurisdictions?: readonly string[];
  readonly systems?: readonly AiSystem[];
  readonly allowedRegions?: readonly string[];
  readonly sdks?: readonly (string | Sdk)[];
  readonly hosts?: readonly (string | AiHost)[];
  readonly data?: readonly (string | DataCategory)[];
  readonly guards?: GuardKnowledge | readonly GuardSymbol[];
  readonly sanitizers?: SanitizerKnowledge | readonly SanitizerSymbol[];
  readonly markers?: MarkerKnowledge;
  readonly checks?: readonly (string | TeamCheck)[];
  readonly fixes?: TeamFixes;
}

/** Words of the team that say that something was generated; added to those of the catalogue. */
export type MarkerKnowledge = Partial<
  Pick<MarkerLexicon, 'fields' | 'textFields' | 'headers' | 'meta' | 'components' | 'translators' | 'messageKeys'>
>;

/** A rule of the team, in the format of the front matter of a rule page. */
export type TeamCheck = Pick<RuleDefinition, 'id' | 'title' | 'kind' | 'severity' | 'message' | 'why' | 'fix'> &
  Partial<Pick<RuleDefinition, 'with' | 'laws' | 'fixes' | 'body'>>;

/** What the team knows beyond the catalogue. */
export interface TeamKnowledge {
  readonly sdks: readonly Sdk[];
  readonly hosts: readonly AiHost[];
  readonly data: readonly DataCategory[];
  readonly guards: readonly GuardKnowledge[];
  readonly sanitizers: readonly SanitizerKnowledge[];
  readonly markers?: readonly MarkerKnowledge[];
  readonly checks?: readonly TeamCheck[];
  /** What quick fixes write; paths of `from` relative to the workspace root. */
  readonly fixes?: readonly TeamFixes[];
}

export interface ResolvedOverride {
  /** Whether it applies to a file; POSIX path relative to the workspace root. */
  readonly applies: (path: string) => boolean;
  readonly severities: Readonly<Record<string, Severity>>;
  readonly options: Readonly<Record<string, RuleOptions>>;
  readonly freeText?: Severity;
  readonly jurisdictions?: readonly string[];
  /** Where it is written: `probity.config.json:3:5`, path relative to the root. */
  readonly from: string;
}

/** A declared basis, ready to use. */
export interface ResolvedBasis {
  readonly basis: string;
  readonly reason: string;
  readonly applies: (path: string) => boolean;
  /** fideslang keys it covers, with what is below them; empty is all. */
  readonly data: readonly string[];
}

/** A config with everything it extends, ready to use. Path tests take POSIX paths relative to the workspace root. */
export interface ResolvedConfig {
  /** Absolute paths of the files it was read from, the config itself first; empty if there is none. */
  readonly sources: readonly string[];
  /** Findings are reported only here; other files are still read to follow data through them. */
  readonly includes: (path: string) => boolean;
  /** These files are not read at all. */
  readonly excludes: (path: string) => boolean;
  readonly severities: Readonly<Record<string, Severity>>;
  readonly options: Readonly<Record<string, RuleOptions>>;
  readonly overrides: readonly ResolvedOverride[];
  /** The day for which it holds, as YYYY-MM-DD. */
  readonly asOf: string;
  readonly freeText: Severity;
  readonly lawfulBasis: readonly ResolvedBasis[];
  readonly jurisdictions: readonly string[];
  readonly systems: readonly AiSystem[];
  readonly allowedRegions: readonly string[];
  readonly knowledge: TeamKnowledge;
  /** Where each part of `written` is written, by its keys: `rules.a-rule` → `probity.config.json:3:5`. */
  readonly origins: Readonly<Record<string, string>>;
  /** The same in the form of a config file, without `extends`, globs relative to the root; team knowledge left out. */
  readonly written: ProbityConfig;
}

/** What is wrong with a config. Line and column are 1-based, the column in UTF-16 units. */
export interface ConfigProblem {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
