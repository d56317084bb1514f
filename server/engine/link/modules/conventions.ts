import type { Manifest } from './manifest.ts';
import { ancestors, within } from './posix.ts';
import type { Prober } from './probe.ts';

/** Prefixes that frameworks' templates map by a bundler setting, and the folders they stand for, below an app's root. */
const CONVENTIONS: readonly { readonly prefix: string; readonly folders: readonly string[] }[] = [
  { prefix: '~~/', folders: [''] },
  { prefix: '@@/', folders: [''] },
  { prefix: '$lib/', folders: ['src/lib', 'lib'] },
  { prefix: '$/', folders: ['src', ''] },
  { prefix: '@/', folders: ['src', '', 'app', 'resources/js', 'resources/ts', 'source'] },
  { prefix: '~/', folders: ['app', 'src', '', 'source'] },
  { prefix: 'src/', folders: ['src'] },
  { prefix: '/', folders: ['', 'public', 'src'] },
];
const SOURCE_FOLDER = /(?:^|\/)(?:src|app|source)$/;

/**
 * Aliases that are usual where no config says anything (or the config is code and not read): Nuxt's `~~/`, SvelteKit's
 * `$lib`, `@/` and `~/` of most templates. Nearest app root first; a guess counts only if the file exists.
 *
 * @param owners packages above the importing file, the nearest first
 */
export function byConvention(
  prober: Prober,
  directory: string,
  owners: readonly Manifest[],
  specifier: string,
): string | null {
  if (specifier === '$lib') return byConvention(prober, directory, owners, '$lib/index');
  const rule = CONVENTIONS.find(({ prefix }) => specifier.startsWith(prefix));
  if (rule === undefined) return null;
  const rest = specifier.slice(rule.prefix.length);
  if (rest === '') return null;
  const above = ancestors(directory);
  const roots = new Set([...owners.map((owner) => owner.directory), '', ...above]);
  const inSource = above.filter((folder) => SOURCE_FOLDER.test(folder));
  const bases = [...roots].flatMap((root) => rule.folders.map((folder) => within(root, folder)));
  for (const base of rule.folders.includes('src') ? [...inSource, ...bases] : bases) {
    const found = prober.file(within(base, rest));
    if (found !== null) return found;
  }
  return null;
}
