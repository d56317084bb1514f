import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { escapeForTerminal } from '../terminal/escape.ts';
import type { Style } from '../terminal/style.ts';
import type { Changes } from './apply-fixes.ts';

/**
 * Changes as a unified diff, which `patch -p1` and `git apply` take.
 *
 * @param prefix put before paths, for readers who stand in another folder than the root
 * @param style of a terminal, where lines are coloured and made safe to print; null for others, who get the very text
 */
export function diffText(changes: Changes, prefix: string, style: Style | null): string {
  return [...changes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { before, after }]) => {
      const [from, to] = [`a/${prefix}${path}`, `b/${prefix}${path}`];
      const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
      return createTwoFilesPatch(from, to, before, after, undefined, undefined, options);
    })
    .map((patch) => (style === null ? patch : shown(patch, style)))
    .join('');
}

function shown(patch: string, { colors }: Style): string {
  const paint = (line: string): string => {
    const safe = escapeForTerminal(line.replace(/\r$/, ''));
    if (/^(?:---|\+\+\+) /.test(line)) return colors.bold(safe);
    if (line.startsWith('@@')) return colors.cyan(safe);
    if (line.startsWith('+')) return colors.green(safe);
    return line.startsWith('-') ? colors.red(safe) : safe;
  };
  return patch.split('\n').map(paint).join('\n');
}
