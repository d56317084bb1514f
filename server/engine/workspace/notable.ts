import type { Touched } from '../flow/index.ts';

/** Of the files that were read for a result those that are spoken of besides. */
export interface Notable {
  /** Those whose facts have problems or comments to the linter, sorted. */
  readonly paths: readonly string[];
  /** All source files among them. */
  readonly sources: readonly string[];
}

/** What is known of a file. */
export interface NotableFile {
  readonly isSource: boolean;
  /** Whether its facts have problems or comments to the linter; extracts them if need be. */
  readonly isNotable: () => boolean;
}

/** Keeps which files are notable, so that a check after an edit looks at the files that were edited. */
export class NotableFiles {
  readonly #of: (path: string) => NotableFile | undefined;
  /** Files that were edited, or came or went, since. */
  readonly #edited = new Set<string>();
  #known: { readonly version: string; readonly sources: readonly string[]; readonly notable: Set<string> } | null =
    null;

  constructor(of: (path: string) => NotableFile | undefined) {
    this.#of = of;
  }

  edited(path: string): void {
    this.#edited.add(path);
  }

  among(touched: Touched): Notable {
    const known = this.#known;
    if (known !== null && known.version === touched.version) {
      for (const path of this.#edited) {
        const file = this.#of(path);
        if (touched.has(path) && file?.isSource === true && file.isNotable()) known.notable.add(path);
        else known.notable.delete(path);
      }
      this.#edited.clear();
      return { paths: [...known.notable].sort(), sources: known.sources };
    }
    const sources: string[] = [];
    const notable = new Set<string>();
    for (const path of touched.paths()) {
      const file = this.#of(path);
      if (file?.isSource !== true) continue;
      sources.push(path);
      if (file.isNotable()) notable.add(path);
    }
    this.#known = touched.version === null ? null : { version: touched.version, sources, notable };
    this.#edited.clear();
    return { paths: [...notable].sort(), sources };
  }
}
