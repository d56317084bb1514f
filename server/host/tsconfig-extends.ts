import { exports as resolveExports } from 'resolve.exports';
import type { PackageInput } from '../engine/workspace/index.ts';
import { isRecord } from '../../rules/schema/index.ts';

/** Folder of a POSIX path relative to the root, '' for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Joins and normalises; null if the result lies outside the root. */
export function pathInside(folder: string, relative: string): string | null {
  const segments = folder === '' ? [] : folder.split('/');
  for (const segment of relative.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}

/**
 * Finds the file an `extends` entry means: relative to the config, a package of the workspace by name, or a package in a
 * `node_modules` folder of the root. Absolute paths and paths out of the root are not followed.
 */
export function createExtendsFinder(
  textOf: (path: string) => string | undefined,
  packages: readonly PackageInput[],
): (specifier: string, folder: string) => string | null {
  const firstOf = (candidates: readonly string[]): string | null =>
    candidates.find((path) => path !== '' && textOf(path) !== undefined) ?? null;
  const inPackage = (directory: string, manifest: unknown, subpath: string): string | null => {
    const targets = mapped(manifest, subpath).map((target) => pathInside(directory, target) ?? '');
    const field = subpath === '' && isRecord(manifest) ? manifest['tsconfig'] : null;
    const main = typeof field === 'string' ? [pathInside(directory, field) ?? ''] : [];
    const base = subpath === '' ? directory : `${directory}/${subpath}`;
    return firstOf([...targets, ...main, ...namesFor(base)]);
  };
  const named = (specifier: string, folder: string): string | null => {
    const [, name = '', subpath = ''] = /^(@[^/]+\/[^/]+|[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
    if (name === '') return null;
    for (const { directory, manifest } of packages) {
      if (!isRecord(manifest) || manifest['name'] !== name) continue;
      const found = inPackage(directory, manifest, subpath);
      if (found !== null) return found;
    }
    for (let at = folder; ; at = folderOf(at)) {
      const directory = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
      const found = inPackage(directory, parsed(textOf(`${directory}/package.json`)), subpath);
      if (found !== null || at === '') return found;
    }
  };
  return (specifier, folder) => {
    if (specifier.startsWith('/') || /^[a-z]:/i.test(specifier)) return null;
    if (!/^\.{1,2}(?:[\\/]|$)/.test(specifier)) return named(specifier, folder);
    const path = pathInside(folder, specifier);
    return path === null ? null : firstOf(namesFor(path));
  };
}

function namesFor(path: string): readonly string[] {
  return path.endsWith('.json') ? [path] : [`${path}.json`, path === '' ? 'tsconfig.json' : `${path}/tsconfig.json`];
}

function mapped(manifest: unknown, subpath: string): readonly string[] {
  if (!isRecord(manifest) || manifest['exports'] === undefined) return [];
  try {
    const key = subpath === '' ? '.' : `./${subpath}`;
    return resolveExports(manifest, key, { conditions: ['types', 'require'] }) ?? [];
  } catch {
    return [];
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
