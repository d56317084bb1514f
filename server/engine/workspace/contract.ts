import type { RuleOptions } from '../../../rules/schema/config.ts';
import type { Catalogue, Severity } from '../../../rules/schema/types.ts';
import type { CheckResult } from '../explain/diagnostic.ts';
import type { OwnFunction } from '../flow/index.ts';
import type { PackageInput, TsconfigInput } from '../link/contract.ts';
import type { ConfiguredBasis, SeverityOverride } from '../explain/index.ts';

export type { OwnFunction } from '../flow/index.ts';
export type { PackageInput, TsconfigInput } from '../link/contract.ts';

/** A change of inputs. Texts are given once and kept; `null` removes a file. */
export interface WorkspaceChange {
  readonly texts?: ReadonlyMap<string, string | null>;
  readonly tsconfigs?: readonly TsconfigInput[];
  readonly packages?: readonly PackageInput[];
  readonly catalogue?: Catalogue;
  readonly settings?: CheckSettings;
}

export interface CheckSettings {
  /** Severity by rule id; a rule not named has its own default. */
  readonly severities: Readonly<Record<string, Severity>>;
  /** Options by rule id. */
  readonly options?: Readonly<Record<string, RuleOptions>>;
  /** Severity of free text typed by the user that reaches a model. */
  readonly freeText: Severity;
  /** Severities for some files; later entries win over earlier ones and over `severities`. */
  readonly overrides?: readonly SeverityOverride[];
  /** The day for which it is checked, as YYYY-MM-DD; without it no suppression ends. */
  readonly asOf?: string;
  /** Jurisdictions whose laws are told with findings; all, if empty. */
  readonly jurisdictions?: readonly string[];
  /** Bases other than consent that the team declares for some files or data. */
  readonly lawfulBasis?: readonly ConfiguredBasis[];
}

export interface Workspace {
  /** Applies a change; no analysis is done yet. */
  apply(change: WorkspaceChange): void;
  /** Findings of the present state. Never throws. */
  check(): CheckResult;
  /** The same, unless it is not wanted any more: then null. @param cancelled asked now and then; once true, always true */
  check(cancelled: () => boolean): CheckResult | null;
  /**
   * Functions and components of the project's own that check consent, redact, or tell of AI, the most used first: what a
   * new configuration can name. Never throws.
   */
  ownFunctions(): readonly OwnFunction[];
  /**
   * Finds out beforehand what each part of the last result rests on, so that the checks after the next changes cost only
   * what depends on these. Changes no answer; without it the next check does it.
   */
  prepare(cancelled: () => boolean): void;
}
