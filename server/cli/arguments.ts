import { Command, InvalidArgumentError, Option } from 'commander';
import { isIsoDate } from '../engine/base/iso-date.ts';
import { nearest } from '../engine/base/nearest.ts';
import type { CheckOptions } from './commands/check.ts';
import type { ConfigOptions } from './commands/config.ts';
import type { InitOptions } from './commands/init.ts';
import { CI_KINDS } from './init/proposal.ts';
import type { MergeOptions } from './commands/merge.ts';
import type { ReportOptions } from './commands/report.ts';
import type { SuppressionsOptions } from './commands/suppressions.ts';
import type { ConcludeOptions } from './conclude.ts';
import { MAP_FORMATS, type MapFormat } from './data-map/index.ts';
import { outputsOf } from './outputs.ts';
import type { ReportOutput } from './outputs.ts';
import { FORMATS } from './report/report.ts';
import type { Shard } from './selection.ts';
import type { ColorChoice } from './terminal/style.ts';

/** What the commands do, once their arguments are read. */
export interface Actions {
  check(paths: readonly string[], options: CheckOptions): Promise<void>;
  explain(subject: string, paths: readonly string[], options: ExplainOptions): Promise<void>;
  merge(reports: readonly string[], options: MergeOptions): Promise<void>;
  rules(options: RulesOptions): Promise<void>;
  init(options: InitOptions): Promise<void>;
  suppressions(paths: readonly string[], options: SuppressionsOptions & { readonly color: ColorChoice }): Promise<void>;
  report(paths: readonly string[], options: ReportOptions): Promise<void>;
  config(folder: string | null, options: ConfigOptions): Promise<void>;
  languageServer(): Promise<void>;
}

export interface ExplainOptions {
  readonly config: string | null;
  /** YYYY-MM-DD; null for today. */
  readonly asOf: string | null;
  readonly color: ColorChoice;
}

export interface RulesOptions {
  /** `--config` as typed. */
  readonly config: string | null;
  readonly format: 'text' | 'json';
  readonly color: ColorChoice;
}

const EXIT_CODES = `
Exit codes:
  0  nothing at or above --fail-on
  1  findings
  2  wrong usage or configuration
  3  Probity itself failed`;

/** The command line as commander understands it. Errors are thrown, not printed. */
export function createProgram(version: string, actions: Actions): Command {
  const program = new Command('probity')
    .description('Follows personal data to AI model calls and reports where no consent check guards the way.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXIT_CODES);
  settle(program);
  addInit(program, actions);
  addCheck(program, actions);
  addMerge(program, actions);
  addExplain(program, actions);
  addSuppressions(program, actions);
  addReport(program, actions);
  addRules(program, actions);
  addConfig(program, actions);
  addLanguageServer(program, actions);
  return program;
}

/** Commander's defaults for a command that must not exit or print by itself. */
function settle(command: Command): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({ writeErr: () => undefined, outputError: () => undefined });
}

function addCheck(program: Command, actions: Actions): void {
  const command = settle(program.command('check'))
    .description('check files, folders or globs (default: this folder)')
    .argument('[paths...]', 'what to check');
  for (const option of concluding()) command.addOption(option);
  command
    .addOption(choice('--min-confidence <level>', 'lowest confidence shown', ['low', 'medium', 'high'], 'low'))
    .addOption(asOf())
    .option('--baseline <file>', 'findings that are known and do not count')
    .option('--update-baseline', 'write what is found now to the baseline')
    .option('--changed-since <revision>', 'only findings that were not there at a git revision')
    .addOption(new Option('--shard <part>', 'one part of several, for several machines: 2/4').argParser(shard))
    .option('--no-cache', 'start afresh, and keep nothing for the next check')
    .option('--cache', 'use what earlier checks kept (the default)')
    .option('--cache-location <folder>', 'where that is kept (default: in your folder for caches)')
    .addOption(new Option('--threads <count>', 'accepted; a check runs on one thread').argParser(wholeNumber))
    .option('--fix', 'apply the fixes that need no look, and report what is left')
    .option('--fix-dry-run', 'print them as a diff, and change nothing')
    .option('--stdin', 'read one file from standard input')
    .option('--stdin-filename <file>', 'name of that file')
    .action(async (paths: string[], given: Given) => {
      await actions.check(paths, {
        ...concludeOptions(given),
        config: given.config ?? null,
        minConfidence: given.minConfidence ?? 'low',
        baseline: given.baseline ?? null,
        updateBaseline: given.updateBaseline ?? false,
        changedSince: given.changedSince ?? null,
        shard: given.shard ?? null,
        cache: given.cache ?? true,
        cacheLocation: given.cacheLocation ?? null,
        asOf: given.asOf ?? null,
        threads: given.threads ?? null,
        stdin: given.stdin ?? false,
        stdinFilename: given.stdinFilename ?? null,
        fix: given.fixDryRun === true ? 'dry-run' : given.fix === true ? 'write' : null,
      });
    });
}

/** What is the same wherever findings are reported. */
const concluding = (): readonly Option[] => [
  formatOption(),
  new Option('-o, --output <file>', 'write the report to a file'),
  new Option('-c, --config <file>', 'configuration to use instead of the one found'),
  choice('--fail-on <severity>', 'lowest severity that fails', ['error', 'warning', 'info'], 'error'),
  new Option('--max-warnings <count>', 'more warnings than these fail, too').argParser(countOf),
  color(),
  new Option('--no-color', 'use no colours'),
  new Option('-v, --verbose', 'also show suppressed findings, AI calls and what could not be followed'),
  new Option('-q, --quiet', 'show findings only'),
];

function concludeOptions(given: GivenConclusion): ConcludeOptions {
  return {
    outputs: outputsOf(given.format ?? [], given.output ?? null),
    failOn: given.failOn ?? 'error',
    maxWarnings: given.maxWarnings ?? null,
    verbose: given.verbose ?? false,
    quiet: given.quiet ?? false,
    color: colorOf(given.color),
  };
}

/** Options as commander leaves them: absent ones are undefined. */
type Absent<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };
type GivenConclusion = Absent<Omit<ConcludeOptions, 'color' | 'outputs'>> & {
  readonly color?: boolean;
  readonly format?: readonly ReportOutput[];
  readonly output?: string;
};
type Given = Absent<Omit<CheckOptions, keyof ConcludeOptions | 'fix'>> &
  GivenConclusion & { readonly fix?: boolean; readonly fixDryRun?: boolean };

function addMerge(program: Command, actions: Actions): void {
  const command = settle(program.command('merge'))
    .description('make one report of JSON reports: of all parts of --shard, or of several packages')
    .argument('<reports...>', 'files that --format json=FILE wrote');
  for (const option of concluding()) command.addOption(option);
  command.action(async (reports: string[], given: Absent<Pick<MergeOptions, 'config'>> & GivenConclusion) => {
    await actions.merge(reports, { ...concludeOptions(given), config: given.config ?? null });
  });
}

function addExplain(program: Command, actions: Actions): void {
  settle(program.command('explain'))
    .description('show the page of a rule, or one finding in full')
    .argument('<rule or fingerprint>', 'id of a rule, or fingerprint of a finding')
    .argument('[paths...]', 'what was checked when the finding was shown (default: this folder)')
    .option('-c, --config <file>', 'configuration to use instead of the one found')
    .addOption(asOf())
    .addOption(color())
    .option('--no-color', 'use no colours')
    .action(async (subject: string, paths: string[], given: { config?: string; asOf?: string; color?: boolean }) => {
      const { config = null, asOf = null } = given;
      await actions.explain(subject, paths, { config, asOf, color: colorOf(given.color) });
    });
}

function addSuppressions(program: Command, actions: Actions): void {
  settle(program.command('suppressions'))
    .description('list the comments that hide findings: which, why, who answers for them, and until when')
    .argument('[paths...]', 'where to look (default: this folder)')
    .addOption(choice('-f, --format <format>', 'how to list them', ['text', 'json'], 'text'))
    .option('-c, --config <file>', 'configuration to use instead of the one found')
    .addOption(asOf())
    .addOption(color())
    .option('--no-color', 'use no colours')
    .action(async (paths: string[], given: Absent<SuppressionsOptions> & { readonly color?: boolean }) => {
      const { format = 'text', config = null, asOf = null } = given;
      await actions.suppressions(paths, { format, config, asOf, color: colorOf(given.color) });
    });
}

function addInit(program: Command, actions: Actions): void {
  settle(program.command('init'))
    .description('look at the project and write a configuration and a file for CI; what is there is left alone')
    .option('-y, --yes', 'take what is proposed, ask nothing')
    .option('--preset <ids...>', 'presets to start from, such as strict, eu or kz')
    .addOption(
      new Option('--ci <where>', `the file for CI to write: ${CI_KINDS.join(', ')}`).argParser(oneOf(CI_KINDS)),
    )
    .option('--baseline', 'keep the findings of today apart, so that only new ones fail')
    .addOption(color())
    .option('--no-color', 'use no colours')
    .action(async (given: Absent<Omit<InitOptions, 'color' | 'presets'>> & GivenInit) => {
      await actions.init({
        yes: given.yes ?? false,
        presets: (given.preset ?? []).flatMap((id) => id.split(',')).filter((id) => id !== ''),
        ci: given.ci ?? null,
        baseline: given.baseline ?? false,
        color: colorOf(given.color),
      });
    });
}

interface GivenInit {
  readonly preset?: readonly string[];
  readonly color?: boolean;
}

function addReport(program: Command, actions: Actions): void {
  settle(program.command('report'))
    .description('the AI data map: which personal data goes to which model, what guards it, where people are told')
    .argument('[paths...]', 'what to look at (default: this folder)')
    .addOption(choice('-f, --format <format>', 'how to write it', MAP_FORMATS, 'html'))
    .option('-o, --output <file>', 'write it to a file')
    .option('-c, --config <file>', 'configuration to use instead of the one found')
    .addOption(asOf())
    .action(async (paths: string[], given: { format?: MapFormat; output?: string; config?: string; asOf?: string }) => {
      const { format = 'html', output = null, config = null, asOf = null } = given;
      await actions.report(paths, { format, output, config, asOf });
    });
}

function addRules(program: Command, actions: Actions): void {
  settle(program.command('rules'))
    .description('list the rules, those of the team among them')
    .addOption(choice('-f, --format <format>', 'how to list them', ['text', 'json'], 'text'))
    .option('-c, --config <file>', 'configuration to use instead of the one found')
    .addOption(color())
    .option('--no-color', 'use no colours')
    .action(async (given: { format?: 'text' | 'json'; config?: string; color?: boolean }) => {
      const { format = 'text', config = null } = given;
      await actions.rules({ format, config, color: colorOf(given.color) });
    });
}

function addConfig(program: Command, actions: Actions): void {
  settle(program.command('config'))
    .description('show the configuration that holds, everything it extends merged')
    .argument('[folder]', 'where (default: this folder)')
    .option('--print', 'print it as JSON, with where each part is written (this is all it does)')
    .option('--for <file>', 'what holds for one file')
    .option('-c, --config <file>', 'configuration to use instead of the one found')
    .addOption(asOf())
    .action(async (folder: string | undefined, given: { config?: string; asOf?: string; for?: string }) => {
      const { config = null, asOf = null } = given;
      await actions.config(folder ?? null, { config, asOf, for: given.for ?? null });
    });
}

function addLanguageServer(program: Command, actions: Actions): void {
  settle(program.command('lsp'))
    .description('start the language server for an editor')
    .option('--stdio', 'talk over standard input and output')
    .helpOption('-h, --help', 'print help')
    // Editors hand on the other ways to talk (--pipe, --socket, --node-ipc); the server reads them itself.
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => actions.languageServer());
}

/** `--format NAME[=FILE]`, as often as reports are wanted. */
function formatOption(): Option {
  const description = `how to report, and to which file; more than once for several reports: ${FORMATS.join(', ')}`;
  return new Option('-f, --format <name[=file]>', description)
    .default([], 'text')
    .argParser((value: string, before: readonly ReportOutput[]): readonly ReportOutput[] => {
      const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(value) ?? [];
      if (file === '') throw new InvalidArgumentError(`A file is expected after "${name}=".`);
      return [...before, { format: oneOf(FORMATS)(name), file: file ?? null }];
    });
}

const asOf = (): Option =>
  new Option('--as-of <date>', 'the day to check for, as 2026-08-02 (default: today)').argParser((value: string) => {
    if (!isIsoDate(value)) throw new InvalidArgumentError('A day is expected, as 2026-08-02.');
    return value;
  });

const color = (): Option => new Option('--color', 'use colours wherever the output goes');

function colorOf(given: boolean | undefined): ColorChoice {
  if (given === undefined) return 'auto';
  return given ? 'always' : 'never';
}

function choice(flags: string, description: string, words: readonly string[], fallback: string): Option {
  return new Option(flags, `${description}: ${words.join(', ')}`).default(fallback).argParser(oneOf(words));
}

function oneOf<T extends string>(words: readonly T[]): (value: string) => T {
  return (value) => {
    const known = words.find((word) => word === value);
    if (known !== undefined) return known;
    const near = nearest(value, words);
    throw new InvalidArgumentError(near === null ? `Known: ${words.join(', ')}.` : `Did you mean ${near}?`);
  };
}

function shard(value: string): Shard {
  const [, index = 0, count = 0] = (/^(\d{1,3})\/(\d{1,3})$/.exec(value) ?? []).map(Number);
  if (index < 1 || index > count) throw new InvalidArgumentError('A part of a whole is expected: 1/3, 2/3 or 3/3.');
  return { index, count };
}

function countOf(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('A whole number from 0 is expected.');
  return Number(value);
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value)) throw new InvalidArgumentError('A whole number from 1 to 999 is expected.');
  return Number(value);
}
