import type { Catalogue } from '../../../rules/schema/types.ts';
import { createExtractor, endOf, loadParsers, startOf } from '../../../server/engine/extract/index.ts';
import type { FileFacts, NodeId } from '../../../server/engine/extract/index.ts';
import { createMarkers, type Markers } from '../../../server/engine/flow/disclosure/markers.ts';
import { createNoticeSearch, type NoticeSearch } from '../../../server/engine/flow/rendered/notice-search.ts';
import { createProgram, type Program } from '../../../server/engine/link/index.ts';

const extractor = createExtractor(await loadParsers());

/** A search over in-memory files, and their facts. */
export interface Setting {
  readonly search: NoticeSearch;
  readonly facts: (path: string) => FileFacts;
  readonly files: ReadonlyMap<string, string>;
}

/** Splits `//- path` headed text into files. */
function filesOf(text: string, only = 'src/page.tsx'): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const parts = text.split(/^\s*\/\/- (\S+)\n/m);
  if ((parts[0] ?? '').trim() !== '') files.set(only, parts[0] ?? '');
  for (let i = 1; i < parts.length; i += 2) files.set(parts[i] ?? '', parts[i + 1] ?? '');
  return files;
}

interface Loaded {
  readonly program: Program;
  readonly files: ReadonlyMap<string, string>;
  readonly facts: (path: string) => FileFacts | undefined;
}

/** A program over the files of a text. */
export function programOf(text: string, canonical: (pkg: string, at: string) => string): Loaded {
  const files = filesOf(text);
  const memo = new Map<string, FileFacts>();
  const facts = (path: string): FileFacts | undefined => {
    const own = files.get(path);
    if (own === undefined || !/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/.test(path)) return undefined;
    let known = memo.get(path);
    if (known === undefined) memo.set(path, (known = extractor.extract(path, own)));
    return known;
  };
  const program = createProgram({
    paths: [...files.keys()],
    text: (path) => files.get(path),
    tsconfigs: [],
    packages: [],
    facts,
    canonical,
  });
  return { program, files, facts };
}

export function settingOf(text: string, catalogue: Catalogue, markers: Markers): Setting {
  const { program, files, facts } = programOf(text, (pkg, at) => `${pkg}#${at}`);
  return {
    search: createNoticeSearch(program, markers, catalogue.frameworks),
    files,
    facts: (path) => {
      const found = facts(path);
      if (found === undefined) throw new Error(`no file ${path}`);
      return found;
    },
  };
}

/** The smallest element that holds the first text `CONTENT` of a program. */
export function contentOf(setting: Setting): { readonly file: FileFacts; readonly node: NodeId } {
  for (const [path, text] of setting.files) {
    const at = text.indexOf('CONTENT');
    if (at < 0) continue;
    const file = setting.facts(path);
    let best = -1;
    for (const node of file.jsx) {
      if (startOf(file, node) > at || endOf(file, node) < at) continue;
      if (best < 0 || startOf(file, node) >= startOf(file, best)) best = node;
    }
    return { file, node: best };
  }
  throw new Error('no CONTENT');
}

/** Markers made once for a catalogue. */
export const markersOf = (catalogue: Catalogue): Markers => createMarkers(catalogue.markers);
