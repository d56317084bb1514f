import { exports as resolveExports, imports as resolveImports } from 'resolve.exports';
import { type Manifest } from './manifest.ts';
import { isRecord } from '../../../../rules/schema/index.ts';
import { joinPath, within } from './posix.ts';
import { sourceOfOutput, type Prober } from './probe.ts';

/** Conditions in the order in which they are likely to lead to source text, not to build output. */
const CONDITION_SETS: readonly (readonly string[])[] = [
  ['source', 'development', 'import'],
  ['import', 'node', 'module'],
  ['require', 'node'],
  ['browser', 'import'],
  ['default'],
  ['types'],
];
const MAIN_FILES = ['src/index', 'index', 'src/main', 'lib/index', 'src/lib/index', 'mod', 'main', 'source/index'];

/** Names of all conditions an `exports` or `imports` value uses, at any depth. */
function conditionsIn(value: unknown, into: Set<string>, depth = 0): Set<string> {
  if (depth > 20) return into;
  if (Array.isArray(value)) for (const item of value) conditionsIn(item, into, depth + 1);
  else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (!key.startsWith('.') && !key.startsWith('#')) into.add(key);
      conditionsIn(item, into, depth + 1);
    }
  }
  return into;
}

function conditionSets(map: unknown): readonly (readonly string[])[] {
  const known = new Set(CONDITION_SETS.flat());
  const own = [...conditionsIn(map, new Set())].filter((name) => !known.has(name));
  // a project's own condition (`@acme/source`) is there to lead its own tools to the sources
  const toSource = own.filter((name) => /src|source|dev|live/i.test(name));
  return [...toSource.map((name) => [name]), ...CONDITION_SETS, ...own.map((name) => [name])];
}

/** Targets an `exports` or `imports` map gives under the different conditions, best first. */
function mappedTargets(kind: 'exports' | 'imports', manifest: Manifest, key: string): readonly string[] {
  const map = kind === 'exports' ? manifest.exports : manifest.imports;
  const pkg = { name: manifest.name ?? '.', [kind]: map };
  const targets: string[] = [];
  for (const conditions of conditionSets(map)) {
    for (const target of attempt(kind, pkg, key, conditions)) if (!targets.includes(target)) targets.push(target);
  }
  return targets;
}

/** The library throws where a map has no answer or is malformed; both mean that there is no target. */
function attempt(kind: 'exports' | 'imports', pkg: object, key: string, conditions: readonly string[]): string[] {
  try {
    const options = { conditions, unsafe: true };
    const found = kind === 'exports' ? resolveExports(pkg, key, options) : resolveImports(pkg, key, options);
    return (found ?? []).filter((target) => typeof target === 'string');
  } catch {
    return [];
  }
}

/** Where the packages of the workspace lead. */
export interface PackageEntries {
  /** File of a subpath ('' is the main entry), by `exports`, the main fields, or the package's folders; else null. */
  entry(manifest: Manifest, subpath: string): string | null;
  /** Target of `#name`: a file, or a specifier to resolve further; null if the map has none. */
  internal(manifest: Manifest, specifier: string): { readonly file: string } | { readonly bare: string } | null;
}

export function createPackageEntries(prober: Prober): PackageEntries {
  /** A written target as a file: as it stands, else the source it is built from. */
  const fileOf = (directory: string, targets: readonly string[]): string | null => {
    const inside = targets.map((target) => joinPath(directory, target)).filter((path) => path !== null);
    for (const path of inside) {
      const found = prober.file(path);
      if (found !== null && !/\.d\.[cm]?ts$/.test(found)) return found;
    }
    for (const path of inside) {
      const relative = directory === '' ? path : path.slice(directory.length + 1);
      const found = sourceOfOutput(prober, directory, relative);
      if (found !== null) return found;
    }
    for (const path of inside) {
      const found = prober.file(path);
      if (found !== null) return found;
    }
    return null;
  };
  const conventional = (manifest: Manifest, subpath: string): string | null => {
    const { directory } = manifest;
    const names = subpath === '' ? MAIN_FILES : [subpath, `src/${subpath}`, `lib/${subpath}`, `app/${subpath}`];
    for (const name of names) {
      const found = prober.file(within(directory, name));
      if (found !== null) return found;
    }
    return subpath === '' ? null : sourceOfOutput(prober, directory, subpath);
  };
  return {
    entry(manifest, subpath) {
      if (manifest.exports !== undefined && manifest.exports !== null) {
        const key = subpath === '' ? '.' : `./${subpath}`;
        const found = fileOf(manifest.directory, mappedTargets('exports', manifest, key));
        if (found !== null) return found;
      }
      const main = subpath === '' ? fileOf(manifest.directory, manifest.entries) : null;
      return main ?? conventional(manifest, subpath);
    },
    internal(manifest, specifier) {
      if (manifest.imports === undefined || manifest.imports === null) return null;
      const targets = mappedTargets('imports', manifest, specifier);
      const file = fileOf(
        manifest.directory,
        targets.filter((target) => target.startsWith('.')),
      );
      if (file !== null) return { file };
      const bare = targets.find((target) => !target.startsWith('.'));
      return bare === undefined ? null : { bare };
    },
  };
}
