import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import type { CallSite, ProgramView } from '../contract.ts';
import type { EntityResolver } from '../entities/resolver.ts';
import { withAliases } from './aliases.ts';
import { FoundSites, SitesInFile } from './sites-in-file.ts';

/** What the calls of one file lead to, of those that go by some names. */
export interface CalledIn {
  of(file: FileFacts, fn: FunctionId): readonly CallSite[];
  /** Every function that is called, with its calls. */
  all(): Iterable<readonly [file: FileFacts, fn: FunctionId, sites: readonly CallSite[]]>;
}

/** Callers that are known across programs over the same texts. */
export interface KnownCallers {
  /**
   * Calls of a function that goes by these names, file by file as they are asked for; files without one are left out.
   *
   * @param paths sorted
   * @param most files of these that are looked into
   */
  among(
    paths: readonly string[],
    names: ReadonlySet<string>,
    file: FileFacts,
    fn: FunctionId,
    most: number,
  ): Iterable<readonly [path: string, sites: readonly CallSite[]]>;
  /** Files in whose text the name of a method stands. That it comes to stand in others is seen to here. */
  holding(name: string): readonly string[];
}

/** Resolves the calls of a file that go by a name, whatever function is asked for; for '' those that may go by any. */
export function calledIn(
  program: ProgramView & { readonly resolver: EntityResolver },
  path: string,
  name: string,
): CalledIn {
  const found = new FoundSites();
  const file = program.facts(path);
  if (file !== undefined) {
    const sites = new SitesInFile(program.resolver, file, found);
    if (name === '') sites.lookUnnamed();
    else sites.lookNamed(withAliases(file, new Set([name])));
  }
  return { of: (target, fn) => found.in(path, target, fn), all: () => found.all() };
}
