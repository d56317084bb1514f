import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readDocument } from './document.ts';
import type { LocatedDocument, Pointer } from './document.ts';
import { valueAt } from './validate.ts';

/** Names of a config of its own, in the order they are looked for. */
const CONFIG_NAMES = ['probity.config.json', 'probity.config.jsonc'] as const;

/** A config's text, and where in it the config stands. */
export interface FoundConfig {
  readonly document: LocatedDocument;
  readonly base: Pointer;
}

/**
 * Finds the configs that hold for a folder: `probity.config.json` (or `.jsonc`), or package.json with a `probity` key, here
 * and above, up to the folder that holds `.git`, the outermost first. Outside of a repository only the nearest.
 *
 * @param root absolute folder
 */
export async function discover(root: string): Promise<readonly FoundConfig[]> {
  const found: FoundConfig[] = [];
  for (let directory = root; ; directory = dirname(directory)) {
    const here = await configIn(directory);
    if (here !== null) found.unshift(here);
    if (await exists(join(directory, '.git'))) return found;
    if (dirname(directory) === directory) return found.slice(-1);
  }
}

/** The config in a folder itself; null if it has none. */
export async function configIn(directory: string): Promise<FoundConfig | null> {
  for (const name of CONFIG_NAMES) {
    const text = await textOf(join(directory, name));
    if (text !== null) return { document: readDocument(join(directory, name), text), base: [] };
  }
  const manifest = await textOf(join(directory, 'package.json'));
  if (manifest?.includes('"probity"') !== true) return null;
  const document = readDocument(join(directory, 'package.json'), manifest);
  return valueAt(document.value, ['probity']) === undefined ? null : { document, base: ['probity'] };
}

/** The text of a file, null if it is not there or cannot be read. */
export async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
