import type { ProgramView } from '../contract.ts';
import { reexports } from '../modules/reexports.ts';

type Texts = Pick<ProgramView, 'text' | 'modules' | 'words'>;

/** Which files import what, through files that hand on what they import. */
export interface Importers {
  /** The names, and what files that hand the file's exports on make of them: `export { old as new } from`. */
  renamed(path: string, names: ReadonlySet<string>): ReadonlySet<string>;
  /** Files that import a file, itself or through barrels, and in which one of the exported names (or a renamed one) stands. */
  naming(path: string, names: Iterable<string>): readonly string[];
  /** Files that reach a file through any imports and hold a word. */
  reaching(path: string, word: string): readonly string[];
}

/** Importers that are carried from one state of the texts to the next. */
export interface LiveImporters extends Importers {
  /**
   * The texts of these paths have changed; what they import has not.
   *
   * @returns whether all answers given so far still hold; if not, make new ones
   */
  textsChanged(paths: Iterable<string>): boolean;
}

/** What a file does with what it imports. */
interface HandingOn {
  readonly hands: boolean;
  /** `old as new`. */
  readonly renamed: readonly (readonly [from: string, to: string])[];
}

/** Importers of one file through what hands it on. */
interface Through {
  readonly importers: ReadonlySet<string>;
  /** `old as new` in the texts that hand on. */
  readonly renamed: readonly (readonly [from: string, to: string])[];
}

const RENAMED = /\b([\w$]+)\s+as\s+([\w$]+)/g;

/** Answers from the import graph and the word index alone, each question once. */
export function createImporters(program: Texts): LiveImporters {
  const handing = new Map<string, HandingOn>();
  const through = new Map<string, Through>();
  const above = new Map<string, ReadonlySet<string>>();

  const handsOn = (path: string): HandingOn => {
    let known = handing.get(path);
    if (known === undefined) handing.set(path, (known = read(program.text(path) ?? '')));
    return known;
  };

  const throughOf = (path: string): Through => {
    let known = through.get(path);
    if (known !== undefined) return known;
    const renamed: (readonly [string, string])[] = [];
    const importers = closure(program, path, (importer) => {
      const on = handsOn(importer);
      renamed.push(...on.renamed);
      return on.hands;
    });
    known = { importers, renamed };
    through.set(path, known);
    return known;
  };

  const renamed = (path: string, names: Iterable<string>): ReadonlySet<string> => {
    const all = new Set(names);
    for (let size = -1; size !== all.size;) {
      size = all.size;
      for (const [from, to] of throughOf(path).renamed) if (all.has(from)) all.add(to);
    }
    return all;
  };

  return {
    renamed,
    naming(path, names) {
      const { importers } = throughOf(path);
      const all = renamed(path, names);
      // what is exported whole is imported under any name
      if (all.has('default') || all.has('=')) return [...importers];
      const found = new Set<string>();
      for (const name of all)
        for (const holder of program.words.holding(name)) if (importers.has(holder)) found.add(holder);
      return [...found];
    },
    reaching(path, word) {
      const holders = program.words.holding(word);
      if (holders.length === 0) return holders;
      let known = above.get(path);
      if (known === undefined) above.set(path, (known = closure(program, path, () => true)));
      const reach = known;
      return holders.filter((holder) => reach.has(holder));
    },
    textsChanged(paths) {
      for (const path of paths) {
        const before = handing.get(path);
        if (before !== undefined && !isSame(before, read(program.text(path) ?? ''))) return false;
      }
      return true;
    },
  };
}

function read(text: string): HandingOn {
  if (!reexports(text) && !text.includes('module.exports')) return { hands: false, renamed: [] };
  const renamed: (readonly [string, string])[] = [];
  for (const [, from, to] of text.matchAll(RENAMED)) {
    if (from !== undefined && to !== undefined) renamed.push([from, to]);
  }
  return { hands: true, renamed };
}

const isSame = (a: HandingOn, b: HandingOn): boolean =>
  a.hands === b.hands &&
  a.renamed.length === b.renamed.length &&
  a.renamed.every(([from, to], i) => from === b.renamed[i]?.[0] && to === b.renamed[i][1]);

/** Importers of a file, and those of importers that hand on. */
function closure(program: Texts, path: string, handsOn: (importer: string) => boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [path];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const importer of program.modules.importers(next)) {
      if (importer === path || seen.has(importer)) continue;
      seen.add(importer);
      if (handsOn(importer)) queue.push(importer);
    }
  }
  return seen;
}
