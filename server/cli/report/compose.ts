import type { AiCall, Diagnostic, Place, Problem, Unknown } from '../../engine/explain/diagnostic.ts';
import { countBySeverity } from './report.ts';
import type { Report, Summary } from './report.ts';

/** What was found, in any order. */
export interface Found {
  readonly diagnostics: readonly Diagnostic[];
  readonly aiCalls: readonly AiCall[];
  readonly unknowns: readonly Unknown[];
  readonly problems: readonly Problem[];
}

type Frame = Omit<Report, keyof Found | 'summary'>;
type Counts = Pick<Summary, 'files' | 'analysed' | 'baselined' | 'durationMs'>;

/**
 * A report of what was found: all in the order of path and place, so that the same findings give the same report, in
 * whichever parts they were found.
 */
export function composed(frame: Frame, found: Found, counts: Counts): Report {
  const { files, analysed, baselined, durationMs } = counts;
  const { diagnostics, aiCalls, unknowns, problems } = found;
  return {
    ...frame,
    diagnostics: [...diagnostics].sort(byFinding),
    aiCalls: [...aiCalls].sort((a, b) => byPlace(a.place, b.place)),
    unknowns: [...unknowns].sort((a, b) => byPlace(a.place, b.place) || byText(a.reason, b.reason)),
    problems: [...problems].sort((a, b) => byPlace(a, b) || byText(a.message, b.message)),
    summary: {
      files,
      analysed,
      aiCalls: aiCalls.length,
      findings: countBySeverity(diagnostics),
      suppressed: diagnostics.filter(({ suppressed }) => suppressed !== null).length,
      baselined,
      unknowns: unknowns.length,
      durationMs,
    },
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byPlace = (a: Place, b: Place): number => byText(a.path, b.path) || a.start - b.start || a.end - b.end;

const byFinding = (a: Diagnostic, b: Diagnostic): number =>
  byText(a.place.path, b.place.path) ||
  a.place.start - b.place.start ||
  byText(a.rule, b.rule) ||
  byText(a.fingerprint, b.fingerprint);
