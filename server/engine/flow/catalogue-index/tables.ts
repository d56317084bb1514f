import { additionsOf, type Addition, type Entry } from './additions.ts';
import { partsOf, type Known } from './parts.ts';
import { PathTable } from './path-table.ts';
import { splitLast } from './paths.ts';

/** Types may be defined through other types; a handful of rounds settles any chain that occurs. */
const MAX_ROUNDS = 6;

/** What a catalogue knows of paths. Each part of it is entered when a path of it is first asked for. */
export class PathTables {
  readonly #partOf: (path: string) => Known | null;
  readonly #tables = new Map<Known | null, PathTable<Entry>>();

  constructor(known: Known) {
    this.#partOf = partsOf(known);
  }

  /** The table that holds all that is known of a path. */
  of(path: string): PathTable<Entry> {
    const part = this.#partOf(path);
    let table = this.#tables.get(part);
    if (table === undefined) {
      table = settle(part === null ? [] : [...additionsOf(part)]);
      this.#tables.set(part, table);
    }
    return table;
  }
}

/**
 * Enters all additions, each at the canonical form of its path up to its last step. Types may be defined through other
 * types, so they are placed until their forms no longer change; what stands at types is placed once, after them.
 */
function settle(additions: readonly Addition[]): PathTable<Entry> {
  const types = additions.filter((addition) => 'type' in addition.what);
  let table = new PathTable<Entry>();
  let previous: readonly string[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const placed = types.map((addition) => placedAt(table, addition.path));
    if (placed.length === previous.length && placed.every((path, i) => path === previous[i])) break;
    previous = placed;
    const next = new PathTable<Entry>();
    types.forEach((addition, i) => {
      next.add(placed[i] ?? addition.path, addition.what);
    });
    table = next;
  }
  const entries = additions.filter((addition) => 'entry' in addition.what);
  const placed = entries.map((addition) => placedAt(table, addition.path));
  entries.forEach((addition, i) => {
    table.add(placed[i] ?? addition.path, addition.what);
  });
  return table;
}

function placedAt(table: PathTable<Entry>, path: string): string {
  const last = splitLast(path);
  if (!last || path.includes('.*') || path.includes('#*')) return path;
  return table.canonical(last.parent) + last.step;
}
