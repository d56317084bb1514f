import type { Location, Log, ReportingDescriptor, Result, Run } from 'sarif';
import type { RuleDefinition } from '../../../rules/schema/types.ts';
import type { Diagnostic, Fix, Place, Step } from '../../engine/explain/diagnostic.ts';
import { escapeJson } from '../terminal/escape.ts';
import type { Locator } from './locate.ts';
import type { Report } from './report.ts';
import { wholeFixes } from './whole-fixes.ts';

const ROOT = '%SRCROOT%';
const LEVELS = { error: 'error', warning: 'warning', info: 'note', off: 'none' } as const;

/** SARIF 2.1.0 (OASIS), as code scanning services read it. */
export function renderSarif(report: Report): string {
  const { locator } = report;
  const rules = descriptors(report);
  const indexOf = new Map(rules.map((rule, i) => [rule.id, i]));
  const run: Run = {
    tool: { driver: { name: report.tool.name, semanticVersion: report.tool.version, rules } },
    originalUriBaseIds: { [ROOT]: { uri: rootUri(report.root) } },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: !report.problems.some((problem) => problem.fault === true),
        toolExecutionNotifications: report.problems.map((problem) => ({
          level: problem.fault === true ? 'error' : 'warning',
          message: { text: plain(problem.message) },
          locations: [location(problem, locator)],
        })),
      },
    ],
    results: report.diagnostics.map((diagnostic) => result(diagnostic, indexOf.get(diagnostic.rule) ?? -1, locator)),
  };
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${escapeJson(JSON.stringify(log, null, 2))}\n`;
}

/** All rules of the catalogue, and those that are the tool's own but were found. */
function descriptors(report: Report): ReportingDescriptor[] {
  const known = new Set(report.rules.map((rule) => rule.id));
  const own = [...new Set(report.diagnostics.map((diagnostic) => diagnostic.rule))].filter((id) => !known.has(id));
  return [...report.rules.map(descriptor), ...own.sort().map((id) => ({ id, shortDescription: { text: id } }))];
}

function descriptor(rule: RuleDefinition): ReportingDescriptor {
  const markdown = rule.body.trim();
  return {
    id: rule.id,
    name: pascal(rule.id),
    shortDescription: { text: rule.title },
    ...(rule.why ? { fullDescription: { text: rule.why } } : {}),
    ...(markdown ? { help: { text: markdown, markdown } } : {}),
    defaultConfiguration: { enabled: rule.severity !== 'off', level: LEVELS[rule.severity] },
    properties: { tags: ['privacy', 'ai', rule.kind], laws: rule.laws },
  };
}

const pascal = (id: string): string => id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function result(diagnostic: Diagnostic, ruleIndex: number, locator: Locator): Result {
  const { message, sink } = diagnostic;
  const fixes = wholeFixes(diagnostic);
  const related = [
    ...(sink && sink.place.path + String(sink.place.start) !== diagnostic.place.path + String(diagnostic.place.start)
      ? [{ place: sink.place, note: `The call that reaches ${sink.recipient}: \`${sink.api}\`` }]
      : []),
    ...diagnostic.related,
  ];
  return {
    ruleId: diagnostic.rule,
    ...(ruleIndex >= 0 ? { ruleIndex } : {}),
    level: LEVELS[diagnostic.severity],
    message: { text: plain(message), markdown: message },
    locations: [location(diagnostic.place, locator)],
    ...(diagnostic.path.length > 0
      ? { codeFlows: [{ threadFlows: [{ locations: flow(diagnostic.path, locator) }] }] }
      : {}),
    ...(related.length > 0
      ? { relatedLocations: related.map((step, i) => ({ id: i + 1, ...location(step.place, locator, step.note) })) }
      : {}),
    partialFingerprints: { 'probity/v1': diagnostic.fingerprint },
    ...(diagnostic.suppressed === null
      ? {}
      : { suppressions: [{ kind: 'inSource' as const, justification: diagnostic.suppressed }] }),
    ...(fixes.length > 0 ? { fixes: fixes.map((fix) => fixOf(fix, locator)) } : {}),
    properties: {
      confidence: diagnostic.confidence,
      missing: diagnostic.missing,
      data: diagnostic.data.map(({ category, expression }) => ({ category, expression })),
      ...(sink ? { recipient: sink.recipient, country: sink.country, sdk: sink.sdk, api: sink.api } : {}),
      laws: diagnostic.laws,
      why: diagnostic.why,
      fixHint: diagnostic.fixHint,
    },
  };
}

function flow(path: readonly Step[], locator: Locator): { location: Location; executionOrder: number }[] {
  return path.map((step, i) => ({ location: location(step.place, locator, step.note), executionOrder: i + 1 }));
}

function location(place: Place, locator: Locator, note?: string): Location {
  const { line, column, endLine, endColumn } = locator.range(place);
  return {
    physicalLocation: {
      artifactLocation: { uri: relativeUri(place.path), uriBaseId: ROOT },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
    ...(note === undefined ? {} : { message: { text: plain(note), markdown: note } }),
  };
}

function fixOf(fix: Fix, locator: Locator): NonNullable<Result['fixes']>[number] {
  const files = [...new Set(fix.edits.map((edit) => edit.path))];
  return {
    description: { text: plain(fix.title), markdown: fix.title },
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: relativeUri(file), uriBaseId: ROOT },
      replacements: fix.edits
        .filter((edit) => edit.path === file)
        .map((edit) => {
          const { line, column, endLine, endColumn } = locator.range(edit);
          return {
            deletedRegion: { startLine: line, startColumn: column, endLine, endColumn },
            insertedContent: { text: edit.text },
          };
        }),
    })),
  };
}

/**
 * Text that a reader could take for a placeholder (`{0}`) or an embedded link (`[text](1)`) is escaped as SARIF says
 * (3.11.5, 3.11.6); everything else is left alone, since many readers show escapes as they are.
 */
const plain = (text: string): string =>
  text.replace(/\{(\d+)\}/g, '{{$1}}').replace(/\[([^[\]]*)\](?=\()/g, '\\[$1\\]');

const relativeUri = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** `file:///…/` of an absolute path with POSIX slashes. */
function rootUri(root: string): string {
  const path = root.startsWith('/') ? root : `/${root}`;
  const uri = path.split('/').map((part) => (/^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)));
  return `file://${uri.join('/').replace(/\/*$/, '/')}`;
}
