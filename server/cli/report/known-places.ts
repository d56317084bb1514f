import type { Place } from '../../engine/explain/diagnostic.ts';
import type { Locator, Range } from './locate.ts';

/** A line and a column, both 1-based. */
interface Spot {
  readonly line: number;
  readonly column: number;
}

/** Columns that a line is taken to have; no file that is read is as long. */
const WIDTH = 2 ** 24;
/** Offsets from here on are made of lines and columns; those below are offsets in a text. */
const MADE = 2 ** 31;

/**
 * Places whose lines and columns are known and whose texts are not: they come out of a report that was written elsewhere.
 * The offsets of such a place are made up, in the order of the text.
 */
export class KnownPlaces {
  readonly #spots = new Map<string, Spot>();

  /** A place for a range. */
  place({ file, line, column, endLine, endColumn }: Range): Place {
    return { path: file, start: made({ line, column }), end: made({ line: endLine, column: endColumn }) };
  }

  /** Takes down where the offsets of a text lie. */
  know({ path, start, end }: Place, { line, column, endLine, endColumn }: Range): void {
    this.#spots.set(keyOf(path, start), { line, column });
    this.#spots.set(keyOf(path, end), { line: endLine, column: endColumn });
  }

  /** @param lineOf text of a line, for those who show source; null where it is not known */
  locator(lineOf: Locator['line']): Locator {
    return {
      range: ({ path, start, end }) => {
        const from = this.#spot(path, start);
        const to = this.#spot(path, end);
        return { file: path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
      },
      line: lineOf,
    };
  }

  #spot(path: string, offset: number): Spot {
    if (offset < MADE) return this.#spots.get(keyOf(path, offset)) ?? { line: 1, column: 1 };
    const at = offset - MADE;
    return { line: Math.floor(at / WIDTH) + 1, column: (at % WIDTH) + 1 };
  }
}

const made = ({ line, column }: Spot): number => MADE + (line - 1) * WIDTH + (column - 1);

const keyOf = (path: string, offset: number): string => `${String(offset)} ${path}`;
