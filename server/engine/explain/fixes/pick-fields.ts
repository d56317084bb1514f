import type { SyntaxNode } from '../../extract/index.ts';
import type { FixMaker, FixSource } from './contract.ts';
import { ancestry, below, child, nameOf, wayTo } from './syntax.ts';

/** Sends a record, or each record of a list, without its personal fields. */
export const pickFields: FixMaker = ({ finding, source }) => {
  const file = source(finding.place.path);
  const { record } = finding.values;
  if (file === null || record === undefined) return [];
  const fields = new Set<string>();
  for (const { expression } of finding.data) {
    const field = expression.startsWith(`${record}.`) ? expression.slice(record.length + 1) : '';
    if (!/^[A-Za-z_$][\w$]*$/.test(field)) return [];
    fields.add(field);
  }
  const pick = `({ ${[...fields].join(', ')}, ...rest }) => rest`;
  const isList = finding.data.some(({ place }) => isDeclaredList(source(place.path), place));
  const edits = readsIn(file, finding.place, record).map((node) => {
    const value = file.text.slice(node.start, node.end);
    const parent = ancestry(file.root, node.start, node.end).findLast(({ type }) => type === 'Property');
    const key = parent?.['shorthand'] === true && parent.start === node.start ? `${value}: ` : '';
    const text = `${key}${isList ? `${value}.map((${pick}))` : `(${pick})(${value})`}`;
    return { path: file.path, start: node.start, end: node.end, text };
  });
  return edits.length === 0 ? [] : [{ kind: 'pick-fields', name: '', safety: 'review', edits }];
};

/** Whether a list type is written where a record is declared. */
function isDeclaredList(file: FixSource | null, { start, end }: { start: number; end: number }): boolean {
  const written = file?.text.slice(start, end) ?? '';
  return /(?:\[\]|:\s*(?:Readonly)?Array<.*>)\s*$/.test(written);
}

/** Where a record is read as a whole within a stretch of the text. */
function readsIn(
  { root, text }: FixSource,
  place: { start: number; end: number },
  record: string,
): readonly SyntaxNode[] {
  const within = wayTo(root, place)?.at(-1);
  if (within === undefined) return [];
  const reads = [...below(within, (node) => text.slice(node.start, node.end) === record)];
  return reads.filter((node, i) => {
    if (reads.findIndex((other) => other.start === node.start) !== i) return false;
    const way = wayTo(within, node);
    const parent = way?.at(-2);
    if (parent === undefined) return false;
    if (parent.type === 'Property') return child(parent, 'value') === node || parent['shorthand'] === true;
    return parent.type !== 'MemberExpression' || nameOf(child(parent, 'object')) === '';
  });
}
