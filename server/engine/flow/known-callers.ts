import type { FileFacts, FunctionId } from '../extract/facts.ts';
import { byPlace, calledIn, type CalledIn, type CallSite, type KnownCallers, type Program } from '../link/index.ts';
import { emptyReads, type Reads, type Sought, type Units } from './units.ts';

/**
 * Who calls what, found once for all model calls: a method that an interface declares is looked for in every file that
 * names it, and most of these call another one. What rests on "nobody there calls it" stands as long as that is so,
 * whatever else changes in those files.
 */
export interface CallerTable {
  /** As one session sees it. @param reads takes what the session uses */
  seenBy(reads: Reads): KnownCallers;
  /** Files whose facts were read to find what is sought by answers that are kept. */
  factsSought(): ReadonlySet<string>;
  /** Lets go of what no answer that is kept sought. */
  sweep(): void;
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
      basisName(path, name),
      () => {
        const reads = emptyReads();
        const program = createProgram(reads);
        return { value: calledIn(program, path, name), reads, faults: [], limits: program.limits() };
      },
      (before, now) => differing(before, now).map(([file, fn]) => tokenOf(name, file, fn)),
    );

  const holders = (name: string): Holders =>
    units.basis(
      basisName('', name),
      () => {
        const reads = emptyReads();
        const paths = createProgram(reads).words.holding(name);
        return { value: { paths, set: new Set(paths) }, reads, faults: [], limits: [] };
      },
      // whose caller stands in a file that did not name it before; of those that did, each tells for itself
      (before, now) =>
        now.paths
          .filter((path) => !before.set.has(path))
          .flatMap((path) => [...inFile(path, name).all()].map(([file, fn]) => tokenOf(name, file, fn))),
    );

  /** For each of them the files whose facts were read to find it. */
  let soughtFacts = new WeakMap<Sought, ReadonlySet<string>>();

  return {
    seenBy: (reads) => ({
      *among(paths, names, file, fn, most) {
        const sought = ['', ...names].map((name) => {
          reads.answers.add(tokenOf(name, file, fn));
          reads.sought.add(soughtIn(paths, name));
          // where a name does not stand nothing goes by it, but for what is exported without one
          return { name, held: name === '' || NAMELESS.has(name) ? null : holders(name).set };
        });
        for (const path of paths.slice(0, most)) {
          const sites = sought.flatMap(({ name, held }) =>
            held?.has(path) === false ? [] : inFile(path, name).of(file, fn),
          );
          if (sites.length > 0) yield [path, distinct(sites)];
        }
      },
      holding: (name) => holders(name).paths,
    }),
    factsSought() {
      const facts = new Set<string>();
      const anew = new Set([...units.refreshed].map((name) => name.slice(name.indexOf('\0') + 1)));
      for (const sought of units.sought()) {
        let known = anew.has(sought.name) ? undefined : soughtFacts.get(sought);
        if (known === undefined) soughtFacts.set(sought, (known = factsOf(units, sought)));
        for (const path of known) facts.add(path);
      }
      return facts;
    },
    sweep() {
      units.keepBases(new Set([...soughtBases(units)]));
      soughtFacts = new WeakMap();
    },
  };
}

interface Holders {
  readonly paths: readonly string[];
  readonly set: ReadonlySet<string>;
}

function factsOf(units: Units, { paths, name }: Sought): ReadonlySet<string> {
  const facts = new Set<string>();
  for (const path of paths) for (const read of units.basisReads(basisName(path, name))?.facts ?? []) facts.add(read);
  return facts;
}

function* soughtBases(units: Units): Iterable<string> {
  for (const { paths, name } of units.sought()) {
    yield basisName('', name);
    for (const path of paths) yield basisName(path, name);
  }
}

/** The same object for the same list and name: many calls seek the same. */
const soughtLists = new WeakMap<readonly string[], Map<string, Sought>>();

function soughtIn(paths: readonly string[], name: string): Sought {
  let ofList = soughtLists.get(paths);
  if (ofList === undefined) soughtLists.set(paths, (ofList = new Map<string, Sought>()));
  let sought = ofList.get(name);
  if (sought === undefined) ofList.set(name, (sought = { paths, name }));
  return sought;
}

const basisName = (path: string, name: string): string => `${path}\0${name}`;

const NAMELESS: ReadonlySet<string> = new Set(['default', '=']);

/** In text order, each once. */
function distinct(sites: readonly CallSite[]): readonly CallSite[] {
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
