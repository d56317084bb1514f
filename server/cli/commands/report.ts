import { renderDataMap, type MapFormat } from '../data-map/index.ts';
import type { CliPorts } from '../ports.ts';
import { runCheck, WHOLE_CHECK } from '../run-check.ts';
import { writeReport } from '../write-report.ts';

export interface ReportOptions {
  readonly format: MapFormat;
  /** `--output` as typed. */
  readonly output: string | null;
  readonly config: string | null;
  /** YYYY-MM-DD; null for today. */
  readonly asOf: string | null;
}

/** `probity report`: the AI data map of what lies in some folders. Findings do not fail it. */
export async function reportCommand(paths: readonly string[], options: ReportOptions, ports: CliPorts): Promise<void> {
  const { report } = await runCheck({ ...WHOLE_CHECK, paths, config: options.config, asOf: options.asOf }, ports);
  const text = renderDataMap(report, options.format);
  if (options.output === null) await ports.stdout.write(text);
  else await writeReport(options.output, text, ports);
}
