import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import type { CallSite, ProgramView } from '../contract.ts';
import type { EntityResolver } from '../entities/resolver.ts';
import { namesOfFunction } from './aliases.ts';
import { candidateFiles } from './candidates.ts';
import type { KnownCallers } from './called-in.ts';
import type { Importers } from './importers.ts';
import { madeExports } from './made-exports.ts';
import { createOwnCallers } from './own-callers.ts';

export { byPlace } from './sites-in-file.ts';
export { calledIn, type CalledIn, type KnownCallers } from './called-in.ts';
export { createImportClosures, createImporters, type ImportClosures, type Importers } from './importers.ts';
export { defined } from './value-names.ts';

/** Files looked into for callers of one function; more is given up and said. */
const MAX_CANDIDATES = 12_000;
const MAX_SITES = 200;

const NOT_LOOKED: CallSites = { sites: [], complete: false };

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
  const own = createOwnCallers(program, resolver);
  const callers: KnownCallers = shared ?? own;
  const memo = new WeakMap<FileFacts, Map<FunctionId, CallSites>>();

  const { words } = program;
  const candidates = (file: FileFacts, fn: FunctionId, by: Pick<typeof words, 'holding'> = callers) =>
    candidateFiles((name) => by.holding(name), importers, file, fn);
  const find = (file: FileFacts, fn: FunctionId): CallSites => {
    const names = importers.renamed(file.path, namesOfFunction(file, fn));
    const byPath = new Map<string, readonly CallSite[]>([[file.path, own.here(file, fn, names)]]);
    const open: { readonly paths: readonly string[]; readonly names: ReadonlySet<string> }[] = [
      { paths: candidates(file, fn), names },
    ];
    // what calls made of it and exported, other files call by other names
    const handedOut = new Set<string>();
    const handOut = (by: FileFacts): void => {
      if (handedOut.has(by.path)) return;
      handedOut.add(by.path);
      const made = madeExports(resolver, by, { file, fn });
      if (made.length === 0) return;
      open.push({
        paths: [...importers.naming(by.path, made)].sort(),
        names: importers.renamed(by.path, new Set(made)),
      });
    };
    // only what stands in another function can be given back by a call
    const mayBeMade = (file.functions[fn]?.parent ?? 0) > 0;
    if (mayBeMade) handOut(file);
    let count = byPath.get(file.path)?.length ?? 0;
    let looked = 0;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const [path, there] of callers.among(next.paths, next.names, file, fn, MAX_CANDIDATES - looked)) {
        if (path === file.path) continue;
        count += there.length - (byPath.get(path)?.length ?? 0);
        byPath.set(path, there);
        // whoever goes on from there reads that file
        program.facts(path);
        if (count > MAX_SITES) return { sites: [...byPath.values()].flat(), complete: false };
      }
      looked += next.paths.length;
      if (looked > MAX_CANDIDATES) return { sites: [...byPath.values()].flat(), complete: false };
      for (const path of mayBeMade ? next.paths : []) {
        const caller = path === file.path ? undefined : program.facts(path);
        if (caller !== undefined) handOut(caller);
      }
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
    if (answer === undefined && most !== undefined && candidates(file, fn, words).length > most) {
      return NOT_LOOKED;
    }
    if (answer === undefined) answers.set(fn, (answer = find(file, fn)));
    return answer;
  };
}
