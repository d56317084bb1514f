import { perObject } from '../../base/per-object.ts';
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

/** Names that are known somewhere. */
export type Names = Pick<ReadonlySet<string>, 'has'>;

/**
 * Names that can be read where the way ends.
 *
 * @param way from the root to a statement: names declared in the same list behind it are not seen
 */
export function visibleNames(way: readonly SyntaxNode[]): Names {
  return namesAlong(way, (from, next) => from <= next.start);
}

/** Names of functions and blocks on the way to a place, which hide those of the module there. */
export const innerNames = (way: readonly SyntaxNode[]): Names => namesAlong(way.slice(1), () => true);

/** @param isSeen whether what can be read from some offset on is seen at the next node of the way */
function namesAlong(way: readonly SyntaxNode[], isSeen: (from: number, next: SyntaxNode) => boolean): Names {
  const all = way.map((node, i) => {
    const next = way[i + 1];
    return { next, bound: boundBy(node, next), own: declaredIn(node) };
  });
  return {
    has: (name) =>
      all.some(({ next, bound: brought, own }) => {
        const from = own.get(name);
        return brought.includes(name) || (from !== undefined && (next === undefined || isSeen(from, next)));
      }),
  };
}

/** Names that a node brings by itself, for all that is below it. @param next the next node on the way */
function boundBy(node: SyntaxNode, next: SyntaxNode | undefined): readonly string[] {
  if (isFunction(node)) return list(node, 'params').flatMap(bound);
  if (node.type === 'CatchClause') return boundOrNone(child(node, 'param'));
  if (!node.type.startsWith('For')) return [];
  const head = child(node, 'left') ?? child(node, 'init');
  return head === null || head === next ? [] : declared(head);
}

const HOLDS_STATEMENTS = /^(?:Program|BlockStatement|StaticBlock|SwitchCase|TSModuleBlock)$/;

/** Names that the statements of a block declare, with the offset from which on they can be read. */
const declaredIn = perObject((node: SyntaxNode): ReadonlyMap<string, number> => {
  const names = new Map<string, number>();
  if (!HOLDS_STATEMENTS.test(node.type)) return names;
  for (const statement of childrenOf(node)) {
    const from = isHoisted(statement) ? 0 : statement.end;
    for (const name of declared(statement)) names.set(name, Math.min(from, names.get(name) ?? from));
  }
  return names;
});
