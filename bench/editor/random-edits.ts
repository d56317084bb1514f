/** Edits as people make them, by chance: characters, lines, half-typed states, undone edits, renames, moved blocks. */
export interface Edit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const PIECES = [
  ...['.', '(', ')', '{', '}', ';', ' ', '\n', "'", '`', '${', '=>', ' + ', ', ', '// ', '/*'],
  ...['await ', 'return ', 'const x = ', 'user', '.email', 'if (', 'hasConsent(user)', 'throw ', 'patient.name'],
];

/** One more edit. @param texts of all files as they are now */
export function randomEdit(texts: ReadonlyMap<string, string>, paths: readonly string[], random: () => number): Edit {
  const pick = <T>(items: readonly T[], otherwise: T): T => items[Math.floor(random() * items.length)] ?? otherwise;
  const path = pick(paths, '');
  const text = texts.get(path) ?? '';
  const start = Math.floor(random() * (text.length + 1));
  const kind = random();
  const insert = (added: string): Edit => ({ path, start, end: start, text: added });
  if (kind < 0.45) return insert(pick(PIECES, ''));
  if (kind < 0.65) return { path, start, end: Math.min(text.length, start + 1), text: '' };
  const lines = text.split('\n');
  const line = Math.floor(random() * lines.length);
  const at = lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
  const end = Math.min(text.length, at + (lines[line]?.length ?? 0) + 1);
  if (kind < 0.75) return { path, start: at, end, text: '' };
  if (kind < 0.85) return { path, start: at, end: at, text: text.slice(at, end) };
  return { path, start: at, end: at, text: `${lines[Math.floor(random() * lines.length)] ?? ''}\n` };
}

export function edited(text: string, { start, end, text: added }: Edit): string {
  return text.slice(0, start) + added + text.slice(end);
}
