import type { Sdk } from '../../rules/schema/types.ts';
import { packageName } from './declarations.ts';

/** A version of a package, and the SDKs whose files name it. */
export interface Job {
  readonly name: string;
  readonly range: string;
  readonly sdks: Sdk[];
  /** Other packages needed to read its types. */
  readonly also: string[];
}

/** One job for each version of each package. */
export function jobsOf(sdks: readonly Sdk[]): readonly Job[] {
  const jobs = new Map<string, Job>();
  for (const sdk of sdks) {
    const { versions = {}, unproven = {}, with: also = [] } = sdk.verify ?? {};
    const named = [...sdk.packages.filter((name) => !name.includes('*')).map(packageName), ...Object.keys(versions)];
    for (const name of new Set(named)) {
      // globals need declarations to be read from; a name may not be the registry's
      if ((name === '' && also.length === 0) || unproven[name] !== undefined) continue;
      for (const range of versions[name] ?? ['latest']) {
        const key = `${name}@${range}`;
        const job = jobs.get(key) ?? { name, range, sdks: [], also: [] };
        jobs.set(key, job);
        job.sdks.push(sdk);
        job.also.push(...also.filter((one) => !job.also.includes(one)));
      }
    }
  }
  return [...jobs.values()];
}
