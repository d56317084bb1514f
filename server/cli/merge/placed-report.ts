import type { AiCall, Diagnostic, Place } from '../../engine/explain/diagnostic.ts';
import type { Found } from '../report/compose.ts';
import type { JsonAiCall, JsonFinding, JsonFix, JsonReport } from '../report/json-contract.ts';
import type { KnownPlaces } from '../report/known-places.ts';

/** What a JSON report says, as a check found it. @param places takes down where all of it lies */
export function foundIn(report: JsonReport, places: KnownPlaces): Found {
  return {
    diagnostics: report.findings.map((finding) => diagnostic(finding, places)),
    aiCalls: report.aiCalls.map((call) => aiCall(call, places)),
    unknowns: report.unknowns.map(({ reason, ...range }) => ({ place: places.place(range), reason })),
    problems: report.problems.map(({ message, fault, ...range }) => ({
      ...places.place(range),
      message,
      ...(fault === true ? { fault } : {}),
    })),
  };
}

function diagnostic(finding: JsonFinding, places: KnownPlaces): Diagnostic {
  const { sink } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    why: finding.why,
    fixHint: finding.fixHint,
    place: places.place(finding),
    data: finding.data.map(({ category, label, expression, ...range }) => ({
      category,
      label,
      expression,
      place: places.place(range),
    })),
    sink: sink && {
      sdk: sink.sdk,
      api: sink.api,
      kind: sink.kind,
      recipient: sink.recipient,
      country: sink.country,
      place: places.place(sink),
    },
    path: finding.path.map(({ note, ...range }) => ({ place: places.place(range), note })),
    related: finding.related.map(({ note, ...range }) => ({ place: places.place(range), note })),
    missing: finding.missing,
    laws: finding.laws,
    // reports tell findings apart, not what is equal in them
    identity: finding.fingerprint,
    fingerprint: finding.fingerprint,
    fixes: finding.fixes.map((fix) => ({ ...fix, edits: editsOf(fix, places), creates: [] })),
    suppressed: finding.suppressed ? (finding.suppressedBecause ?? '') : null,
  };
}

function editsOf({ edits }: JsonFix, places: KnownPlaces): Diagnostic['fixes'][number]['edits'] {
  return edits.map(({ start, end, text, ...range }) => {
    const edit = { path: range.file, start, end, text };
    places.know(edit, range);
    return edit;
  });
}

function aiCall(call: JsonAiCall, places: KnownPlaces): AiCall {
  const at = ({ at: range }: JsonAiCall['consent'] | JsonAiCall['disclosure']): Place | null =>
    range && places.place(range);
  return {
    sdk: call.sdk,
    api: call.api,
    kind: call.kind,
    recipient: call.recipient,
    country: call.country,
    place: places.place(call),
    data: call.data,
    consent: { ...call.consent, at: at(call.consent) },
    disclosure: { status: call.disclosure.status, at: at(call.disclosure) },
  };
}
