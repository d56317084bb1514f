import type { Confidence } from '../../../rules/schema/types.ts';
import { goneText, judgedBy, readBaseline, updateBaseline } from '../baseline/index.ts';
import { conclude, type ConcludeOptions } from '../conclude.ts';
import { UsageError } from '../failure.ts';
import { fixFiles, type FixOptions } from '../fix/fix-files.ts';
import type { CliPorts } from '../ports.ts';
import type { Progress } from '../progress.ts';
import type { Report } from '../report/report.ts';
import { runCheck } from '../run-check.ts';
import type { CheckOutcome } from '../run-check.ts';
import type { Shard } from '../selection.ts';
import { escapeForTerminal } from '../terminal/escape.ts';

export interface CheckOptions extends ConcludeOptions {
  readonly config: string | null;
  readonly minConfidence: Confidence;
  readonly baseline: string | null;
  readonly updateBaseline: boolean;
  readonly changedSince: string | null;
  readonly shard: Shard | null;
  readonly cache: boolean;
  readonly cacheLocation: string | null;
  /** YYYY-MM-DD; null for today. */
  readonly asOf: string | null;
  readonly threads: number | null;
  readonly stdin: boolean;
  readonly stdinFilename: string | null;
  /** null: nothing is fixed. */
  readonly fix: FixOptions['fix'] | null;
}

/** A check, and what of it counts. */
interface Checked {
  readonly outcome: CheckOutcome;
  readonly report: Report;
  /** What to say of the baseline; '' for nothing. */
  readonly gone: string;
}

/** `probity check`. @returns the exit code */
export async function checkCommand(
  paths: readonly string[],
  options: CheckOptions,
  ports: CliPorts,
  progress: Progress,
): Promise<number> {
  refuse(options);
  const { fix, quiet } = options;
  const baseline =
    options.baseline === null ? null : await readBaseline(options.baseline, options.updateBaseline, ports);
  const check = async (overlay?: ReadonlyMap<string, string>): Promise<Checked> => {
    const request = { ...options, paths, onProgress: progress.update, ...(overlay === undefined ? {} : { overlay }) };
    const outcome = await runCheck(request, ports);
    if (baseline === null) return { outcome, report: outcome.report, gone: '' };
    const judged = judgedBy(baseline, outcome);
    return { outcome, report: judged.report, gone: goneText(judged, outcome) };
  };
  const checked = fix === null ? check() : fixFiles(check, { ...options, fix }, ports);
  const { outcome, gone, ...counted } = await checked.finally(() => {
    progress.stop();
  });
  const isUpdated = baseline !== null && options.updateBaseline;
  const report = isUpdated ? await updateBaseline(baseline, outcome, ports) : counted.report;
  const isWhole = options.minConfidence === 'low' && options.changedSince === null && options.shard === null;
  if (isWhole && !isUpdated && !quiet) await ports.stderr.write(gone);
  if (!quiet) await ports.stderr.write(outcome.notices.map((line) => `${escapeForTerminal(line)}\n`).join(''));
  const notice = outcome.sources === 0 && !quiet;
  if (notice) await ports.stderr.write('No source files were found; nothing was checked.\n');
  return conclude(report, { ...options, outputs: outputsOf(options) }, ports, notice);
}

/** The diff of a dry run stands where the report would be printed. */
const outputsOf = ({ fix, outputs }: CheckOptions): ConcludeOptions['outputs'] =>
  fix === 'dry-run' ? outputs.filter(({ file }) => file !== null) : outputs;

/** Throws UsageError for options that do not go together. */
function refuse({ stdin, stdinFilename, updateBaseline: update, baseline, shard, fix, outputs }: CheckOptions): void {
  if (stdin && stdinFilename === null) throw new UsageError('--stdin needs --stdin-filename');
  if (!stdin && stdinFilename !== null) throw new UsageError('--stdin-filename needs --stdin');
  if (update && baseline === null) throw new UsageError('--update-baseline needs --baseline');
  if (update && shard !== null) {
    throw new UsageError('--update-baseline needs the whole: it cannot be brought up to date by one part (--shard)');
  }
  if (fix !== null && stdin) throw new UsageError('--fix is for files: standard input cannot be fixed');
  if (fix === 'dry-run' && update) throw new UsageError('--fix-dry-run writes nothing, and --update-baseline does');
  const printed = outputs.find(({ file, format }) => file === null && format !== 'text');
  if (fix === 'dry-run' && printed !== undefined) {
    throw new UsageError(`--fix-dry-run prints a diff; give the report a file: --format ${printed.format}=FILE`);
  }
}
