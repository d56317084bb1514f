import { createImportClosures, createImporters, type Importers } from './callers/index.ts';
import type { ProgramView } from './contract.ts';
import { createImportAnswers, createModuleGraph, type LiveModuleGraph, type ModuleInput } from './modules/index.ts';
import { createTextMatches, type TextMatches } from './text-matches.ts';
import { createWordIndex, type LiveWordIndex, type OnAnswer } from './word-index.ts';

/** What texts say by themselves, as those see it who ask. */
export interface TextView extends Pick<ProgramView, 'paths' | 'modules' | 'words' | 'matching' | 'passes'> {
  readonly importers: Importers;
}

/**
 * All that is read out of the texts themselves, without facts: imports, words, what some test finds in them. It is carried
 * from one state of the workspace to the next, so that a check after an edit looks only at the texts that changed.
 */
export interface LiveTexts {
  /** Taken over by the next state. */
  readonly modules: LiveModuleGraph;
  readonly words: LiveWordIndex;
  /** @param onAnswer told of what is used, so that it can be known later on which answers something rests */
  view(onAnswer?: OnAnswer): TextView;
  /**
   * The texts of these paths have changed; paths, package and compiler configuration have not, nor texts that module
   * resolution reads.
   *
   * @returns the answers that do not hold any more
   */
  textsChanged(paths: readonly string[]): readonly object[];
  /** Lets go of answers that nobody uses any more. */
  keepOnly(isUsed: (answer: object) => boolean): void;
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
  const closures = createImportClosures({ text, modules });
  const imports = createImportAnswers(modules);
  return {
    modules,
    words,
    view(onAnswer) {
      const seen = { holding: (word: string) => words.holding(word, onAnswer) };
      return {
        paths,
        modules: imports.view(onAnswer),
        words: seen,
        matching: (key, test) => matches.of(key, test, onAnswer),
        passes: (path, key, test) => matches.at(path, key, test, onAnswer),
        importers: createImporters(closures, seen, onAnswer),
      };
    },
    textsChanged(changed) {
      const altered = modules.textsChanged(changed);
      return [
        ...words.textsChanged(changed),
        ...matches.textsChanged(changed),
        ...imports.importsChanged(altered),
        ...closures.textsChanged(changed, altered),
      ];
    },
    keepOnly(isUsed) {
      words.keepOnly(isUsed);
      matches.keepOnly(isUsed);
    },
    forgetMatches() {
      matches = createTextMatches({ paths, text });
    },
  };
}
