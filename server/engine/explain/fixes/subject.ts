import type { Finding } from '../../check/finding.ts';
import type { SyntaxNode } from '../../extract/index.ts';
import type { FixSource } from './contract.ts';
import type { Slot } from './insert.ts';
import { visibleNames } from './scope.ts';
import { ancestry, bare, below, child, list, nameOf, wayTo } from './syntax.ts';

/**
 * Whose consent is to be asked for, as an expression that can be written at a slot: the owner of the first piece of data
 * that can be named there (`user` of `user.email`), else the first thing that is handed on which can. Null if nothing can.
 */
export function subjectAt(finding: Finding, source: FixSource, slot: Slot): string | null {
  const names = visibleNames(slot.way);
  const readable = (node: SyntaxNode): string | null => {
    const root = rootOf(node);
    if (root === null || (root !== 'this' && !names.has(root))) return null;
    // where it is declared its type stands with it
    return node.type === 'Identifier' ? root : source.text.slice(node.start, node.end);
  };
  for (const { place } of [...finding.data, ...finding.path]) {
    if (place.path !== source.path) continue;
    const way = wayTo(source.root, place) ?? ancestry(source.root, place.start, place.end);
    const node = way.at(-1);
    if (node === undefined || node.end - node.start > LONGEST) continue;
    const found = readable(ownerOf(bare(node)));
    if (found !== null) return found;
  }
  const call = wayTo(source.root, finding.place)?.at(-1);
  for (const argument of call === undefined ? [] : list(bare(call), 'arguments')) {
    for (const node of below(argument, (at) => at.type === 'Identifier')) {
      if (isKey(argument, node)) continue;
      const found = readable(node);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Nothing longer is written twice. */
const LONGEST = 80;

/** `user` of `user.email`, `this.user` of `this.user.email`; a plain name is its own owner. */
function ownerOf(node: SyntaxNode): SyntaxNode {
  if (node.type !== 'MemberExpression') return node;
  const object = child(node, 'object');
  return object === null || object.type === 'ThisExpression' ? node : bare(object);
}

/** The name a chain of members starts with; null if it is no such chain. */
function rootOf(node: SyntaxNode): string | null {
  for (let at = node; ;) {
    if (at.type === 'Identifier') return nameOf(at);
    if (at.type === 'ThisExpression') return 'this';
    const object = at.type === 'MemberExpression' && at['computed'] !== true ? child(at, 'object') : null;
    if (object === null) return null;
    at = bare(object);
  }
}

/** Whether an identifier is the key of a property, a member's name or what is called, and not a value. */
function isKey(within: SyntaxNode, node: SyntaxNode): boolean {
  const parent = ancestry(within, node.start, node.end).at(-2);
  if (parent === undefined) return false;
  if (/^(?:Call|New)Expression$/.test(parent.type)) return child(parent, 'callee') === node;
  if (parent.type === 'Property') return child(parent, 'value') !== node && parent['shorthand'] !== true;
  return parent.type === 'MemberExpression' && child(parent, 'property') === node && parent['computed'] !== true;
}
