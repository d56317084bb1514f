import { UsageError } from '../failure.ts';
import { grouped } from '../../engine/base/grouped.ts';
import { composed, type Found } from '../report/compose.ts';
import type { JsonReport } from '../report/json-contract.ts';
import { KnownPlaces } from '../report/known-places.ts';
import type { Report } from '../report/report.ts';
import { foundIn } from './placed-report.ts';

/** A report by the name of its file. */
export interface NamedReport {
  readonly name: string;
  readonly report: JsonReport;
}

/** What the merging machine knows itself. */
export type Surroundings = Pick<Report, 'rules' | 'categories'> & {
  /** Text of a line (1-based) of a file; null where it is not known. */
  readonly line: (file: string, line: number) => string | null;
};

/**
 * Makes one report of those of several machines or packages. Of shards it is the report of the whole: same findings, same
 * order, same counts. Throws UsageError for reports that do not belong together.
 */
export function merged(reports: readonly NamedReport[], { rules, categories, line }: Surroundings): Report {
  const [first] = reports;
  if (first === undefined) throw new UsageError('There is nothing to merge');
  const same = <T>(of: (report: JsonReport) => T, what: string): T => {
    const value = of(first.report);
    const other = reports.find(({ report }) => of(report) !== value);
    if (other === undefined) return value;
    throw new UsageError(`"${first.name}" and "${other.name}" are of different ${what}`);
  };
  same(({ tool }) => tool.version, 'versions of Probity');
  const prefix = same((report) => report.prefix ?? '', 'folders');
  same(({ root }) => root.split('/').at(-1), 'folders');
  complete(reports);
  const places = new KnownPlaces();
  const found = reports.map(({ report }) => foundIn(report, places));
  const sum = (count: (summary: JsonReport['summary']) => number): number =>
    reports.reduce((total, { report }) => total + count(report.summary), 0);
  return composed(
    {
      tool: first.report.tool,
      root: first.report.root,
      prefix,
      shard: null,
      rules,
      categories,
      locator: places.locator(line),
    },
    union(found),
    {
      files: sum(({ files }) => files),
      analysed: sum(({ analysed }) => analysed),
      baselined: sum(({ baselined }) => baselined),
      durationMs: Math.max(...reports.map(({ report }) => report.summary.durationMs)),
    },
  );
}

/** Shards must be all of one whole. */
function complete(reports: readonly NamedReport[]): void {
  const parts = reports.flatMap(({ name, report }) => (report.shard === undefined ? [] : [{ name, ...report.shard }]));
  const [first] = parts;
  if (first === undefined) return;
  const whole = reports.find(({ report }) => report.shard === undefined);
  if (whole !== undefined) throw new UsageError(`"${first.name}" is one part of several, "${whole.name}" is not`);
  const { count } = first;
  const other = parts.find((part) => part.count !== count);
  if (other !== undefined) {
    throw new UsageError(
      `"${first.name}" is one of ${String(count)} parts, "${other.name}" one of ${String(other.count)}`,
    );
  }
  for (let index = 1; index <= count; index++) {
    const own = parts.filter((part) => part.index === index);
    const [a, b] = own;
    const part = `${String(index)}/${String(count)}`;
    if (a === undefined) throw new UsageError(`Part ${part} is missing`);
    if (b !== undefined) throw new UsageError(`"${a.name}" and "${b.name}" are both part ${part}`);
  }
}

/** Everything once: reports of packages may overlap, and each machine tells of a fault. */
function union(found: readonly Found[]): Found {
  const once = <T>(of: (each: Found) => readonly T[]): readonly T[] =>
    [...grouped(found.flatMap(of), (item) => JSON.stringify(item)).values()].flatMap(([item]) => item ?? []);
  return {
    diagnostics: once(({ diagnostics }) => diagnostics),
    aiCalls: once(({ aiCalls }) => aiCalls),
    unknowns: once(({ unknowns }) => unknowns),
    problems: once(({ problems }) => problems),
  };
}
