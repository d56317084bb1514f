// npm run bench [-- options] [project …]
//
//   project …      real repositories to measure, by path; without any, a generated project is measured
//   --files N      size of the generated project (2000)
//   --runs N       runs of each program, medians are told (5)
//   --only a,b     programs: parse, check, tsc, eslint (all)
//   --linear       CPU per file of generated projects of 500, 2,000 and 20,000 files
//   --keep DIR     where generated projects are written and left (a temporary folder, removed)
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, programs, summaryOf, table } from './compare.ts';
import type { Row } from './compare.ts';
import { generateProject } from './generate/index.ts';

const LINEAR_SIZES = [500, 2000, 20_000];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: 'parse,check,tsc,eslint' },
    linear: { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});

const runs = Math.max(1, Number(values.runs));
const folder = values.keep === undefined ? await mkdtemp(join(tmpdir(), 'probity-bench-')) : resolve(values.keep);

/** Measures one project and prints its table. */
async function run(title: string, root: string, only: string, unguarded?: number): Promise<readonly Row[]> {
  const rows = await compare(programs(root, new Set(only.split(','))), runs);
  console.log(`\n### ${title}\n\n${table(rows)}`);
  const summary = summaryOf(rows);
  if (summary !== null) {
    const { files, analysed, findings } = summary;
    const expected = unguarded === undefined ? '' : ` (${String(unguarded)} calls are unguarded by construction)`;
    console.log(`\n${String(files)} files, ${String(analysed)} analysed, ${String(findings)} findings${expected}.`);
  }
  return rows;
}

async function runGenerated(files: number, only: string): Promise<readonly Row[]> {
  const root = join(folder, `generated-${String(files)}`);
  const unguarded = await generateProject(root, files);
  return run(`${files.toLocaleString('en')} generated files`, root, only, unguarded);
}

try {
  console.log(
    `Node ${process.version}, ${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown'}, ${String(runs)} runs`,
  );
  if (values.linear) {
    const perFile: string[] = [];
    for (const files of LINEAR_SIZES) {
      const rows = await runGenerated(files, 'parse,check');
      const cells = rows.map(({ cpu }) => `${((cpu / files) * 1000).toFixed(2)} ms`);
      perFile.push(`| ${files.toLocaleString('en')} | ${cells.join(' | ')} |`);
    }
    console.log(['\n### CPU per file\n', '| files | parse | check |', '| ---: | ---: | ---: |', ...perFile].join('\n'));
  } else if (positionals.length > 0) {
    for (const path of positionals) await run(path.split('/').at(-1) ?? path, resolve(path), values.only);
  } else {
    await runGenerated(Number(values.files), values.only);
  }
} finally {
  if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
}
