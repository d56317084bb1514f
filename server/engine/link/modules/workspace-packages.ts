import type { ModuleTarget } from '../contract.ts';
import { admits, type Manifest } from './manifest.ts';
import type { PackageEntries } from './package-entry.ts';
import { packageTarget, splitBare } from './package-name.ts';
import { ancestors, isWithin, joinPath, within } from './posix.ts';
import type { Prober } from './probe.ts';

/** Bare specifiers by what the package.json files of the workspace say. */
export interface WorkspacePackages {
  /**
   * Own packages by name, self-references, `file:`/`link:`/`npm:` dependencies, module-alias prefixes.
   *
   * @returns null if no package.json speaks of the specifier
   */
  resolve(directory: string, specifier: string): ModuleTarget | null;
  /** `#name` by the `imports` of the packages above; `{ bare }` is to be resolved further. */
  internal(directory: string, specifier: string): { readonly file: string } | { readonly bare: string } | null;
  /** Folders of the packages above a folder, the nearest first. */
  owners(directory: string): readonly Manifest[];
}

export function createWorkspacePackages(
  manifests: readonly Manifest[],
  entries: PackageEntries,
  prober: Prober,
): WorkspacePackages {
  const byDirectory = new Map<string, Manifest>();
  const byName = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    byDirectory.set(manifest.directory, manifest);
    if (manifest.name === null) continue;
    const list = byName.get(manifest.name);
    if (list === undefined) byName.set(manifest.name, [manifest]);
    else list.push(manifest);
  }
  const owners = (directory: string): readonly Manifest[] =>
    ancestors(directory).flatMap((folder) => byDirectory.get(folder) ?? []);

  const local = (manifest: Manifest, subpath: string): ModuleTarget | null => {
    const path = entries.entry(manifest, subpath);
    return path === null ? null : { k: 'file', path };
  };

  /** By the dependency as the nearest package.json that lists it declares it. */
  const declared = (owner: Manifest, name: string, range: string, subpath: string): ModuleTarget | null => {
    const folder = /^(?:file|link|portal):(.*)$/.exec(range)?.[1];
    if (folder !== undefined) {
      const directory = joinPath(owner.directory, folder);
      const manifest = directory === null ? undefined : byDirectory.get(directory);
      if (manifest !== undefined) return local(manifest, subpath);
      const path = directory === null ? null : prober.file(within(directory, subpath));
      return path === null ? null : { k: 'file', path };
    }
    const alias = /^(?:workspace:|npm:)(@?[a-z0-9-~][^@]*)(?:@.*)?$/i.exec(range)?.[1];
    if (alias !== undefined && range.startsWith('npm:')) return packageTarget(aliasTarget(alias, subpath));
    for (const manifest of candidates(alias ?? name, owner)) {
      const found = admits(range, manifest) ? local(manifest, subpath) : null;
      if (found !== null) return found;
    }
    return packageTarget(subpath === '' ? name : `${name}/${subpath}`);
  };

  /** Packages of a name, those that share the deepest folder with the importer first. */
  const candidates = (name: string, near: Manifest | undefined): readonly Manifest[] => {
    const all = byName.get(name) ?? [];
    if (all.length < 2 || near === undefined) return all;
    const shared = (m: Manifest): number =>
      ancestors(near.directory).findIndex((folder) => isWithin(m.directory, folder));
    return [...all].sort((a, b) => shared(a) - shared(b));
  };

  return {
    owners,
    resolve(directory, specifier) {
      const above = owners(directory);
      const aliased = moduleAlias(above, specifier, prober);
      if (aliased !== null) return aliased;
      const { name, subpath } = splitBare(specifier);
      for (const owner of above) {
        const range = owner.dependencies.get(name);
        if (range !== undefined) return declared(owner, name, range, subpath);
      }
      for (const manifest of candidates(name, above[0])) {
        const found = local(manifest, subpath);
        if (found !== null) return found;
      }
      return null;
    },
    internal(directory, specifier) {
      for (const owner of owners(directory)) {
        const found = entries.internal(owner, specifier);
        if (found !== null) return found;
      }
      return null;
    },
  };
}

/** JSR packages are installed from its npm mirror under `@jsr/scope__name`. */
function aliasTarget(name: string, subpath: string): string {
  const jsr = /^@jsr\/([^_]+)__(.+)$/.exec(name);
  const plain = jsr === null ? name : `@${jsr[1] ?? ''}/${jsr[2] ?? ''}`;
  return subpath === '' ? plain : `${plain}/${subpath}`;
}

/** `_moduleAliases`: a prefix stands for a folder of the package. */
function moduleAlias(above: readonly Manifest[], specifier: string, prober: Prober): ModuleTarget | null {
  for (const { aliases, directory } of above) {
    for (const [prefix, target] of aliases) {
      if (specifier !== prefix && !specifier.startsWith(`${prefix}/`)) continue;
      const base = joinPath(directory, target);
      const path = base === null ? null : prober.file(within(base, specifier.slice(prefix.length + 1)));
      if (path !== null) return { k: 'file', path };
    }
  }
  return null;
}
