import type { Option } from '@clack/prompts';

/** One of several answers. */
interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** Asks a person at the terminal, each answer null if they would rather stop; null where nobody is there. */
export async function openPrompter() {
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
    async whether(message: string, initialValue: boolean) {
      return given<boolean>(await confirm({ message, initialValue }));
    },
  };
}
