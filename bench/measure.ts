import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const USAGE = new URL('./programs/usage.mjs', import.meta.url).href;

/** What one process used. */
export interface Usage {
  /** Seconds of user and system time, all threads. */
  readonly cpu: number;
  /** Seconds from start to end. */
  readonly wall: number;
  /** Peak resident memory, MiB. */
  readonly peak: number;
  readonly stdout: string;
  readonly code: number | null;
}

/** A Node program to measure. `argv` begins with the script. */
export interface Program {
  readonly name: string;
  readonly argv: readonly string[];
  readonly cwd: string;
}

/**
 * Runs a program to its end and answers what the whole process used, start-up included. The process reports it itself
 * (getrusage over all its threads), which is the same on every platform. Rejects if it ended without a report.
 */
export async function measure({ name, argv, cwd }: Program): Promise<Usage> {
  const folder = await mkdtemp(join(tmpdir(), 'probity-bench-'));
  const file = join(folder, 'usage.json');
  try {
    const started = performance.now();
    const child = spawn(process.execPath, ['--max-old-space-size=8192', '--import', USAGE, ...argv], {
      cwd,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, CI: 'true', NO_COLOR: '1', BENCH_USAGE_FILE: file },
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const wall = (performance.now() - started) / 1000;
    const report: unknown = JSON.parse(
      await readFile(file, 'utf8').catch(() => {
        throw new Error(`${name} ended (${String(code)}) without a report of its use`);
      }),
    );
    return { ...readReport(report), wall, stdout, code };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readReport(report: unknown): { cpu: number; peak: number } {
  if (typeof report === 'object' && report !== null && 'cpu' in report && 'peak' in report) {
    const { cpu, peak } = report;
    if (typeof cpu === 'number' && typeof peak === 'number') return { cpu, peak };
  }
  throw new Error('unreadable report of use');
}

/** The middle value; the mean of the two middle ones. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Absolute path of something in this project. */
export function inProject(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
