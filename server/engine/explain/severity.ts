import { CONFIDENCE_RANK } from '../base/confidence.ts';
import { FREE_TEXT } from '../base/free-text.ts';
import type { RuleOptions } from '../../../rules/schema/config.ts';
import type { RuleDefinition, Severity } from '../../../rules/schema/types.ts';
import type { Finding } from '../check/finding.ts';

/** Severities for the files it applies to: one entry of the config's `overrides`, its globs compiled by the host. */
export interface SeverityOverride {
  /** Whether it applies to a file; POSIX path relative to the root. */
  readonly applies: (path: string) => boolean;
  readonly severities: Readonly<Record<string, Severity>>;
  readonly options?: Readonly<Record<string, RuleOptions>>;
  readonly freeText?: Severity;
  /** Jurisdictions whose laws are told with findings; all, if empty. */
  readonly jurisdictions?: readonly string[];
}

/** What of the settings decides severities. Later overrides win. */
export interface SeveritySettings {
  readonly severities: Readonly<Record<string, Severity>>;
  readonly freeText: Severity;
  /** Options by rule id. */
  readonly options?: Readonly<Record<string, RuleOptions>>;
  readonly overrides?: readonly SeverityOverride[];
}

const RANK: Readonly<Record<Severity, number>> = { off: 0, info: 1, warning: 2, error: 3 };

/** Severity of a rule in a file: what the user set for it there, else null. */
export function configuredSeverity(rule: string, path: string, settings: SeveritySettings): Severity | null {
  return configured(settings, path, ({ severities }) => own(severities, rule));
}

/** What the settings say of a path: the last override that says anything, else the settings themselves. */
export function configured<T>(
  settings: SeveritySettings,
  path: string,
  said: (by: Omit<SeverityOverride, 'applies'>) => T | null,
): T | null {
  let value = said(settings);
  for (const override of settings.overrides ?? []) {
    const here = said(override);
    if (here !== null && override.applies(path)) value = here;
  }
  return value;
}

const own = <T>(byRule: Readonly<Record<string, T>> | undefined, rule: string): T | null =>
  byRule !== undefined && Object.hasOwn(byRule, rule) ? (byRule[rule] ?? null) : null;

/**
 * Severity of one finding. What the user set wins over the rule's own severity and over `atLeast`; `atMost` holds in any
 * case. A finding of less confidence than the rule's options ask for is off. A finding whose only data is free text typed by the user has the severity `freeText`, unless the rule is off.
 */
export function severityOf(
  finding: Finding,
  definition: RuleDefinition | undefined,
  settings: SeveritySettings,
): Severity {
  const set = configuredSeverity(finding.rule, finding.place.path, settings);
  let severity = set ?? definition?.severity ?? 'warning';
  if (severity === 'off') return 'off';
  const lowest = configured(
    settings,
    finding.place.path,
    ({ options }) => own(options, finding.rule)?.minConfidence ?? null,
  );
  if (lowest !== null && CONFIDENCE_RANK[finding.confidence] < CONFIDENCE_RANK[lowest]) return 'off';
  if (set === null && finding.atLeast !== null && RANK[severity] < RANK[finding.atLeast]) severity = finding.atLeast;
  if (onlyFreeText(finding)) {
    severity = configured(settings, finding.place.path, ({ freeText }) => freeText ?? null) ?? settings.freeText;
  }
  if (finding.atMost !== null && RANK[severity] > RANK[finding.atMost]) severity = finding.atMost;
  return severity;
}

function onlyFreeText(finding: Finding): boolean {
  if (!finding.missing.includes('consent') || finding.data.length === 0) return false;
  return finding.data.every((item) => item.category === FREE_TEXT);
}
