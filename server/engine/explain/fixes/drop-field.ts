import type { SyntaxNode } from '../../extract/index.ts';
import type { TextEdit } from '../diagnostic.ts';
import type { FixMaker, FixSource } from './contract.ts';
import { lineStart } from './style.ts';
import { child, list, wayTo } from './syntax.ts';

/** Leaves each piece of data out of the object or text it is put into. */
export const dropField: FixMaker = ({ finding, source }) => {
  const edits: TextEdit[] = [];
  for (const { place, expression } of finding.data) {
    const file = source(place.path);
    if (file?.text.slice(place.start, place.end).replace(/\s+/g, '') !== expression.replace(/\s+/g, '')) return [];
    const edit = dropped(file, place);
    if (edit === null) return [];
    if (!edits.some((other) => other.start < edit.end && edit.start < other.end)) edits.push(edit);
  }
  if (edits.length === 0) return [];
  const name = finding.data.map(({ expression }) => expression).join(', ');
  return [{ kind: 'drop-field', name, safety: 'review', edits }];
};

function dropped({ path, text, root }: FixSource, place: { start: number; end: number }): TextEdit | null {
  const way = wayTo(root, place);
  const node = way?.at(-1);
  const parent = way?.at(-2);
  const holder = way?.at(-3);
  if (node === undefined || parent === undefined) return null;
  if (parent.type === 'TemplateLiteral') {
    const start = text.lastIndexOf('${', node.start);
    const end = text.indexOf('}', node.end) + 1;
    return start < 0 || end <= 0 ? null : { path, start, end, text: '' };
  }
  if (parent.type !== 'Property' || child(parent, 'value') !== node || holder?.type !== 'ObjectExpression') return null;
  const [start, end] = withComma(text, list(holder, 'properties'), parent);
  return { path, start, end, text: '' };
}

/** A property with the comma that belongs to it, and its line if nothing else stands there. */
function withComma(text: string, all: readonly SyntaxNode[], property: SyntaxNode): readonly [number, number] {
  const i = all.indexOf(property);
  const next = all[i + 1];
  const before = all[i - 1];
  const line = lineStart(text, property.start);
  const alone = /^[ \t]*$/.test(text.slice(line, property.start));
  const after = /^[ \t]*,?[ \t]*(?:\r?\n|\r)/.exec(text.slice(property.end));
  if (alone && after !== null && (next !== undefined || before === undefined || /,/.test(after[0]))) {
    return [line, property.end + after[0].length];
  }
  if (next !== undefined) return [property.start, next.start];
  return before === undefined ? [property.start, property.end] : [before.end, property.end];
}
