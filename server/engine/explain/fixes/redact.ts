import type { NewFile, TextEdit } from '../diagnostic.ts';
import type { FixInput, FixMaker, FixSource } from './contract.ts';
import { know } from './imports.ts';
import { filled } from './parts.ts';
import { child, wayTo } from './syntax.ts';

/** Puts each piece of data through the function that redacts, where it is read. */
export const redact: FixMaker = (input) => {
  const { finding, words } = input;
  const edits: TextEdit[] = [];
  const creates = new Map<string, NewFile>();
  const imported = new Set<string>();
  for (const { place, expression } of finding.data) {
    const source = input.source(place.path);
    if (source === null) return [];
    if (edits.some((edit) => edit.path === place.path && edit.start < place.end && place.start < edit.end)) continue;
    const known = know(input, source, 'redact', words.redact.name, place);
    const wrapped = known === null ? null : wrap(input, source, place, expression, known.local);
    if (known === null || wrapped === null) return [];
    const from = `${place.path} ${known.local}`;
    if (!imported.has(from)) edits.push(...known.edits);
    imported.add(from);
    for (const file of known.creates) {
      const importers = [...(creates.get(file.path)?.importers ?? []), ...file.importers];
      creates.set(file.path, { ...file, importers });
    }
    edits.push(wrapped);
  }
  if (edits.length === 0) return [];
  const name = finding.data.map(({ expression }) => expression).join(', ');
  return [{ kind: 'redact', name, safety: 'review', edits, creates: [...creates.values()] }];
};

/** The edit that wraps a value; null where what stands there is not a value that is read as it is. */
function wrap(
  { words }: FixInput,
  { path, text, root }: FixSource,
  { start, end }: { readonly start: number; readonly end: number },
  expression: string,
  name: string,
): TextEdit | null {
  const value = text.slice(start, end);
  // A record of which one field is meant cannot be redacted as a whole.
  if (value.replace(/\s+/g, '') !== expression.replace(/\s+/g, '')) return null;
  const way = wayTo(root, { start, end });
  const node = way?.at(-1);
  const parent = way?.at(-2);
  if (node === undefined || parent === undefined || !isRead(parent, node)) return null;
  const call = filled(words.redact.call ?? '{name}({value})', { name, value });
  const isShorthand = parent.type === 'Property' && parent['shorthand'] === true;
  return { path, start, end, text: isShorthand ? `${value}: ${call}` : call };
}

type Node = NonNullable<ReturnType<typeof wayTo>>[number];

/** Whether a node is evaluated for its value: not assigned to, called, or the object of a method. */
function isRead(parent: Node, node: Node): boolean {
  if (parent.type === 'AssignmentExpression' && child(parent, 'left') === node) return false;
  if (/^(?:UpdateExpression|ForInStatement|ForOfStatement)$/.test(parent.type)) return false;
  if (parent.type === 'CallExpression' && child(parent, 'callee') === node) return false;
  if (parent.type === 'MemberExpression') return false;
  return !/Pattern$|^TSParameterProperty$|^Import|^Export.*Specifier$/.test(parent.type);
}
