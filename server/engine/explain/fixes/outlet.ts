import type { Finding } from '../../check/finding.ts';
import type { SyntaxNode } from '../../extract/index.ts';
import type { FixSource } from './contract.ts';
import { ancestry, bare, child, list, wayTo } from './syntax.ts';

/** Where content leaves: the outlet's own place, in the file that holds it. */
export const outletPlace = (finding: Finding): Finding['place'] => finding.sink?.place ?? finding.place;

/** The call by which content leaves, null if it leaves in another way. */
export function outletCall({ root }: FixSource, place: { start: number; end: number }): SyntaxNode | null {
  const exact = wayTo(root, place)?.at(-1) ?? ancestry(root, place.start, place.end).at(-1);
  if (exact === undefined) return null;
  const node = bare(exact);
  return /^(?:Call|New)Expression$/.test(node.type) ? node : null;
}

/** The object literal that is sent: the first argument of the call, or what is returned. */
export function sentObject(source: FixSource, place: { start: number; end: number }): SyntaxNode | null {
  const call = outletCall(source, place);
  const first = call === null ? wayTo(source.root, place)?.at(-1) : list(call, 'arguments')[0];
  const node = first === undefined ? null : bare(first);
  return node?.type === 'ObjectExpression' ? node : null;
}

/** The object of a method call at its very start: `res` of `res.status(200).json(x)`. */
export function receiverName(call: SyntaxNode, text: string): string {
  let at = child(call, 'callee');
  while (at !== null && at.type !== 'Identifier') {
    at =
      at.type === 'MemberExpression' ? child(at, 'object') : at.type === 'CallExpression' ? child(at, 'callee') : null;
  }
  return at === null ? '' : text.slice(at.start, at.end);
}
