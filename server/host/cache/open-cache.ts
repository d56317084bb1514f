import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckResult } from '../../engine/explain/diagnostic.ts';
import type { Extractor } from '../../engine/extract/index.ts';
import { reasonOf } from '../reason.ts';
import { replaceFile } from '../replace-file.ts';
import { FactsStore } from './facts-store.ts';
import { framed, unframed } from './frame.ts';
import { inputsKey, type CheckInputs } from './key.ts';

/** Results kept: as many states of the workspace as one may go back and forth between. */
const RESULTS = 8;
const FACTS = 'facts';
const RESULT = /^result-[0-9a-f]{64}$/;

export interface CacheEntry {
  /** What was found in the same inputs; null if that is not known. */
  readonly result: CheckResult | null;
  /** Keeps what was found now, and the facts that it took. */
  keep(result: CheckResult): Promise<void>;
}

/** What earlier checks of a workspace left. Nothing in it is needed, and none of it is believed without its digest. */
export interface CheckCache {
  entry(inputs: CheckInputs): Promise<CacheEntry>;
  /** An extractor that knows what was extracted before. */
  extractor(extractor: Extractor): Promise<Extractor>;
  /** What was wrong with the cache, one line each, for the user. */
  readonly notices: readonly string[];
}

export interface CacheOptions {
  /** Absolute; made when there is something to keep. */
  readonly folder: string;
  /** The state of the engine: what another one left is not looked at. */
  readonly build: string;
  /** Whether the user asked for this folder, and wants to know if it cannot be written. */
  readonly isAskedFor: boolean;
}

/** Opens the cache of a workspace. Nothing is read or written yet. */
export function openCache({ folder, build, isAskedFor }: CacheOptions): CheckCache {
  const notices: string[] = [];
  let store: FactsStore | null = null;

  /** What a file of the cache holds, by `read`, which gives null for a damaged one; such a file is discarded. */
  const fromFile = async <T>(name: string, read: (frame: Buffer) => T | null): Promise<T | null> => {
    const file = join(folder, name);
    const frame = await readFile(file).catch(() => null);
    if (frame === null) return null;
    const value = orNull(() => read(frame));
    if (value !== null) return value;
    notices.push(`The cache file ${file} is damaged; it was discarded.`);
    await rm(file, { force: true }).catch(() => undefined);
    return null;
  };

  const write = async (name: string, bytes: Buffer): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true });
      await replaceFile(join(folder, name), bytes);
    } catch (error) {
      if (!isAskedFor) return;
      notices.push(
        `Nothing was kept for the next check: ${folder} cannot be written (${reasonOf(error) ?? 'no folder'}).`,
      );
    }
  };

  return {
    notices,
    async entry(inputs) {
      const name = `result-${inputsKey(build, inputs)}`;
      const result = await fromFile(name, resultOf);
      const now = new Date();
      if (result !== null) await utimes(join(folder, name), now, now).catch(() => undefined);
      return {
        result,
        async keep(found) {
          // a check that failed somewhere may succeed the next time
          if (found.problems.some(({ fault }) => fault === true)) return;
          await write(name, framed(Buffer.from(JSON.stringify(found), 'utf8')));
          const facts = store?.toFile() ?? null;
          if (facts !== null) await write(FACTS, facts);
          await dropOldResults(folder);
        },
      };
    },
    async extractor(extractor) {
      store = (await fromFile(FACTS, (frame) => new FactsStore(build, frame))) ?? new FactsStore(build, null);
      return store.over(extractor);
    },
  };
}

function resultOf(frame: Buffer): CheckResult | null {
  const payload = unframed(frame);
  return payload === null ? null : (JSON.parse(payload.toString('utf8')) as CheckResult);
}

function orNull<T>(make: () => T | null): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}

async function dropOldResults(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const results = await Promise.all(
    names.filter((name) => RESULT.test(name)).map(async (name) => ({ name, used: await usedAt(join(folder, name)) })),
  );
  const old = results.sort((a, b) => b.used - a.used).slice(RESULTS);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true }).catch(() => undefined)));
}

async function usedAt(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.mtimeMs ?? 0;
}
