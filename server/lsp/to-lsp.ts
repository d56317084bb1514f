import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { DiagnosticRelatedInformation, Diagnostic as LspDiagnostic, Range } from 'vscode-languageserver/node';
import type { Diagnostic, Place } from '../engine/explain/diagnostic.ts';

const SEVERITY: Readonly<Record<Diagnostic['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Where places of the engine lie for the editor. */
export interface Locator {
  uri(path: string): string;
  /** Lines and UTF-16 columns, 0-based. */
  range(place: Place): Range;
}

/** A finding as the editor shows it: the message, then every step of the way as related information. */
export function toLsp(finding: Diagnostic, locate: Locator): LspDiagnostic {
  const steps = [...finding.path, ...finding.related];
  return {
    range: locate.range(finding.place),
    severity: SEVERITY[finding.severity],
    source: 'probity',
    code: finding.rule,
    message: finding.fixHint === '' ? finding.message : `${finding.message}\n${finding.fixHint}`,
    relatedInformation: steps.map((step): DiagnosticRelatedInformation => ({
      location: { uri: locate.uri(step.place.path), range: locate.range(step.place) },
      message: step.note,
    })),
    data: { fingerprint: finding.fingerprint },
  };
}
