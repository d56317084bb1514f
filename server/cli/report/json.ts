import type { AiCall, Diagnostic, Place } from '../../engine/explain/diagnostic.ts';
import { escapeJson } from '../terminal/escape.ts';
import { CONTRACT, type JsonAiCall, type JsonFinding, type JsonReport } from './json-contract.ts';
import type { Locator, Range } from './locate.ts';
import type { Report } from './report.ts';
import { wholeFixes } from './whole-fixes.ts';

/** The stable machine format. */
export function renderJson(report: Report): string {
  const { locator, prefix, shard } = report;
  const value: JsonReport = {
    version: CONTRACT,
    tool: report.tool,
    root: report.root,
    ...(prefix === '' ? {} : { prefix }),
    ...(shard === null ? {} : { shard }),
    summary: report.summary,
    findings: report.diagnostics.map((diagnostic) => finding(diagnostic, locator)),
    aiCalls: report.aiCalls.map((call) => aiCall(call, locator)),
    unknowns: report.unknowns.map(({ place, reason }) => ({ ...locator.range(place), reason })),
    problems: report.problems.map((problem) => ({
      ...locator.range(problem),
      message: problem.message,
      ...(problem.fault === true ? { fault: true } : {}),
    })),
  };
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}

function finding(diagnostic: Diagnostic, locator: Locator): JsonFinding {
  const { sink, suppressed } = diagnostic;
  return {
    rule: diagnostic.rule,
    severity: diagnostic.severity,
    confidence: diagnostic.confidence,
    message: diagnostic.message,
    why: diagnostic.why,
    fixHint: diagnostic.fixHint,
    ...locator.range(diagnostic.place),
    data: diagnostic.data.map(({ category, label, expression, place }) => ({
      category,
      label,
      expression,
      ...locator.range(place),
    })),
    sink: sink && {
      sdk: sink.sdk,
      api: sink.api,
      kind: sink.kind,
      recipient: sink.recipient,
      country: sink.country,
      ...locator.range(sink.place),
    },
    path: diagnostic.path.map(({ place, note }) => ({ ...locator.range(place), note })),
    related: diagnostic.related.map(({ place, note }) => ({ ...locator.range(place), note })),
    missing: diagnostic.missing,
    laws: diagnostic.laws.map(({ id, title, short, url, appliesFrom }) => ({
      id,
      title,
      short,
      appliesFrom,
      ...(url === undefined ? {} : { url }),
    })),
    fingerprint: diagnostic.fingerprint,
    fixes: wholeFixes(diagnostic).map(({ kind, title, safety, edits }) => ({
      kind,
      title,
      safety,
      edits: edits.map((edit) => ({ ...locator.range(edit), start: edit.start, end: edit.end, text: edit.text })),
    })),
    suppressed: suppressed !== null,
    ...(suppressed === null ? {} : { suppressedBecause: suppressed }),
  };
}

function aiCall(call: AiCall, locator: Locator): JsonAiCall {
  const at = (place: Place | null): Range | null => place && locator.range(place);
  return {
    sdk: call.sdk,
    api: call.api,
    recipient: call.recipient,
    country: call.country,
    kind: call.kind,
    ...locator.range(call.place),
    data: call.data,
    consent: {
      status: call.consent.status,
      at: at(call.consent.at),
      ...(call.consent.basis ? { basis: call.consent.basis } : {}),
    },
    disclosure: { status: call.disclosure.status, at: at(call.disclosure.at) },
  };
}
