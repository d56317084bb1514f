import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import type { CallSite, ProgramView } from '../contract.ts';
import type { EntityResolver } from '../entities/resolver.ts';
import { namesOfFunction, withAliases } from './aliases.ts';
import { candidateFiles } from './candidates.ts';
import type { Importers } from './importers.ts';
import { SitesInFile } from './sites-in-file.ts';

export { createImporters, type Importers } from './importers.ts';

/** Files looked into for callers of one function; more is given up and said. */
const MAX_CANDIDATES = 300;
const MAX_SITES = 200;

export interface CallSites {
  readonly sites: readonly CallSite[];
  /** False if a limit was hit. */
  readonly complete: boolean;
}

/**
 * Callers on demand. Which files can hold a caller is told by imports and by the words that must stand in their text, and
 * which calls of such a file by the names they go by: only those are resolved, once each.
 */
export function createCallSites(
  program: ProgramView,
  resolver: EntityResolver,
  importers: Importers,
): (file: FileFacts, fn: FunctionId) => CallSites {
  const byFile = new WeakMap<FileFacts, SitesInFile>();
  const memo = new WeakMap<FileFacts, Map<FunctionId, CallSites>>();

  const sitesIn = (file: FileFacts): SitesInFile => {
    let found = byFile.get(file);
    if (found === undefined) byFile.set(file, (found = new SitesInFile(resolver, file)));
    return found;
  };

  const find = (file: FileFacts, fn: FunctionId): CallSites => {
    const names = importers.renamed(file.path, namesOfFunction(file, fn));
    const sites: CallSite[] = [...sitesIn(file).of(file, fn, names)];
    let looked = 0;
    for (const path of candidateFiles(program, importers, file, fn)) {
      if (path === file.path) continue;
      if (++looked > MAX_CANDIDATES || sites.length > MAX_SITES) return { sites, complete: false };
      const caller = program.facts(path);
      if (caller !== undefined) sites.push(...sitesIn(caller).of(file, fn, withAliases(caller, names)));
    }
    return { sites, complete: true };
  };

  return (file, fn) => {
    let answers = memo.get(file);
    if (answers === undefined) {
      answers = new Map();
      memo.set(file, answers);
    }
    let answer = answers.get(fn);
    if (answer === undefined) answers.set(fn, (answer = find(file, fn)));
    return answer;
  };
}
