import type {
  ConfigProblem,
  ResolvedConfig,
  RuleSetting,
  TeamCheck,
  TeamKnowledge,
} from '../../../rules/schema/config.ts';
import type { Catalogue } from '../../../rules/schema/types.ts';
import { discover, textOf } from './discover.ts';
import type { FoundConfig } from './discover.ts';
import { readDocument } from './document.ts';
import type { Pointer } from './document.ts';
import { readKnowledge } from './knowledge.ts';
import { nestedConfigs } from './nested.ts';
import { presetsOf, readLayers } from './layers.ts';
import type { Layer } from './layers.ts';
import { resolved } from './resolve.ts';
import { suggestion } from './validate.ts';

export interface LoadOptions {
  /** Absolute root of the workspace. */
  readonly root: string;
  /** Absolute path of the config to use; null to look for one from the root upwards. */
  readonly file: string | null;
  readonly catalogue: Pick<Catalogue, 'rules' | 'guards' | 'presets' | 'laws'>;
  /** The day for which the configuration holds, as YYYY-MM-DD: laws apply from theirs on, suppressions end with it. */
  readonly asOf: string;
  /** Texts that are not saved yet, by absolute path. */
  readonly texts?: ReadonlyMap<string, string>;
}

export interface LoadedConfig {
  readonly config: ResolvedConfig;
  /** Everything that is wrong; the config is only to be used if this is empty. */
  readonly problems: readonly ConfigProblem[];
}

/** Rules that are no page of the catalogue: what the linter says about its own comments. */
const OWN_RULES = ['suppression'];

/** Reads the config of a workspace with all it extends. Without one, everything is as the catalogue says. */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const found = options.file === null ? await discover(options.root) : await given(options.file, options.texts);
  if ('message' in found) return { config: resolved([], NO_KNOWLEDGE, options), problems: [found] };
  return ofLayers(await chainsOf(found, options), options);
}

/**
 * The same with the configs in folders of the workspace, which hold for the files of their folder and win there. What they
 * add to the team's knowledge holds everywhere. A config that was named is the only one.
 *
 * @param texts of the workspace, by POSIX path relative to the root
 */
export async function withNested(
  loaded: LoadedConfig,
  options: LoadOptions,
  texts: ReadonlyMap<string, string>,
): Promise<LoadedConfig> {
  if (options.file !== null || loaded.problems.length > 0) return loaded;
  const nested = nestedConfigs(options.root, texts);
  if (nested.length === 0) return loaded;
  const above = await chainsOf(await discover(options.root), options);
  const inFolders = await Promise.all(nested.map(({ found, folder }) => chainsOf([found], options, folder)));
  return ofLayers([...above, ...inFolders.flat()], options);
}

type Chain = Awaited<ReturnType<typeof readLayers>>;

/** Configs with all they extend. @param within the folder whose files they speak of; null for the whole workspace */
function chainsOf(
  found: readonly FoundConfig[],
  { catalogue, asOf }: LoadOptions,
  within: string | null = null,
): Promise<readonly Chain[]> {
  const presets = presetsOf(catalogue, asOf);
  return Promise.all(found.map((each) => readLayers(each, presets, within)));
}

async function ofLayers(chains: readonly Chain[], options: LoadOptions): Promise<LoadedConfig> {
  const layers = chains.flatMap((chain) => chain.layers);
  const problems = chains.flatMap((chain) => chain.problems);
  const { knowledge, problems: unknown } = await readKnowledge(layers, options.root);
  const checks = knowledge.checks ?? [];
  const named = layers.flatMap((layer) => [...names(layer, checks, options), ...wrongChecks(layer, options)]);
  return { config: resolved(layers, knowledge, options), problems: [...problems, ...named, ...unknown] };
}

const NO_KNOWLEDGE: TeamKnowledge = { sdks: [], hosts: [], data: [], guards: [], sanitizers: [] };

async function given(file: string, texts: LoadOptions['texts']): Promise<readonly FoundConfig[] | ConfigProblem> {
  const text = texts?.get(file) ?? (await textOf(file));
  if (text === null) return { file, line: 1, column: 1, message: 'The configuration file was not found' };
  const document = readDocument(file, text);
  return [{ document, base: /(^|[\\/])package\.json$/.test(file) ? ['probity'] : [] }];
}

/** Names the schema cannot know: rules, lawful bases and jurisdictions. */
function names(layer: Layer, checks: readonly TeamCheck[], options: LoadOptions): ConfigProblem[] {
  const { found, config } = layer;
  if (!found) return [];
  const problems: ConfigProblem[] = [];
  const rules = [...[...options.catalogue.rules, ...checks].map((rule) => rule.id), ...OWN_RULES];
  const check = (settings: Readonly<Record<string, RuleSetting>> | undefined, pointer: Pointer): void => {
    for (const id of Object.keys(settings ?? {})) {
      if (rules.includes(id)) continue;
      const message = `\`${id}\` is not a rule${suggestion(id, rules)}`;
      problems.push(found.document.problem([...found.base, ...pointer, id], 'key', message));
    }
  };
  check(config.rules, ['rules']);
  for (const [i, override] of (config.overrides ?? []).entries()) check(override.rules, ['overrides', i, 'rules']);
  const bases = options.catalogue.guards.lawfulBases;
  for (const [i, { basis }] of (config.lawfulBasis ?? []).entries()) {
    if (bases.length === 0 || bases.includes(basis)) continue;
    const message = `\`${basis}\` is not a lawful basis${suggestion(basis, bases)}`;
    problems.push(found.document.problem([...found.base, 'lawfulBasis', i, 'basis'], 'value', message));
  }
  const places = [...new Set(options.catalogue.laws.map((law) => law.jurisdiction))];
  for (const [i, name] of (config.jurisdictions ?? []).entries()) {
    if (places.length === 0 || places.includes(name)) continue;
    const message = `No law of a jurisdiction \`${name}\` is known${suggestion(name, places)}`;
    problems.push(found.document.problem([...found.base, 'jurisdictions', i], 'value', message));
  }
  return problems;
}

/** Rules of the team that stand in the config itself: names that are taken, and laws that are not there. */
function wrongChecks({ found, config }: Layer, { catalogue }: LoadOptions): ConfigProblem[] {
  if (!found) return [];
  const laws = catalogue.laws.map(({ id }) => id);
  return (config.checks ?? []).flatMap((check, i) => {
    if (typeof check === 'string') return [];
    const at = (pointer: Pointer, message: string): ConfigProblem =>
      found.document.problem([...found.base, 'checks', i, ...pointer], 'value', message);
    const taken = [...catalogue.rules.map(({ id }) => id), ...OWN_RULES].includes(check.id);
    const unknown = (check.laws ?? []).flatMap((law, j) =>
      laws.includes(law) ? [] : [at(['laws', j], `\`${law}\` is not a law${suggestion(law, laws)}`)],
    );
    return [...(taken ? [at(['id'], `There is a rule \`${check.id}\` already`)] : []), ...unknown];
  });
}
