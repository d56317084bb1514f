import type { FileFacts, FunctionId } from '../extract/facts.ts';
import { byPlace, calledIn, type CalledIn, type CallSite, type KnownCallers, type Program } from '../link/index.ts';
import { emptyReads, type Reads, type Units } from './units.ts';

/**
 * Who calls what, found once for all model calls: a method that an interface declares is looked for in every file that
 * names it, and most of these call another one. What rests on "nobody there calls it" stands as long as that is so,
 * whatever else changes in those files.
 */
export interface CallerTable {
  /** As one session sees it. @param reads takes what the session uses */
  seenBy(reads: Reads): KnownCallers;
}

/** @param createProgram makes a program that knows of no other callers */
export function createCallerTable(units: Units, createProgram: (reads: Reads) => Program): CallerTable {
  /** What stands for the callers of a function under a name, as long as they are the same. */
  const tokens = new WeakMap<FileFacts, Map<string, object>>();
  const tokenOf = (name: string, file: FileFacts, fn: FunctionId): object => {
    let ofFile = tokens.get(file);
    if (ofFile === undefined) tokens.set(file, (ofFile = new Map<string, object>()));
    const id = `${String(fn)} ${name}`;
    let token = ofFile.get(id);
    if (token === undefined) ofFile.set(id, (token = {}));
    return token;
  };

  /** Calls of one file that go by a name, or, for '', that may go by any. */
  const inFile = (path: string, name: string): CalledIn =>
    units.basis(
      `${path}\0${name}`,
      () => {
        const reads = emptyReads();
        const program = createProgram(reads);
        return { value: calledIn(program, path, name), reads, faults: [], limits: program.limits() };
      },
      (before, now) => differing(before, now).map(([file, fn]) => tokenOf(name, file, fn)),
    );

  const holders = (name: string): ReadonlySet<string> =>
    units.basis(
      `\0${name}`,
      () => {
        const reads = emptyReads();
        return { value: new Set(createProgram(reads).words.holding(name)), reads, faults: [], limits: [] };
      },
      // whose caller stands in a file that did not name it before; of those that did, each tells for itself
      (before, now) =>
        [...now]
          .filter((path) => !before.has(path))
          .flatMap((path) => [...inFile(path, name).all()].map(([file, fn]) => tokenOf(name, file, fn))),
    );

  const inFileOf = function* (path: string, names: ReadonlySet<string>, file: FileFacts, fn: FunctionId, reads: Reads) {
    for (const name of ['', ...names]) {
      reads.answers.add(tokenOf(name, file, fn));
      // where a name does not stand nothing goes by it, but for what is exported without one
      if (name === '' || NAMELESS.has(name) || holders(name).has(path)) yield* inFile(path, name).of(file, fn);
    }
  };

  return {
    seenBy: (reads) => ({
      in: (path, names, file, fn) => distinct([...inFileOf(path, names, file, fn, reads)]),
      holding: (name) => [...holders(name)],
    }),
  };
}

const NAMELESS: ReadonlySet<string> = new Set(['default', '=']);

/** In text order, each once. */
function distinct(sites: readonly CallSite[]): readonly CallSite[] {
  if (sites.length < 2) return sites;
  return [...sites].sort(byPlace).filter((site, i, all) => i === 0 || byPlace(site, all[i - 1] ?? site) !== 0);
}

/** Functions whose calls are other ones than before. */
function differing(before: CalledIn, now: CalledIn): readonly (readonly [FileFacts, FunctionId])[] {
  const out: (readonly [FileFacts, FunctionId])[] = [];
  for (const [a, b] of [
    [before, now],
    [now, before],
  ] as const) {
    for (const [file, fn, sites] of a.all()) if (!sameSites(sites, b.of(file, fn))) out.push([file, fn]);
  }
  return out;
}

const sameSites = (a: readonly CallSite[], b: readonly CallSite[]): boolean =>
  a.length === b.length &&
  a.every((site, i) => {
    const other = b[i];
    return other?.file === site.file && other.call === site.call && other.argument === site.argument;
  });
