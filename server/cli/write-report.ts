import { messageOf, UsageError } from './failure.ts';
import type { CliPorts } from './ports.ts';
import { absolutePath } from './targets.ts';

/** Writes a report to a file named on the command line. Throws a UsageError that says why it could not be. */
export async function writeReport(output: string, text: string, ports: CliPorts): Promise<void> {
  await ports.writeFile(absolutePath(output, ports), text).catch((error: unknown) => {
    throw new UsageError(`The report could not be written to "${output}": ${messageOf(error)}`);
  });
}
