import { Minimatch } from 'minimatch';
import { relative, sep } from 'node:path';

/**
 * A test of workspace paths against globs of a config.
 *
 * A glob without a slash matches a name in any folder, as in .gitignore; a glob that names a folder covers what is in it.
 *
 * @param globs minimatch globs relative to `directory`
 * @param directory absolute folder of the config
 * @param root absolute root of the workspace, to which the tested POSIX paths are relative
 */
export function globTest(globs: readonly string[], directory: string, root: string): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.flatMap((glob) => {
    const clean = glob.replace(/^\.\//, '').replace(/\/+$/, '');
    const anchored = clean.includes('/') ? clean : `**/${clean}`;
    return [compile(anchored), compile(`${anchored}/**`)];
  });
  const above = relative(directory, root).split(sep).join('/');
  const prefix = above === '' ? '' : `${above}/`;
  return (path) => {
    const full = `${prefix}${path}`;
    return patterns.some((pattern) => pattern.match(full));
  };
}

function compile(glob: string): Minimatch {
  return new Minimatch(glob, { dot: true, nocomment: true, nonegate: true, platform: 'linux' });
}
