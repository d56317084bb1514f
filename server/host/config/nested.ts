import { join } from 'node:path';
import { readDocument } from './document.ts';
import type { FoundConfig } from './discover.ts';
import { valueAt } from './validate.ts';

const OWN_FILE = /^(.+)\/probity\.config\.jsonc?$/;
const MANIFEST = /^(.+)\/package\.json$/;

/** A config in a folder of the workspace. */
export interface NestedConfig {
  /** POSIX path of the folder below the root. */
  readonly folder: string;
  readonly found: FoundConfig;
}

/**
 * The configs in folders of a workspace, those of outer folders first. As at the root, a `probity.config.json` counts before
 * a `probity` key in the package.json beside it.
 *
 * @param root absolute
 * @param texts of the workspace, by POSIX path relative to the root
 */
export function nestedConfigs(root: string, texts: ReadonlyMap<string, string>): readonly NestedConfig[] {
  const byFolder = new Map<string, NestedConfig>();
  const take = (pattern: RegExp, base: FoundConfig['base'], holds: (text: string) => boolean): void => {
    for (const [path, text] of texts) {
      const folder = pattern.exec(path)?.[1];
      if (folder === undefined || byFolder.has(folder) || !holds(text)) continue;
      const document = readDocument(join(root, path), text);
      if (base.length > 0 && valueAt(document.value, base) === undefined) continue;
      byFolder.set(folder, { folder, found: { document, base } });
    }
  };
  take(OWN_FILE, [], () => true);
  take(MANIFEST, ['probity'], (text) => text.includes('"probity"'));
  return [...byFolder.values()].sort((a, b) => a.folder.length - b.folder.length || (a.folder < b.folder ? -1 : 1));
}
