import type { SyntaxNode } from '../../extract/index.ts';
import { child, childrenOf, isFunction, list, nameOf } from './syntax.ts';

/** Names a pattern binds. */
function bound(pattern: SyntaxNode): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [nameOf(pattern)];
    case 'AssignmentPattern':
      return boundOrNone(child(pattern, 'left'));
    case 'RestElement':
      return boundOrNone(child(pattern, 'argument'));
    case 'Property':
      return boundOrNone(child(pattern, 'value'));
    case 'TSParameterProperty':
      return boundOrNone(child(pattern, 'parameter'));
    default:
      return [...list(pattern, 'properties'), ...list(pattern, 'elements')].flatMap(bound);
  }
}

const boundOrNone = (pattern: SyntaxNode | null): readonly string[] => (pattern === null ? [] : bound(pattern));

/** Names that a statement, or a part of one that declares variables, binds. */
export function declared(statement: SyntaxNode): readonly string[] {
  switch (statement.type) {
    case 'VariableDeclarator':
      return boundOrNone(child(statement, 'id'));
    case 'VariableDeclaration':
      return list(statement, 'declarations').flatMap((declarator) => boundOrNone(child(declarator, 'id')));
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      return boundOrNone(child(statement, 'id'));
    case 'ImportDeclaration':
      return list(statement, 'specifiers').flatMap((specifier) => boundOrNone(child(specifier, 'local')));
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration': {
      const declaration = child(statement, 'declaration');
      return declaration === null ? [] : declared(declaration);
    }
    default:
      return [];
  }
}

/** What is hoisted may be used before it stands there. */
const isHoisted = (statement: SyntaxNode): boolean =>
  /^(?:FunctionDeclaration|ImportDeclaration)$/.test(statement.type) ||
  /^Function/.test(child(statement, 'declaration')?.type ?? '');

/**
 * Names that can be read where the way ends.
 *
 * @param way from the root to a statement: names declared in the same list behind it are not seen
 */
export function visibleNames(way: readonly SyntaxNode[]): ReadonlySet<string> {
  return namesAlong(way, (statement, next) => statement.end <= next.start || isHoisted(statement));
}

/** Names of functions and blocks on the way to a place, which hide those of the module there. */
export const innerNames = (way: readonly SyntaxNode[]): ReadonlySet<string> => namesAlong(way.slice(1), () => true);

function namesAlong(
  way: readonly SyntaxNode[],
  isSeen: (statement: SyntaxNode, next: SyntaxNode) => boolean,
): ReadonlySet<string> {
  const names = new Set<string>();
  way.forEach((node, i) => {
    const next = way[i + 1];
    if (isFunction(node)) for (const parameter of list(node, 'params')) for (const n of bound(parameter)) names.add(n);
    if (node.type === 'CatchClause') for (const n of boundOrNone(child(node, 'param'))) names.add(n);
    if (/^For/.test(node.type)) {
      const head = child(node, 'left') ?? child(node, 'init');
      if (head !== null && head !== next) for (const n of declared(head)) names.add(n);
    }
    if (!/^(?:Program|BlockStatement|StaticBlock|SwitchCase|TSModuleBlock)$/.test(node.type)) return;
    for (const statement of childrenOf(node)) {
      if (next === undefined || isSeen(statement, next)) for (const n of declared(statement)) names.add(n);
    }
  });
  return names;
}
