import type { Issue } from 'codeclimate-types';
import type { Diagnostic } from '../../engine/explain/diagnostic.ts';
import { escapeJson } from '../terminal/escape.ts';
import { seenFrom } from './locate.ts';
import type { Report } from './report.ts';

const SEVERITIES: Readonly<Record<Diagnostic['severity'], NonNullable<Issue['severity']>>> = {
  error: 'critical',
  warning: 'major',
  info: 'info',
};

/** A code-quality report of GitLab CI: findings that are not suppressed. */
export function renderGitlab(report: Report): string {
  const locator = seenFrom(report.locator, report.prefix);
  const issues = report.diagnostics
    .filter((diagnostic) => diagnostic.suppressed === null)
    .map((diagnostic): Issue => {
      const { file, line, endLine } = locator.range(diagnostic.place);
      return {
        type: 'issue',
        check_name: diagnostic.rule,
        description: diagnostic.message,
        content: { body: [diagnostic.why, diagnostic.fixHint].filter((part) => part !== '').join('\n\n') },
        categories: ['Security'],
        severity: SEVERITIES[diagnostic.severity],
        fingerprint: diagnostic.fingerprint,
        location: { path: file, lines: { begin: line, end: endLine } },
      };
    });
  return `${escapeJson(JSON.stringify(issues, null, 2))}\n`;
}
