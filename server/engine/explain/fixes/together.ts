import type { Fix, NewFile, TextEdit } from '../diagnostic.ts';

type Edits = Pick<Fix, 'edits' | 'creates'>;

/** Fixes as one: those that would touch what another one changes are left out, and what several do is done once. */
export function together<F extends Edits>(
  fixes: readonly F[],
): { readonly taken: readonly F[]; readonly merged: Edits } {
  const edits: TextEdit[] = [];
  const creates = new Map<string, NewFile>();
  const taken: F[] = [];
  for (const fix of fixes) {
    const fresh = fix.edits.filter((edit) => !edits.some((other) => isSame(edit, other)));
    if (fresh.length === 0 || fresh.some((edit) => edits.some((other) => touches(edit, other)))) continue;
    edits.push(...fresh);
    for (const file of fix.creates) {
      const importers = [...(creates.get(file.path)?.importers ?? []), ...file.importers];
      creates.set(file.path, { ...file, importers });
    }
    taken.push(fix);
  }
  return { taken, merged: { edits, creates: [...creates.values()] } };
}

const isSame = (a: TextEdit, b: TextEdit): boolean =>
  a.path === b.path && a.start === b.start && a.end === b.end && a.text === b.text;

const touches = (a: TextEdit, b: TextEdit): boolean => a.path === b.path && a.start <= b.end && b.start <= a.end;

/** A text after edits of it. What is put at one place stands in the order of the edits. */
export function edited(text: string, edits: readonly Omit<TextEdit, 'path'>[]): string {
  return [...edits.entries()]
    .sort(([i, a], [j, b]) => b.start - a.start || b.end - a.end || j - i)
    .reduce((before, [, { start, end, text: put }]) => before.slice(0, start) + put + before.slice(end), text);
}
