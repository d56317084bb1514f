import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import type { CallSite, ProgramView } from '../contract.ts';
import type { EntityResolver } from '../entities/resolver.ts';
import { namesOfFunction, withAliases } from './aliases.ts';
import { candidateFiles } from './candidates.ts';
import type { KnownCallers } from './called-in.ts';
import type { Importers } from './importers.ts';
import { madeExports } from './made-exports.ts';
import { byPlace, FoundSites, SitesInFile } from './sites-in-file.ts';

export { byPlace } from './sites-in-file.ts';
export { calledIn, type CalledIn, type KnownCallers } from './called-in.ts';
export { createImportClosures, createImporters, type ImportClosures, type Importers } from './importers.ts';
export { defined } from './value-names.ts';

/** Files looked into for callers of one function; more is given up and said. */
const MAX_CANDIDATES = 4000;
const MAX_SITES = 200;

const NO_SITES: readonly CallSite[] = [];
const NOT_LOOKED: CallSites = { sites: [], complete: false };

/** Files that were looked into for the same names. */
interface Asked {
  readonly paths: Set<string>;
  /** Lists of files all of which were. */
  readonly lists: Set<Iterable<string>>;
}

export interface CallSites {
  readonly sites: readonly CallSite[];
  /** False if a limit was hit. */
  readonly complete: boolean;
}

/**
 * Callers on demand. Which files can hold a caller is told by imports and by the words that must stand in their text, and
 * which calls of such a file by the names they go by: only those are resolved, once each.
 *
 * @param shared knows callers in other files from elsewhere, so that it need not be found out here; null if nobody does
 */
export function createCallSites(
  program: ProgramView,
  resolver: EntityResolver,
  importers: Importers,
  shared: KnownCallers | null,
): (file: FileFacts, fn: FunctionId, most?: number) => CallSites {
  const byFile = new WeakMap<FileFacts, SitesInFile>();
  const found = new FoundSites();
  const memo = new WeakMap<FileFacts, Map<FunctionId, CallSites>>();

  const sitesIn = (file: FileFacts): SitesInFile => {
    let sites = byFile.get(file);
    if (sites === undefined) byFile.set(file, (sites = new SitesInFile(resolver, file, found)));
    return sites;
  };

  // methods of one name, as of many classes behind one interface, are asked for one by one in the same files
  const asked = new Map<string, Asked>();
  const askedFor = (names: ReadonlySet<string>): Asked => {
    const key = [...names].sort().join(' ');
    let known = asked.get(key);
    if (known === undefined) asked.set(key, (known = { paths: new Set(), lists: new Set() }));
    return known;
  };
  const sitesOf = (path: string, file: FileFacts, fn: FunctionId, names: ReadonlySet<string>): readonly CallSite[] => {
    if (shared !== null) {
      const sites = shared.in(path, names, file, fn);
      // whoever goes on from there reads that file
      if (sites.length > 0) program.facts(path);
      return sites;
    }
    const caller = program.facts(path);
    if (caller === undefined) return NO_SITES;
    return sitesIn(caller).of(file, fn, withAliases(caller, names));
  };

  const { words } = program;
  const candidates = (file: FileFacts, fn: FunctionId, by: Pick<typeof words, 'holding'> = shared ?? words) =>
    candidateFiles((name) => by.holding(name), importers, file, fn);
  const find = (file: FileFacts, fn: FunctionId): CallSites => {
    const names = importers.renamed(file.path, namesOfFunction(file, fn));
    const byPath = new Map<string, readonly CallSite[]>([[file.path, sitesIn(file).of(file, fn, names)]]);
    const open: { readonly paths: Iterable<string>; readonly names: ReadonlySet<string> }[] = [
      { paths: candidates(file, fn), names },
    ];
    // what calls made of it and exported, other files call by other names
    const handedOut = new Set<string>();
    const handOut = (by: FileFacts): void => {
      if (handedOut.has(by.path)) return;
      handedOut.add(by.path);
      const made = madeExports(resolver, by, { file, fn });
      if (made.length === 0) return;
      open.push({ paths: importers.naming(by.path, made), names: importers.renamed(by.path, new Set(made)) });
    };
    // only what stands in another function can be given back by a call
    const mayBeMade = (file.functions[fn]?.parent ?? 0) > 0;
    if (mayBeMade) handOut(file);
    let count = byPath.get(file.path)?.length ?? 0;
    let looked = 0;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const known = askedFor(next.names);
      const isKnown = shared === null && !mayBeMade && known.lists.has(next.paths);
      const callers = isKnown
        ? [...found.of(file, fn).keys()].filter((path) => known.paths.has(path)).sort()
        : next.paths;
      for (const path of callers) {
        if (path === file.path) {
          // looked into at the start
          known.paths.add(path);
          continue;
        }
        if (++looked > MAX_CANDIDATES || count > MAX_SITES) {
          return { sites: [...byPath.values()].flat(), complete: false };
        }
        const there =
          shared === null && known.paths.has(path)
            ? [...found.in(path, file, fn)].sort(byPlace)
            : sitesOf(path, file, fn, next.names);
        known.paths.add(path);
        if (there.length > 0) {
          count += there.length - (byPath.get(path)?.length ?? 0);
          byPath.set(path, there);
        }
        const caller = mayBeMade ? program.facts(path) : undefined;
        if (caller !== undefined) handOut(caller);
      }
      if (!mayBeMade) known.lists.add(next.paths);
    }
    return { sites: [...byPath.values()].flat(), complete: true };
  };

  return (file, fn, most) => {
    let answers = memo.get(file);
    if (answers === undefined) {
      answers = new Map();
      memo.set(file, answers);
    }
    let answer = answers.get(fn);
    if (answer === undefined && most !== undefined && [...candidates(file, fn, words)].length > most) {
      return NOT_LOOKED;
    }
    if (answer === undefined) answers.set(fn, (answer = find(file, fn)));
    return answer;
  };
}
