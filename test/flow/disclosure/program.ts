import type { Catalogue } from '../../../rules/schema/types.ts';
import { endOf, startOf } from '../../../server/engine/extract/index.ts';
import type { FileFacts, NodeId } from '../../../server/engine/extract/index.ts';
import { createMarkers, type Markers } from '../../../server/engine/flow/disclosure/markers.ts';
import { createNoticeSearch, type NoticeSearch } from '../../../server/engine/flow/rendered/notice-search.ts';
import { filesOf, memoryProgram, type MemoryProgram } from '../memory-program.ts';

/** A search over in-memory files, and their facts. */
export interface Setting {
  readonly search: NoticeSearch;
  readonly facts: (path: string) => FileFacts;
  readonly files: ReadonlyMap<string, string>;
}

interface Loaded extends MemoryProgram {
  readonly files: ReadonlyMap<string, string>;
}

/** A program over the files of a text. */
export function programOf(text: string, canonical: (pkg: string, at: string) => string): Loaded {
  const files = filesOf(text, 'src/page.tsx');
  return { ...memoryProgram(files, canonical), files };
}

export function settingOf(text: string, catalogue: Catalogue, markers: Markers): Setting {
  const { program, files, facts } = programOf(text, (pkg, at) => `${pkg}#${at}`);
  return { search: createNoticeSearch(program, markers, catalogue.frameworks), files, facts };
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
