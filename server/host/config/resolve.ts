import { relative, sep } from 'node:path';
import type {
  ProbityConfig,
  ResolvedConfig,
  RuleOptions,
  RuleSetting,
  TeamKnowledge,
} from '../../../rules/schema/config.ts';
import type { Severity } from '../../../rules/schema/types.ts';
import { grouped } from '../../engine/base/grouped.ts';
import { globTest } from './globs.ts';
import type { Layer } from './layers.ts';
import { originOf, originsOf } from './origins.ts';

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
 * `overrides` and all lists add up. What a config in a folder says holds for the files of the folder.
 */
export function resolved(
  layers: readonly Layer[],
  knowledge: TeamKnowledge,
  { root, asOf }: { readonly root: string; readonly asOf: string },
): ResolvedConfig {
  const whole = layers.filter(({ within }) => within === null);
  const test = (layer: Layer, globs: readonly string[]): ((path: string) => boolean) => {
    const named = globTest(globs, layer.globsFrom, root);
    return (path) => isWithin(layer, path) && named(path);
  };
  // a config that names any takes the place of those above it
  const nearest = whole.findLast(({ config }) => (config.jurisdictions ?? []).length > 0);
  const jurisdictions = jurisdictionsOf(whole.filter(({ chain }) => chain === nearest?.chain));
  const excludes = layers.map((layer) => test(layer, layer.config.exclude ?? []));
  return {
    sources: layers.flatMap((layer) => (layer.found ? [layer.found.document.file] : [])).reverse(),
    includes: includesOf(layers, root),
    excludes: (path) => excludes.some((excluded) => excluded(path)),
    severities: merged(whole, severities),
    options: merged(whole, optionsOf),
    overrides: [...grouped(layers, ({ chain }) => chain).values()].flatMap((chain) => [
      ...folderOf(chain, root),
      ...chain.flatMap((layer) =>
        (layer.config.overrides ?? []).map((override, i) => {
          const files = test(layer, override.files);
          const excluded = test(layer, override.excludedFiles ?? []);
          return {
            applies: (path: string) => files(path) && !excluded(path),
            severities: severities(override.rules),
            options: optionsOf(override.rules),
            from: originOf(layer, ['overrides', i], root),
          };
        }),
      ),
    ]),
    asOf,
    freeText: whole.findLast(({ config }) => config.freeText !== undefined)?.config.freeText ?? 'off',
    lawfulBasis: layers.flatMap((layer) =>
      (layer.config.lawfulBasis ?? []).map(({ basis, reason, files, data }) => ({
        basis,
        reason,
        applies: files === undefined ? (path: string) => isWithin(layer, path) : test(layer, files),
        data: data ?? [],
      })),
    ),
    jurisdictions,
    systems: layers.flatMap((layer) => layer.config.systems ?? []),
    allowedRegions: layers.flatMap((layer) => layer.config.allowedRegions ?? []),
    knowledge,
    origins: originsOf(whole, root),
    written: { ...written(whole, root), jurisdictions },
  };
}

const isWithin = ({ within }: Layer, path: string): boolean => within === null || path.startsWith(`${within}/`);

/** Settings by rule, later layers winning. */
function merged<T>(
  layers: readonly Layer[],
  pick: (rules: Readonly<Record<string, RuleSetting>>) => Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  return Object.assign({}, ...layers.map(({ config }) => pick(config.rules ?? {}))) as Readonly<Record<string, T>>;
}

const jurisdictionsOf = (layers: readonly Layer[]): readonly string[] => [
  ...new Set(layers.flatMap(({ config }) => config.jurisdictions ?? [])),
];

/** What a config in a folder, with all it extends, sets for the files of the folder; nothing for one of the workspace. */
function folderOf(chain: readonly Layer[], root: string): ResolvedConfig['overrides'] {
  const [first] = chain;
  if (first === undefined || first.within === null) return [];
  const freeText = chain.findLast(({ config }) => config.freeText !== undefined)?.config.freeText;
  const jurisdictions = jurisdictionsOf(chain);
  return [
    {
      applies: (path) => isWithin(first, path),
      severities: merged(chain, severities),
      options: merged(chain, optionsOf),
      from: originOf(chain.at(-1) ?? first, [], root),
      ...(freeText === undefined ? {} : { freeText }),
      ...(jurisdictions.length === 0 ? {} : { jurisdictions }),
    },
  ];
}

/** The last `include` that speaks of a file decides: that of the innermost folder, or of the workspace. */
function includesOf(layers: readonly Layer[], root: string): (path: string) => boolean {
  const tests = layers.flatMap((layer) =>
    layer.config.include === undefined ? [] : [{ layer, named: globTest(layer.config.include, layer.globsFrom, root) }],
  );
  return (path) => tests.findLast(({ layer }) => isWithin(layer, path))?.named(path) ?? true;
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
    lawfulBasis: layers.flatMap((layer) =>
      (layer.config.lawfulBasis ?? []).map((entry) =>
        entry.files === undefined ? entry : { ...entry, files: globs(layer, entry.files) },
      ),
    ),
    systems: all((config) => config.systems),
    allowedRegions: all((config) => config.allowedRegions),
  };
}
