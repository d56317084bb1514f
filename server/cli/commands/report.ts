import { renderDataMap, type MapFormat } from '../data-map/index.ts';
import { UsageError } from '../failure.ts';
import type { CliPorts } from '../ports.ts';
import { runCheck } from '../run-check.ts';
import { absolutePath } from '../targets.ts';

export interface ReportOptions {
  readonly format: MapFormat;
  /** `--output` as typed. */
  readonly output: string | null;
  readonly config: string | null;
}

/** `probity report`: the AI data map of what lies in some folders. Findings do not fail it. */
export async function reportCommand(paths: readonly string[], options: ReportOptions, ports: CliPorts): Promise<void> {
  const { report } = await runCheck(
    {
      paths,
      config: options.config,
      minConfidence: 'low',
      threads: null,
      cache: true,
      stdinFilename: null,
      changedSince: null,
      shard: null,
      onProgress: () => undefined,
    },
    ports,
  );
  const text = renderDataMap(report, options.format);
  if (options.output === null) {
    await ports.stdout.write(text);
    return;
  }
  await ports.writeFile(absolutePath(options.output, ports), text).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The report could not be written to "${options.output ?? ''}": ${reason}`);
  });
}
