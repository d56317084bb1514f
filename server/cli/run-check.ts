import type { ResolvedConfig } from '../../rules/schema/config.ts';
import type { Catalogue, Confidence } from '../../rules/schema/types.ts';
import type { CheckResult, Diagnostic, SuppressionInfo } from '../engine/explain/diagnostic.ts';
import type { OwnFunction } from '../engine/workspace/contract.ts';
import { markOf, matched } from './baseline/index.ts';
import { Checker } from './checker.ts';
import { configurationOf, type ConfigurationRequest } from './configuration.ts';
import { messageOf, UsageError } from './failure.ts';
import type { CheckInputs, CliPorts, WorkspaceInputs } from './ports.ts';
import { composed } from './report/compose.ts';
import { createLocator } from './report/locate.ts';
import type { Report } from './report/report.ts';
import { selectionOf } from './selection.ts';
import type { Selection, Shard } from './selection.ts';
import { readTargets, targetTest } from './targets.ts';
import type { Targets } from './targets.ts';

export interface CheckRequest extends ConfigurationRequest {
  /** Paths and globs as typed; empty is the current folder. */
  readonly paths: readonly string[];
  readonly minConfidence: Confidence;
  readonly threads: number | null;
  readonly cache: boolean;
  /** `--cache-location` as typed. */
  readonly cacheLocation: string | null;
  /** Name for a text that comes from standard input. */
  readonly stdinFilename: string | null;
  /** Texts that stand in the place of what is on disk, by path below the root. */
  readonly overlay?: ReadonlyMap<string, string>;
  /** `--changed-since` as typed. */
  readonly changedSince: string | null;
  readonly shard: Shard | null;
  /** Whether the project's own functions for consent, redaction and notices are looked for. */
  readonly ownFunctions?: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** Everything that is found in what is named, shown without progress. */
export const WHOLE_CHECK: Omit<CheckRequest, 'paths' | 'config'> = {
  minConfidence: 'low',
  threads: null,
  cache: true,
  cacheLocation: null,
  asOf: null,
  stdinFilename: null,
  changedSince: null,
  shard: null,
  onProgress: () => undefined,
};

export interface CheckOutcome {
  readonly report: Report;
  readonly selection: Selection;
  /** As they were checked, by path. */
  readonly packages: WorkspaceInputs['packages'];
  readonly texts: ReadonlyMap<string, string>;
  /** Source files among what was named on the command line, whatever else bounds the check. */
  readonly sources: number;
  /** Comments that hide findings, in the files asked for. */
  readonly suppressions: readonly SuppressionInfo[];
  /** What else the user should know of. */
  readonly notices: readonly string[];
  /** Empty unless they were looked for. */
  readonly own: readonly OwnFunction[];
  /** Files that the configuration was read from, as they lie below the root; empty if there is none. */
  readonly configs: readonly string[];
}

const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/i;

/**
 * One check from the command line: finds the root, reads catalogue, config and texts, runs the engine and keeps what was
 * asked for. Throws UsageError and ConfigError for what the user can settle.
 */
export async function runCheck(request: CheckRequest, ports: CliPorts): Promise<CheckOutcome> {
  const started = ports.now();
  const targets = await targetsOf(request, ports);
  const ofRoot = await configurationOf(targets.root, request, ports);
  const inputs = await readInputs(request, targets, ofRoot.config, ports);
  const { config, catalogue } = await ofRoot.withNested(inputs.texts);
  const { tsconfigs, packages } = inputs;
  const texts = config === ofRoot.config ? inputs.texts : without(inputs.texts, config.excludes);
  const all = { texts, tsconfigs, packages, catalogue, settings: config };
  const { threads, cacheLocation } = request;
  // a text that is only typed so far is not what the next check will see
  const cache = request.cache && request.stdinFilename === null && request.overlay === undefined;
  const checker = new Checker({ threads, cache, cacheLocation, root: targets.root }, ports);
  const whole = await checker.check(all);
  const own = request.ownFunctions === true ? await checker.ownFunctions(all) : [];
  const named = targetTest(targets);
  const paths = [...texts.keys()].filter((path) => SOURCE.test(path) && named(path));
  const sources = paths.length;
  if (sources === 0 && targets.globs.length > 0 && targets.paths.length === 0) {
    throw new UsageError(`No source file matches ${request.paths.map((path) => `"${path}"`).join(', ')}`);
  }
  const changed = await changedOf(request.changedSince, targets.root, ports);
  const { minConfidence, shard } = request;
  const selection = selectionOf(targets, config, { minConfidence, changed, shard });
  const isOld =
    changed === null || !whole.diagnostics.some(selection.finding)
      ? NONE
      : await oldFindings(whole.diagnostics, all, config.excludes, changed, checker, (asked) =>
          ports.textsBefore(targets.root, request.changedSince ?? '', asked),
        );
  const result = { ...whole, diagnostics: whole.diagnostics.filter((diagnostic) => !isOld(diagnostic)) };
  const files = paths.filter(selection.file);
  const report = reportOf({ request, targets, catalogue, selection, inputs, result, files, ports, started });
  const below = `${report.root}/`;
  const configs = config.sources
    .map((source) => source.replace(/\\/g, '/'))
    .map((source) => (source.startsWith(below) ? source.slice(below.length) : source));
  const suppressions = result.suppressions.filter(({ place }) => selection.file(place.path));
  return { report, selection, texts, packages, sources, suppressions, notices: checker.notices, own, configs };
}

const without = (
  texts: ReadonlyMap<string, string>,
  isExcluded: (path: string) => boolean,
): ReadonlyMap<string, string> => new Map([...texts].filter(([path]) => !isExcluded(path)));

const NONE = (): boolean => false;
const ALL = (): boolean => true;

/**
 * What was found before the change, too. So a change is told of what it opens, wherever that ends, and not of code that it
 * moved, renamed or formatted.
 */
async function oldFindings(
  now: readonly Diagnostic[],
  inputs: CheckInputs,
  isExcluded: (path: string) => boolean,
  changed: ReadonlySet<string>,
  checker: Checker,
  textsBefore: (paths: readonly string[]) => Promise<ReadonlyMap<string, string | null>>,
): Promise<(diagnostic: Diagnostic) => boolean> {
  const read = [...changed].filter((path) => !isExcluded(path) && (inputs.texts.has(path) || SOURCE.test(path)));
  if (read.length === 0) return ALL;
  const before = await usable(() => textsBefore(read));
  const texts = new Map(inputs.texts);
  for (const [path, text] of before) {
    if (text === null) texts.delete(path);
    else texts.set(path, text);
  }
  const { diagnostics } = await checker.check({ ...inputs, texts });
  const added = [true, false].flatMap((open) => {
    // a finding that was suppressed and is not any more is a new one
    const inState = ({ suppressed }: Diagnostic): boolean => (suppressed === null) === open;
    const old = diagnostics.filter(inState).map((each) => markOf(each, (path) => texts.get(path)));
    const marks = now.filter(inState).map((each) => [each, markOf(each, (path) => inputs.texts.get(path))] as const);
    return matched(old, new Map(marks)).added;
  });
  const isNew = new Set(added);
  return (diagnostic) => !isNew.has(diagnostic);
}

async function changedOf(revision: string | null, root: string, ports: CliPorts): Promise<ReadonlySet<string> | null> {
  if (revision === null) return null;
  return new Set(await usable(() => ports.changedFiles(root, revision)));
}

/** What git tells; why it cannot is told to the user. */
const usable = <T>(tell: () => Promise<T>): Promise<T> =>
  tell().catch((error: unknown) => {
    throw new UsageError(messageOf(error));
  });

async function targetsOf(request: CheckRequest, ports: CliPorts): Promise<Targets> {
  if (request.stdinFilename === null) return readTargets(request.paths, ports);
  if (request.paths.length > 0) throw new UsageError('With --stdin no paths can be given');
  const [, folder = '', name = ''] = /^(.*[\\/])?([^\\/]*)$/s.exec(request.stdinFilename) ?? [];
  if (name === '') throw new UsageError('--stdin-filename must name a file');
  const targets = await readTargets([folder || '.'], ports);
  const base = targets.paths[0] ?? '';
  return { ...targets, paths: [base === '' ? name : `${base}/${name}`] };
}

async function readInputs(
  request: CheckRequest,
  targets: Targets,
  config: ResolvedConfig,
  ports: CliPorts,
): Promise<WorkspaceInputs> {
  const inputs = await ports.readWorkspace(targets.root, {
    excludes: config.excludes,
    onProgress: request.onProgress,
  });
  const path = targets.paths[0];
  const typed: readonly (readonly [string, string])[] =
    request.stdinFilename === null || path === undefined ? [] : [[path, await ports.readStdin()]];
  const over = [...typed, ...(request.overlay ?? [])];
  return over.length === 0 ? inputs : { ...inputs, texts: new Map([...inputs.texts, ...over]) };
}

interface Parts {
  readonly request: CheckRequest;
  readonly targets: Targets;
  readonly catalogue: Catalogue;
  readonly selection: Selection;
  readonly inputs: WorkspaceInputs;
  readonly result: CheckResult;
  /** Source files asked for. */
  readonly files: readonly string[];
  readonly ports: CliPorts;
  readonly started: number;
}

function reportOf(parts: Parts): Report {
  const { request, targets, catalogue, selection, result, inputs, files, ports } = parts;
  const analysed = new Set(result.analysed);
  return composed(
    {
      tool: { name: 'probity', version: ports.version },
      root: ports.platform === 'win32' ? targets.root.replace(/\\/g, '/') : targets.root,
      prefix: targets.prefix,
      shard: request.shard,
      locator: createLocator(inputs.texts),
      ...knownOf(catalogue),
    },
    {
      diagnostics: result.diagnostics.filter(selection.finding),
      aiCalls: result.aiCalls.filter((call) => selection.file(call.place.path)),
      unknowns: result.unknowns.filter((unknown) => selection.file(unknown.place.path)),
      // a fault of the linter is told wherever it is: what was asked for may rest on what failed
      problems: [...inputs.problems, ...result.problems].filter(
        (problem) => problem.fault === true || selection.file(problem.path),
      ),
    },
    {
      files: files.length,
      analysed: files.filter((path) => analysed.has(path)).length,
      baselined: 0,
      durationMs: Math.max(0, Math.round(ports.now() - parts.started)),
    },
  );
}

/** What reports tell of the catalogue. */
export const knownOf = ({ rules, data }: Catalogue): Pick<Report, 'rules' | 'categories'> => ({
  rules,
  categories: new Map(data.map((category) => [category.key, category])),
});
