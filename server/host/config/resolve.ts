import { relative, sep } from 'node:path';
import type {
  ProbityConfig,
  ResolvedConfig,
  RuleOptions,
  RuleSetting,
  TeamKnowledge,
} from '../../../rules/schema/config.ts';
import type { Severity } from '../../../rules/schema/types.ts';
import { globTest } from './globs.ts';
import type { Layer } from './layers.ts';

const severityOf = (setting: RuleSetting): Severity => (typeof setting === 'string' ? setting : setting[0]);

function severities(settings: Readonly<Record<string, RuleSetting>>): Record<string, Severity> {
  return Object.fromEntries(Object.entries(settings).map(([id, setting]) => [id, severityOf(setting)]));
}

function optionsOf(settings: Readonly<Record<string, RuleSetting>>): Record<string, RuleOptions> {
  const withOptions = Object.entries(settings).flatMap(([id, setting]) =>
    typeof setting !== 'string' && setting[1] ? [[id, setting[1]] as const] : [],
  );
  return Object.fromEntries(withOptions);
}

/**
 * Merges the layers, later ones winning: severities and options by rule, `include` and `freeText` as a whole; `exclude`,
 * `overrides` and all lists add up.
 */
export function resolved(
  layers: readonly Layer[],
  knowledge: TeamKnowledge,
  { root, asOf }: { readonly root: string; readonly asOf: string },
): ResolvedConfig {
  const last = <K extends keyof ProbityConfig>(key: K): { value: ProbityConfig[K]; globsFrom: string } | undefined =>
    layers.flatMap(({ config, globsFrom }) => (key in config ? [{ value: config[key], globsFrom }] : [])).at(-1);
  const include = last('include');
  const excludes = layers.map((layer) => globTest(layer.config.exclude ?? [], layer.globsFrom, root));
  return {
    sources: layers.flatMap((layer) => (layer.found ? [layer.found.document.file] : [])).reverse(),
    includes: include?.value ? globTest(include.value, include.globsFrom, root) : () => true,
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
        const files = globTest(override.files, layer.globsFrom, root);
        const excluded = globTest(override.excludedFiles ?? [], layer.globsFrom, root);
        return {
          applies: (path: string) => files(path) && !excluded(path),
          severities: severities(override.rules),
          options: optionsOf(override.rules),
        };
      }),
    ),
    asOf,
    freeText: last('freeText')?.value ?? 'off',
    lawfulBasis: layers.flatMap((layer) =>
      (layer.config.lawfulBasis ?? []).map(({ basis, reason, files, data }) => ({
        basis,
        reason,
        applies: files === undefined ? () => true : globTest(files, layer.globsFrom, root),
        data: data ?? [],
      })),
    ),
    jurisdictions: [...new Set(layers.flatMap((layer) => layer.config.jurisdictions ?? []))],
    systems: layers.flatMap((layer) => layer.config.systems ?? []),
    allowedRegions: layers.flatMap((layer) => layer.config.allowedRegions ?? []),
    knowledge,
    written: written(layers, root),
  };
}

/** The merged config in the form of a config file, globs relative to the root: for people to look at. */
function written(layers: readonly Layer[], root: string): ProbityConfig {
  const globs = (layer: Layer, list: readonly string[] | undefined): string[] => {
    const way = relative(root, layer.globsFrom).split(sep).join('/');
    const moved = (glob: string): string => (way === '' ? glob : `${way}/${glob.replace(/^\.\//, '')}`);
    return (list ?? []).map((glob) => (glob.startsWith('!') ? `!${moved(glob.slice(1))}` : moved(glob)));
  };
  const include = layers.findLast((layer) => layer.config.include !== undefined);
  const all = <T>(pick: (config: ProbityConfig) => readonly T[] | undefined): T[] =>
    layers.flatMap((layer) => pick(layer.config) ?? []);
  return {
    ...(include ? { include: globs(include, include.config.include) } : {}),
    exclude: layers.flatMap((layer) => globs(layer, layer.config.exclude)),
    rules: Object.assign({}, ...layers.map((layer) => layer.config.rules ?? {})) as Record<string, RuleSetting>,
    overrides: layers.flatMap((layer) =>
      (layer.config.overrides ?? []).map(({ files, excludedFiles, rules }) => ({
        files: globs(layer, files),
        ...(excludedFiles ? { excludedFiles: globs(layer, excludedFiles) } : {}),
        rules,
      })),
    ),
    freeText: layers.findLast((layer) => layer.config.freeText !== undefined)?.config.freeText ?? 'off',
    jurisdictions: [...new Set(all((config) => config.jurisdictions))],
    lawfulBasis: layers.flatMap((layer) =>
      (layer.config.lawfulBasis ?? []).map((entry) =>
        entry.files === undefined ? entry : { ...entry, files: globs(layer, entry.files) },
      ),
    ),
    systems: all((config) => config.systems),
    allowedRegions: all((config) => config.allowedRegions),
  };
}
