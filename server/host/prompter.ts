import type { Option } from '@clack/prompts';

/** One of several answers. */
interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** Asks a person at the terminal. Each answer is null if they would rather stop. */
export interface TerminalPrompter {
  one<T extends string>(question: string, choices: readonly Choice<T>[], initial: T): Promise<T | null>;
  several<T extends string>(
    question: string,
    choices: readonly Choice<T>[],
    initial: readonly T[],
  ): Promise<readonly T[] | null>;
  whether(question: string, initial: boolean): Promise<boolean | null>;
}

/** Loaded when somebody is to be asked; null where nobody is there. */
export async function openPrompter(): Promise<TerminalPrompter | null> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
  const { confirm, isCancel, multiselect, select } = await import('@clack/prompts');
  /** @param answer what was chosen, or a symbol if they pressed escape */
  const given = <T>(answer: T | symbol): T | null => (isCancel(answer) ? null : (answer as T));
  const options = <T extends string>(choices: readonly Choice<T>[]): Option<T>[] =>
    choices.map((choice) => ({ ...choice }) as Option<T>);
  return {
    async one<T extends string>(message: string, choices: readonly Choice<T>[], initialValue: T) {
      return given<T>(await select<T>({ message, options: options(choices), initialValue }));
    },
    async several<T extends string>(message: string, choices: readonly Choice<T>[], initial: readonly T[]) {
      return given<T[]>(
        await multiselect<T>({ message, options: options(choices), initialValues: [...initial], required: false }),
      );
    },
    async whether(message, initialValue) {
      return given<boolean>(await confirm({ message, initialValue }));
    },
  };
}
