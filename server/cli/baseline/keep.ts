import { messageOf, UsageError } from '../failure.ts';
import type { CliPorts } from '../ports.ts';
import type { Report } from '../report/report.ts';
import type { CheckOutcome } from '../run-check.ts';
import { absolutePath } from '../targets.ts';
import { baselineText, parseBaseline, updatedBaseline, withBaseline } from './baseline.ts';
import type { Baseline, Judged } from './baseline.ts';

/** The baseline a check is told to use. */
export interface KnownBaseline {
  /** As typed. */
  readonly name: string;
  readonly known: Baseline;
}

/** Reads the baseline. Throws UsageError if there is none, unless it is to be made. */
export async function readBaseline(name: string, isMade: boolean, ports: CliPorts): Promise<KnownBaseline> {
  const text = await ports.readFile(absolutePath(name, ports)).catch((error: unknown) => {
    throw new UsageError(`The baseline "${name}" could not be read: ${messageOf(error)}`);
  });
  if (text !== null) return { name, known: parseBaseline(name, text) };
  if (isMade) return { name, known: [] };
  throw new UsageError(`There is no baseline "${name}"; --update-baseline makes it`);
}

/** A check without what the baseline knows. */
export const judgedBy = ({ known }: KnownBaseline, { report, texts }: CheckOutcome): Judged =>
  withBaseline(report, (path) => texts.get(path), known);

/** Writes what a check found to the baseline. @returns the report without it */
export async function updateBaseline(
  { name, known }: KnownBaseline,
  { report, selection, texts }: CheckOutcome,
  ports: CliPorts,
): Promise<Report> {
  const textOf = (path: string): string | undefined => texts.get(path);
  const updated = updatedBaseline(known, report, textOf, selection.file);
  await ports.replaceFile(absolutePath(name, ports), baselineText(updated)).catch((error: unknown) => {
    throw new UsageError(`The baseline could not be written to "${name}": ${messageOf(error)}`);
  });
  return withBaseline(report, textOf, updated).report;
}

/** What to say of entries that are gone; '' if none is. */
export function goneText({ gone }: Judged, { selection }: CheckOutcome): string {
  const count = gone.filter(({ file }) => selection.file(file)).length;
  if (count === 0) return '';
  const [what, them] =
    count === 1 ? ['1 finding of the baseline is', 'it'] : [`${String(count)} findings of the baseline are`, 'them'];
  return `${what} gone; --update-baseline takes ${them} out.\n`;
}
