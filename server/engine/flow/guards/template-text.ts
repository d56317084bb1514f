import { Op } from '../../extract/facts.ts';
import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, listAt, listLength, opOf, stringOf } from '../../extract/reader.ts';

/** The text of a template, `?` for what is not constant. */
export function templateText(file: FileFacts, template: NodeId): string {
  const list = aOf(file, template);
  if (opOf(file, template) !== Op.Template) return '';
  let text = '';
  for (let i = 0; i < listLength(file, list); i++) {
    const part = listAt(file, list, i);
    const op = opOf(file, part);
    if (op === Op.Str) text += stringOf(file, aOf(file, part));
    else
      text += op === Op.Bool ? String(aOf(file, part) === 1) : op === Op.Member ? stringOf(file, bOf(file, part)) : '?';
  }
  return text;
}
