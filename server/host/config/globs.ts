import { Minimatch } from 'minimatch';
import { relative, sep } from 'node:path';

/**
 * A test of workspace paths against globs of a config.
 *
 * As in tsconfig.json and ESLint's configuration: a glob is relative to its configuration (`*.ts` is a file there, not
 * one in a folder of it), one that names a folder covers what is in it, and `!` takes out what comes before; a list that begins with `!`
 * begins with everything.
 *
 * @param globs minimatch globs relative to `directory`
 * @param directory absolute folder of the config
 * @param root absolute root of the workspace, to which the tested POSIX paths are relative
 */
export function globTest(globs: readonly string[], directory: string, root: string): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.map((glob) => {
    const isOut = glob.startsWith('!');
    const clean = (isOut ? glob.slice(1) : glob).replace(/^\.\//, '').replace(/\/+$/, '');
    const within = clean === '' || clean === '.' ? [compile('**')] : [compile(clean), compile(`${clean}/**`)];
    return { isOut, matches: (path: string) => within.some((pattern) => pattern.match(path)) };
  });
  const ofOthers = patterns[0]?.isOut === true;
  const fromFolder = seenFrom(directory, root);
  return (path) => {
    const full = fromFolder(path);
    if (full === null) return false;
    const last = patterns.findLast(({ matches }) => matches(full));
    return last === undefined ? ofOthers : !last.isOut;
  };
}

function compile(glob: string): Minimatch {
  return new Minimatch(glob, { dot: true, nocomment: true, nonegate: true, platform: 'linux' });
}

/** Paths below the root as paths below a folder that is above it or in it; null for those that are elsewhere. */
function seenFrom(directory: string, root: string): (path: string) => string | null {
  const posix = (path: string): string => path.split(sep).join('/');
  const down = posix(relative(directory, root));
  if (!down.startsWith('..')) return (path) => (down === '' ? path : `${down}/${path}`);
  const inside = `${posix(relative(root, directory))}/`;
  return (path) => (path.startsWith(inside) ? path.slice(inside.length) : null);
}
