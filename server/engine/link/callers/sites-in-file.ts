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

/** Calls of one file by what they call; looked into name by name, as they are asked for. */
export class SitesInFile {
  readonly #resolver: EntityResolver;
  readonly #file: FileFacts;
  readonly #byName = new Map<string, Place[]>();
  /** Places where anything may be called. */
  readonly #unnamed: Place[] = [];
  readonly #found = new Map<FileFacts, Map<FunctionId, CallSite[]>>();

  constructor(resolver: EntityResolver, file: FileFacts) {
    this.#resolver = resolver;
    this.#file = file;
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
    for (const place of this.#unnamed.splice(0)) this.#look(place);
    for (const name of names) {
      for (const place of this.#byName.get(name) ?? []) this.#look(place);
      this.#byName.delete(name);
    }
    return (this.#found.get(target)?.get(fn) ?? []).sort(byPlace);
  }

  /** The same for names that were asked for here before. */
  found(target: FileFacts, fn: FunctionId): readonly CallSite[] {
    return this.#found.get(target)?.get(fn) ?? NO_SITES;
  }

  #add(site: CallSite, node: NodeId): void {
    const place: Place = { site, node, done: false };
    if (opOf(this.#file, node) === Op.Func) {
      this.#keep(this.#file, aOf(this.#file, node), site);
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
      if (e.k === 'function') this.#keep(e.file, e.fn, site);
      else if (e.k === 'class' && site.how === 'direct' && opOf(this.#file, site.call) === Op.New) {
        const ctor = e.file.classes[e.cls]?.ctor ?? -1;
        if (ctor >= 0) this.#keep(e.file, ctor, site);
      }
    }
  }

  #keep(file: FileFacts, fn: FunctionId, site: CallSite): void {
    let sites = this.#found.get(file);
    if (sites === undefined) this.#found.set(file, (sites = new Map<FunctionId, CallSite[]>()));
    const known = sites.get(fn);
    if (known === undefined) sites.set(fn, [site]);
    else known.push(site);
  }
}

const NO_SITES: readonly CallSite[] = [];

const byPlace = (a: CallSite, b: CallSite): number =>
  startOf(a.file, a.call) - startOf(b.file, b.call) || a.call - b.call || a.argument - b.argument;
