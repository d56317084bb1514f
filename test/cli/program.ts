import { spawn } from 'node:child_process';
import { ROOT } from '../house/files.ts';

/** What a run of the built program left behind. */
export interface ProgramRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on its standard input. */
  readonly input?: string;
  /** The built program, where it is not that of this project. */
  readonly script?: string;
}

/** Runs the built command line. Nothing of this process's environment that changes its output is handed on. */
export function program(
  argv: readonly string[],
  { cwd, env, input, script = `${ROOT}dist/cli.js` }: ProgramOptions,
): Promise<ProgramRun> {
  const { PATH = '', HOME = '', SystemRoot = '' } = process.env;
  const child = spawn(process.execPath, [script, ...argv], {
    cwd,
    // a folder for caches that cannot be made: nothing of one test is there in another
    env: { PATH, HOME, SystemRoot, LANG: 'en_US.UTF-8', XDG_CACHE_HOME: '/dev/null', ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  child.stdin.end(input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, out, err });
    });
  });
}
