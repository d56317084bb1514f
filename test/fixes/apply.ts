import { edited } from '../../server/engine/explain/index.ts';
import type { Fix } from '../../server/engine/explain/index.ts';

/** Texts after a fix. */
export function applied(texts: ReadonlyMap<string, string>, fix: Pick<Fix, 'edits' | 'creates'>): Map<string, string> {
  const out = new Map(texts);
  for (const { path, text } of fix.creates) out.set(path, text);
  for (const path of new Set(fix.edits.map((edit) => edit.path))) {
    const own = fix.edits.filter((edit) => edit.path === path);
    out.set(path, edited(out.get(path) ?? '', own));
  }
  return out;
}
