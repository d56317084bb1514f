import type { Fix } from '../../server/engine/explain/index.ts';

/** Texts after a fix. Edits at one place are put in the order in which they stand. */
export function applied(texts: ReadonlyMap<string, string>, fix: Pick<Fix, 'edits' | 'creates'>): Map<string, string> {
  const out = new Map(texts);
  for (const { path, text } of fix.creates) out.set(path, text);
  const byPlace = [...fix.edits.entries()].sort(([i, a], [j, b]) => b.start - a.start || b.end - a.end || j - i);
  for (const [, { path, start, end, text }] of byPlace) {
    const before = out.get(path) ?? '';
    out.set(path, before.slice(0, start) + text + before.slice(end));
  }
  return out;
}
