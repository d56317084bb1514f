import type { TextTest } from './contract.ts';

/** Which texts pass tests; carried from one state of the texts to the next. */
export interface TextMatches {
  /** Paths whose text passes, sorted. */
  of(key: string, test: TextTest): readonly string[];
  /** Whether the text of one path passes. */
  at(path: string, key: string, test: TextTest): boolean;
  /**
   * The texts of these paths have changed.
   *
   * @returns whether all answers given so far still hold
   */
  textsChanged(paths: Iterable<string>): boolean;
  /** A new round of questions begins: answers that the last one had no use for are let go. */
  begin(): void;
}

interface Answer {
  readonly test: TextTest;
  /** null: only single paths were asked for. */
  paths: readonly string[] | null;
  readonly single: Map<string, boolean>;
  round: number;
}

export function createTextMatches(input: {
  readonly paths: readonly string[];
  text(path: string): string | undefined;
}): TextMatches {
  const answers = new Map<string, Answer>();
  let round = 0;
  const answerTo = (key: string, test: TextTest): Answer => {
    let answer = answers.get(key);
    if (answer === undefined) answers.set(key, (answer = { test, paths: null, single: new Map(), round }));
    answer.round = round;
    return answer;
  };
  return {
    of(key, test) {
      const answer = answerTo(key, test);
      return (answer.paths ??= input.paths.filter((path) => test(input.text(path) ?? '', path)));
    },
    at(path, key, test) {
      const { single } = answerTo(key, test);
      let passed = single.get(path);
      if (passed === undefined) single.set(path, (passed = test(input.text(path) ?? '', path)));
      return passed;
    },
    textsChanged(paths) {
      let same = true;
      for (const path of paths) {
        const text = input.text(path) ?? '';
        for (const answer of answers.values()) {
          const listed = answer.paths?.includes(path);
          const single = answer.single.get(path);
          if (listed === undefined && single === undefined) continue;
          const passes = answer.test(text, path);
          same &&= passes === (listed ?? passes) && passes === (single ?? passes);
          if (single !== undefined) answer.single.set(path, passes);
          if (answer.paths === null || passes === listed) continue;
          answer.paths = passes ? [...answer.paths, path].sort() : answer.paths.filter((p) => p !== path);
        }
      }
      return same;
    },
    begin() {
      for (const [key, answer] of answers) if (answer.round !== round) answers.delete(key);
      round++;
    },
  };
}
