import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Paths of the project's files, relative and POSIX: those in git, and new ones that are not ignored. */
export function projectFiles(): readonly string[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return list.split('\0').filter((path) => path !== '' && existsSync(ROOT + path));
}

/** Text of a file of the project. */
export function read(path: string): string {
  return readFileSync(ROOT + path, 'utf8');
}

/** Code that ships. */
export function isProduct(path: string): boolean {
  return /^(server|client|rules)\/.*[.]ts$/.test(path) && !path.endsWith('.d.ts');
}
