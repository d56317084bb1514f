import type { ResolvedConfig } from '../../../rules/schema/config.ts';
import type { Catalogue, Severity } from '../../../rules/schema/types.ts';
import { configurationOf, type ConfigurationRequest } from '../configuration.ts';
import { UsageError } from '../failure.ts';
import type { CliPorts } from '../ports.ts';
import { readTargets } from '../targets.ts';
import { escapeJson } from '../terminal/escape.ts';

export interface ConfigOptions extends ConfigurationRequest {
  /** `--for` as typed: the file that it is to be told of; null for the whole. */
  readonly for: string | null;
}

/** `probity config`: the configuration that holds for a folder, or for one file, and where each part of it is written. */
export async function configCommand(folder: string | null, options: ConfigOptions, ports: CliPorts): Promise<void> {
  const { root, paths } = await readTargets([options.for ?? folder ?? '.'], ports);
  const [path = ''] = paths;
  if (options.for !== null && (await ports.kindOf(`${root}/${path}`)) !== 'file') {
    throw new UsageError(`--for needs a file, and "${options.for}" is a folder`);
  }
  const ofRoot = await configurationOf(root, options, ports);
  const texts = options.for === null ? new Map<string, string>() : await configsAbove(root, path, ports);
  const { config, catalogue } = await ofRoot.withNested(texts);
  await ports.stdout.write(
    options.for === null ? configJson(root, config, catalogue) : fileJson(path, config, catalogue),
  );
}

/** Texts in which a configuration of a folder above a file may stand. */
async function configsAbove(root: string, path: string, ports: CliPorts): Promise<ReadonlyMap<string, string>> {
  const folders = path
    .split('/')
    .slice(0, -1)
    .map((_, i, all) => all.slice(0, i + 1).join('/'));
  const names = folders.flatMap((folder) =>
    ['probity.config.json', 'probity.config.jsonc', 'package.json'].map((name) => `${folder}/${name}`),
  );
  const texts = await Promise.all(
    names.map(async (name) => [name, await ports.readFile(`${root}/${name}`).catch(() => null)] as const),
  );
  return new Map(texts.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const])));
}

/** After everything it extends was merged: as JSON, with the files it was read from and the severity of every rule. */
function configJson(root: string, config: ResolvedConfig, catalogue: Catalogue): string {
  const rules: Record<string, unknown> = {};
  for (const { id, severity } of catalogue.rules) rules[id] = config.written.rules?.[id] ?? severity;
  for (const [id, setting] of Object.entries(config.written.rules ?? {})) rules[id] ??= setting;
  const value = {
    root,
    sources: config.sources,
    ...config.written,
    rules: rules as Record<string, Severity>,
    knowledge: config.knowledge,
    origins: config.origins,
  };
  return printed(value);
}

/** What holds for one file, each with where it is written; what is written nowhere is from the page of the rule. */
function fileJson(path: string, config: ResolvedConfig, catalogue: Catalogue): string {
  const here = config.overrides.filter(({ applies }) => applies(path));
  const rules = catalogue.rules.map(({ id, severity }) => {
    const over = here.findLast(({ severities }) => severities[id] !== undefined);
    const own = config.severities[id];
    const options = here.findLast((each) => each.options[id] !== undefined)?.options[id] ?? config.options[id];
    const said = over?.severities[id] ?? own ?? severity;
    const from = over?.from ?? (own === undefined ? 'the rule' : (config.origins[`rules.${id}`] ?? ''));
    return [id, { severity: said, ...(options === undefined ? {} : { options }), from }] as const;
  });
  const freeText = here.findLast((each) => each.freeText !== undefined);
  const jurisdictions = here.findLast((each) => each.jurisdictions !== undefined);
  return printed({
    file: path,
    isRead: !config.excludes(path),
    isReported: config.includes(path),
    rules: Object.fromEntries(rules),
    freeText: freeText?.freeText ?? config.freeText,
    jurisdictions: jurisdictions?.jurisdictions ?? config.jurisdictions,
    lawfulBasis: config.lawfulBasis
      .filter(({ applies }) => applies(path))
      .map(({ basis, reason, data }) => ({ basis, reason, data })),
  });
}

const printed = (value: object): string => `${escapeJson(JSON.stringify(value, null, 2))}\n`;
