import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { Problem } from '../engine/explain/diagnostic.ts';
import type { PackageInput, TsconfigInput } from '../engine/workspace/index.ts';
import { readJson } from './json.ts';
import { createTextReader } from './read-text.ts';
import { readTsconfigs } from './tsconfig.ts';

/** What the configuration files among the texts of a workspace say. */
export interface ProjectFiles {
  readonly tsconfigs: readonly TsconfigInput[];
  readonly packages: readonly PackageInput[];
  readonly problems: readonly Problem[];
}

const PACKAGE = /(?:^|\/)package\.json$/;
/** A configuration file longer than this is none. */
const MAX_CONFIG_BYTES = 1024 * 1024;

/**
 * Reads all package.json and tsconfig.json files among the texts. Configs that a tsconfig extends are looked for among
 * the texts, then on disk inside the root.
 *
 * @param root absolute, without symbolic links
 * @param texts by POSIX path relative to the root
 */
export function readProjectFiles(root: string, texts: ReadonlyMap<string, string>): ProjectFiles {
  const problems: Problem[] = [];
  const packages: PackageInput[] = [];
  for (const [path, text] of texts) {
    if (!PACKAGE.test(path)) continue;
    const manifest = readJson(path, text, false, problems);
    packages.push({ directory: path.replace(/\/?package\.json$/, ''), manifest });
  }
  const read = createTextReader(MAX_CONFIG_BYTES);
  const textOf = (path: string): string | undefined => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const file = insideRoot(root, path);
    const result = file === null ? null : read(file);
    return result?.k === 'text' ? result.text : undefined;
  };
  return { tsconfigs: readTsconfigs([...texts.keys()], textOf, packages, problems), packages, problems };
}

/** The absolute path, if the file lies inside the root with all symbolic links followed, or is an installed package's. */
function insideRoot(root: string, path: string): string | null {
  try {
    const real = realpathSync(`${root}/${path}`);
    if (/(?:^|\/)node_modules\//.test(path)) return real;
    return real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : null;
  } catch {
    return null;
  }
}
