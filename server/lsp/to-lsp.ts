import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { DiagnosticRelatedInformation, Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { Diagnostic } from '../engine/explain/diagnostic.ts';
import type { ClientAbilities } from './client-abilities.ts';
import type { Folder } from './folder.ts';

const SEVERITY: Readonly<Record<Diagnostic['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/**
 * A finding as the editor shows it: the message, then every step of the way as related information.
 *
 * @param pageOf URI of a rule's page
 */
export function toLsp(
  finding: Diagnostic,
  folder: Folder,
  client: ClientAbilities,
  pageOf: (rule: string) => string | null,
): LspDiagnostic {
  const steps = client.relatedInformation ? [...finding.path, ...finding.related] : [];
  const page = client.codeDescription ? pageOf(finding.rule) : null;
  return {
    range: folder.range(finding.place, client.encoding),
    severity: SEVERITY[finding.severity],
    source: 'probity',
    code: finding.rule,
    ...(page === null ? {} : { codeDescription: { href: page } }),
    message: finding.fixHint === '' ? finding.message : `${finding.message}\n${finding.fixHint}`,
    relatedInformation: steps.map((step): DiagnosticRelatedInformation => ({
      location: { uri: folder.uri(step.place.path), range: folder.range(step.place, client.encoding) },
      message: step.note,
    })),
    data: { fingerprint: finding.fingerprint },
  };
}
