import type { SyntaxNode } from '../../extract/index.ts';
import type { TextEdit } from '../diagnostic.ts';
import type { FixMaker, FixSource, RawFix } from './contract.ts';
import { slotBefore } from './insert.ts';
import { outletCall, outletPlace, receiverName, sentObject } from './outlet.ts';
import { filled } from './parts.ts';
import { indentAt, lineStart, quoted, styleOf } from './style.ts';
import { child, list, nameOf } from './syntax.ts';

/** Says it in the answer: as a field of the object that is sent, else as a header. */
export const addField: FixMaker = ({ finding, words, source }) => {
  const place = outletPlace(finding);
  const file = source(place.path);
  if (file === null) return [];
  const fixes: RawFix[] = [];
  const object = sentObject(file, place);
  if (object !== null) {
    const { key, value } = words.field;
    fixes.push({
      kind: 'add-field',
      name: key,
      safety: 'safe',
      edits: [withProperty(file, object, `${key}: ${value}`)],
    });
  }
  const edits = header(file, place, words);
  if (edits !== null) fixes.push({ kind: 'add-header', name: words.header.name, safety: 'safe', edits });
  return fixes;
};

/** Adds a property at the end of an object literal, on a line of its own if the others have that. */
function withProperty({ path, text }: FixSource, object: SyntaxNode, property: string): TextEdit {
  const last = list(object, 'properties').at(-1);
  if (last === undefined) return { path, start: object.start, end: object.end, text: `{ ${property} }` };
  const onLines = lineStart(text, last.start) > object.start;
  const { eol } = styleOf(text);
  const lead = onLines ? `${eol}${indentAt(text, last.start)}` : ' ';
  return { path, start: last.end, end: last.end, text: `,${lead}${property}` };
}

interface HeaderWords {
  readonly header: { readonly name: string; readonly value: string };
  readonly handlers: readonly { readonly parameter: string; readonly header: string }[];
}

function header(
  file: FixSource,
  place: { start: number; end: number },
  words: HeaderWords,
): readonly TextEdit[] | null {
  const style = styleOf(file.text);
  const name = quoted(words.header.name, style);
  const value = quoted(words.header.value, style);
  const call = outletCall(file, place);
  if (call === null) return null;
  const receiver = receiverName(call, file.text);
  const handler = words.handlers.find(({ parameter }) => parameter === receiver);
  if (handler !== undefined) {
    const slot = slotBefore(file, place);
    return slot === null ? null : slot.edits(`${filled(handler.header, { name, value })}${style.semicolon}`);
  }
  const property = `headers: { ${name}: ${value} }`;
  const given = list(call, 'arguments');
  const isResponse = /Response$/.test(calleeName(call)) || (/Response$/.test(receiver) && calleeName(call) === 'json');
  if (!isResponse) return null;
  const position = /^to\w+Response$/.test(calleeName(call)) ? 0 : 1;
  const options = given[position];
  if (options === undefined) {
    const last = given.at(-1);
    if (given.length < position) return null;
    const at = last === undefined ? file.text.lastIndexOf(')', call.end - 1) : last.end;
    const text = last === undefined ? `{ ${property} }` : `, { ${property} }`;
    return [{ path: file.path, start: at, end: at, text }];
  }
  if (options.type !== 'ObjectExpression') return null;
  const present = list(options, 'properties').find((entry) => nameOf(child(entry, 'key')) === 'headers');
  if (present === undefined) return [withProperty(file, options, property)];
  const headers = child(present, 'value');
  return headers?.type === 'ObjectExpression' ? [withProperty(file, headers, `${name}: ${value}`)] : null;
}

function calleeName(call: SyntaxNode): string {
  const callee = child(call, 'callee');
  if (callee === null) return '';
  return callee.type === 'MemberExpression' ? nameOf(child(callee, 'property')) : nameOf(callee);
}
