import type { Fix, NewFile } from '../diagnostic.ts';
import { specifierTo } from './home.ts';

/** A fix that creates its file in another place: it is imported from there. */
export function placedAt<T extends Pick<Fix, 'edits' | 'creates'>>(fix: T, file: NewFile, path: string): T {
  const importers = file.importers.map((importer) => ({
    ...importer,
    specifier: specifierTo(importer.path, path, importer.ending),
  }));
  const edits = fix.edits.map((edit) => {
    const i = file.importers.findIndex((importer) => importer.path === edit.path);
    const [before, now] = [file.importers[i], importers[i]];
    if (before === undefined || now === undefined) return edit;
    const text = edit.text.replace(/(['"])(.*?)\1/g, (whole, quote: string, written: string) =>
      written === before.specifier ? `${quote}${now.specifier}${quote}` : whole,
    );
    return { ...edit, text };
  });
  const creates = fix.creates.map((made) => (made === file ? { ...made, path, importers } : made));
  return { ...fix, edits, creates };
}
