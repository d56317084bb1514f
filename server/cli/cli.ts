import { CommanderError } from 'commander';
import type { Catalogue } from '../../rules/schema/types.ts';
import { createProgram } from './arguments.ts';
import { checkCommand } from './commands/check.ts';
import { configCommand } from './commands/config.ts';
import { explainFingerprint, explainRule, isFingerprint } from './commands/explain.ts';
import { initCommand } from './commands/init.ts';
import { mergeCommand } from './commands/merge.ts';
import { reportCommand } from './commands/report.ts';
import { rulesJson, rulesTable } from './commands/rules.ts';
import { suppressionsCommand } from './commands/suppressions.ts';
import { configurationOf } from './configuration.ts';
import { ConfigError, Exit, messageOf, UsageError } from './failure.ts';
import type { CliPorts } from './ports.ts';
import type { Progress } from './progress.ts';
import { runCheck, WHOLE_CHECK } from './run-check.ts';
import { readTargets } from './targets.ts';
import { escapeForTerminal } from './terminal/escape.ts';
import { styleFor } from './terminal/style.ts';
import type { ColorChoice, Style } from './terminal/style.ts';

/**
 * Runs the command line.
 *
 * @param argv the arguments after the program's name
 * @param progressFor makes the progress display of a check; `quiet` as asked for
 * @returns the exit code; nothing is thrown
 */
export async function runCli(
  argv: readonly string[],
  ports: CliPorts,
  progressFor: (quiet: boolean) => Progress,
): Promise<number> {
  let code: number = Exit.Clean;
  const style = (choice: ColorChoice): Style =>
    styleFor(
      { isTTY: ports.stdout.isTTY, columns: ports.stdout.columns, env: ports.env, platform: ports.platform },
      choice,
    );
  const program = createProgram(ports.version, {
    check: async (paths, options) => {
      code = await checkCommand(paths, options, ports, progressFor(options.quiet));
    },
    merge: async (reports, options) => {
      code = await mergeCommand(reports, options, ports);
    },
    explain: async (subject, paths, options) => {
      const plain = await ports.readCatalogue();
      if (!isFingerprint(subject, plain)) {
        // a rule that came with Probity is explained whatever the configuration is
        const isPlain = plain.rules.some(({ id }) => id === subject);
        const catalogue = isPlain ? plain : await catalogueHere(options.config, ports);
        await ports.stdout.write(explainRule(subject, catalogue, style(options.color)));
        return;
      }
      const { report } = await runCheck({ ...WHOLE_CHECK, paths, config: options.config, asOf: options.asOf }, ports);
      await ports.stdout.write(explainFingerprint(subject, report, style(options.color)));
    },
    init: (options) => initCommand(options, ports, progressFor(false)),
    suppressions: (paths, options) => suppressionsCommand(paths, options, ports, style(options.color)),
    report: (paths, options) => reportCommand(paths, options, ports),
    config: (folder, options) => configCommand(folder, options, ports),
    languageServer: () => ports.startLanguageServer(),
    rules: async (options) => {
      const catalogue = await catalogueHere(options.config, ports);
      await ports.stdout.write(
        options.format === 'json' ? rulesJson(catalogue) : rulesTable(catalogue, style(options.color)),
      );
    },
  });
  let printed = '';
  for (const command of [program, ...program.commands]) {
    command.configureOutput({
      writeOut: (text) => {
        printed += text;
      },
      getOutHelpWidth: () => style('auto').width,
      getErrHelpWidth: () => style('auto').width,
      writeErr: (text) => {
        printed += text;
      },
      outputError: () => undefined,
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    code = await tell(error, ports, argv, printed);
    printed = '';
  }
  await ports.stdout.write(printed);
  return code;
}

async function tell(error: unknown, ports: CliPorts, argv: readonly string[], printed: string): Promise<number> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) {
      await ports.stdout.write(printed);
      return Exit.Clean;
    }
    const message = error.message
      .replace(/^error: /, 'probity: ')
      .split('\n')
      .map(escapeForTerminal)
      .join('\n');
    await ports.stderr.write(error.code === 'commander.help' ? printed : `${message}\n`);
    return Exit.Usage;
  }
  if (error instanceof ConfigError) {
    const lines = error.problems.map(
      ({ file, line, column, message }) =>
        `${escapeForTerminal(file)}:${String(line)}:${String(column)}  ${escapeForTerminal(message)}`,
    );
    await ports.stderr.write(`probity: ${error.message}\n${lines.join('\n')}\n`);
    return Exit.Usage;
  }
  if (error instanceof UsageError) {
    await ports.stderr.write(`probity: ${escapeForTerminal(error.message)}\n`);
    return Exit.Usage;
  }
  const message = messageOf(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  const verbose = argv.some((argument) => argument === '--verbose' || argument === '-v');
  const shown = verbose
    ? stack.split('\n').map(escapeForTerminal).join('\n')
    : `${escapeForTerminal(message)}\nThis is a fault of Probity, not of your code. --verbose tells more.`;
  await ports.stderr.write(`probity: failed: ${shown}\n`);
  return Exit.Internal;
}

/** What is known in the current folder, the team's rules among it. @param config `--config` as typed */
async function catalogueHere(config: string | null, ports: CliPorts): Promise<Catalogue> {
  const { root } = await readTargets([], ports);
  return (await configurationOf(root, { config, asOf: null }, ports)).catalogue;
}
