/** A place in a file. Offsets are UTF-16 code units, 0-based; `path` is POSIX, relative to the workspace root. */
export interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}
