import type { Lowering } from './lowering.ts';
import { GETTERS, unwrap } from './mutations.ts';
import { keyName } from './names.ts';
import type { Target } from './patterns.ts';
import type { PartKey, Variable } from './scope.ts';
import type { Expression } from './tree.ts';
import { alias, linkPart } from './variables.ts';

/** A variable and the keys that lead from its object to a part; null is some element or field. */
interface Path {
  readonly root: Variable;
  readonly keys: readonly PartKey[];
}

function pathOf(l: Lowering, node: Expression): Path | null {
  const keys: PartKey[] = [];
  let at = unwrap(node);
  for (;;) {
    if (at.type === 'MemberExpression') {
      keys.unshift(keyName(at.property, at.computed));
      at = unwrap(at.object);
    } else if (at.type === 'CallExpression') {
      const object = gotFrom(at);
      if (object === null) return null;
      keys.unshift(null);
      at = unwrap(object);
    } else break;
  }
  const root = at.type === 'Identifier' ? l.scope.find(at.name) : undefined;
  return root === undefined ? null : { root, keys };
}

/** What `list.at(-1)`, `map.get(k)`, `list.find(f)` take a part of. */
function gotFrom(call: Extract<Expression, { type: 'CallExpression' }>): Expression | null {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return null;
  const name = keyName(callee.property, callee.computed);
  return name !== null && GETTERS.has(name) ? callee.object : null;
}

/**
 * Notes which variables hold the same object as another (`const m = messages`), or a part of it (`const {list} = state`,
 * `for (const m of messages)`): changes through one are changes of the other.
 */
export function noteAliases(l: Lowering, target: Target, value: Expression, element: boolean): void {
  const path = pathOf(l, value);
  if (path === null) return;
  link(l, target, path.root, element ? [...path.keys, null] : path.keys);
}

function link(l: Lowering, target: Target, root: Variable, keys: readonly PartKey[]): void {
  switch (target.type) {
    case 'Identifier': {
      const variable = l.scope.find(target.name);
      if (variable === undefined) return;
      if (keys.length === 0) alias(l, variable, root);
      else linkPart(l, variable, root, keys);
      break;
    }
    case 'AssignmentPattern':
      link(l, target.left, root, keys);
      break;
    case 'ObjectPattern':
      for (const property of target.properties) {
        if (property.type === 'RestElement') continue;
        const key = keyName(property.key, property.computed);
        if (key !== null) link(l, property.value, root, [...keys, key]);
      }
      break;
    default:
  }
}
