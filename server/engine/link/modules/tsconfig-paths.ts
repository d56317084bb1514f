import type { TsconfigInput } from '../contract.ts';
import { ancestors, joinPath } from './posix.ts';

/** Candidates of `compilerOptions.paths` and `baseUrl` for a specifier that is not relative. */
export interface TsconfigPaths {
  /**
   * Paths (without or with extension) the specifier may mean, best first.
   *
   * @param directory folder of the importing file
   */
  candidates(directory: string, specifier: string): readonly string[];
}

interface Pattern {
  readonly prefix: string;
  /** Null for a pattern without a star. */
  readonly suffix: string | null;
  readonly targets: readonly string[];
}

interface Config {
  readonly baseUrl: string | null;
  readonly pathsBase: string;
  /** Exact patterns first, then by longest prefix, as TypeScript chooses. */
  readonly patterns: readonly Pattern[];
}

/**
 * The configs above a file are asked from the nearest folder to the root. TypeScript would ask only the nearest; a
 * monorepo's root config is often meant for folders whose own config could not be read or repeats nothing, and a
 * candidate counts only if it exists. `baseUrl` is taken from the nearest folder that has a config, as in TypeScript.
 */
export function createTsconfigPaths(inputs: readonly TsconfigInput[]): TsconfigPaths {
  const byDirectory = new Map<string, Config[]>();
  for (const input of inputs) {
    const list = byDirectory.get(input.directory) ?? [];
    list.push(configOf(input));
    byDirectory.set(input.directory, list);
  }
  return {
    candidates(directory, specifier) {
      const found: string[] = [];
      let nearest = true;
      for (const folder of ancestors(directory)) {
        const configs = byDirectory.get(folder);
        if (configs === undefined) continue;
        for (const config of configs) addMatches(found, config, specifier);
        for (const { baseUrl } of configs) {
          if (nearest && baseUrl !== null) add(found, joinPath(baseUrl, specifier));
        }
        nearest = false;
      }
      return found;
    },
  };
}

function configOf(input: TsconfigInput): Config {
  const patterns = Object.entries(input.paths).map(([key, targets]): Pattern => {
    const star = key.indexOf('*');
    return star < 0
      ? { prefix: key, suffix: null, targets }
      : { prefix: key.slice(0, star), suffix: key.slice(star + 1), targets };
  });
  patterns.sort((a, b) => Number(a.suffix !== null) - Number(b.suffix !== null) || b.prefix.length - a.prefix.length);
  return { baseUrl: input.baseUrl, pathsBase: input.pathsBase, patterns };
}

/** Adds the targets of the first pattern that matches. */
function addMatches(into: string[], config: Config, specifier: string): void {
  for (const { prefix, suffix, targets } of config.patterns) {
    if (suffix === null) {
      if (specifier !== prefix) continue;
      for (const target of targets) add(into, joinPath(config.pathsBase, target));
      return;
    }
    if (specifier.length < prefix.length + suffix.length) continue;
    if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix)) continue;
    const star = specifier.slice(prefix.length, specifier.length - suffix.length);
    for (const target of targets)
      add(
        into,
        joinPath(
          config.pathsBase,
          target.replace('*', () => star),
        ),
      );
    return;
  }
}

function add(into: string[], path: string | null): void {
  if (path !== null && !into.includes(path)) into.push(path);
}
