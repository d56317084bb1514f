import type { ModuleTarget } from '../contract.ts';
import { builtin } from './builtins.ts';
import { byConvention } from './conventions.ts';
import { createImportMaps } from './import-maps.ts';
import type { ModuleInput } from './input.ts';
import { readManifest } from './manifest.ts';
import { createPackageEntries } from './package-entry.ts';
import { packageTarget } from './package-name.ts';
import { directoryOf, joinPath, within } from './posix.ts';
import { createProber, indexPaths, sourceOfOutput, type PathIndex, type Prober } from './probe.ts';
import { remoteTarget } from './remote.ts';
import { createTsconfigPaths } from './tsconfig-paths.ts';
import { createWorkspacePackages } from './workspace-packages.ts';

const UNRESOLVED: ModuleTarget = { k: 'unresolved' };
/** Import maps and package imports may lead to each other: a loop ends here. */
const MAX_STEPS = 8;

/** Resolves specifiers over a fixed set of paths and configuration; answers are memoised by folder and specifier. */
export interface Resolver {
  resolve(from: string, specifier: string): ModuleTarget;
  /** Folder of the nearest package above a file. */
  packageOf(path: string): string;
  /** Files whose text resolution has read. */
  readonly configFiles: ReadonlySet<string>;
}

export function createResolver(input: ModuleInput, paths: ReadonlySet<string>): Resolver {
  const index = linked(indexPaths(paths), input.links);
  const entering = new Set<string>();
  const prober: Prober = createProber(index, (directory) => {
    const manifest = folders.get(directory);
    // a package whose main is its own folder would be entered for ever
    if (manifest === undefined || entering.has(directory)) return null;
    entering.add(directory);
    const found = entries.entry(manifest, '');
    entering.delete(directory);
    return found;
  });
  const maps = createImportMaps(paths, (path) => input.text(path));
  const manifests = [...maps.members, ...input.packages].map(readManifest);
  const folders = new Map(manifests.map((manifest) => [manifest.directory, manifest]));
  const entries = createPackageEntries(prober);
  const packages = createWorkspacePackages(manifests, entries, prober);
  const tsconfigs = createTsconfigPaths(input.tsconfigs);

  const fileTarget = (path: string | null, from: string): ModuleTarget | null => {
    if (path === null) return null;
    const plain = path.replace(/[?#].*$/, '');
    const exact = prober.file(path) ?? (plain === path ? null : prober.file(plain));
    const found = exact ?? outputTarget(plain, from);
    return found === null ? null : { k: 'file', path: index.real(found) };
  };
  const outputTarget = (path: string, from: string): string | null => {
    const owner = packages.owners(directoryOf(path))[0]?.directory ?? '';
    const source = sourceOfOutput(prober, owner, owner === '' ? path : path.slice(owner.length + 1));
    return source === from ? null : source;
  };

  const resolve = (from: string, specifier: string, steps: number): ModuleTarget => {
    if (specifier === '' || steps > MAX_STEPS) return UNRESOLVED;
    const directory = directoryOf(from);
    const mapped = maps.map(from, specifier);
    if (mapped !== null && 'file' in mapped) return fileTarget(mapped.file, from) ?? UNRESOLVED;
    if (mapped !== null && mapped.specifier !== specifier) return resolve(from, mapped.specifier, steps + 1);
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return fileTarget(joinPath(directory, specifier), from) ?? UNRESOLVED;
    return bare(from, directory, specifier, steps);
  };

  const bare = (from: string, directory: string, specifier: string, steps: number): ModuleTarget => {
    if (specifier.startsWith('#')) {
      const internal = packages.internal(directory, specifier);
      if (internal !== null && 'file' in internal) return { k: 'file', path: index.real(internal.file) };
      if (internal !== null) return resolve(from, internal.bare, steps + 1);
    }
    for (const candidate of tsconfigs.candidates(directory, specifier)) {
      const found = fileTarget(candidate, from);
      if (found !== null) return found;
    }
    const known = builtin(specifier);
    if (known !== null) return { k: 'package', ...known };
    const remote = remoteTarget(specifier);
    if (remote !== null) return remote;
    const plain = specifier.replace(/\?.*$/, '');
    const own = isPackageLike(plain) ? packages.resolve(directory, plain) : null;
    if (own !== null) return own.k === 'file' ? { k: 'file', path: index.real(own.path) } : own;
    const guessed = byConvention(prober, directory, packages.owners(directory), plain);
    if (guessed !== null) return { k: 'file', path: index.real(guessed) };
    return isPackageLike(plain) ? packageTarget(plain) : UNRESOLVED;
  };

  const memo = new Map<string, Map<string, ModuleTarget>>();
  return {
    configFiles: maps.files,
    packageOf: (path) => packages.owners(directoryOf(path))[0]?.directory ?? '',
    resolve(from, specifier) {
      const directory = directoryOf(from);
      const known = memo.get(directory) ?? new Map<string, ModuleTarget>();
      if (known.size === 0) memo.set(directory, known);
      let target = known.get(specifier);
      if (target === undefined) known.set(specifier, (target = resolve(from, specifier, 0)));
      return target;
    },
  };
}

/** Names npm would take, and virtual ones such as `$app/stores` or `#imports`; not `@/x`, `~/x`, `/x`. */
function isPackageLike(specifier: string): boolean {
  return /^(?:@[^/]+\/[^/]|[^@~/.\s][^\s]*)/.test(specifier) && !specifier.includes('\\');
}

/** Looks paths up through symbolic links inside the root. */
function linked(
  index: PathIndex,
  links: ReadonlyMap<string, string> | undefined,
): PathIndex & { readonly real: (path: string) => string } {
  if (links === undefined || links.size === 0) return { ...index, real: (path) => path };
  const real = (path: string, hops = 0): string => {
    if (hops > MAX_STEPS || index.has(path)) return path;
    for (let at = path; at !== ''; at = directoryOf(at)) {
      const target = links.get(at);
      if (target === undefined) continue;
      const rest = path.slice(at.length + 1);
      return real(rest === '' ? target : within(target, rest), hops + 1);
    }
    return path;
  };
  return { has: (path) => index.has(real(path)), mayBegin: () => true, mayHold: () => true, real };
}
