import type { ProgramView } from '../contract.ts';
import type { AlteredImports } from '../modules/index.ts';
import { reexports } from '../modules/reexports.ts';
import type { OnAnswer, WordIndex } from '../word-index.ts';

type Texts = Pick<ProgramView, 'text' | 'modules'>;

/** Which files import what, through files that hand on what they import. */
export interface Importers {
  /** The names, and what files that hand the file's exports on make of them: `export { old as new } from`. */
  renamed(path: string, names: ReadonlySet<string>): ReadonlySet<string>;
  /** Files that import a file, itself or through barrels, and in which one of the exported names (or a renamed one) stands. */
  naming(path: string, names: Iterable<string>): readonly string[];
  /** Files that reach a file through any imports and hold a word. */
  reaching(path: string, word: string): readonly string[];
}

/** Who imports what through whom, by imports alone; carried from one state of the texts to the next. */
export interface ImportClosures {
  /** Importers of a file, itself or through files that hand it on. */
  through(path: string): Through;
  /** Files that reach a file through any imports. */
  above(path: string): ReadonlySet<string>;
  /**
   * The texts of these paths have changed, and with them what some of these import.
   *
   * @returns the answers that do not hold any more
   */
  textsChanged(paths: Iterable<string>, altered: readonly AlteredImports[]): readonly object[];
}

/** What a file does with what it imports. */
interface HandingOn {
  readonly hands: boolean;
  /** `old as new`. */
  readonly renamed: readonly (readonly [from: string, to: string])[];
}

/** Importers of one file through what hands it on. */
export interface Through {
  readonly importers: ReadonlySet<string>;
  /** `old as new` in the texts that hand on. */
  readonly renamed: readonly (readonly [from: string, to: string])[];
}

const RENAMED = /\b([\w$]+)\s+as\s+([\w$]+)/g;

/** Each closure is taken once. */
export function createImportClosures(texts: Texts): ImportClosures {
  const handing = new Map<string, HandingOn>();
  const through = new Map<string, Through>();
  const above = new Map<string, ReadonlySet<string>>();

  const handsOn = (path: string): HandingOn => {
    let known = handing.get(path);
    if (known === undefined) handing.set(path, (known = read(texts.text(path) ?? '')));
    return known;
  };

  return {
    through(path) {
      let known = through.get(path);
      if (known !== undefined) return known;
      const renamed: (readonly [string, string])[] = [];
      const importers = closure(texts, path, (importer) => {
        const on = handsOn(importer);
        renamed.push(...on.renamed);
        return on.hands;
      });
      known = { importers, renamed };
      through.set(path, known);
      return known;
    },
    above(path) {
      let known = above.get(path);
      if (known === undefined) above.set(path, (known = closure(texts, path, () => true)));
      return known;
    },
    textsChanged(paths, altered) {
      const targets = new Set(altered.flatMap((file) => file.targets));
      const handers = new Set<string>();
      for (const path of paths) {
        const before = handing.get(path);
        if (before === undefined) continue;
        const now = read(texts.text(path) ?? '');
        if (isSame(before, now)) continue;
        handing.set(path, now);
        handers.add(path);
      }
      if (targets.size === 0 && handers.size === 0) return [];
      const isOther = (path: string, reached: ReadonlySet<string>, concerned: ReadonlySet<string>): boolean =>
        concerned.has(path) || [...concerned].some((file) => reached.has(file));
      const stale: object[] = [];
      for (const [path, known] of through) {
        if (!isOther(path, known.importers, targets) && !isOther('', known.importers, handers)) continue;
        through.delete(path);
        stale.push(known);
      }
      for (const [path, known] of above) {
        if (!isOther(path, known, targets)) continue;
        above.delete(path);
        stale.push(known);
      }
      return stale;
    },
  };
}

/**
 * Answers from the import graph and the word index alone.
 *
 * @param onAnswer told of the closures that are used
 */
export function createImporters(closures: ImportClosures, words: WordIndex, onAnswer?: OnAnswer): Importers {
  const through = (path: string): Through => {
    const known = closures.through(path);
    onAnswer?.(known);
    return known;
  };
  const above = (path: string): ReadonlySet<string> => {
    const known = closures.above(path);
    onAnswer?.(known);
    return known;
  };

  const renamed = (path: string, names: Iterable<string>): ReadonlySet<string> => {
    const all = new Set(names);
    for (let size = -1; size !== all.size;) {
      size = all.size;
      for (const [from, to] of through(path).renamed) if (all.has(from)) all.add(to);
    }
    return all;
  };

  return {
    renamed,
    naming(path, names) {
      const { importers } = through(path);
      const all = renamed(path, names);
      // what is exported whole is imported under any name
      if (all.has('default') || all.has('=')) return [...importers];
      const found = new Set<string>();
      for (const name of all) for (const holder of words.holding(name)) if (importers.has(holder)) found.add(holder);
      return [...found];
    },
    reaching(path, word) {
      const holders = words.holding(word);
      if (holders.length === 0) return holders;
      const reach = above(path);
      return holders.filter((holder) => reach.has(holder));
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
