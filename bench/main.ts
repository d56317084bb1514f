// npm run bench [-- options] [project …]
//
//   project …      real repositories to measure, by path; without any, generated projects are measured
//   --files a,b    sizes of the generated projects (500,2000,8000,20000)
//   --runs N       runs of each program, medians are told (3; one for projects of more than 5,000 files)
//   --only a,b     programs: read, parse, typescript, parser, check, again, tsc, eslint (all; the last two are left out
//                  for generated projects of more than 2,000 files, where they take minutes)
//   --keep DIR     where generated projects are written and left (a temporary folder, removed)
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, programs, summaryOf, table } from './compare.ts';
import type { Row } from './compare.ts';
import { generateProject } from './generate/index.ts';

const LARGE = 2000;
const ONCE = 5000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '500,2000,8000,20000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: 'read,parse,typescript,parser,check,again,tsc,eslint' },
    keep: { type: 'string' },
  },
});

const runs = Math.max(1, Number(values.runs));
const folder = values.keep === undefined ? await mkdtemp(join(tmpdir(), 'probity-bench-')) : resolve(values.keep);

/** Measures one project and prints its table. */
async function run(
  title: string,
  root: string,
  only: readonly string[],
  times: number,
  unguarded?: number,
): Promise<readonly Row[]> {
  const cache = await mkdtemp(join(tmpdir(), 'probity-cache-'));
  const rows = await compare(programs(root, new Set(only), cache), times);
  await rm(cache, { recursive: true, force: true });
  console.log(`\n### ${title}\n\n${table(rows)}`);
  const summary = summaryOf(rows);
  if (summary !== null) {
    const { files, analysed, findings } = summary;
    const expected = unguarded === undefined ? '' : ` (${String(unguarded)} calls are unguarded by construction)`;
    console.log(`\n${String(files)} files, ${String(analysed)} analysed, ${String(findings)} findings${expected}.`);
  }
  return rows;
}

const wanted = values.only.split(',');

async function runGenerated(files: number): Promise<readonly Row[]> {
  const root = join(folder, `generated-${String(files)}`);
  const unguarded = await generateProject(root, files);
  const only = files > LARGE ? wanted.filter((name) => name !== 'tsc' && name !== 'eslint') : wanted;
  return run(`${files.toLocaleString('en')} generated files`, root, only, files > ONCE ? 1 : runs, unguarded);
}

/** What one file costs at each size, in milliseconds of CPU: equal where the cost is linear. */
function perFile(sizes: ReadonlyMap<number, readonly Row[]>): string {
  const names = [...new Set([...sizes.values()].flatMap((rows) => rows.map(({ name }) => name)))];
  const lines = names.map((name) => {
    const cells = [...sizes].map(([files, rows]) => {
      const cpu = rows.find((row) => row.name === name)?.cpu;
      return cpu === undefined ? '–' : ((cpu / files) * 1000).toFixed(2);
    });
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  const heads = [...sizes.keys()].map((files) => files.toLocaleString('en'));
  return [`| | ${heads.join(' | ')} |`, `| --- | ${heads.map(() => '---:').join(' | ')} |`, ...lines].join('\n');
}

try {
  console.log(
    `Node ${process.version}, ${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown'}, ${String(runs)} runs`,
  );
  if (positionals.length > 0) {
    for (const path of positionals) await run(path.split('/').at(-1) ?? path, resolve(path), wanted, runs);
  } else {
    const sizes = new Map<number, readonly Row[]>();
    for (const files of values.files.split(',').map(Number)) sizes.set(files, await runGenerated(files));
    console.log(`\n### Milliseconds of CPU per file\n\n${perFile(sizes)}`);
  }
} finally {
  if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
}
