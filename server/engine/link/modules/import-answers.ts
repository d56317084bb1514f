import type { ModuleGraph } from '../contract.ts';
import type { OnAnswer } from '../word-index.ts';
import type { AlteredImports, LiveModuleGraph } from './graph.ts';

/** What a module graph answers of imports, each answer known by an object as long as it holds. */
export interface ImportAnswers {
  view(onAnswer?: OnAnswer): ModuleGraph;
  /** These files name other modules than before. @returns the answers that do not hold any more */
  importsChanged(altered: readonly AlteredImports[]): readonly object[];
}

/** How a specifier resolves does not depend on texts: only who imports a file, and what a file names, is an answer. */
export function createImportAnswers(modules: LiveModuleGraph): ImportAnswers {
  const importers = new Map<string, readonly string[]>();
  const named = new Map<string, readonly string[]>();

  const of = (
    answers: Map<string, readonly string[]>,
    path: string,
    find: () => readonly string[],
    onAnswer: OnAnswer | undefined,
  ): readonly string[] => {
    let known = answers.get(path);
    // a copy: equal answers of two files are not one and the same
    if (known === undefined) answers.set(path, (known = [...find()]));
    onAnswer?.(known);
    return known;
  };

  const forget = (answers: Map<string, readonly string[]>, path: string): readonly object[] => {
    const known = answers.get(path);
    answers.delete(path);
    return known === undefined ? [] : [known];
  };

  return {
    view: (onAnswer) => ({
      resolve: (from, specifier) => modules.resolve(from, specifier),
      packageOf: (path) => modules.packageOf(path),
      importers: (path) => of(importers, path, () => modules.importers(path), onAnswer),
      specifiers: (path) => of(named, path, () => modules.specifiers(path), onAnswer),
    }),
    importsChanged: (altered) =>
      altered.flatMap(({ path, targets }) => [
        ...forget(named, path),
        ...targets.flatMap((target) => forget(importers, target)),
      ]),
  };
}
