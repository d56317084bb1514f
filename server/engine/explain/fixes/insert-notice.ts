import type { SyntaxNode } from '../../extract/index.ts';
import type { FixInput, FixMaker, FixSource, RawFix } from './contract.ts';
import { know, type Known } from './imports.ts';
import { outletPlace } from './outlet.ts';
import { filled } from './parts.ts';
import { sentenceFor } from './sentence.ts';
import { indentAt, lineStart, styleOf } from './style.ts';
import { ancestry, child, isMarkup, list, nameOf } from './syntax.ts';

/** Shows that it was made by a model: the team's component, or a sentence, in the rendered tree that shows the content. */
export const insertNotice: FixMaker = (input) => {
  const place = outletPlace(input.finding);
  const file = input.source(place.path);
  if (file === null) return [];
  const way = ancestry(file.root, place.start, place.end);
  const holder = holderOf(way);
  if (holder === undefined) return [];
  const fixes: RawFix[] = [];
  const component = withComponent(input, file, holder, isMarkup(way));
  if (component !== null) fixes.push(component);
  const sentence = sentenceFor(file.text, input.words.sentences);
  fixes.push({
    kind: 'insert-sentence',
    name: sentence,
    safety: 'review',
    edits: [asChild(file, holder, `<p>${sentence}</p>`)],
  });
  return fixes;
};

/** Elements that hold text and no blocks. */
const OF_TEXT = /^(?:p|span|h[1-6]|pre|code|a|b|i|em|strong|small|button|label|q|cite|mark|time|blockquote)$/;

/** The innermost element round a place that can hold a block; one of text if nothing else is right round it. */
function holderOf(way: readonly SyntaxNode[]): SyntaxNode | undefined {
  const isHolder = (node: SyntaxNode): boolean =>
    node.type === 'JSXFragment' || (node.type === 'JSXElement' && child(node, 'closingElement') !== null);
  let at = way.findLastIndex(isHolder);
  const innermost = way[at];
  for (let node = innermost; node !== undefined && isHolder(node); node = way[--at]) {
    const opening = child(node, 'openingElement');
    if (opening === null || !OF_TEXT.test(nameOf(child(opening, 'name')))) return node;
  }
  return innermost;
}

/** @param inMarkup whether the element stands in markup of a component file */
function withComponent(input: FixInput, file: FixSource, holder: SyntaxNode, inMarkup: boolean): RawFix | null {
  const { notice } = input.words;
  const known = know(input, file, 'notice', notice.name, holder);
  if (known === null || (inMarkup && !isUsable(file, known))) return null;
  const element = filled(notice.element ?? '<{name} />', { name: known.local });
  return {
    kind: 'insert-notice',
    name: notice.name,
    safety: 'review',
    edits: [...known.edits, asChild(file, holder, element)],
    creates: known.creates,
  };
}

/** Whether a component of the team can be named in a component file: its own kind is not made, and an import needs a script. */
function isUsable({ root }: FixSource, { creates }: Known): boolean {
  return creates.length === 0 && list(root, 'body').some((statement) => !isMarkup([statement]));
}

/** Puts an element behind the last child of another. */
function asChild({ path, text }: FixSource, holder: SyntaxNode, element: string): RawFix['edits'][number] {
  const closing = child(holder, 'closingElement') ?? child(holder, 'closingFragment');
  const end = closing?.start ?? holder.end;
  const line = lineStart(text, end);
  const own = line > holder.start && /^[ \t]*$/.test(text.slice(line, end));
  if (!own) return { path, start: end, end, text: element };
  const { eol, indent } = styleOf(text);
  const first = list(holder, 'children').find((node) => node.type !== 'JSXText');
  const outer = indentAt(text, end);
  const lead =
    first === undefined || lineStart(text, first.start) <= holder.start ? outer + indent : indentAt(text, first.start);
  return { path, start: line, end: line, text: `${lead}${element}${eol}` };
}
