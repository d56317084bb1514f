import { createImporters, type LiveImporters } from './callers/index.ts';
import type { TextTest } from './contract.ts';
import { createModuleGraph, type LiveModuleGraph, type ModuleInput } from './modules/index.ts';
import { createTextMatches, type TextMatches } from './text-matches.ts';
import { createWordIndex, type LiveWordIndex } from './word-index.ts';

/**
 * All that is read out of the texts themselves, without facts: imports, words, what some test finds in them. It is carried
 * from one state of the workspace to the next, so that a check after an edit looks only at the texts that changed.
 */
export interface LiveTexts {
  /** Sorted. */
  readonly paths: readonly string[];
  readonly modules: LiveModuleGraph;
  readonly words: LiveWordIndex;
  readonly importers: LiveImporters;
  /** Paths whose text passes a test, sorted. @param key tells the test, and all that it depends on, from others */
  matching(key: string, test: TextTest): readonly string[];
  /** Whether the text of one path passes a test. */
  passes(path: string, key: string, test: TextTest): boolean;
  /**
   * The texts of these paths have changed; paths, package and compiler configuration have not.
   *
   * @returns whether all answers given so far still hold; null if texts of configuration are among them: make new ones
   */
  textsChanged(paths: readonly string[]): boolean | null;
  /** A new round of questions begins: answers that the last one had no use for are let go. */
  begin(): void;
  /** Tests see a catalogue: with another one their answers are void. */
  forgetMatches(): void;
}

/** @param previous what an earlier state knew: the scans of texts that are still the same are taken over */
export function createLiveTexts(input: ModuleInput, previous?: LiveTexts): LiveTexts {
  const paths = [...input.paths].sort();
  const text = (path: string): string | undefined => input.text(path);
  const modules = createModuleGraph(input, previous?.modules);
  const words = createWordIndex({ paths, text }, previous?.words);
  let matches: TextMatches = createTextMatches({ paths, text });
  let importers = createImporters({ text, modules, words });
  return {
    paths,
    modules,
    words,
    get importers() {
      return importers;
    },
    matching: (key, test) => matches.of(key, test),
    passes: (path, key, test) => matches.at(path, key, test),
    textsChanged(changed) {
      if (!changed.every((path) => modules.isPlain(path))) return null;
      const sameImports = modules.textsChanged(changed).length === 0;
      const sameWords = words.textsChanged(changed);
      const sameMatches = matches.textsChanged(changed);
      const sameImporters = sameImports && importers.textsChanged(changed);
      // words do not matter here: what importers hold they look up anew
      if (!sameImporters) importers = createImporters({ text, modules, words });
      return sameImporters && sameWords && sameMatches;
    },
    begin() {
      words.begin();
      matches.begin();
    },
    forgetMatches() {
      matches = createTextMatches({ paths, text });
    },
  };
}
