import { messageOf, UsageError } from '../failure.ts';
import type { CliPorts } from '../ports.ts';
import { counted } from '../prose.ts';
import type { CheckOutcome } from '../run-check.ts';
import { absolutePath } from '../targets.ts';
import { styleFor } from '../terminal/style.ts';
import type { ColorChoice } from '../terminal/style.ts';
import { applyFixes, type Changes } from './apply-fixes.ts';
import { diffText } from './diff-text.ts';

export interface FixOptions {
  /** `dry-run` prints what would change and writes nothing. */
  readonly fix: 'write' | 'dry-run';
  readonly color: ColorChoice;
  readonly quiet: boolean;
}

/** A check, and what of it counts. */
interface Counted {
  readonly outcome: CheckOutcome;
  readonly report: CheckOutcome['report'];
}

/**
 * Fixes what counts of a check, by `--fix` in the files and by `--fix-dry-run` as a diff on standard output. @returns the
 * check of the fixed texts. Throws UsageError where a file could not be written; the others are.
 */
export async function fixFiles<T extends Counted>(
  check: (overlay: ReadonlyMap<string, string>) => Promise<T>,
  { fix, color, quiet }: FixOptions,
  ports: CliPorts,
): Promise<T> {
  const { last, changes, count } = await applyFixes(check, ({ outcome, report }) => ({
    findings: report.diagnostics,
    texts: outcome.texts,
    problems: report.problems,
  }));
  const { root, prefix } = last.report;
  if (fix === 'write') await write(changes, root, ports);
  else {
    const { env, platform, stdout } = ports;
    const style = stdout.isTTY ? styleFor({ env, platform, ...stdout }, color) : null;
    await stdout.write(diffText(changes, prefix, style));
  }
  if (!quiet) {
    const done = fix === 'write' ? 'Fixed' : 'Would fix';
    const what = changes.size === 0 ? 'nothing' : `${counted(count, 'finding')} in ${counted(changes.size, 'file')}`;
    await ports.stderr.write(`${done} ${what}.\n`);
  }
  return last;
}

async function write(changes: Changes, root: string, ports: CliPorts): Promise<void> {
  const failed: string[] = [];
  for (const [path, { before, after }] of changes) {
    await ports.replaceSource(absolutePath(`${root}/${path}`, ports), before, after).catch((error: unknown) => {
      failed.push(`"${path}" could not be fixed: ${messageOf(error)}`);
    });
  }
  if (failed.length > 0) throw new UsageError(failed.join('\n'));
}
