import type { AiCall, Diagnostic, Place } from '../../engine/explain/diagnostic.ts';
import { escapeJson } from '../terminal/escape.ts';
import type { Locator } from './locate.ts';
import type { Report } from './report.ts';
import { wholeFixes } from './whole-fixes.ts';

/** Version of the JSON contract; `schemas/report.schema.json` describes it. */
const CONTRACT = 1;

/** The stable machine format. */
export function renderJson(report: Report): string {
  const { locator } = report;
  const value = {
    version: CONTRACT,
    tool: report.tool,
    root: report.root,
    summary: report.summary,
    findings: report.diagnostics.map((diagnostic) => finding(diagnostic, locator)),
    aiCalls: report.aiCalls.map((call) => aiCall(call, locator)),
    unknowns: report.unknowns.map((unknown) => ({ ...point(unknown.place, locator), reason: unknown.reason })),
    problems: report.problems.map((problem) => ({ ...point(problem, locator), message: problem.message })),
  };
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}

function finding(diagnostic: Diagnostic, locator: Locator): object {
  const { sink } = diagnostic;
  return {
    rule: diagnostic.rule,
    severity: diagnostic.severity,
    confidence: diagnostic.confidence,
    message: diagnostic.message,
    why: diagnostic.why,
    fixHint: diagnostic.fixHint,
    ...locator.range(diagnostic.place),
    data: diagnostic.data.map((item) => ({
      category: item.category,
      expression: item.expression,
      ...point(item.place, locator),
    })),
    sink: sink && { sdk: sink.sdk, api: sink.api, recipient: sink.recipient, ...locator.range(sink.place) },
    path: diagnostic.path.map((step) => ({ ...locator.range(step.place), note: step.note })),
    missing: diagnostic.missing,
    laws: diagnostic.laws.map((law) => ({ id: law.id, title: law.title, appliesFrom: law.appliesFrom })),
    fingerprint: diagnostic.fingerprint,
    fixes: wholeFixes(diagnostic).map((fix) => ({
      title: fix.title,
      safety: fix.safety,
      edits: fix.edits.map((edit) => ({ file: edit.path, start: edit.start, end: edit.end, text: edit.text })),
    })),
    suppressed: diagnostic.suppressed !== null,
  };
}

function aiCall(call: AiCall, locator: Locator): object {
  const { file, line, column, endLine } = locator.range(call.place);
  const state = (side: { readonly status: string; readonly at: Place | null }): object => ({
    status: side.status,
    at: side.at && point(side.at, locator),
  });
  return {
    sdk: call.sdk,
    api: call.api,
    recipient: call.recipient,
    kind: call.kind,
    file,
    line,
    column,
    endLine,
    data: call.data,
    consent: { ...state(call.consent), ...(call.consent.basis ? { basis: call.consent.basis } : {}) },
    disclosure: state(call.disclosure),
  };
}

function point(place: Place, locator: Locator): { file: string; line: number; column: number } {
  const { file, line, column } = locator.range(place);
  return { file, line, column };
}
