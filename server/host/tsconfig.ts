import type { Problem } from '../engine/explain/diagnostic.ts';
import type { PackageInput, TsconfigInput } from '../engine/workspace/index.ts';
import { stringList } from './json-values.ts';
import { isRecord } from '../../rules/schema/index.ts';
import { readJson } from './json.ts';
import { createExtendsFinder, folderOf, pathInside } from './tsconfig-extends.ts';

/** Gives the text of a file, POSIX path relative to the root; undefined if there is none or it may not be read. */
type TextOf = (path: string) => string | undefined;

/** The options module resolution needs, in the order they were set. Paths are relative to the root. */
interface Options {
  readonly baseUrl: string | null;
  /** As written, and the folder of the config that wrote them. */
  readonly paths: Readonly<Record<string, readonly string[]>> | null;
  readonly pathsFolder: string;
  readonly module: string | null;
  readonly moduleResolution: string | null;
  /** Whether imports may name TypeScript files. */
  readonly typed: boolean | null;
}

const EMPTY: Options = {
  baseUrl: null,
  paths: null,
  pathsFolder: '',
  module: null,
  moduleResolution: null,
  typed: null,
};
/** Ways to find modules that leave nothing out of what is imported. */
const AS_NODE = /^node(?:\d+|next)$/i;
const CONFIG_NAME = /(?:^|\/)(?:ts|js)config(?:[.-][^/]*)?\.json$/;
const CONFIG_DIR = '${configDir}';
/** TypeScript's own limit is the file system's patience; this ends hostile chains. */
const MAX_CHAIN = 32;

/**
 * Reads `paths` and `baseUrl` of all tsconfig and jsconfig files, with their `extends` chains. A base that cannot be found
 * (packages are not installed) takes nothing away from the rest; get-tsconfig would refuse the whole file.
 *
 * @param paths all files of the workspace
 * @param problems gets what is broken
 * @returns for each folder first its `tsconfig.json`, then `jsconfig.json`, then its other configs that set aliases
 */
export function readTsconfigs(
  paths: readonly string[],
  textOf: TextOf,
  packages: readonly PackageInput[],
  problems: Problem[],
): readonly TsconfigInput[] {
  const configs = paths.filter((path) => CONFIG_NAME.test(path)).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const read = createReader(textOf, packages, problems);
  const inputs = configs.map((path) => ({ path, input: inputOf(path, read(path, [])) }));
  return inputs
    .filter(({ path, input }) => rank(path) <= 2 || input.baseUrl !== null || Object.keys(input.paths).length > 0)
    .map(({ input }) => input);
}

/** The config every tool takes comes first, then those that are often extended or referenced from it. */
function rank(path: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json', 'tsconfig.app.json'].indexOf(name) + 1 || 5;
}

function createReader(
  textOf: TextOf,
  packages: readonly PackageInput[],
  problems: Problem[],
): (path: string, chain: readonly string[]) => Options {
  const parsed = new Map<string, unknown>();
  const find = createExtendsFinder(textOf, packages);
  const json = (path: string): unknown => {
    if (!parsed.has(path)) {
      const quiet = path.includes('node_modules/');
      parsed.set(path, readJson(path, textOf(path) ?? '', true, quiet ? [] : problems));
    }
    return parsed.get(path);
  };
  const read = (path: string, chain: readonly string[]): Options => {
    const config = json(path);
    if (!isRecord(config) || chain.includes(path) || chain.length > MAX_CHAIN) return EMPTY;
    let options = EMPTY;
    for (const base of stringList(config['extends'])) {
      const found = find(base, folderOf(path));
      if (found !== null) options = merged(options, read(found, [...chain, path]));
      else if (chain.length === 0 && isWritten(base)) problems.push(missing(path, textOf(path) ?? '', base));
    }
    return merged(options, ownOptions(config['compilerOptions'], folderOf(path), folderOf(chain[0] ?? path)));
  };
  return read;
}

/** Whether a base is named by a path, and in no folder that a tool makes (`.nuxt`, `.svelte-kit`): it should be there. */
const isWritten = (base: string): boolean => /^\.{1,2}\//.test(base) && !/(?:^|\/)\.[^./]/.test(base);

function missing(path: string, text: string, base: string): Problem {
  const start = Math.max(0, text.indexOf(JSON.stringify(base)));
  const end = start === 0 ? 0 : start + base.length + 2;
  return {
    path,
    start,
    end,
    message: `\`extends\` names \`${base}\`, which was not found; its \`paths\` are not known`,
  };
}

/** @param root folder of the config the chain began with, for `${configDir}` */
function ownOptions(options: unknown, folder: string, root: string): Options {
  if (!isRecord(options)) return EMPTY;
  const baseUrl = typeof options['baseUrl'] === 'string' ? place(options['baseUrl'], folder, root) : null;
  const own: Options = {
    ...EMPTY,
    baseUrl,
    module: textOrNull(options['module']),
    moduleResolution: textOrNull(options['moduleResolution']),
    typed: allows(options['allowImportingTsExtensions'], options['rewriteRelativeImportExtensions']),
  };
  if (!isRecord(options['paths'])) return own;
  const paths: Record<string, readonly string[]> = {};
  for (const [key, targets] of Object.entries(options['paths'])) {
    // the place is put in once the whole chain is known, except where the text itself says it
    paths[key] = stringList(targets).map((target) =>
      target.startsWith(CONFIG_DIR) ? `/${place(target, folder, root) ?? ''}` : target,
    );
  }
  return { ...own, paths, pathsFolder: folder };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Whether one of two switches is on; null if neither is set. */
const allows = (...switches: readonly unknown[]): boolean | null => {
  const set = switches.filter((value) => typeof value === 'boolean');
  return set.length === 0 ? null : set.includes(true);
};

function merged(base: Options, over: Options): Options {
  return {
    baseUrl: over.baseUrl ?? base.baseUrl,
    paths: over.paths ?? base.paths,
    pathsFolder: over.paths === null ? base.pathsFolder : over.pathsFolder,
    module: over.module ?? base.module,
    moduleResolution: over.moduleResolution ?? base.moduleResolution,
    typed: over.typed ?? base.typed,
  };
}

function place(text: string, folder: string, root: string): string | null {
  if (text.startsWith(CONFIG_DIR)) return pathInside(root, text.slice(CONFIG_DIR.length));
  return pathInside(folder, text);
}

/** Targets are made relative to the root; those that lead out of it are dropped. */
function inputOf(path: string, options: Options): TsconfigInput {
  const base = options.baseUrl ?? options.pathsFolder;
  const paths: Record<string, readonly string[]> = {};
  for (const [key, targets] of Object.entries(options.paths ?? {})) {
    paths[key] = targets.map((target) => pathInside(target.startsWith('/') ? '' : base, target)).filter(isString);
  }
  const { baseUrl } = options;
  return { directory: folderOf(path), baseUrl, paths, pathsBase: '', ...endingsOf(options) };
}

/** `node10` looks for endings by itself, as bundlers do. */
function endingsOf({ module, moduleResolution, typed }: Options): Pick<TsconfigInput, 'endings'> {
  const resolution = moduleResolution ?? module ?? '';
  if (!AS_NODE.test(resolution) || /^node10$/i.test(resolution)) return {};
  return { endings: typed === true ? 'own' : 'compiled' };
}

function isString(value: string | null): value is string {
  return value !== null;
}
