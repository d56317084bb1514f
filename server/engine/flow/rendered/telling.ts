import type { Catalogue } from '../../../../rules/schema/types.ts';
import type { Program } from '../../link/index.ts';
import { createMarkers, type Markers } from '../disclosure/markers.ts';
import { createNoticeSearch, type NoticeSearch } from './notice-search.ts';

/** How people are told in one program: the words, and the search over what is rendered. */
export interface Telling {
  readonly markers: Markers;
  readonly notices: NoticeSearch;
}

/** Made when first asked for and then kept: content and chats ask the same search. */
export function lazyTelling(program: Program, catalogue: Catalogue): () => Telling {
  let made: Telling | null = null;
  return () => {
    if (made === null) {
      const markers = createMarkers(catalogue.markers);
      made = { markers, notices: createNoticeSearch(program, markers, catalogue.frameworks) };
    }
    return made;
  };
}
