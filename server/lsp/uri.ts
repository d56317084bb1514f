import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Absolute path of a `file:` URI; null for any other scheme (untitled, git, virtual documents). */
export function pathOfUri(uri: string): string | null {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : null;
  } catch {
    return null;
  }
}

/** URI of a workspace path (POSIX, relative to the absolute `folder`). */
export function uriOfPath(folder: string, path: string): string {
  return pathToFileURL(resolve(folder, path)).href;
}

/** Workspace path of an absolute path, POSIX and relative to the absolute `folder`; null outside of it. */
export function pathInFolder(folder: string, absolute: string): string | null {
  const path = relative(folder, absolute);
  if (path === '' || isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`)) return null;
  return path.split(sep).join('/');
}
