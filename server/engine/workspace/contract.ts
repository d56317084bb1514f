import type { Catalogue, Severity } from '../../../rules/schema/types.ts';
import type { CheckResult } from '../explain/diagnostic.ts';
import type { SeverityOverride } from '../explain/index.ts';

/** What the host gives for one tsconfig.json or jsconfig.json, read with its `extends` chain. Paths are POSIX, relative to the root. */
export interface TsconfigInput {
  /** Folder of the file. */
  readonly directory: string;
  readonly baseUrl: string | null;
  /** `compilerOptions.paths`; targets relative to `pathsBase`. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly pathsBase: string;
}

export interface PackageInput {
  /** Folder of the package.json; '' is the root. */
  readonly directory: string;
  /** Parsed JSON; only data fields are looked at, each checked before use. */
  readonly manifest: unknown;
}

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
  /** Severity of free text typed by the user that reaches a model. */
  readonly freeText: Severity;
  /** Severities for some files; later entries win over earlier ones and over `severities`. */
  readonly overrides?: readonly SeverityOverride[];
}

export interface Workspace {
  /** Applies a change; no analysis is done yet. */
  apply(change: WorkspaceChange): void;
  /** Findings of the present state. Never throws. */
  check(): CheckResult;
}
