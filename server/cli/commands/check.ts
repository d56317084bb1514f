import type { Confidence } from '../../../rules/schema/types.ts';
import { Exit, UsageError } from '../failure.ts';
import type { CliPorts } from '../ports.ts';
import type { Progress } from '../progress.ts';
import { renderJson } from '../report/json.ts';
import type { Format, Report } from '../report/report.ts';
import { renderSarif } from '../report/sarif.ts';
import { renderText, summaryLine } from '../report/text.ts';
import { runCheck } from '../run-check.ts';
import { absolutePath } from '../targets.ts';
import { styleFor } from '../terminal/style.ts';
import type { ColorChoice } from '../terminal/style.ts';

export interface CheckOptions {
  readonly format: Format;
  readonly output: string | null;
  readonly config: string | null;
  readonly failOn: 'error' | 'warning' | 'info';
  readonly minConfidence: Confidence;
  readonly cache: boolean;
  readonly threads: number | null;
  readonly stdin: boolean;
  readonly stdinFilename: string | null;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
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
  const { report, sources } = await runCheck(
    {
      paths,
      config: options.config,
      minConfidence: options.minConfidence,
      threads: options.threads,
      cache: options.cache,
      stdinFilename: options.stdinFilename,
      onProgress: progress.update,
    },
    ports,
  ).finally(() => {
    progress.stop();
  });
  const notice = sources === 0 && !options.quiet;
  if (notice) await ports.stderr.write('No source files were found; nothing was checked.\n');
  await print(report, options, ports, notice);
  return exitCode(report, options.failOn);
}

async function print(report: Report, options: CheckOptions, ports: CliPorts, notice: boolean): Promise<void> {
  const { output, format, quiet, verbose } = options;
  if (output === null) {
    const style = styleFor(
      { ...terminalOf(ports), isTTY: ports.stdout.isTTY, columns: ports.stdout.columns },
      options.color,
    );
    const text =
      format === 'text' ? (notice ? '' : renderText(report, style, { quiet, verbose })) : machine(report, format);
    await ports.stdout.write(text);
    return;
  }
  // A file is no terminal: colours only if asked for.
  const fileStyle = styleFor({ isTTY: false, columns: null, env: {}, platform: ports.platform }, options.color);
  const text = format === 'text' ? renderText(report, fileStyle, { quiet, verbose }) : machine(report, format);
  try {
    await ports.writeFile(absolutePath(output, ports), text);
  } catch (error) {
    throw new UsageError(
      `The report could not be written to "${output}": ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (quiet) return;
  const style = styleFor(
    { ...terminalOf(ports), isTTY: ports.stderr.isTTY, columns: ports.stderr.columns },
    options.color,
  );
  await ports.stderr.write(`${summaryLine(report, style, verbose)}\n`);
}

const terminalOf = (ports: CliPorts): Pick<CliPorts, 'env' | 'platform'> => ({
  env: ports.env,
  platform: ports.platform,
});

function machine(report: Report, format: 'json' | 'sarif'): string {
  return format === 'json' ? renderJson(report) : renderSarif(report);
}

function exitCode(report: Report, failOn: CheckOptions['failOn']): number {
  const { error, warning, info } = report.summary.findings;
  const failing = error + (failOn === 'error' ? 0 : warning) + (failOn === 'info' ? info : 0);
  return failing > 0 ? Exit.Findings : Exit.Clean;
}
