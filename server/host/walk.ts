import { readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { relative, sep } from 'node:path';
import type { Problem } from '../engine/explain/diagnostic.ts';
import { isExcludedFolder, isSourceFolder } from './excluded-folders.ts';
import { isIgnored, levelOf, rulesAbove, type IgnoreLevel } from './ignore-rules.ts';
import { reasonOf } from './reason.ts';

export interface WalkOptions {
  /** Files to list, by name; POSIX paths relative to the root. */
  readonly wanted: (path: string) => boolean;
  /** Files and folders to leave out; a folder is asked without a trailing slash. */
  readonly excludes: (path: string) => boolean;
  readonly gitignore: boolean;
}

/** What a folder holds. Paths are POSIX, relative to the root. */
export interface Listing {
  /** In the order of the walk: by name, the files of a folder before its folders. */
  readonly files: readonly string[];
  /** Symbolic links that lead to another place inside the root: link → place. Their content is listed there only. */
  readonly links: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

interface Folder {
  readonly path: string;
  readonly level: IgnoreLevel | null;
  readonly inSource: boolean;
}

/**
 * Lists a workspace in steps: the generator yields after each folder, so that the caller can pause. Links are not
 * followed, hence loops are no danger; what cannot be read is a problem, what vanishes meanwhile is not.
 *
 * @param root absolute path without symbolic links
 */
export function* walk(root: string, options: WalkOptions): Generator<undefined, Listing> {
  const files: string[] = [];
  const links = new Map<string, string>();
  const problems: Problem[] = [];
  const open: Folder[] = [{ path: '', level: options.gitignore ? rulesAbove(root) : null, inSource: false }];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = list(root, folder.path, problems);
    const level = options.gitignore ? own(root, folder, entries) : null;
    // inside a package of its own, `build` and the like are output again
    const inSource = folder.inSource && !entries.some(({ name }) => name === 'package.json');
    const below: Folder[] = [];
    for (const entry of entries) {
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
      if (entry.isFile()) {
        if (options.wanted(path) && !isIgnored(level, path, false) && !options.excludes(path)) files.push(path);
      } else if (entry.isDirectory()) {
        if (isExcludedFolder(entry.name, inSource) || isIgnored(level, path, true) || options.excludes(path)) continue;
        below.push({ path, level, inSource: inSource || isSourceFolder(entry.name) });
      } else if (entry.isSymbolicLink() && !isExcludedFolder(entry.name, inSource)) {
        const target = placeInside(root, path);
        if (typeof target === 'string') links.set(path, target);
        else if (options.wanted(path) && !isIgnored(level, path, false) && !options.excludes(path)) {
          problems.push({ path, start: 0, end: 0, message: `The file is not read: ${target.why}` });
        }
      }
    }
    open.push(...below.reverse());
    yield undefined;
  }
  return { files, links, problems };
}

function list(root: string, path: string, problems: Problem[]): readonly Dirent[] {
  try {
    return readdirSync(`${root}/${path}`, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== null) problems.push({ path, start: 0, end: 0, message: `The folder cannot be read: ${reason}` });
    return [];
  }
}

/** The folder's `.gitignore` on top of the rules from above. */
function own(root: string, folder: Folder, entries: readonly Dirent[]): IgnoreLevel | null {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return folder.level;
  try {
    const text = readFileSync(`${root}/${folder.path}/.gitignore`, 'utf8');
    return levelOf(folder.level, folder.path, text);
  } catch {
    return folder.level;
  }
}

/** Where a link leads, if that is inside the root; else why it is not followed: it leads out, nowhere, or in a circle. */
function placeInside(root: string, path: string): string | { readonly why: string } {
  try {
    const target = realpathSync(`${root}/${path}`);
    const inside = target === root || target.startsWith(root.endsWith(sep) ? root : root + sep);
    if (!inside) return { why: 'the link leads out of the workspace' };
    if (!(statSync(target).isFile() || statSync(target).isDirectory())) return { why: 'the link leads to no file' };
    return relative(root, target).split(sep).join('/');
  } catch (error) {
    return { why: `the link leads nowhere${appended(reasonOf(error))}` };
  }
}

const appended = (reason: string | null): string => (reason === null ? '' : `: ${reason}`);
