import type { PackageInput, TsconfigInput } from './contract.ts';

/** How imports in a file must end; null where they may go without. */
export type ModuleEndings = (path: string) => 'compiled' | 'own' | null;

/** The nearest compiler configuration counts, and of files that may be either whether their package has ES modules. */
export function createModuleEndings(
  tsconfigs: readonly TsconfigInput[],
  packages: readonly PackageInput[],
): ModuleEndings {
  const configs = new Map<string, TsconfigInput>();
  for (const config of tsconfigs) if (!configs.has(config.directory)) configs.set(config.directory, config);
  const manifests = new Map(packages.map(({ directory, manifest }) => [directory, manifest]));
  return (path) => {
    const endings = above(path, configs)?.endings ?? null;
    const [, kind = ''] = /\.([cm])[jt]s$/.exec(path) ?? [];
    if (endings === null || kind === 'c') return null;
    return kind === 'm' || hasModules(above(path, manifests)) ? endings : null;
  };
}

const hasModules = (manifest: unknown): boolean =>
  typeof manifest === 'object' && manifest !== null && 'type' in manifest && manifest.type === 'module';

/** What is known of the nearest folder above a file. */
function above<T>(path: string, known: ReadonlyMap<string, T>): T | undefined {
  for (let at = path.lastIndexOf('/'); ; at = path.lastIndexOf('/', at - 1)) {
    const found = known.get(path.slice(0, Math.max(0, at)));
    if (found !== undefined || at <= 0) return found ?? (at > 0 ? undefined : known.get(''));
  }
}
