import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, listAt, listLength, Op, opOf, PropKind, stringOf } from '../../extract/index.ts';
import type { Attribute } from './components.ts';

/** Style that takes an element out of the page. */
const NOT_SHOWN = /(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
/** Utility classes that do, and those that bring it back at some width or state. */
const HIDING_CLASS = /(?:^|\s)(?:hidden|d-none|is-hidden)(?:\s|$)/;
const SHOWING_CLASS =
  /(?:^|\s)[\w[\]-]+:(?:block|flex|grid|contents|inline[\w-]*|table[\w-]*|not-hidden)(?:\s|$)|(?:^|\s)d-\w+-/;

/** Whether an element of the page is written so that nobody sees it. @param textOf the constant text of a value */
export function isHidden(
  file: FileFacts,
  given: readonly Attribute[],
  textOf: (value: NodeId) => string | null,
): boolean {
  return given.some(({ name, value }) => {
    switch (name) {
      case 'hidden':
        return (opOf(file, value) === Op.Bool && aOf(file, value) === 1) || isStr(file, value);
      case 'type':
        return textOf(value) === 'hidden';
      case 'style':
        return isStr(file, value) ? NOT_SHOWN.test(textOf(value) ?? '') : hidesByObject(file, value, textOf);
      case 'class':
      case 'className': {
        const classes = isStr(file, value) ? (textOf(value) ?? '') : '';
        return HIDING_CLASS.test(classes) && !SHOWING_CLASS.test(classes);
      }
      default:
        return false;
    }
  });
}

const isStr = (file: FileFacts, value: NodeId): boolean => opOf(file, value) === Op.Str;

/** `style={{ display: 'none' }}`. */
function hidesByObject(file: FileFacts, value: NodeId, textOf: (value: NodeId) => string | null): boolean {
  if (opOf(file, value) !== Op.Object) return false;
  const list = aOf(file, value);
  for (let i = 0; i + 2 < listLength(file, list); i += 3) {
    if (listAt(file, list, i) !== PropKind.Init) continue;
    const key = stringOf(file, listAt(file, list, i + 1));
    const set = listAt(file, list, i + 2);
    if (isStr(file, set) && NOT_SHOWN.test(`${key}:${textOf(set) ?? ''}`)) return true;
  }
  return false;
}
