import { columnsOf } from '../terminal/style.ts';
import type { Style } from '../terminal/style.ts';

/**
 * A text and the place it speaks of: behind it where both fit into a line, else below it. The place is never broken, so
 * that terminals can make a link of it.
 *
 * @param indent columns that later lines are indented by
 * @param first what the first line begins with, as wide as `indent`
 */
export function placed(text: string, where: string, style: Style, indent: number, first?: string): string {
  const wrapped = style.wrap(text, indent, first);
  const last = wrapped.slice(wrapped.lastIndexOf('\n') + 1);
  return columnsOf(last) + 2 + columnsOf(where) <= style.width
    ? `${wrapped}  ${where}`
    : `${wrapped}\n${' '.repeat(indent)}${where}`;
}
