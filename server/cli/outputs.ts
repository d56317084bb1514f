import { UsageError } from './failure.ts';
import type { CliPorts } from './ports.ts';
import { render } from './report/render.ts';
import type { Format, Report } from './report/report.ts';
import { summaryLine } from './report/text.ts';
import type { TextOptions } from './report/text.ts';
import { styleFor } from './terminal/style.ts';
import type { ColorChoice, Style } from './terminal/style.ts';
import { writeReport } from './write-report.ts';

/** One report of a run: `--format sarif=out.sarif`. */
export interface ReportOutput {
  readonly format: Format;
  /** As typed; null is standard output. */
  readonly file: string | null;
}

/** Formats made of lines that a log can hold side by side: annotations for the machine, findings for who reads the log. */
const LINES: ReadonlySet<Format> = new Set(['text', 'github']);

/**
 * The reports of a run: what `--format` asked for, and where `--output` sends the one that names no file itself. Throws
 * UsageError where two would be written over each other.
 */
export function outputsOf(formats: readonly ReportOutput[], output: string | null): readonly ReportOutput[] {
  const asked = formats.length === 0 ? [{ format: 'text' as const, file: null }] : formats;
  const open = asked.filter(({ file }) => file === null);
  if (output !== null && open.length !== 1) {
    throw new UsageError('--output is for one format; with several, each has its file: --format sarif=out.sarif');
  }
  const outputs = asked.map(({ format, file }) => ({ format, file: file ?? output }));
  const printed = outputs.filter(({ file }) => file === null).map(({ format }) => format);
  if (new Set(printed).size < printed.length || (printed.length > 1 && printed.some((format) => !LINES.has(format)))) {
    const [, second = ''] = printed;
    throw new UsageError(
      `${printed.join(' and ')} cannot both go to standard output; give one a file: --format ${second}=FILE`,
    );
  }
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  if (twice !== undefined) throw new UsageError(`Two reports cannot be written to "${twice}"`);
  return outputs;
}

export interface WriteOptions extends TextOptions {
  readonly color: ColorChoice;
  /** Nothing is to be said for people where nothing was checked. */
  readonly isEmpty: boolean;
}

/**
 * Renders a report in all formats that were asked for. What is printed comes first, so that it is seen even where a file
 * cannot be written; where all go to files, people are told the sum on standard error.
 */
export async function writeOutputs(
  report: Report,
  outputs: readonly ReportOutput[],
  { color, isEmpty, ...options }: WriteOptions,
  ports: CliPorts,
): Promise<void> {
  const { env, platform } = ports;
  const style = ({ isTTY, columns }: CliPorts['stdout']): Style => styleFor({ env, platform, isTTY, columns }, color);
  const printed = outputs.filter(({ file }) => file === null);
  for (const { format } of printed) {
    if (format === 'text' && isEmpty) continue;
    await ports.stdout.write(render(seenBy(format, report, env), format, style(ports.stdout), options));
  }
  // A file is no terminal: colours only if asked for.
  const plain = styleFor({ isTTY: false, columns: null, env: {}, platform }, color);
  for (const { format, file } of outputs) {
    if (file !== null) await writeReport(file, render(seenBy(format, report, env), format, plain, options), ports);
  }
  if (printed.length > 0 || options.quiet) return;
  await ports.stderr.write(`${summaryLine(report, style(ports.stderr), options.verbose)}\n`);
}

/** Variables with the folder of the repository, by the format that is read there. */
const REPOSITORY: Readonly<Partial<Record<Format, string>>> = { github: 'GITHUB_WORKSPACE', gitlab: 'CI_PROJECT_DIR' };

/** The report with paths as its reader knows them: from the repository, also where a part of it is checked from within. */
function seenBy(format: Format, report: Report, env: CliPorts['env']): Report {
  const folder = (env[REPOSITORY[format] ?? ''] ?? '').replace(/\\/g, '/').replace(/\/+$/, '');
  if (folder === '' || !`${report.root}/`.startsWith(`${folder}/`)) return report;
  const way = report.root.slice(folder.length + 1);
  return { ...report, prefix: way === '' ? '' : `${way}/` };
}
