import { PROPS, assignedNames, exported, staysAtTop, type Arranged, type Parts } from './arrangement.ts';
import { slotProperty } from './slots.ts';
import { changeBelow, identifier, member, nameOf, nodeAt, nodesAt, type AnyNode } from './syntax.ts';

/** The program of an Astro component: one function that runs its front matter and returns its markup. */
export function arrangeAstro(parts: Parts): Arranged {
  const { script, isInstance, component } = parts;
  const moved = script.filter(
    (statement) => isInstance(statement) && !staysAtTop(statement) && !statement.type.startsWith('Export'),
  );
  const top = script.filter((statement) => !moved.includes(statement));
  for (const root of [{ type: 'BlockStatement', body: moved, start: 0, end: 0 }, component]) changeBelow(root, given);
  return { body: [...top, exported(parts, moved)], written: assignedNames([component]) };
}

/** `Astro.props` and `Astro.slots.render('x')`: what the component is handed. */
function given(node: AnyNode): AnyNode | null {
  if (node.type === 'MemberExpression') {
    return isMember(node, 'props') ? identifier(PROPS, node) : null;
  }
  const callee = node.type === 'CallExpression' ? nodeAt(node, 'callee') : null;
  if (callee?.type !== 'MemberExpression' || nameOf(nodeAt(callee, 'property')) !== 'render') return null;
  const slots = nodeAt(callee, 'object');
  const [name] = nodesAt(node, 'arguments');
  if (slots?.type !== 'MemberExpression' || !isMember(slots, 'slots') || name?.type !== 'Literal') return null;
  return member(identifier(PROPS, node), slotProperty(String(name['value'])), node);
}

const isMember = (node: AnyNode, name: string): boolean =>
  nameOf(nodeAt(node, 'object')) === 'Astro' && nameOf(nodeAt(node, 'property')) === name;
