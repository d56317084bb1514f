import { execFile } from 'node:child_process';

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
  await run(root, ['rev-parse', '--is-inside-work-tree'], () => `${root} is in no git repository`);
  const known = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const commit = (await run(root, known, () => `git knows no revision "${revision}"`)).trim();
  // A shallow clone may lack the commit where the branches part: then what differs from the revision itself counts.
  const base = await run(root, ['merge-base', commit, 'HEAD'], () => '').catch(() => commit);
  const diff = ['diff', '--name-only', '--no-renames', '--relative', '-z', base.trim(), '--'];
  const changed = await run(root, diff, (reason) => `git could not compare with "${revision}": ${reason}`);
  const others = ['ls-files', '--others', '--exclude-standard', '-z'];
  const created = await run(root, others, (reason) => `git could not list new files: ${reason}`);
  return [...new Set(`${changed}${created}`.split('\0'))].filter((path) => path !== '');
}

/** Addresses of the remotes of a repository, in the order git gives them; none if there is no repository or no git. */
export async function remotes(root: string): Promise<readonly string[]> {
  const listed = await run(root, ['remote', '--verbose'], (reason) => reason).catch(() => '');
  return [...new Set(listed.split('\n').flatMap((line) => line.split(/\s+/)[1] ?? []))];
}

function run(cwd: string, args: readonly string[], failure: (reason: string) => string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('git', args, { cwd, maxBuffer: MAX_OUTPUT, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new Error('git is not installed'));
      else reject(new Error(failure(stderr.trim() || error.message)));
    });
  });
}
