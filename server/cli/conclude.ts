import { Exit } from './failure.ts';
import { writeOutputs } from './outputs.ts';
import type { ReportOutput } from './outputs.ts';
import type { CliPorts } from './ports.ts';
import type { Report } from './report/report.ts';
import { escapeForTerminal } from './terminal/escape.ts';
import type { ColorChoice } from './terminal/style.ts';

/** Faults told without --verbose. */
const FAULTS_SHOWN = 5;

/** How a report is told, and what of it fails. */
export interface ConcludeOptions {
  readonly outputs: readonly ReportOutput[];
  readonly failOn: 'error' | 'warning' | 'info';
  /** More warnings than these fail; null for any number. */
  readonly maxWarnings: number | null;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

/** Writes a report wherever it was asked for. @returns the exit code */
export async function conclude(
  report: Report,
  options: ConcludeOptions,
  ports: CliPorts,
  isEmpty = false,
): Promise<number> {
  const { outputs, color, quiet, verbose } = options;
  await writeOutputs(report, outputs, { color, quiet, verbose, isEmpty }, ports);
  const faults = report.problems.filter((problem) => problem.fault === true);
  if (faults.length > 0) await ports.stderr.write(faultText(report, faults, verbose));
  return exitCode(report, options);
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

/** A check that is not whole is no answer, whatever was found: 3 then. */
function exitCode(report: Report, { failOn, maxWarnings }: ConcludeOptions): number {
  if (report.problems.some((problem) => problem.fault === true)) return Exit.Internal;
  const { error, warning, info } = report.summary.findings;
  const failing = error + (failOn === 'error' ? 0 : warning) + (failOn === 'info' ? info : 0);
  const tooMany = maxWarnings !== null && warning > maxWarnings;
  return failing > 0 || tooMany ? Exit.Findings : Exit.Clean;
}
