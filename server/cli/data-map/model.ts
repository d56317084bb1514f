import { countryWords } from '../../engine/explain/index.ts';
import type { AiCall, Diagnostic, Place } from '../../engine/explain/index.ts';
import { grouped } from '../../engine/base/grouped.ts';
import { seenFrom } from '../report/locate.ts';
import type { Report } from '../report/report.ts';
import { weakest } from './words.ts';

export type Consent = AiCall['consent']['status'];
export type Disclosure = AiCall['disclosure']['status'];

/** One call of a model, as the map tells it. */
export interface MapCall {
  /** `file:line:column`, 1-based. */
  readonly where: string;
  readonly sdk: string;
  readonly api: string;
  readonly kind: string;
  readonly vendor: string;
  readonly data: readonly MapData[];
  readonly consent: Consent;
  readonly consentAt: string | null;
  /** Declared lawful bases. */
  readonly bases: readonly string[];
  readonly disclosure: Disclosure;
  readonly disclosureAt: string | null;
}

/** A category of personal data. */
export interface MapData {
  /** fideslang key. */
  readonly key: string;
  readonly label: string;
  readonly special: boolean;
}

/** Who gets data, and where they sit. */
export interface MapVendor {
  /** Name and country: tells vendors apart. */
  readonly id: string;
  readonly name: string;
  /** ISO code, `LOCAL` for this machine, `??` if it is not known. */
  readonly country: string;
  readonly countryName: string;
  readonly sdks: readonly string[];
  readonly kinds: readonly string[];
  readonly calls: number;
  readonly data: readonly MapData[];
}

/** All calls that send a category to a vendor. */
export interface MapFlow {
  readonly data: MapData;
  readonly vendor: string;
  readonly calls: number;
  /** The weakest among them. */
  readonly consent: Consent;
}

export interface MapFinding {
  readonly rule: string;
  readonly severity: Diagnostic['severity'];
  readonly confidence: Diagnostic['confidence'];
  readonly message: string;
  readonly where: string;
  readonly laws: readonly string[];
  readonly fingerprint: string;
  readonly suppressed: string | null;
}

/** Which personal data goes to which model of which vendor, what guards it and who is told. */
export interface DataMap {
  readonly tool: Report['tool'];
  /** Name of the folder that was looked at. */
  readonly project: string;
  readonly summary: Report['summary'];
  readonly calls: readonly MapCall[];
  readonly vendors: readonly MapVendor[];
  readonly data: readonly MapData[];
  readonly flows: readonly MapFlow[];
  readonly findings: readonly MapFinding[];
  /** What could not be followed, and what could not be read. */
  readonly unseen: readonly { readonly where: string; readonly reason: string }[];
}

/** Puts the map together from what a check found. */
export function dataMapOf(report: Report): DataMap {
  const locator = seenFrom(report.locator, report.prefix);
  const where = (place: Place): string => {
    const { file, line, column } = locator.range(place);
    return `${file}:${String(line)}:${String(column)}`;
  };
  const data = (key: string): MapData => {
    const known = report.categories.get(key);
    return {
      key,
      label: known?.label ?? key.split('.').at(-1)?.replaceAll('_', ' ') ?? key,
      special: known?.special === true,
    };
  };
  const pairs = report.aiCalls.map((call) => ({ call, vendor: `${call.recipient} ${call.country}` }));
  return {
    tool: report.tool,
    project:
      report.root
        .split('/')
        .filter((part) => part !== '')
        .at(-1) ?? 'project',
    summary: report.summary,
    calls: pairs.map(({ call, vendor }) => ({
      where: where(call.place),
      sdk: call.sdk,
      api: call.api,
      kind: call.kind,
      vendor,
      data: call.data.map(data),
      consent: call.consent.status,
      consentAt: call.consent.at === null ? null : where(call.consent.at),
      bases: call.consent.basis ?? [],
      disclosure: call.disclosure.status,
      disclosureAt: call.disclosure.at === null ? null : where(call.disclosure.at),
    })),
    vendors: vendorsOf(pairs, data),
    data: [...new Set(report.aiCalls.flatMap((call) => call.data))].sort().map(data),
    flows: flowsOf(pairs, data),
    findings: report.diagnostics.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      confidence: finding.confidence,
      message: finding.message,
      where: where(finding.place),
      laws: finding.laws.map(
        ({ title, appliesFrom }) => title + (appliesFrom === null ? '' : ` (from ${appliesFrom})`),
      ),
      fingerprint: finding.fingerprint,
      suppressed: finding.suppressed,
    })),
    unseen: [
      ...report.unknowns.map(({ place, reason }) => ({ where: where(place), reason })),
      ...report.problems.map((problem) => ({ where: where(problem), reason: problem.message })),
    ],
  };
}

interface Pair {
  readonly call: AiCall;
  readonly vendor: string;
}

function vendorsOf(pairs: readonly Pair[], data: (key: string) => MapData): readonly MapVendor[] {
  return sortedGroups(pairs, ({ vendor }) => vendor).map(([id, group]) => {
    const calls = group.map(({ call }) => call);
    const country = calls[0]?.country ?? '??';
    return {
      id,
      name: calls[0]?.recipient ?? id,
      country,
      countryName: countryWords(country) ?? 'not known',
      sdks: distinct(calls.map(({ sdk }) => sdk)),
      kinds: distinct(calls.map(({ kind }) => kind)),
      calls: calls.length,
      data: distinct(calls.flatMap((call) => call.data)).map(data),
    };
  });
}

function flowsOf(pairs: readonly Pair[], data: (key: string) => MapData): readonly MapFlow[] {
  const sent = pairs.flatMap(({ call, vendor }) =>
    call.data.map((key) => ({ key, vendor, consent: call.consent.status })),
  );
  return sortedGroups(sent, ({ key, vendor }) => `${key}\n${vendor}`).flatMap(([, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const consent = weakest(group.map((each) => each.consent)) ?? 'unknown';
    return [{ data: data(first.key), vendor: first.vendor, calls: group.length, consent }];
  });
}

const distinct = (items: readonly string[]): string[] => [...new Set(items)].sort();

/** By key, in the order of the keys. */
const sortedGroups = <T>(items: readonly T[], keyOf: (item: T) => string): (readonly [string, readonly T[]])[] =>
  [...grouped(items, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1));
