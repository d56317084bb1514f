import type { FileFacts, FunctionId } from '../extract/facts.ts';
import type { CalledIn, CallSite } from '../link/index.ts';

/**
 * Which of some files call a function by one name: turned round from what is known of each file, so that a function which
 * few of many files call is found without asking all of them. Files are looked into in their order, as far as is asked.
 */
export class SoughtIndex {
  readonly #paths: readonly string[];
  readonly #find: (path: string) => CalledIn | null;
  /** By position among the paths, as far as they were looked into. */
  readonly #found: (CalledIn | null)[] = [];
  readonly #positions = new Map<FileFacts, Map<FunctionId, Set<number>>>();

  /**
   * @param paths sorted
   * @param find what the calls of a file lead to; null if none of it can go by the name
   */
  constructor(paths: readonly string[], find: (path: string) => CalledIn | null) {
    this.#paths = paths;
    this.#find = find;
  }

  /** Files that were looked into. */
  get looked(): number {
    return this.#found.length;
  }

  /** Positions of files that call a function, of those that were looked into; in no order. */
  positions(file: FileFacts, fn: FunctionId): Iterable<number> {
    return this.#positions.get(file)?.get(fn) ?? [];
  }

  /** Calls of a function in one of the files, which is looked into if need be, with those before it. */
  sites(position: number, file: FileFacts, fn: FunctionId): readonly CallSite[] {
    while (this.#found.length <= position) this.#look(this.#found.length);
    return this.#found[position]?.of(file, fn) ?? [];
  }

  /** What is known of a file is known anew. */
  renew(path: string): void {
    if (path < (this.#paths[0] ?? '') || path > (this.#paths.at(-1) ?? '')) return;
    const position = positionOf(this.#paths, path);
    if (position >= 0 && position < this.#found.length) this.#renew(position);
  }

  /** The same of all files. */
  renewAll(): void {
    for (let position = 0; position < this.#found.length; position++) this.#renew(position);
  }

  #renew(position: number): void {
    for (const [file, fn] of this.#found[position]?.all() ?? []) {
      this.#positions.get(file)?.get(fn)?.delete(position);
    }
    this.#look(position);
  }

  #look(position: number): void {
    const found = this.#find(this.#paths[position] ?? '');
    this.#found[position] = found;
    for (const [file, fn] of found?.all() ?? []) {
      let ofFile = this.#positions.get(file);
      if (ofFile === undefined) this.#positions.set(file, (ofFile = new Map<FunctionId, Set<number>>()));
      const ofFunction = ofFile.get(fn);
      if (ofFunction === undefined) ofFile.set(fn, new Set([position]));
      else ofFunction.add(position);
    }
  }
}

/** Where a text stands in a sorted list; -1 if it does not. */
function positionOf(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle] ?? '';
    if (at === wanted) return middle;
    if (at < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
