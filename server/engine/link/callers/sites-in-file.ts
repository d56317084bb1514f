import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentCount, argumentOf, calleeOf, listAt, opOf, startOf, Op } from '../../extract/index.ts';
import type { CallSite } from '../contract.ts';
import type { EntityResolver } from '../entities/resolver.ts';
import { mayBeFunction, namesOfValue } from './value-names.ts';

/** A place of a file where a function may be called or handed on, not yet looked into. */
interface Place {
  readonly site: CallSite;
  /** The value that may be a function. */
  readonly node: NodeId;
  done: boolean;
}

/** Where functions are called, by the file of the call; of the calls that were looked into. */
export class FoundSites {
  readonly #sites = new Map<FileFacts, Map<FunctionId, Map<string, CallSite[]>>>();

  /** By the path of the calls' file. */
  of(file: FileFacts, fn: FunctionId): ReadonlyMap<string, readonly CallSite[]> {
    return this.#sites.get(file)?.get(fn) ?? NO_FILES;
  }

  /** Every function that is called, with its calls. */
  *all(): Iterable<readonly [file: FileFacts, fn: FunctionId, sites: readonly CallSite[]]> {
    for (const [file, functions] of this.#sites) {
      for (const [fn, files] of functions) for (const sites of files.values()) yield [file, fn, sites];
    }
  }

  in(path: string, file: FileFacts, fn: FunctionId): readonly CallSite[] {
    return this.#sites.get(file)?.get(fn)?.get(path) ?? NO_SITES;
  }

  add(file: FileFacts, fn: FunctionId, site: CallSite): void {
    let functions = this.#sites.get(file);
    if (functions === undefined) this.#sites.set(file, (functions = new Map<FunctionId, Map<string, CallSite[]>>()));
    let files = functions.get(fn);
    if (files === undefined) functions.set(fn, (files = new Map<string, CallSite[]>()));
    const known = files.get(site.file.path);
    if (known === undefined) files.set(site.file.path, [site]);
    else known.push(site);
  }
}

/** Calls of one file by what they call; looked into name by name, as they are asked for. */
export class SitesInFile {
  readonly #resolver: EntityResolver;
  readonly #file: FileFacts;
  readonly #byName = new Map<string, Place[]>();
  /** Places where anything may be called. */
  readonly #unnamed: Place[] = [];
  readonly #found: FoundSites;

  /** @param found takes what is found here */
  constructor(resolver: EntityResolver, file: FileFacts, found: FoundSites) {
    this.#resolver = resolver;
    this.#file = file;
    this.#found = found;
    for (const call of file.calls) {
      this.#add({ file, call, how: 'direct', argument: -1 }, calleeOf(file, call));
      for (let i = 0; i < argumentCount(file, call); i++) {
        const argument = argumentOf(file, call, i);
        if (mayBeFunction(file, argument)) this.#add({ file, call, how: 'callback', argument: i }, argument);
      }
    }
    // a JSX element calls its component with the attributes as first argument
    for (const element of file.jsx) {
      const tag = listAt(file, aOf(file, element), 0);
      if (tag >= 0 && opOf(file, tag) !== Op.Str) {
        this.#add({ file, call: element, how: 'direct', argument: -1 }, tag);
      }
    }
  }

  /** Where a function, known by these names here, is called or handed on; in text order. */
  of(target: FileFacts, fn: FunctionId, names: ReadonlySet<string>): readonly CallSite[] {
    this.look(names);
    return [...this.#found.in(this.#file.path, target, fn)].sort(byPlace);
  }

  /** Looks into all places where something of these names may be called. */
  look(names: ReadonlySet<string>): void {
    this.lookUnnamed();
    this.lookNamed(names);
  }

  /** Looks into the places where anything may be called. */
  lookUnnamed(): void {
    for (const place of this.#unnamed.splice(0)) this.#look(place);
  }

  /** Looks into the places where something of these names is called. */
  lookNamed(names: ReadonlySet<string>): void {
    for (const name of names) {
      for (const place of this.#byName.get(name) ?? []) this.#look(place);
      this.#byName.delete(name);
    }
  }

  #add(site: CallSite, node: NodeId): void {
    const place: Place = { site, node, done: false };
    if (opOf(this.#file, node) === Op.Func) {
      this.#found.add(this.#file, aOf(this.#file, node), site);
      return;
    }
    const names = namesOfValue(this.#file, node);
    if (names === null) this.#unnamed.push(place);
    for (const name of names ?? []) {
      const known = this.#byName.get(name);
      if (known === undefined) this.#byName.set(name, [place]);
      else known.push(place);
    }
  }

  #look(place: Place): void {
    if (place.done) return;
    place.done = true;
    const { site, node } = place;
    for (const e of this.#resolver.of(this.#file, node)) {
      if (e.k === 'function') this.#found.add(e.file, e.fn, site);
      else if (e.k === 'class' && site.how === 'direct' && opOf(this.#file, site.call) !== Op.Call) {
        const ctor = e.file.classes[e.cls]?.ctor ?? -1;
        if (ctor >= 0) this.#found.add(e.file, ctor, site);
      }
    }
  }
}

const NO_SITES: readonly CallSite[] = [];
const NO_FILES: ReadonlyMap<string, readonly CallSite[]> = new Map();

/** In text order. */
export const byPlace = (a: CallSite, b: CallSite): number =>
  startOf(a.file, a.call) - startOf(b.file, b.call) || a.call - b.call || a.argument - b.argument;
