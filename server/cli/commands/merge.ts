import { conclude, type ConcludeOptions } from '../conclude.ts';
import { configurationOf } from '../configuration.ts';
import { UsageError } from '../failure.ts';
import { merged } from '../merge/merged.ts';
import { readReports } from '../merge/read-report.ts';
import type { CliPorts } from '../ports.ts';
import type { JsonReport } from '../report/json-contract.ts';
import { createLocator, type Locator } from '../report/locate.ts';
import { knownOf } from '../run-check.ts';
import { absolutePath } from '../targets.ts';

export interface MergeOptions extends ConcludeOptions {
  /** `--config` as typed. */
  readonly config: string | null;
}

/** `probity merge`: one report of the JSON reports of several machines. @returns the exit code */
export async function mergeCommand(names: readonly string[], options: MergeOptions, ports: CliPorts): Promise<number> {
  const read = await readReports(names, ports);
  const folder = read[0]?.prefix ?? '';
  const root = absolutePath(folder === '' ? '.' : folder, ports);
  const { catalogue } = await configurationOf(root, { config: options.config, asOf: null }, ports);
  const line = options.outputs.some(({ format }) => format === 'text') ? await linesOf(read, root, ports) : NO_LINES;
  const reports = names.map((name, i) => {
    const report = read[i];
    if (report === undefined) throw new UsageError(`"${name}" could not be read`);
    return { name, report };
  });
  const report = merged(reports, { ...knownOf(catalogue), line });
  return conclude(report, options, ports);
}

const NO_LINES: Locator['line'] = () => null;

/** Source of the files with findings, where it lies here: reports hold none. */
async function linesOf(reports: readonly JsonReport[], root: string, ports: CliPorts): Promise<Locator['line']> {
  const files = [...new Set(reports.flatMap(({ findings }) => findings.map(({ file }) => file)))];
  const texts = await Promise.all(
    files.map(async (file) => {
      const text = await ports.readFile(absolutePath(`${root}/${file}`, ports)).catch(() => null);
      return text === null ? [] : [[file, text] as const];
    }),
  );
  return createLocator(new Map(texts.flat())).line;
}
