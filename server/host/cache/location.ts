import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';

export interface Surroundings {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's folder. Throws where there is none. */
  readonly home: () => string;
}

/**
 * Where the cache of a workspace lies unless told otherwise: in the user's folder for caches (XDG Base Directory Specification; on macOS and
 * Windows where these say). Not in the workspace, whose content is not trusted: a cache that came with it could say that
 * nothing was found.
 *
 * @param root absolute
 * @returns null for a user without a folder
 */
export function cacheFolderOf(root: string, surroundings: Surroundings): string | null {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const { join } = surroundings.platform === 'win32' ? win32 : posix;
  try {
    return join(allCaches(surroundings), 'probity', name);
  } catch {
    return null;
  }
}

function allCaches({ platform, env, home }: Surroundings): string {
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? win32.join(home(), 'AppData', 'Local');
  if (platform === 'darwin') return posix.join(home(), 'Library', 'Caches');
  const given = env['XDG_CACHE_HOME'];
  return given !== undefined && posix.isAbsolute(given) ? given : posix.join(home(), '.cache');
}
