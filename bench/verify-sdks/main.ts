/**
 * `npm run verify:sdks [-- id… symbols]`: proves the paths of `rules/sdks/` against the type declarations of the packages
 * themselves, and lists what the packages offer that the catalogue does not know. Needs the network, so it is no part of
 * `npm test`; run it before a release and whenever a file of `rules/sdks/` changes. `--keep=FOLDER` leaves what was
 * installed there and takes it from there the next time, so that a run that was stopped goes on. `--reasons` reads no
 * package and only brings the reasons in the record up to date.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCatalogueFolder } from '../../server/host/catalogue.ts';
import { checkPackage } from './check-package.ts';
import { packageName } from './declarations.ts';
import { install, newest, prepare } from './install.ts';
import type { Installed } from './install.ts';
import { jobsOf } from './jobs.ts';
import type { Job } from './jobs.ts';
import { createRecord, gaps } from './record.ts';
import type { Verification } from './record.ts';
import { symbolSdks } from './symbols.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILE = join(ROOT, 'docs/sdk-verification.json');
/** Packages that are installed ahead of the one being read. */
const AHEAD = 2;

/** Installs a job's package; one without paths to prove is only looked up. */
async function fetchJob(scratch: string, job: Job, keep: boolean): Promise<Installed | string | null> {
  if (job.sdks.some((sdk) => sdk.calls.length > 0 || sdk.types !== undefined || sdk.passes !== undefined)) {
    return install(scratch, job.name, job.range, job.also, keep);
  }
  const version = await newest(job.name, job.range);
  return version === null ? 'the registry does not have it' : { folder: '', version, remove: () => undefined };
}

async function main(): Promise<void> {
  const { catalogue, problems } = await readCatalogueFolder(join(ROOT, 'rules'));
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
  const given = process.argv.slice(2);
  const kept = given.find((argument) => argument.startsWith('--keep='))?.slice('--keep='.length) ?? null;
  const wanted = given.filter((argument) => !argument.startsWith('--'));
  const symbols = symbolSdks(catalogue);
  const known = [...catalogue.sdks, ...symbols];
  const again = given.includes('--reasons');
  const chosen = (again ? [] : known).filter(({ id }) => {
    return wanted.length === 0 || wanted.includes(id) || (id.startsWith('symbols of ') && wanted.includes('symbols'));
  });
  const before = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Verification) : null;
  const record = createRecord(new Date().toISOString().slice(0, 10), before, known);
  const scratch = kept ?? mkdtempSync(join(tmpdir(), 'verify-sdks-'));
  const jobs = jobsOf(chosen);
  for (const sdk of chosen) {
    for (const name of sdk.packages) {
      const why = sdk.verify?.unproven?.[packageName(name)];
      if (why !== undefined) record.passedOver(sdk, name, why);
    }
  }
  try {
    if (jobs.length > 0) await prepare(scratch);
    const fetching: Promise<Installed | string | null>[] = [];
    for (const [i, job] of jobs.entries()) {
      for (const next of jobs.slice(fetching.length, i + 1 + AHEAD))
        fetching.push(fetchJob(scratch, next, kept !== null));
      const fetched = await fetching[i];
      if (typeof fetched !== 'object' || fetched === null) {
        for (const sdk of job.sdks) record.failed(sdk, job.name, job.range, String(fetched));
        console.log(`${String(i + 1)}/${String(jobs.length)} ${job.name}@${job.range}: ${String(fetched)}`);
        continue;
      }
      for (const sdk of job.sdks) {
        const checked =
          fetched.folder === ''
            ? { claims: [], notCovered: [] }
            : checkPackage(sdk, catalogue.sdks, job.name, fetched.folder, job.also);
        record.add(sdk, job.name, fetched.version, checked);
      }
      fetched.remove();
      writeFileSync(FILE, `${JSON.stringify(record.verification(), null, 1)}\n`);
      console.log(`${String(i + 1)}/${String(jobs.length)} ${job.name}@${fetched.version}`);
    }
  } finally {
    if (kept === null) rmSync(scratch, { recursive: true, force: true });
  }
  const verification = record.verification();
  writeFileSync(FILE, `${JSON.stringify(verification, null, 1)}\n`);
  const open = gaps(verification, new Set((again ? known : chosen).map(({ id }) => id)));
  for (const line of open) console.log(line);
  console.log(open.length === 0 ? 'Every path is proven or carries a reason.' : `${String(open.length)} gaps.`);
  process.exitCode = open.length === 0 ? 0 : 1;
}

await main();
