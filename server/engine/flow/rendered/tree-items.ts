import type { Place } from '../../base/place.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { endOf, startOf } from '../../extract/index.ts';
import type { Markers, NoticeStrength } from '../disclosure/markers.ts';

/** What a tree of elements shows, in order, as far as it is constant. */
export type TreeItem =
  /** A part of a line of text. */
  | { readonly k: 'text'; readonly text: string; readonly file: FileFacts; readonly node: NodeId }
  /** The end of a line: the border of a block element, another attribute. */
  | { readonly k: 'break' }
  /** A mark that is no text: an attribute, a `<meta>`, a package's component named for it. */
  | { readonly k: 'mark'; readonly file: FileFacts; readonly node: NodeId }
  /** A property of the component the tree is of; what is passed is put in its place. */
  | { readonly k: 'prop'; readonly name: string; readonly fallback: readonly TreeItem[] };

export const BREAK: TreeItem = { k: 'break' };

const noticePlace = (file: FileFacts, node: NodeId): Place => ({
  path: file.path,
  start: startOf(file, node),
  end: endOf(file, node),
});

/** Lets properties be what is passed; what is not passed is the fallback. Properties of an outer component stay. */
export function withProps(
  items: readonly TreeItem[],
  passed: (name: string) => readonly TreeItem[] | null,
): readonly TreeItem[] {
  if (!items.some((item) => item.k === 'prop')) return items;
  return items.flatMap((item): readonly TreeItem[] =>
    item.k === 'prop' ? (passed(item.name) ?? withProps(item.fallback, passed)) : [item],
  );
}

/** The first line or mark that tells at least as plainly as asked. */
export function noticeAmong(items: readonly TreeItem[], markers: Markers, weakest: NoticeStrength): Place | null {
  let line = '';
  let first: (TreeItem & { readonly k: 'text' }) | null = null;
  let found: Place | null = null;
  const end = (): boolean => {
    const strength = first === null ? null : markers.strength(line.trim());
    if (first !== null && (strength === 'statement' || strength === weakest)) {
      found = noticePlace(first.file, first.node);
    }
    line = '';
    first = null;
    return found !== null;
  };
  const visit = (list: readonly TreeItem[]): boolean =>
    list.some((item) => {
      switch (item.k) {
        case 'mark':
          found = noticePlace(item.file, item.node);
          return true;
        case 'break':
          return end();
        case 'prop':
          return visit(item.fallback);
        case 'text':
          if (first === null || line.trim() === '') first = item;
          // the space between two elements on a line is not kept
          line += line === '' ? item.text : ` ${item.text}`;
          return false;
      }
    });
  if (!visit(items)) end();
  return found;
}
