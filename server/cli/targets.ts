import { minimatch } from 'minimatch';
import { posix, win32 } from 'node:path';
import { UsageError } from './failure.ts';
import type { CliPorts } from './ports.ts';

/** What is to be checked. */
export interface Targets {
  /** Absolute root of the workspace, in the platform's own form. */
  readonly root: string;
  /** Paths relative to the root, POSIX, that findings are asked for; `''` is everything. */
  readonly paths: readonly string[];
  readonly globs: readonly string[];
  /** What leads from the current folder to the root: `apps/web/`; '' if they are one, or the root lies elsewhere. */
  readonly prefix: string;
}

const MAGIC = /[*?{}[\]!]/;

/** What marks the top of a project, or of a part of one. */
const PROJECT_MARKS = [
  'package.json',
  'probity.config.json',
  'tsconfig.json',
  'jsconfig.json',
  'deno.json',
  'deno.jsonc',
  'pnpm-workspace.yaml',
];
const REPOSITORY = '.git';

/**
 * Reads the paths of the command line. A path that does not exist is an error, unless it is a glob.
 *
 * The root is what all that is named belongs to: if it lies in the current folder, the outermost project from there
 * down to it; where nothing marks a project, and for what lies elsewhere, the folder that all of it has in common. So a
 * package is checked with the whole of its repository, and a repository without its neighbours.
 */
export async function readTargets(named: readonly string[], ports: CliPorts): Promise<Targets> {
  const path = ports.platform === 'win32' ? win32 : posix;
  const cwd = await ports.realPath(ports.cwd);
  const plain: { full: string; folder: string }[] = [];
  const globs: string[] = [];
  for (const name of named.length > 0 ? named : ['.']) {
    const given = path.resolve(ports.cwd, name);
    const kind = await ports.kindOf(given);
    if (kind === null && MAGIC.test(name)) {
      const [base, pattern] = splitGlob(name, path);
      const folder = await ports.realPath(path.resolve(ports.cwd, base));
      plain.push({ full: '', folder });
      globs.push(path.join(folder, pattern));
      continue;
    }
    if (kind === null) throw new UsageError(`There is no file or folder "${name}" in ${ports.cwd}`);
    const full = await ports.realPath(given);
    plain.push({ full, folder: kind === 'directory' ? full : path.dirname(full) });
  }
  const root = await projectRoot(
    plain.map(({ folder }) => folder).reduce((a, b) => common(path, a, b)),
    cwd,
    path,
    ports,
  );
  const inRoot = (full: string): string => relative(path, root, full) ?? '';
  return {
    root,
    paths: plain.filter(({ full }) => full !== '').map(({ full }) => inRoot(full)),
    globs: globs.map((glob) => inRoot(glob)),
    prefix: prefixOf(relative(path, cwd, root)),
  };
}

/** Whether a file (POSIX path relative to the root) is among what was named. */
export function targetTest(targets: Targets): (file: string) => boolean {
  return (file) =>
    targets.paths.some((path) => path === '' || file === path || file.startsWith(`${path}/`)) ||
    targets.globs.some((glob) => minimatch(file, glob, { dot: true, nocomment: true, platform: 'linux' }));
}

const prefixOf = (way: string | null): string => (way === null || way === '' ? '' : `${way}/`);

/** A path typed on the command line as an absolute one. */
export function absolutePath(name: string, ports: Pick<CliPorts, 'platform' | 'cwd'>): string {
  return (ports.platform === 'win32' ? win32 : posix).resolve(ports.cwd, name);
}

type PathApi = typeof posix;

/** The outermost folder from `cwd` down to `base` that is marked as a project; the repository at most. */
async function projectRoot(base: string, cwd: string, path: PathApi, ports: CliPorts): Promise<string> {
  let root = base;
  if (relative(path, cwd, base) === null) return root;
  for (let folder = base; ; folder = path.dirname(folder)) {
    const marks = await Promise.all(PROJECT_MARKS.map((name) => ports.kindOf(path.join(folder, name))));
    if (marks.some((kind) => kind === 'file')) root = folder;
    // in a linked work tree it is a file
    const isRepository = (await ports.kindOf(path.join(folder, REPOSITORY))) !== null;
    if (isRepository) return folder;
    if (folder === cwd || path.dirname(folder) === folder) return root;
  }
}

/** The folder in front of the first wildcard, and the pattern from there on. */
function splitGlob(name: string, path: PathApi): [string, string] {
  const parts = name.split(path === win32 ? /[\\/]/ : '/');
  const at = parts.findIndex((part) => MAGIC.test(part));
  const base = parts.slice(0, at).join('/');
  return [base === '' ? (name.startsWith('/') ? '/' : '.') : base, parts.slice(at).join('/')];
}

/** POSIX path from one folder to what lies in it; null if it does not lie in it. */
function relative(path: PathApi, from: string, to: string): string | null {
  const way = path.relative(from, to);
  if (way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way)) return null;
  return way.split(path.sep).join('/');
}

function common(path: PathApi, a: string, b: string): string {
  let folder = a;
  while (relative(path, folder, b) === null) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new UsageError(`${a} and ${b} have no folder in common`);
    folder = parent;
  }
  return folder;
}
