import type { Preset } from '../../../rules/schema/types.ts';
import { nearest } from '../../engine/base/nearest.ts';
import { baselineText, updatedBaseline } from '../baseline/index.ts';
import { messageOf, UsageError } from '../failure.ts';
import { BASELINE_FILE, ciFile } from '../init/ci-files.ts';
import { configText } from '../init/config-text.ts';
import { CI_KINDS, usable, type CiKind, type Proposal } from '../init/proposal.ts';
import { ask, proposedPresets } from '../init/questions.ts';
import { signsOf } from '../init/signs.ts';
import { block, lookedAt, ownLines, signLines } from '../init/words.ts';
import type { CliPorts } from '../ports.ts';
import type { Progress } from '../progress.ts';
import { runCheck, WHOLE_CHECK, type CheckOutcome } from '../run-check.ts';
import { absolutePath } from '../targets.ts';
import { styleFor, type ColorChoice } from '../terminal/style.ts';

export interface InitOptions {
  /** Take what is proposed, ask nothing. */
  readonly yes: boolean;
  /** Ids of presets, with or without `probity:`; empty: proposed or asked for. */
  readonly presets: readonly string[];
  /** null: by what the repository looks like. */
  readonly ci: CiKind | null;
  readonly baseline: boolean;
  readonly color: ColorChoice;
}

const CONFIG_FILE = 'probity.config.json';

/** `probity init`: looks at the project and writes a configuration and a file for CI. What is there is left alone. */
export async function initCommand(options: InitOptions, ports: CliPorts, progress: Progress): Promise<void> {
  const presets = await presetsNamed(options.presets, ports);
  const prompter = options.yes ? null : await ports.prompter();
  if (prompter === null && !options.yes) {
    throw new UsageError('There is no terminal to ask at; --yes takes what is proposed');
  }
  const { stdout, env, platform } = ports;
  const style = styleFor({ env, platform, isTTY: stdout.isTTY, columns: stdout.columns }, options.color);
  const outcome = await runCheck(
    { ...WHOLE_CHECK, paths: [], config: null, ownFunctions: true, onProgress: progress.update },
    ports,
  ).finally(() => {
    progress.stop();
  });
  const { report, own } = outcome;
  const found = usable(own);
  const findings = report.summary.findings.error + report.summary.findings.warning + report.summary.findings.info;
  await stdout.write(`${style.wrap(style.safe(lookedAt(report)), 0)}\n\n`);
  const { presets: known = [] } = await ports.readCatalogue();
  const signs = presets.length > 0 ? [] : signsOf(known, outcome.texts.keys(), outcome.packages);
  await stdout.write(block('Found', [...ownLines(own, style), ...signLines(signs, known, style)], style));
  const proposed: Proposal = {
    presets: proposedPresets(presets.length > 0 ? presets : signs.map(({ preset }) => preset), known),
    consent: found.consent[0] ?? null,
    redact: found.redact[0] ?? null,
    notice: found.notice[0] ?? null,
    ci: options.ci ?? (await ciOf(report.root, ports)),
    baseline: options.baseline && findings > 0,
  };
  const proposal =
    prompter === null ? proposed : await ask(proposed, { presets: known, usable: found, findings }, prompter);
  if (proposal === null) {
    await stdout.write('Nothing was written.\n');
    return;
  }
  if (prompter !== null) await stdout.write('\n');
  const files = await filesOf(proposal, outcome, ports);
  const written: boolean[] = [];
  // one after the other: the baseline is of what the configuration finds
  for (const { path, text } of files) written.push(await create(`${report.root}/${path}`, await text(), ports));
  const names = (isNew: boolean): readonly string[] =>
    files.filter((_, i) => written[i] === isNew).map(({ path }) => path);
  const kept = [...outcome.configs.filter((name) => !names(false).includes(name)), ...names(false)];
  await stdout.write(
    block(
      'Wrote',
      names(true).map((name) => `  ${name}`),
      style,
    ),
  );
  await stdout.write(
    block(
      'Left as it was',
      kept.map((name) => `  ${name}`),
      style,
    ),
  );
  await stdout.write(block('Next', nextSteps(proposal, findings), style).trimEnd() + '\n');
}

/** A file to be written, its text made when it is its turn. */
interface NewFile {
  readonly path: string;
  readonly text: () => string | Promise<string>;
}

/** What is to be written, in the order in which it is told. A configuration that holds already is not doubled. */
async function filesOf(
  proposal: Proposal,
  { report, own, configs }: CheckOutcome,
  ports: CliPorts,
): Promise<readonly NewFile[]> {
  const schema = 'node_modules/probity/schemas/config.schema.json';
  const isInstalled = (await ports.kindOf(absolutePath(`${report.root}/${schema}`, ports))) === 'file';
  const ci = ciFile(proposal.ci, proposal.baseline);
  const config = { path: CONFIG_FILE, text: () => configText(proposal, own, isInstalled ? `./${schema}` : null) };
  const baseline = {
    path: BASELINE_FILE,
    text: async () => {
      const { report: now, texts } = await runCheck({ ...WHOLE_CHECK, paths: [], config: null }, ports);
      return baselineText(
        updatedBaseline(
          [],
          now,
          (path) => texts.get(path),
          () => true,
        ),
      );
    },
  };
  return [
    ...(configs.length === 0 ? [config] : []),
    ...(proposal.baseline ? [baseline] : []),
    ...(ci === null ? [] : [{ path: ci.path, text: () => ci.text }]),
  ];
}

/** @returns whether it was written: false if there was one */
async function create(path: string, text: string, ports: CliPorts): Promise<boolean> {
  return ports.createFile(absolutePath(path, ports), text).catch((error: unknown) => {
    throw new UsageError(`"${path}" could not be written: ${messageOf(error)}`);
  });
}

async function presetsNamed(names: readonly string[], ports: CliPorts): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const known = ((await ports.readCatalogue()).presets ?? []).map(({ id }: Preset) => id);
  return names.map((name) => {
    const id = name.replace(/^probity:/, '');
    if (known.includes(id)) return id;
    const near = nearest(id, known);
    throw new UsageError(
      `There is no preset "${name}"; ${near === null ? `known: ${known.join(', ')}` : `did you mean "${near}"?`}`,
    );
  });
}

/** Where the project's checks run, by its files and, failing that, by where it comes from. */
async function ciOf(root: string, ports: CliPorts): Promise<CiKind> {
  const has = async (name: string): Promise<boolean> =>
    (await ports.kindOf(absolutePath(`${root}/${name}`, ports))) !== null;
  // services look for their files at the top of a repository
  if (!(await has('.git')) && (await isBelowRepository(root, ports))) return 'none';
  if (await has('.gitlab-ci.yml')) return 'gitlab';
  if (await has('.github')) return 'github';
  const remotes = await ports.remotes(root);
  return CI_KINDS.find((kind) => remotes.some((url) => hostOf(url).split('.').includes(kind))) ?? 'none';
}

async function isBelowRepository(root: string, ports: CliPorts): Promise<boolean> {
  for (let folder = root; folder.includes('/'); folder = folder.slice(0, folder.lastIndexOf('/'))) {
    if ((await ports.kindOf(absolutePath(`${folder}/.git`, ports))) !== null) return true;
  }
  return false;
}

/** `github.com` of `git@github.com:a/b.git` and of `https://me@github.com/a/b`. */
const hostOf = (url: string): string => (/^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?([^:/]+)/i.exec(url)?.[1] ?? '').toLowerCase();

function nextSteps({ ci, baseline }: Proposal, findings: number): readonly string[] {
  const steps: (readonly [command: string, what: string])[] = [
    ['npx probity check', 'every finding, with the way of the data'],
  ];
  if (findings > 0 && !baseline) {
    steps.push([
      `npx probity check --baseline ${BASELINE_FILE} --update-baseline`,
      'keeps those of today apart, so that only new ones fail',
    ]);
  }
  if (baseline) steps[0] = [`npx probity check --baseline ${BASELINE_FILE}`, 'what is new since today'];
  steps.push(['npx probity report --output ai-data-map.html', 'which data goes where, as a page']);
  const lines = steps.flatMap(([command, what]) => [`  ${command}`, `      ${what}`]);
  return ci === 'gitlab'
    ? [...lines, '  include .gitlab/probity.yml in .gitlab-ci.yml (its first lines say how)']
    : lines;
}
