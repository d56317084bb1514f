import type { Confidence } from '../../../rules/schema/types.ts';
import { baselineText, parseBaseline, updatedBaseline, withBaseline } from '../baseline/index.ts';
import type { Baseline } from '../baseline/index.ts';
import { conclude, type ConcludeOptions } from '../conclude.ts';
import { messageOf, UsageError } from '../failure.ts';
import type { CliPorts } from '../ports.ts';
import type { Progress } from '../progress.ts';
import type { Report } from '../report/report.ts';
import { runCheck } from '../run-check.ts';
import type { CheckOutcome } from '../run-check.ts';
import type { Shard } from '../selection.ts';
import { absolutePath } from '../targets.ts';
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
}

/** `probity check`. @returns the exit code */
export async function checkCommand(
  paths: readonly string[],
  options: CheckOptions,
  ports: CliPorts,
  progress: Progress,
): Promise<number> {
  if (options.stdin && options.stdinFilename === null) throw new UsageError('--stdin needs --stdin-filename');
  if (!options.stdin && options.stdinFilename !== null) throw new UsageError('--stdin-filename needs --stdin');
  if (options.updateBaseline && options.baseline === null) throw new UsageError('--update-baseline needs --baseline');
  if (options.updateBaseline && options.shard !== null) {
    throw new UsageError('--update-baseline needs the whole: it cannot be brought up to date by one part (--shard)');
  }
  const baseline = options.baseline === null ? null : await readBaseline(options.baseline, options, ports);
  const outcome = await runCheck(
    {
      paths,
      config: options.config,
      minConfidence: options.minConfidence,
      threads: options.threads,
      cache: options.cache,
      cacheLocation: options.cacheLocation,
      asOf: options.asOf,
      stdinFilename: options.stdinFilename,
      changedSince: options.changedSince,
      shard: options.shard,
      onProgress: progress.update,
    },
    ports,
  ).finally(() => {
    progress.stop();
  });
  const report = baseline === null ? outcome.report : await judged(outcome, baseline, options, ports);
  if (!options.quiet) await ports.stderr.write(outcome.notices.map((line) => `${escapeForTerminal(line)}\n`).join(''));
  const notice = outcome.sources === 0 && !options.quiet;
  if (notice) await ports.stderr.write('No source files were found; nothing was checked.\n');
  return conclude(report, options, ports, notice);
}

async function readBaseline(name: string, options: CheckOptions, ports: CliPorts): Promise<Baseline> {
  const text = await ports.readFile(absolutePath(name, ports)).catch((error: unknown) => {
    throw new UsageError(`The baseline "${name}" could not be read: ${messageOf(error)}`);
  });
  if (text !== null) return parseBaseline(name, text);
  if (options.updateBaseline) return [];
  throw new UsageError(`There is no baseline "${name}"; --update-baseline makes it`);
}

/** The report without what the baseline knows, after it was brought up to date if that was asked for. */
async function judged(
  { report, selection, texts }: CheckOutcome,
  baseline: Baseline,
  options: CheckOptions,
  ports: CliPorts,
): Promise<Report> {
  const name = options.baseline ?? '';
  const textOf = (path: string): string | undefined => texts.get(path);
  if (options.updateBaseline) {
    const updated = updatedBaseline(baseline, report, textOf, selection.file);
    await ports.replaceFile(absolutePath(name, ports), baselineText(updated)).catch((error: unknown) => {
      throw new UsageError(`The baseline could not be written to "${name}": ${messageOf(error)}`);
    });
    return withBaseline(report, textOf, updated).report;
  }
  const known = withBaseline(report, textOf, baseline);
  const gone = known.gone.filter(({ file }) => selection.file(file));
  const isWhole = options.minConfidence === 'low' && options.changedSince === null && options.shard === null;
  if (gone.length > 0 && isWhole && !options.quiet) {
    const [what, them] =
      gone.length === 1
        ? ['1 finding of the baseline is', 'it']
        : [`${String(gone.length)} findings of the baseline are`, 'them'];
    await ports.stderr.write(`${what} gone; --update-baseline takes ${them} out.\n`);
  }
  return known.report;
}
