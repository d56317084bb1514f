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
import { escapeForTerminal } from '../terminal/escape.ts';
import { styleFor } from '../terminal/style.ts';
import type { ColorChoice } from '../terminal/style.ts';

/** Faults told without --verbose. */
const FAULTS_SHOWN = 5;

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
  const faults = report.problems.filter((problem) => problem.fault === true);
  if (faults.length > 0) await ports.stderr.write(faultText(report, faults, options.verbose));
  return exitCode(report, options.failOn);
}

/** Where the linter failed; the rest of the report stands. */
function faultText(report: Report, faults: Report['problems'], verbose: boolean): string {
  const shown = verbose ? faults : faults.slice(0, FAULTS_SHOWN);
  const lines = shown.map((fault) => {
    const { file, line, column } = report.locator.range(fault);
    const text = fault.path === '' ? '' : `${file}:${String(line)}:${String(column)}  `;
    return `probity: ${escapeForTerminal(`${text}${fault.message}`)}`;
  });
  const left = faults.length - shown.length;
  return [...lines, ...(left > 0 ? [`probity: ${String(left)} more (listed by --verbose)`] : []), ''].join('\n');
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

/** A check that is not whole is no answer, whatever was found: 3 then. */
function exitCode(report: Report, failOn: CheckOptions['failOn']): number {
  if (report.problems.some((problem) => problem.fault === true)) return Exit.Internal;
  const { error, warning, info } = report.summary.findings;
  const failing = error + (failOn === 'error' ? 0 : warning) + (failOn === 'info' ? info : 0);
  return failing > 0 ? Exit.Findings : Exit.Clean;
}
