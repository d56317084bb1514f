import type { ModuleGraph } from '../contract.ts';
import type { ModuleInput } from './input.ts';
import { createResolver, type Resolver } from './resolver.ts';
import { scanSpecifiers } from './scan.ts';

/** A module graph that can be carried from one state of the workspace to the next. */
export interface LiveModuleGraph extends ModuleGraph {
  /** Files a file names, resolved; each once. */
  imports(path: string): readonly string[];
  /**
   * The texts of these paths have changed; the set of paths and the configuration have not. Only their edges are made
   * anew.
   *
   * @returns the files that now name other modules than before
   */
  textsChanged(paths: Iterable<string>): readonly AlteredImports[];
  /** False if a change of this path's text changes how others resolve: make a new graph then, with this one as `previous`. */
  readonly isPlain: (path: string) => boolean;
}

/** A file that names other modules than before. */
export interface AlteredImports {
  readonly path: string;
  /** Files that it named and does not any more, or names now and did not. */
  readonly targets: readonly string[];
}

interface Scan {
  readonly text: string;
  readonly specifiers: readonly string[];
}

const NONE: readonly string[] = [];
const SCANNED = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/i;
const scansOf = new WeakMap<ModuleGraph, Map<string, Scan>>();

/**
 * Module resolution and the import graph over the given texts. Everything is computed when first asked for and kept.
 *
 * @param input texts, paths and configuration; `text` may be asked again after `textsChanged`
 * @param previous an earlier graph: the scans of texts that are still the same string are taken over
 */
export function createModuleGraph(input: ModuleInput, previous?: ModuleGraph): LiveModuleGraph {
  const paths: ReadonlySet<string> = input.paths instanceof Set ? input.paths : new Set(input.paths);
  const resolver: Resolver = createResolver(input, paths);
  const scans = new Map((previous === undefined ? undefined : scansOf.get(previous)) ?? []);
  const edges = new Map<string, readonly string[]>();
  let reverse: Map<string, Set<string>> | null = null;

  const specifiers = (path: string): readonly string[] => {
    const text = SCANNED.test(path) && paths.has(path) ? input.text(path) : undefined;
    if (text === undefined) return NONE;
    const known = scans.get(path);
    if (known?.text === text) return known.specifiers;
    const found = scanSpecifiers(text);
    scans.set(path, { text, specifiers: found });
    return found;
  };

  const targetsOf = (path: string, named = specifiers(path)): readonly string[] => {
    const targets = new Set<string>();
    for (const specifier of named) {
      const target = resolver.resolve(path, specifier);
      if (target.k === 'file') targets.add(target.path);
    }
    return targets.size === 0 ? NONE : [...targets];
  };

  const imports = (path: string): readonly string[] => {
    let known = edges.get(path);
    if (known === undefined) edges.set(path, (known = targetsOf(path)));
    return known;
  };

  const reversed = (): Map<string, Set<string>> => {
    if (reverse !== null) return reverse;
    reverse = new Map();
    for (const path of paths) for (const target of imports(path)) link(reverse, target, path);
    return reverse;
  };

  const graph: LiveModuleGraph = {
    resolve: (from, specifier) => resolver.resolve(from, specifier),
    packageOf: (path) => resolver.packageOf(path),
    specifiers,
    imports,
    // in the order of a graph that is made anew, whatever changed since this one was
    importers: (path) => [...(reversed().get(path) ?? NONE)].sort(),
    isPlain: (path) => !resolver.configFiles.has(path),
    textsChanged(changed) {
      const altered: AlteredImports[] = [];
      for (const path of changed) {
        const named = scans.get(path)?.specifiers;
        const before = edges.get(path);
        edges.delete(path);
        const now = specifiers(path);
        if (named !== undefined && sameItems(named, now)) {
          if (before !== undefined) edges.set(path, before);
          continue;
        }
        const [old, made] = [new Set(before ?? targetsOf(path, named ?? NONE)), new Set(imports(path))];
        altered.push({
          path,
          targets: [
            ...[...old].filter((target) => !made.has(target)),
            ...[...made].filter((target) => !old.has(target)),
          ],
        });
        if (reverse === null) continue;
        for (const target of old) reverse.get(target)?.delete(path);
        for (const target of made) link(reverse, target, path);
      }
      return altered;
    },
  };
  scansOf.set(graph, scans);
  return graph;
}

function link(reverse: Map<string, Set<string>>, target: string, from: string): void {
  const known = reverse.get(target);
  if (known === undefined) reverse.set(target, new Set([from]));
  else known.add(from);
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
