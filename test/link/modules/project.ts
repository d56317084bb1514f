import {
  createModuleGraph,
  type LiveModuleGraph,
  type ModuleInput,
} from '../../../server/engine/link/modules/index.ts';

/** A graph over in-memory texts: `package.json` texts become packages, other configuration is given. */
export function graphOf(
  files: Readonly<Record<string, string>>,
  more: Partial<Pick<ModuleInput, 'tsconfigs' | 'links'>> = {},
): LiveModuleGraph {
  const packages = Object.entries(files)
    .filter(([path]) => /(?:^|\/)package\.json$/.test(path))
    .map(([path, text]) => ({
      directory: path.replace(/\/?package\.json$/, ''),
      manifest: JSON.parse(text) as unknown,
    }));
  return createModuleGraph({
    paths: Object.keys(files),
    text: (path) => files[path],
    tsconfigs: more.tsconfigs ?? [],
    packages,
    ...(more.links === undefined ? {} : { links: more.links }),
  });
}

/** Files with empty texts. */
export function empty(...paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, '']));
}

/** A target in one line: the path of a file, `pkg:name|subpath`, or `?`. */
export function show(graph: LiveModuleGraph, from: string, specifier: string): string {
  const target = graph.resolve(from, specifier);
  if (target.k === 'file') return target.path;
  return target.k === 'package' ? `pkg:${target.name}|${target.subpath}` : '?';
}
