import type { TextEdit } from '../diagnostic.ts';
import type { FixMaker, FixSource } from './contract.ts';
import { indentAt, lineStart, styleOf } from './style.ts';
import { ancestry, childrenOf, isMarkup } from './syntax.ts';

/** Hides the finding, with a reason that is still to be written. */
export const suppress: FixMaker = ({ finding, words, source }) => {
  const file = source(finding.place.path);
  if (file === null) return [];
  const edit = commentAbove(file, finding.place.start, `probity-ignore-next-line ${finding.rule} -- ${words.reason}`);
  return edit === null ? [] : [{ kind: 'suppress', name: finding.rule, safety: 'review', edits: [edit] }];
};

/** A comment on a line of its own above an offset; null where the line begins inside a text. */
function commentAbove({ path, text, root }: FixSource, offset: number, words: string): TextEdit | null {
  const start = lineStart(text, offset);
  const lead = indentAt(text, offset);
  const { eol } = styleOf(text);
  const way = ancestry(root, start + lead.length, start + lead.length);
  const inner = way.at(-1);
  if (inner === undefined || (start > 0 && inner.type === 'TemplateElement')) return null;
  if (way.some(({ type }) => type === 'TemplateLiteral') && inner.type === 'TemplateLiteral') return null;
  const isChild =
    inner.type === 'JSXText' ||
    (/^JSX(?:Element|Fragment)$/.test(inner.type) &&
      childrenOf(inner).every((node) => !/^JSXOpening/.test(node.type) || start >= node.end)) ||
    startsChild(way, start + lead.length);
  if (isMarkup(way)) return isChild ? { path, start, end: start, text: `${lead}<!-- ${words} -->${eol}` } : null;
  const comment = isChild ? `{/* ${words} */}` : `// ${words}`;
  return { path, start, end: start, text: `${lead}${comment}${eol}` };
}

/** Whether a child of a JSX element starts at an offset. */
function startsChild(way: readonly { readonly type: string; readonly start: number }[], offset: number): boolean {
  const at = way.findIndex(
    (node) => node.start === offset && /^JSX(?:Element|Fragment|ExpressionContainer)$/.test(node.type),
  );
  return at > 0 && /^JSX(?:Element|Fragment)$/.test(way[at - 1]?.type ?? '');
}
