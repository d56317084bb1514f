import { execFile } from 'node:child_process';
import { decodeText } from './decode.ts';

/** Most that git may print. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/**
 * Files of a folder that differ from where a branch left another: committed, staged, changed or new. Rejects with a
 * sentence for the user if git is missing, the folder is in no repository or the revision is unknown.
 *
 * @param root absolute
 * @param revision a branch, tag or commit: `origin/main`
 * @returns POSIX paths relative to the root
 */
export async function changedFiles(root: string, revision: string): Promise<readonly string[]> {
  const base = await baseOf(root, revision);
  const diff = ['diff', '--name-only', '--no-renames', '--relative', '-z', base, '--'];
  const changed = await run(root, diff, (reason) => `git could not compare with "${revision}": ${reason}`);
  const others = ['ls-files', '--others', '--exclude-standard', '-z'];
  const created = await run(root, others, (reason) => `git could not list new files: ${reason}`);
  return [...new Set(`${changed}${created}`.split('\0'))].filter((path) => path !== '');
}

/**
 * Texts of files where a branch left another; null for those that were not there, or are no text. Rejects like
 * `changedFiles`.
 *
 * @param paths POSIX, relative to the root
 */
export async function textsBefore(
  root: string,
  revision: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  // one to a line: a name with a line end in it cannot be asked for
  const asked = paths.filter((path) => !path.includes('\n'));
  if (asked.length === 0) return new Map();
  const base = await baseOf(root, revision);
  const names = asked.map((path) => `${base}:./${path}\n`).join('');
  const failure = (reason: string): string => `git could not read "${revision}": ${reason}`;
  const output = await runBytes(root, ['cat-file', '--batch'], names, failure);
  const texts = new Map<string, string | null>();
  let at = 0;
  for (const path of asked) {
    const end = output.indexOf('\n', at);
    const size = /^\S+ blob (\d+)$/.exec(output.toString('utf8', at, end))?.[1];
    at = end + 1;
    if (size === undefined) {
      texts.set(path, null);
      continue;
    }
    texts.set(path, decodeText(Buffer.from(output.subarray(at, at + Number(size)))));
    at += Number(size) + 1;
  }
  return texts;
}

/** The commit where this branch left another. */
async function baseOf(root: string, revision: string): Promise<string> {
  await run(root, ['rev-parse', '--is-inside-work-tree'], () => `${root} is in no git repository`);
  const known = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const commit = (await run(root, known, () => `git knows no revision "${revision}"`)).trim();
  // A shallow clone may lack the commit where the branches part: then what differs from the revision itself counts.
  return (await run(root, ['merge-base', commit, 'HEAD'], () => '').catch(() => commit)).trim();
}

/** Addresses of the remotes of a repository, in the order git gives them; none if there is no repository or no git. */
export async function remotes(root: string): Promise<readonly string[]> {
  const listed = await run(root, ['remote', '--verbose'], (reason) => reason).catch(() => '');
  return [...new Set(listed.split('\n').flatMap((line) => line.split(/\s+/)[1] ?? []))];
}

async function run(cwd: string, args: readonly string[], failure: (reason: string) => string): Promise<string> {
  return (await runBytes(cwd, args, '', failure)).toString('utf8');
}

/** @param input what stands on its standard input */
function runBytes(
  cwd: string,
  args: readonly string[],
  input: string,
  failure: (reason: string) => string,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { cwd, maxBuffer: MAX_OUTPUT, windowsHide: true, encoding: 'buffer' as const };
    const child = execFile('git', args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new Error('git is not installed'));
      else reject(new Error(failure(stderr.toString('utf8').trim() || error.message)));
    });
    // git may be gone before it has read all: what it says then is told above
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
