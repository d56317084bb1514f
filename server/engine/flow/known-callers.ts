import type { FileFacts, FunctionId } from '../extract/facts.ts';
import { byPlace, calledIn, type CalledIn, type CallSite, type KnownCallers, type Program } from '../link/index.ts';
import { MultiMap } from '../base/multi-map.ts';
import { FactsCount } from './facts-count.ts';
import { SoughtIndex } from './sought-index.ts';
import { emptyReads, type Reads, type Sought, type Units } from './units.ts';
import type { VersionedMap } from './versioned-map.ts';

/**
 * Who calls what, found once for all model calls: a method that an interface declares is looked for in every file that
 * names it, and most of these call another one. What rests on "nobody there calls it" stands as long as that is so,
 * whatever else changes in those files.
 */
export interface CallerTable {
  /** As one session sees it. @param reads takes what the session uses */
  seenBy(reads: Reads): KnownCallers;
  /** What is known of these names in these files was found anew: what `Units.refresh` told. */
  refreshed(bases: readonly string[]): void;
  /** Files whose facts were read to find what is sought by answers that are kept. */
  factsSought(): VersionedMap<string, unknown>;
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

  /** Lists that were searched for a name, turned round. */
  const indices = new Map<string, Map<Sought, SoughtIndex>>();
  /** The same by name and a file of the list, and by name alone where the list is long. */
  const shortLists = new MultiMap<string, SoughtIndex>();
  const longLists = new MultiMap<string, SoughtIndex>();
  const facts = new FactsCount((basis) => units.basisReads(basis)?.facts);
  let epoch = units.epoch;

  const indexOf = (sought: Sought): SoughtIndex => {
    const { paths, name } = sought;
    let ofName = indices.get(name);
    if (ofName === undefined) indices.set(name, (ofName = new Map<Sought, SoughtIndex>()));
    let index = ofName.get(sought);
    if (index === undefined) {
      // where a name does not stand nothing goes by it, but for what is exported without one
      const isHeld = (path: string): boolean => name === '' || NAMELESS.has(name) || holders(name).set.has(path);
      index = new SoughtIndex(paths, (path) => {
        uncounted.add(sought);
        return isHeld(path) ? inFile(path, name) : null;
      });
      ofName.set(sought, index);
      const short = paths.length > SHORT_LIST ? null : index;
      if (short === null) longLists.add(name, index);
      else for (const path of paths) shortLists.add(basisName(path, name), short);
    }
    return index;
  };

  /** What `facts` may not know of yet: what is sought anew, or further. */
  const uncounted = new Set<Sought>();
  const forget = (sought: Sought): void => {
    facts.set(sought, 0, () => '');
    uncounted.add(sought);
  };

  return {
    refreshed(names) {
      if (units.epoch !== epoch) {
        epoch = units.epoch;
        indices.clear();
        shortLists.clear();
        longLists.clear();
        facts.clear();
        uncounted.clear();
      }
      for (const basis of names) {
        const end = basis.indexOf('\0');
        const [path, name] = [basis.slice(0, end), basis.slice(end + 1)];
        if (path !== '') {
          for (const index of shortLists.of(basis)) index.renew(path);
          for (const index of longLists.of(name)) index.renew(path);
          facts.renew(basis);
          continue;
        }
        // the name may stand in other files now
        for (const [sought, index] of indices.get(name) ?? []) {
          forget(sought);
          index.renewAll();
        }
      }
    },
    seenBy: (reads) => ({
      *among(paths, names, file, fn, most) {
        const found = ['', ...names].map((name) => {
          const sought = soughtIn(paths, name);
          reads.answers.add(tokenOf(name, file, fn));
          reads.sought.add(sought);
          return indexOf(sought);
        });
        const end = Math.min(most, paths.length);
        const looked = Math.min(end, ...found.map((index) => index.looked));
        const known = new Set(found.flatMap((index) => [...index.positions(file, fn)]));
        const before = [...known].filter((position) => position < looked).sort((a, b) => a - b);
        for (const position of inOrder(before, looked, end)) {
          const sites = found.flatMap((index) => index.sites(position, file, fn));
          if (sites.length > 0) yield [paths[position] ?? '', distinct(sites)];
        }
      },
      holding: (name) => holders(name).paths,
    }),
    factsSought() {
      for (const sought of units.soughtAnew()) uncounted.add(sought);
      for (const sought of uncounted) {
        const { paths, name } = sought;
        const looked = units.sought.has(sought) ? indexOf(sought).looked : 0;
        facts.set(sought, looked, (position) => basisName(paths[position] ?? '', name));
      }
      uncounted.clear();
      return facts.paths;
    },
    sweep() {
      for (const [name, ofName] of indices) {
        for (const [sought, index] of ofName) {
          if (units.sought.has(sought)) continue;
          ofName.delete(sought);
          longLists.remove(name, index);
          for (const path of sought.paths) shortLists.remove(basisName(path, name), index);
        }
      }
      units.keepBases(new Set(soughtBases(units)));
    },
  };
}

/** Positions that are known, then all from those that are not. */
function* inOrder(known: readonly number[], from: number, to: number): Iterable<number> {
  yield* known;
  for (let position = from; position < to; position++) yield position;
}

/** Files of a list that is found by each of them. */
const SHORT_LIST = 64;

interface Holders {
  readonly paths: readonly string[];
  readonly set: ReadonlySet<string>;
}

function* soughtBases(units: Units): Iterable<string> {
  for (const { paths, name } of units.sought.keys()) {
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
