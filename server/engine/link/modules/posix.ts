/** Folder of a POSIX path relative to the root: '' for a file in the root itself. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/**
 * Joins a folder and a relative path and removes `.`, `..` and empty segments.
 *
 * @param directory POSIX, relative to the root, '' for the root
 * @param relative POSIX; a leading slash is not special
 * @returns the path relative to the root, or null if it leads out of the root
 */
export function joinPath(directory: string, relative: string): string | null {
  const segments = directory === '' ? [] : directory.split('/');
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (segments.length === 0) return null;
      segments.pop();
    } else {
      segments.push(segment);
    }
  }
  return segments.join('/');
}

/** `directory/name`, without a leading slash when the folder is the root. */
export function within(directory: string, name: string): string {
  if (directory === '') return name;
  return name === '' ? directory : `${directory}/${name}`;
}

/** A folder and all folders above it, the nearest first, the root ('') last. */
export function ancestors(directory: string): readonly string[] {
  const all = [directory];
  let at = directory;
  while (at !== '') {
    at = directoryOf(at);
    all.push(at);
  }
  return all;
}

/** True if `path` lies in `directory` (or is it). */
export function isWithin(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`);
}
