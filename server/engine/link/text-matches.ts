import type { TextTest } from './contract.ts';
import type { OnAnswer } from './word-index.ts';

/** Which texts pass tests; carried from one state of the texts to the next. */
export interface TextMatches {
  /** Paths whose text passes, sorted. */
  of(key: string, test: TextTest, onAnswer?: OnAnswer): readonly string[];
  /** Whether the text of one path passes. */
  at(path: string, key: string, test: TextTest, onAnswer?: OnAnswer): boolean;
  /**
   * The texts of these paths have changed.
   *
   * @returns the answers that do not hold any more
   */
  textsChanged(paths: Iterable<string>): readonly object[];
  /** Lets go of answers that nobody uses any more. */
  keepOnly(isUsed: (answer: object) => boolean): void;
}

interface Question {
  readonly test: TextTest;
  /** null: only single paths were asked for. */
  listed: { readonly paths: readonly string[] } | null;
  readonly single: Map<string, { readonly passes: boolean }>;
}

export function createTextMatches(input: {
  readonly paths: readonly string[];
  text(path: string): string | undefined;
}): TextMatches {
  const questions = new Map<string, Question>();
  const ask = (key: string, test: TextTest): Question => {
    let question = questions.get(key);
    if (question === undefined) questions.set(key, (question = { test, listed: null, single: new Map() }));
    return question;
  };
  return {
    of(key, test, onAnswer) {
      const question = ask(key, test);
      question.listed ??= { paths: input.paths.filter((path) => test(input.text(path) ?? '', path)) };
      onAnswer?.(question.listed);
      return question.listed.paths;
    },
    at(path, key, test, onAnswer) {
      const { single } = ask(key, test);
      let answer = single.get(path);
      if (answer === undefined) single.set(path, (answer = { passes: test(input.text(path) ?? '', path) }));
      onAnswer?.(answer);
      return answer.passes;
    },
    textsChanged(paths) {
      const stale: object[] = [];
      for (const path of paths) {
        const text = input.text(path) ?? '';
        for (const question of questions.values()) {
          const { listed, single } = question;
          const alone = single.get(path);
          if (listed === null && alone === undefined) continue;
          const passes = question.test(text, path);
          if (alone !== undefined && alone.passes !== passes) {
            stale.push(alone);
            single.set(path, { passes });
          }
          if (listed === null || listed.paths.includes(path) === passes) continue;
          stale.push(listed);
          const now = passes ? [...listed.paths, path].sort() : listed.paths.filter((p) => p !== path);
          question.listed = { paths: now };
        }
      }
      return stale;
    },
    keepOnly(isUsed) {
      for (const [key, question] of questions) {
        for (const [path, answer] of question.single) if (!isUsed(answer)) question.single.delete(path);
        if (question.listed !== null && !isUsed(question.listed)) question.listed = null;
        if (question.listed === null && question.single.size === 0) questions.delete(key);
      }
    },
  };
}
