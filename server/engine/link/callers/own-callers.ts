import type { FileFacts, FunctionId } from '../../extract/facts.ts';
import type { CallSite, ProgramView } from '../contract.ts';
import type { EntityResolver } from '../entities/resolver.ts';
import { withAliases } from './aliases.ts';
import type { KnownCallers } from './called-in.ts';
import { byPlace, FoundSites, SitesInFile } from './sites-in-file.ts';

/** Callers as one program finds them. */
export interface OwnCallers extends KnownCallers {
  /** Calls in the function's own file. */
  here(file: FileFacts, fn: FunctionId, names: ReadonlySet<string>): readonly CallSite[];
}

/** Files that were looked into for the same names. */
interface Asked {
  readonly paths: Set<string>;
  /** Lists of files all of which were. */
  readonly lists: Set<readonly string[]>;
}

/** Each file is looked into once for a name, whatever is called by it. */
export function createOwnCallers(program: ProgramView, resolver: EntityResolver): OwnCallers {
  const byFile = new WeakMap<FileFacts, SitesInFile>();
  const found = new FoundSites();
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

  return {
    here: (file, fn, names) => sitesIn(file).of(file, fn, names),
    holding: (name) => program.words.holding(name),
    *among(paths, names, file, fn, most) {
      const known = askedFor(names);
      const isWhole = paths.length <= most;
      // of a list that was looked into before only those files matter that call the function
      const among = known.lists.has(paths) && isWhole ? [...found.of(file, fn).keys()].sort() : paths.slice(0, most);
      for (const path of among) {
        if (!known.lists.has(paths) && !known.paths.has(path)) {
          known.paths.add(path);
          const caller = program.facts(path);
          if (caller !== undefined) sitesIn(caller).look(withAliases(caller, names));
        }
        const sites = known.paths.has(path) ? found.in(path, file, fn) : [];
        if (sites.length > 0) yield [path, [...sites].sort(byPlace)];
      }
      if (isWhole) known.lists.add(paths);
    },
  };
}
