import { noteAliases } from './aliases.ts';
import { lowerRequire } from './commonjs.ts';
import { NONE, Op } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { bind } from './patterns.ts';
import type { VariableDeclaration, VariableDeclarator } from './tree.ts';
import { isPrimitiveType } from './types.ts';
import { define } from './variables.ts';

/** Declarators of a `var`, `let`, `const` or `using`. `anchor` is where a doc comment before it would end up. */
export function lowerVariables(l: Lowering, node: VariableDeclaration, anchor: number): void {
  for (const declarator of node.declarations) {
    l.anchor = node.declarations.length === 1 ? anchor : declarator.start;
    lowerDeclarator(l, node, declarator);
  }
  l.anchor = NONE;
}

function lowerDeclarator(l: Lowering, node: VariableDeclaration, declarator: VariableDeclarator): void {
  if (lowerRequire(l, declarator)) return;
  const id = declarator.id;
  const declared = l.type(id.typeAnnotation?.typeAnnotation);
  const type = declared === NONE ? l.docs.variableAt(l, l.anchor) : declared;
  const variable = id.type === 'Identifier' ? l.scope.find(id.name) : undefined;
  if (variable !== undefined && type !== NONE) {
    variable.type = type;
    variable.primitive = isPrimitiveType(l, type);
  }
  const init = declarator.init;
  if (init === null) {
    if (variable !== undefined && node.kind !== 'var' && node.declare !== true) {
      define(l, variable, l.node(Op.Undefined, declarator), variable);
    } else if (variable !== undefined && node.declare === true) {
      define(l, variable, NONE, variable);
    }
    return;
  }
  const value = l.expression(init, id.type === 'Identifier' ? id.name : '');
  const typed = id.type !== 'Identifier' && type !== NONE ? l.node(Op.Cast, id, value, type) : value;
  bind(l, id, typed);
  if (node.kind === 'const') noteAliases(l, id, init, false);
}
