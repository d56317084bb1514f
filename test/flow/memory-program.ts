import { createExtractor, loadParsers } from '../../server/engine/extract/index.ts';
import type { FileFacts } from '../../server/engine/extract/index.ts';
import { createLiveTexts, createProgram, type Program } from '../../server/engine/link/index.ts';
import { sourceKind } from '../../server/engine/source/index.ts';

const extractor = createExtractor(await loadParsers());

/** A program over in-memory files. */
export interface MemoryProgram {
  readonly program: Program;
  /** Facts of a file; fails where there is none. */
  readonly facts: (path: string) => FileFacts;
}

/** Splits `//- path` headed text into files; text before the first head is the file `only`. */
export function filesOf(text: string, only: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const parts = text.split(/^\s*\/\/- (\S+)\n/m);
  if ((parts[0] ?? '').trim() !== '') files.set(only, parts[0] ?? '');
  for (let i = 1; i < parts.length; i += 2) files.set(parts[i] ?? '', parts[i + 1] ?? '');
  return files;
}

/** Links files that are given as texts. */
export function memoryProgram(
  files: ReadonlyMap<string, string>,
  canonical: (pkg: string, at: string) => string = (pkg, at) => `${pkg}#${at}`,
): MemoryProgram {
  const memo = new Map<string, FileFacts>();
  const facts = (path: string): FileFacts | undefined => {
    const text = files.get(path);
    if (text === undefined || sourceKind(path) === null) return undefined;
    let known = memo.get(path);
    if (known === undefined) memo.set(path, (known = extractor.extract(path, text)));
    return known;
  };
  const program = createProgram({
    texts: createLiveTexts({
      paths: [...files.keys()],
      text: (path) => files.get(path),
      tsconfigs: [],
      packages: [],
    }).view(),
    text: (path) => files.get(path),
    facts,
    canonical,
  });
  return {
    program,
    facts: (path) => {
      const found = facts(path);
      if (found === undefined) throw new Error(`no file ${path}`);
      return found;
    },
  };
}
