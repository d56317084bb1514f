import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inProject, measure, median } from './measure.ts';
import type { Program, Usage } from './measure.ts';

/** Medians of one program over a project. */
export interface Row {
  readonly name: string;
  readonly cpu: number;
  readonly wall: number;
  readonly peak: number;
  /** Standard output of the last run. */
  readonly stdout: string;
}

/** A program, and one that is run before it is measured first. */
export type Compared = Program & { readonly before?: Program };

type Candidate = Compared & { readonly key: string; readonly needsTsconfig?: boolean };

const FLOOR = 'read and parse once (oxc-parser)';
const PROBITY = 'probity check, cold';

/**
 * The programs that are compared. The type checker needs a tsconfig.json at the root; without one it is left out.
 *
 * @param cache an empty folder for what a check keeps for the next
 */
export function programs(root: string, only: ReadonlySet<string>, cache: string): readonly Compared[] {
  const parse = (key: string, name: string, how: string): Candidate => ({
    key,
    name,
    argv: [inProject('bench/programs/parse-all.mjs'), root, how],
    cwd: root,
  });
  const check = (...options: readonly string[]): Program => ({
    name: 'probity check',
    argv: [inProject('dist/cli.js'), 'check', root, '--format', 'json', ...options],
    cwd: root,
  });
  const keeping = check('--cache-location', cache);
  const all: readonly Candidate[] = [
    parse('read', 'read all files', 'read'),
    parse('parse', FLOOR, 'oxc'),
    parse('typescript', 'parse with typescript', 'typescript'),
    parse('parser', 'parse with @typescript-eslint/parser', 'typescript-eslint'),
    { ...check('--no-cache'), key: 'check', name: PROBITY },
    { ...keeping, key: 'again', name: 'probity check, again', before: keeping },
    {
      key: 'tsc',
      name: 'tsc --noEmit',
      argv: [inProject('node_modules/typescript/lib/tsc.js'), '-p', root, '--noEmit'],
      cwd: root,
      needsTsconfig: true,
    },
    {
      key: 'eslint',
      name: 'ESLint, one typed rule',
      argv: [
        inProject('node_modules/eslint/bin/eslint.js'),
        ...['--config', inProject('bench/programs/typed-rule.config.mjs'), '--format', 'json', '.'],
      ],
      cwd: root,
      needsTsconfig: true,
    },
  ];
  const typed = existsSync(join(root, 'tsconfig.json'));
  return all.filter(({ key, needsTsconfig }) => only.has(key) && (typed || needsTsconfig !== true));
}

/** Runs each program `runs` times, one after the other and round by round, so that a slow spell hits all alike. */
export async function compare(list: readonly Compared[], runs: number): Promise<readonly Row[]> {
  const usages = new Map<Program, Usage[]>(list.map((program) => [program, []]));
  for (const { before } of list) if (before !== undefined) await measure(before);
  for (let run = 0; run < runs; run++) {
    for (const [program, seen] of usages) {
      seen.push(await measure(program));
      process.stderr.write('.');
    }
  }
  process.stderr.write('\n');
  return [...usages].map(([{ name }, seen]) => ({
    name,
    cpu: median(seen.map((usage) => usage.cpu)),
    wall: median(seen.map((usage) => usage.wall)),
    peak: median(seen.map((usage) => usage.peak)),
    stdout: seen.at(-1)?.stdout ?? '',
  }));
}

/** A Markdown table; the last column is relative to parsing once. */
export function table(rows: readonly Row[]): string {
  const floor = rows.find((row) => row.name === FLOOR)?.cpu ?? Number.NaN;
  const lines = rows.map(({ name, cpu, wall, peak }) => {
    const ratio = Number.isNaN(floor) ? '–' : `${(cpu / floor).toFixed(cpu / floor < 10 ? 2 : 0)} ×`;
    return `| ${name} | ${cpu.toFixed(2)} | ${wall.toFixed(2)} | ${peak.toFixed(0)} | ${ratio} |`;
  });
  return ['| | CPU s | wall s | peak MiB | CPU to parsing |', '| --- | ---: | ---: | ---: | ---: |', ...lines].join(
    '\n',
  );
}

/** What a check says about itself: files, files analysed, findings. null if its output is not a report. */
export function summaryOf(rows: readonly Row[]): { files: number; analysed: number; findings: number } | null {
  const text = rows.find((row) => row.name === PROBITY)?.stdout;
  if (text === undefined) return null;
  try {
    const report = JSON.parse(text) as { summary: { files: number; analysed: number }; findings: unknown[] };
    return { files: report.summary.files, analysed: report.summary.analysed, findings: report.findings.length };
  } catch {
    return null;
  }
}
