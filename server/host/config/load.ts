import type {
  ConfigProblem,
  ProbityConfig,
  ResolvedConfig,
  RuleSetting,
  TeamKnowledge,
} from '../../../rules/schema/config.ts';
import type { Catalogue, Severity } from '../../../rules/schema/types.ts';
import { discover, textOf } from './discover.ts';
import type { FoundConfig } from './discover.ts';
import { readDocument } from './document.ts';
import type { Pointer } from './document.ts';
import { globTest } from './globs.ts';
import { readKnowledge } from './knowledge.ts';
import { presetsOf, readLayers } from './layers.ts';
import type { Layer } from './layers.ts';
import { suggestion } from './validate.ts';

export interface LoadOptions {
  /** Absolute root of the workspace. */
  readonly root: string;
  /** Absolute path of the config to use; null to look for one from the root upwards. */
  readonly file: string | null;
  readonly catalogue: Pick<Catalogue, 'rules' | 'guards' | 'presets'>;
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
  const found = options.file === null ? await discover(options.root) : await given(options.file);
  if (found === null) return { config: resolved([], NO_KNOWLEDGE, options.root), problems: [] };
  if ('message' in found) return { config: resolved([], NO_KNOWLEDGE, options.root), problems: [found] };
  const { layers, problems } = await readLayers(found, presetsOf(options.catalogue));
  const named = layers.flatMap((layer) => names(layer, options));
  const { knowledge, problems: unknown } = await readKnowledge(layers);
  return { config: resolved(layers, knowledge, options.root), problems: [...problems, ...named, ...unknown] };
}

const NO_KNOWLEDGE: TeamKnowledge = { sdks: [], hosts: [], data: [], guards: [], sanitizers: [] };

async function given(file: string): Promise<FoundConfig | ConfigProblem> {
  const text = await textOf(file);
  if (text === null) return { file, line: 1, column: 1, message: 'The configuration file was not found' };
  const document = readDocument(file, text);
  return { document, base: /(^|[\\/])package\.json$/.test(file) ? ['probity'] : [] };
}

/** Names the schema cannot know: rules and lawful bases. */
function names(layer: Layer, options: LoadOptions): ConfigProblem[] {
  const { found, config } = layer;
  if (!found) return [];
  const problems: ConfigProblem[] = [];
  const rules = [...options.catalogue.rules.map((rule) => rule.id), ...OWN_RULES];
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
  return problems;
}

const severityOf = (setting: RuleSetting): Severity => (typeof setting === 'string' ? setting : setting[0]);

function severities(settings: Readonly<Record<string, RuleSetting>>): Record<string, Severity> {
  return Object.fromEntries(Object.entries(settings).map(([id, setting]) => [id, severityOf(setting)]));
}

function optionsOf(settings: Readonly<Record<string, RuleSetting>>): Record<string, Readonly<Record<string, unknown>>> {
  const withOptions = Object.entries(settings).flatMap(([id, setting]) =>
    typeof setting !== 'string' && setting[1] ? [[id, setting[1]] as const] : [],
  );
  return Object.fromEntries(withOptions);
}

/**
 * Merges the layers, later ones winning: severities and options by rule, `include` and `freeText` as a whole; `exclude`,
 * `overrides` and all lists add up.
 */
function resolved(layers: readonly Layer[], knowledge: TeamKnowledge, root: string): ResolvedConfig {
  const last = <K extends keyof ProbityConfig>(key: K): { value: ProbityConfig[K]; directory: string } | undefined =>
    layers.flatMap(({ config, directory }) => (key in config ? [{ value: config[key], directory }] : [])).at(-1);
  const include = last('include');
  const excludes = layers.map((layer) => globTest(layer.config.exclude ?? [], layer.directory, root));
  return {
    sources: layers.flatMap((layer) => (layer.found ? [layer.found.document.file] : [])).reverse(),
    includes: include?.value ? globTest(include.value, include.directory, root) : () => true,
    excludes: (path) => excludes.some((test) => test(path)),
    severities: Object.assign({}, ...layers.map((layer) => severities(layer.config.rules ?? {}))) as Record<
      string,
      Severity
    >,
    options: Object.assign(
      {},
      ...layers.map((layer) => optionsOf(layer.config.rules ?? {})),
    ) as ResolvedConfig['options'],
    overrides: layers.flatMap((layer) =>
      (layer.config.overrides ?? []).map((override) => {
        const files = globTest(override.files, layer.directory, root);
        const excluded = globTest(override.excludedFiles ?? [], layer.directory, root);
        return { applies: (path: string) => files(path) && !excluded(path), severities: severities(override.rules) };
      }),
    ),
    freeText: last('freeText')?.value ?? 'off',
    lawfulBasis: layers.flatMap((layer) => layer.config.lawfulBasis ?? []),
    jurisdictions: layers.flatMap((layer) => layer.config.jurisdictions ?? []),
    systems: layers.flatMap((layer) => layer.config.systems ?? []),
    allowedRegions: layers.flatMap((layer) => layer.config.allowedRegions ?? []),
    knowledge,
  };
}
