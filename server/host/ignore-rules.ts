import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The `.gitignore` files that speak of one folder. */
export interface IgnoreLevel {
  readonly parent: IgnoreLevel | null;
  /** What is put before, or cut from the front of, a path relative to the root to make it relative to the file's folder. */
  readonly prefix: string;
  readonly cut: number;
  readonly rules: Ignore;
}

/** The level of a folder, given that of the folder above and the text of the folder's own file. */
export function levelOf(parent: IgnoreLevel | null, directory: string, text: string): IgnoreLevel {
  return {
    parent,
    prefix: '',
    cut: directory === '' ? 0 : directory.length + 1,
    rules: ignore({ allowRelativePaths: true }).add(text),
  };
}

/**
 * Whether a path is ignored: the nearest file that says anything about it decides, as in git.
 *
 * @param path POSIX, relative to the root; the folders above it are not ignored
 */
export function isIgnored(level: IgnoreLevel | null, path: string, isDirectory: boolean): boolean {
  for (let at = level; at !== null; at = at.parent) {
    const local = at.prefix + path.slice(at.cut) + (isDirectory ? '/' : '');
    const { ignored, unignored } = at.rules.test(local);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/**
 * Rules from above the root: `.gitignore` files up to the repository's top, and its `info/exclude`. None if they ignore
 * the root itself: who asks for an ignored folder wants to see it.
 *
 * @param root absolute path without symbolic links
 */
export function rulesAbove(root: string): IgnoreLevel | null {
  const folders = [root];
  while (!existsSync(join(folders.at(-1) ?? root, '.git'))) {
    const parent = dirname(folders.at(-1) ?? root);
    if (parent === folders.at(-1)) return null;
    folders.push(parent);
  }
  let level: IgnoreLevel | null = null;
  for (const folder of folders.reverse()) {
    const below = relative(folder, root).split(sep).join('/');
    const names = folder === folders[0] ? ['.git/info/exclude', '.gitignore'] : ['.gitignore'];
    // the root's own file is read with the root's content
    for (const name of below === '' ? names.filter((n) => n !== '.gitignore') : names) {
      const text = readIfThere(join(folder, name));
      if (text === null) continue;
      const rules = ignore({ allowRelativePaths: true }).add(text);
      if (below !== '' && rules.test(`${below}/`).ignored) return null;
      level = { parent: level, prefix: below === '' ? '' : `${below}/`, cut: 0, rules };
    }
  }
  return level;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
