/** One of several answers. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Said beside it. */
  readonly hint?: string;
}

/** Asks a person. Each answer is null if they would rather stop. */
export interface Prompter {
  one<T extends string>(question: string, choices: readonly Choice<T>[], initial: T): Promise<T | null>;
  several<T extends string>(
    question: string,
    choices: readonly Choice<T>[],
    initial: readonly T[],
  ): Promise<readonly T[] | null>;
  whether(question: string, initial: boolean): Promise<boolean | null>;
}
