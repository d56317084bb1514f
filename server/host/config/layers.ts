import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { ConfigProblem, ProbityConfig } from '../../../rules/schema/config.ts';
import type { Catalogue, Preset, Severity } from '../../../rules/schema/types.ts';
import { textOf } from './discover.ts';
import type { FoundConfig } from './discover.ts';
import { readDocument } from './document.ts';
import type { Pointer } from './document.ts';
import { suggestion, validate, valueAt } from './validate.ts';

/** One config of a chain of `extends`, or a preset. */
export interface Layer {
  readonly config: ProbityConfig;
  /** Absolute folder its paths are relative to. */
  readonly directory: string;
  /** Absolute folder its globs are relative to: a package has none of the files it speaks of. */
  readonly globsFrom: string;
  /** Where it was read; null for a preset. */
  readonly found: FoundConfig | null;
  /** Where a key of it is written, as a problem there; of a preset where it is extended. */
  readonly placeOf: (pointer: Pointer) => ConfigProblem;
  /** `probity:eu` for a preset, '' for a file. */
  readonly preset: string;
  /** The config that it is, or that extends it: absolute path. */
  readonly chain: string;
  /** The folder whose files it speaks of, POSIX and below the root; null for the whole workspace. */
  readonly within: string | null;
}

/** What presets set, by name without `probity:`. */
export type Presets = Readonly<Record<string, PresetSettings>>;

interface PresetSettings {
  readonly rules: Readonly<Record<string, Severity>>;
  readonly freeText?: Severity;
  readonly jurisdictions: readonly string[];
}

interface Walk {
  readonly chain: string;
  readonly within: string | null;
  readonly presets: Presets;
  readonly problems: ConfigProblem[];
  readonly layers: Layer[];
}

const PRESET = 'probity:';

/** The chain of a config, what is extended first and the config itself last, and all that is wrong with it. */
export async function readLayers(
  found: FoundConfig,
  presets: Presets,
  within: string | null = null,
): Promise<{ layers: readonly Layer[]; problems: readonly ConfigProblem[] }> {
  const walk: Walk = { chain: found.document.file, within, presets, problems: [], layers: [] };
  await visit(found, walk, [], dirname(found.document.file));
  return walk;
}

/** @param globsFrom absolute folder that the globs are relative to */
async function visit(found: FoundConfig, walk: Walk, above: readonly string[], globsFrom: string): Promise<void> {
  const { document, base } = found;
  if (document.problems.length > 0) {
    walk.problems.push(...document.problems);
    return;
  }
  const problems = validate(document, base, '');
  walk.problems.push(...problems);
  if (problems.length > 0) return;
  const config = valueAt(document.value, base) as ProbityConfig;
  const named = config.extends === undefined ? [] : [config.extends].flat();
  for (const [i, name] of named.entries()) {
    const pointer = Array.isArray(config.extends) ? [...base, 'extends', i] : [...base, 'extends'];
    const fail = (message: string): void => {
      walk.problems.push(document.problem(pointer, 'value', message));
    };
    if (name.startsWith(PRESET))
      addPreset(name, () => document.problem(pointer, 'value', ''), document.file, walk, fail);
    else await addFile(name, { file: document.file, globsFrom }, walk, [...above, document.file], fail);
  }
  walk.layers.push({
    config,
    directory: dirname(document.file),
    globsFrom,
    found,
    placeOf: (pointer) => document.problem([...base, ...pointer], 'key', ''),
    preset: '',
    chain: walk.chain,
    within: walk.within,
  });
}

function addPreset(
  name: string,
  placeOf: Layer['placeOf'],
  file: string,
  walk: Walk,
  fail: (message: string) => void,
): void {
  const key = name.slice(PRESET.length);
  const preset = Object.hasOwn(walk.presets, key) ? walk.presets[key] : undefined;
  if (!preset) {
    const known = Object.keys(walk.presets).map((preset) => `${PRESET}${preset}`);
    fail(`There is no preset \`${name}\`${suggestion(name, known)}`);
    return;
  }
  walk.layers.push({
    config: preset,
    directory: dirname(file),
    globsFrom: dirname(file),
    found: null,
    placeOf,
    preset: name,
    chain: walk.chain,
    within: walk.within,
  });
}

async function addFile(
  name: string,
  from: { readonly file: string; readonly globsFrom: string },
  walk: Walk,
  above: readonly string[],
  fail: (message: string) => void,
): Promise<void> {
  // what a package extends by path is in the package, too
  const isInPackage = from.globsFrom !== dirname(from.file);
  const isPath = /^\.{1,2}[\\/]/.test(name) || isAbsolute(name);
  const file = isPath ? resolve(dirname(from.file), name) : inPackage(name, from.file);
  if (file === null) {
    fail(`\`${name}\` was not found: it is neither a preset, nor a path with "./" in front, nor an installed package`);
  } else if (!/\.jsonc?$/.test(file)) {
    fail(`\`${name}\` is not a JSON file; a configuration is data and is never run`);
  } else if (above.includes(file)) {
    fail(`\`${name}\` extends this file in turn`);
  } else {
    const text = await textOf(file);
    if (text === null) fail(`\`${name}\` was not found`);
    else
      await visit(
        { document: readDocument(file, text), base: [] },
        walk,
        above,
        isPath && !isInPackage ? dirname(file) : from.globsFrom,
      );
  }
}

function inPackage(name: string, from: string): string | null {
  const require = createRequire(from);
  for (const specifier of [`${name}/probity.config.json`, name]) {
    try {
      return require.resolve(specifier);
    } catch {
      continue;
    }
  }
  for (const folder of require.resolve.paths(name) ?? []) {
    const guess = join(folder, name, 'probity.config.json');
    try {
      return require.resolve(guess);
    } catch {
      continue;
    }
  }
  return null;
}

/**
 * The presets of the catalogue, each with what it starts from. For those it does not list, what follows from the rules
 * alone: `recommended` is every rule as its page says, `strict` also shows the rules that are off as notes, `all` as
 * warnings.
 *
 * @param asOf the day, as YYYY-MM-DD: laws that apply by then have raised what they raise
 */
export function presetsOf(catalogue: Pick<Catalogue, 'rules' | 'presets' | 'laws'>, asOf: string): Presets {
  const raised = (severity: Severity): PresetSettings => ({
    rules: Object.fromEntries(
      catalogue.rules.map((rule) => [rule.id, rule.severity === 'off' ? severity : rule.severity]),
    ),
    jurisdictions: [],
  });
  const listed = catalogue.presets ?? [];
  const applying = new Set(catalogue.laws.filter(({ appliesFrom }) => appliesFrom <= asOf).map(({ id }) => id));
  return {
    recommended: raised('off'),
    strict: raised('info'),
    all: raised('warning'),
    ...Object.fromEntries(listed.map((preset) => [preset.id, flattened(preset, listed, applying, [])])),
  };
}

/** @param applying ids of the laws that apply */
function flattened(
  preset: Preset,
  all: readonly Preset[],
  applying: ReadonlySet<string>,
  above: readonly string[],
): PresetSettings {
  const bases = all.filter((base) => preset.extends?.includes(base.id) && !above.includes(base.id));
  const from = bases.map((base) => flattened(base, all, applying, [...above, preset.id]));
  const raised = (preset.raises ?? []).filter(({ law }) => applying.has(law)).map(({ rules }) => rules);
  const freeText = preset.freeText ?? from.findLast((base) => base.freeText !== undefined)?.freeText;
  return {
    ...(freeText === undefined ? {} : { freeText }),
    rules: Object.assign({}, ...from.map(({ rules }) => rules), preset.rules, ...raised) as Record<string, Severity>,
    jurisdictions: [
      ...new Set([...from.flatMap(({ jurisdictions }) => jurisdictions), ...(preset.jurisdictions ?? [])]),
    ],
  };
}
