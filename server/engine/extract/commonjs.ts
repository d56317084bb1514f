import { NONE, Op } from './facts.ts';
import type { NodeId } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { keyName } from './names.ts';
import type { CallExpression, Expression, MemberExpression, Span, VariableDeclarator } from './tree.ts';

/** The text of a string literal or a template without expressions, else null. */
export function constantText(node: Expression | { type: 'SpreadElement' } | null | undefined): string | null {
  if (node === null || node === undefined) return null;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null;
  return null;
}

/** Whether a call is `require('…')` of CommonJS, not of something local by that name. */
export function isRequire(l: Lowering, node: CallExpression): boolean {
  return (
    node.callee.type === 'Identifier' &&
    node.callee.name === 'require' &&
    node.arguments.length === 1 &&
    l.scope.find('require') === undefined
  );
}

/**
 * `const x = require('m')` and `const {a, b: c} = require('m')`: the names become imports. Returns false for anything
 * else, which is then lowered as usual.
 */
export function lowerRequire(l: Lowering, node: VariableDeclarator): boolean {
  const init = node.init;
  if (init?.type !== 'CallExpression' || !isRequire(l, init)) return false;
  const specifier = constantText(init.arguments[0]);
  if (specifier === null) return false;
  if (node.id.type === 'Identifier') {
    bindImport(l, node.id.name, specifier, '*', node.id);
    return true;
  }
  if (node.id.type !== 'ObjectPattern') return false;
  const names: { local: string; imported: string; span: Span }[] = [];
  for (const property of node.id.properties) {
    if (property.type === 'RestElement' || property.value.type !== 'Identifier') return false;
    const imported = keyName(property.key, property.computed);
    if (imported === null) return false;
    names.push({ local: property.value.name, imported, span: property.value });
  }
  for (const { local, imported, span } of names) bindImport(l, local, specifier, imported, span);
  return true;
}

/** Makes a declared variable the name of an import. */
function bindImport(l: Lowering, local: string, specifier: string, imported: string, span: Span): void {
  const variable = l.scope.find(local);
  const node = l.node(Op.Import, span, l.addImport(specifier, imported, 'require', span));
  if (variable === undefined) return;
  variable.definitions.push(node);
  variable.fixed = node;
  variable.kind = 'import';
}

/** What a member expression means to CommonJS: `module.exports` is '=', `exports.x` and `module.exports.x` are 'x', else null. */
function exportsPath(l: Lowering, node: MemberExpression): string | null {
  const key = keyName(node.property, node.computed);
  if (key === null) return null;
  const object = node.object;
  if (object.type === 'Identifier') {
    if (object.name === 'exports' && l.scope.find('exports') === undefined) return key;
    return object.name === 'module' && key === 'exports' && l.scope.find('module') === undefined ? '=' : null;
  }
  return object.type === 'MemberExpression' && exportsPath(l, object) === '=' ? key : null;
}

/** Notes a CommonJS export if the assignment's target is one. */
export function noteCommonJsExport(l: Lowering, target: MemberExpression, value: NodeId): void {
  const name = exportsPath(l, target);
  if (name === null || value === NONE) return;
  l.exports.push({
    name,
    node: value,
    local: null,
    specifier: null,
    imported: null,
    typeOnly: false,
    start: target.start,
    end: target.end,
  });
}
