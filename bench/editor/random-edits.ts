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

const IMPORT = /^(?:import|export) [^;\n]*from ['"][^'"\n]*['"];?$/gm;

/** An import that another file has, put at the top, or in the place of one that is there; or one less. */
function importEdit(
  texts: ReadonlyMap<string, string>,
  paths: readonly string[],
  path: string,
  random: () => number,
): Edit {
  const importsOf = (of: string): readonly RegExpExecArray[] => [...(texts.get(of) ?? '').matchAll(IMPORT)];
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const own = pick(importsOf(path));
  const other = pick(importsOf(pick(paths) ?? path))?.[0] ?? '';
  const kind = random();
  if (own === undefined || kind < 0.4) return { path, start: 0, end: 0, text: `${other}\n` };
  return { path, start: own.index, end: own.index + own[0].length, text: kind < 0.7 ? other : '' };
}

/** One more edit. @param texts of all files as they are now */
export function randomEdit(texts: ReadonlyMap<string, string>, paths: readonly string[], random: () => number): Edit {
  const pick = <T>(items: readonly T[], otherwise: T): T => items[Math.floor(random() * items.length)] ?? otherwise;
  const path = pick(paths, '');
  const text = texts.get(path) ?? '';
  const start = Math.floor(random() * (text.length + 1));
  const kind = random();
  if (kind < 0.05) return importEdit(texts, paths, path, random);
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
