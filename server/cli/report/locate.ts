import type { Place } from '../../engine/explain/diagnostic.ts';
import { LineIndex } from '../../engine/source/index.ts';

/** A range in lines and columns, all 1-based, columns in UTF-16 units; the end is just behind the last character. */
export interface Range {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Turns offsets into lines and columns. */
export interface Locator {
  range(place: Place): Range;
  /** Text of a line (1-based) without its end; null if there is no such line. */
  line(file: string, line: number): string | null;
}

/** @param texts texts by POSIX path; places in other files are held at 1:1 */
export function createLocator(texts: ReadonlyMap<string, string>): Locator {
  const indexes = new Map<string, LineIndex>();
  const indexOf = (path: string): LineIndex => {
    let index = indexes.get(path);
    if (!index) {
      index = new LineIndex(texts.get(path) ?? '');
      indexes.set(path, index);
    }
    return index;
  };
  return {
    range: (place) => {
      const index = indexOf(place.path);
      const start = index.position(place.start);
      const end = index.position(Math.max(place.start, place.end));
      return {
        file: place.path,
        line: start.line + 1,
        column: start.column + 1,
        endLine: end.line + 1,
        endColumn: end.column + 1,
      };
    },
    line: (file, line) => {
      const text = texts.get(file);
      const index = indexOf(file);
      if (text === undefined || line < 1 || line > index.lineCount) return null;
      return text.slice(index.lineStart(line - 1), index.lineStart(line)).replace(/[\r\n\u2028\u2029]+$/, '');
    },
  };
}

/** The same places under names that lead there from the current folder. @param prefix from there to the root */
export function seenFrom(locator: Locator, prefix: string): Locator {
  if (prefix === '') return locator;
  return {
    range: (place) => {
      const range = locator.range(place);
      return { ...range, file: prefix + range.file };
    },
    line: (file, line) => locator.line(file.startsWith(prefix) ? file.slice(prefix.length) : file, line),
  };
}
