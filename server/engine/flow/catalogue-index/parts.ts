import type { Catalogue, Framework, Sdk } from '../../../../rules/schema/types.ts';
import { pathOfSymbol } from './additions.ts';

/** What of a catalogue stands at paths. */
export type Known = Pick<
  Catalogue,
  'sdks' | 'frameworks' | 'guardSymbols' | 'sanitizerSymbols' | 'http' | 'provenance' | 'chatSurfaces'
>;

type Part = { readonly [K in keyof Known]-?: NonNullable<Known[K]>[number][] };

/** A path that begins with a type, as an owner's texts name those of others: `openai:Client`. */
const TYPED = /^[a-z0-9-]+:/;

/**
 * Divides a catalogue by what its paths can have to do with each other: by sharing a package (or its scope, as packages may
 * be named by their scope), or by a type of one that another names. A program uses few of the packages that are known.
 *
 * @returns the part that a path is about; null if none is
 */
export function partsOf(known: Known): (path: string) => Known | null {
  const groups = createGroups();
  for (const owner of [...known.sdks, ...known.frameworks]) {
    const own = ofType(owner.id);
    for (const name of owner.packages) groups.join(own, ofPackage(name));
    if ('askedBy' in owner) for (const asked of owner.askedBy ?? []) groups.join(own, keyOf(pathOfSymbol(asked)));
    for (const text of textsOf(owner)) if (TYPED.test(text)) groups.join(own, keyOf(text));
  }
  const parts = new Map<string, Part>();
  const partAt = (key: string): Part => {
    const group = groups.of(key);
    let part = parts.get(group);
    if (part === undefined) parts.set(group, (part = emptyPart()));
    return part;
  };
  for (const sdk of known.sdks) partAt(ofType(sdk.id)).sdks.push(sdk);
  for (const framework of known.frameworks) partAt(ofType(framework.id)).frameworks.push(framework);
  for (const symbol of known.guardSymbols) partAt(keyOf(pathOfSymbol(symbol))).guardSymbols.push(symbol);
  for (const symbol of known.sanitizerSymbols) partAt(keyOf(pathOfSymbol(symbol))).sanitizerSymbols.push(symbol);
  for (const client of known.http ?? []) partAt(keyOf(pathOfSymbol(client))).http.push(client);
  for (const symbol of known.provenance ?? []) partAt(keyOf(pathOfSymbol(symbol))).provenance.push(symbol);
  for (const surface of known.chatSurfaces ?? []) partAt(keyOf(pathOfSymbol(surface))).chatSurfaces.push(surface);
  return (path) => parts.get(groups.of(keyOf(path))) ?? null;
}

const emptyPart = (): Part => ({
  sdks: [],
  frameworks: [],
  guardSymbols: [],
  sanitizerSymbols: [],
  http: [],
  provenance: [],
  chatSurfaces: [],
});

/** Texts of an owner that are paths or types, and may be those of another. */
function* textsOf(owner: Sdk | Framework): Iterable<string> {
  for (const [name, paths] of Object.entries(owner.types ?? {})) {
    yield name;
    yield* paths;
  }
  if ('calls' in owner) {
    yield* Object.keys(owner.annotations ?? {});
    for (const { at, result } of owner.calls) {
      yield at;
      if (result !== undefined) yield result;
    }
    for (const { at } of owner.passes ?? []) yield at;
  } else {
    const { handlers = [], outlets = [], feeds = [], pipes = [] } = owner;
    for (const { at } of [...handlers, ...outlets, ...feeds, ...pipes]) yield at;
  }
}

const ofType = (id: string): string => `:${id}`;
/** Packages of a scope go together. */
const ofPackage = (name: string): string => (name.startsWith('@') ? name.slice(0, name.indexOf('/')) : name);

/** What a path begins with: the package of an export, or the owner of a type. */
function keyOf(path: string): string {
  const hash = path.lastIndexOf('#');
  return hash < 0 ? ofType(path.slice(0, path.lastIndexOf(':'))) : ofPackage(path.slice(0, hash));
}

/** Groups of keys that were joined. */
function createGroups(): { join(a: string, b: string): void; of(key: string): string } {
  const above = new Map<string, string>();
  const of = (key: string): string => {
    let at = key;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
    return at;
  };
  return {
    of,
    join(a, b) {
      const from = of(a);
      const to = of(b);
      if (from !== to) above.set(from, to);
    },
  };
}
