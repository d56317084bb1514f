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

function declared(statement: SyntaxNode): readonly string[] {
  switch (statement.type) {
    case 'VariableDeclaration':
      return list(statement, 'declarations').flatMap((declarator) => boundOrNone(child(declarator, 'id')));
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
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
      const before = next === undefined || statement.end <= next.start;
      if (before || isHoisted(statement)) for (const n of declared(statement)) names.add(n);
    }
  });
  return names;
}

/** Names a module declares or imports. */
export const moduleNames = (root: SyntaxNode): ReadonlySet<string> => new Set(list(root, 'body').flatMap(declared));
