import type { SyntaxNode } from '../../extract/index.ts';
import { declared } from './scope.ts';
import { bare, child, isFunction, list, nameOf } from './syntax.ts';

/** A name of a module, and what is known of what it stands for. */
export interface Binding {
  readonly local: string;
  /** An export under its name, a module as a whole, a function of the module's own, or anything else. */
  readonly kind: 'named' | 'whole' | 'function' | 'other';
  /** Name of the export. */
  readonly imported?: string;
  /** Module it comes from, as it is written. */
  readonly from?: string;
}

/** What the names of a module stand for: what it imports or requires, and what it declares. */
export function bindingsOf(root: SyntaxNode): readonly Binding[] {
  return list(root, 'body').flatMap((statement): readonly Binding[] => {
    if (statement.type === 'ImportDeclaration') return imported(statement);
    const declaration = child(statement, 'declaration') ?? statement;
    if (declaration.type === 'VariableDeclaration') return list(declaration, 'declarations').flatMap(variables);
    const kind = declaration.type === 'FunctionDeclaration' ? 'function' : 'other';
    return declared(statement).map((local) => ({ local, kind }));
  });
}

/** Module that a statement imports by `import`; null if it imports none. */
export function specifierOf(statement: SyntaxNode): string | null {
  const value = child(statement, 'source')?.['value'];
  return typeof value === 'string' ? value : null;
}

/** Module that an expression requires; null if it is no such call. */
export function requiredBy(init: SyntaxNode | null): string | null {
  const call = init === null ? null : bare(init);
  if (call?.type !== 'CallExpression' || nameOf(child(call, 'callee')) !== 'require') return null;
  const value = list(call, 'arguments')[0]?.['value'];
  return typeof value === 'string' ? value : null;
}

function imported(statement: SyntaxNode): readonly Binding[] {
  const from = specifierOf(statement) ?? '';
  return list(statement, 'specifiers').map((specifier): Binding => {
    const local = nameOf(child(specifier, 'local'));
    // A type is no value: its name is taken and of no use.
    if (statement['importKind'] === 'type' || specifier['importKind'] === 'type') return { local, kind: 'other' };
    if (specifier.type === 'ImportNamespaceSpecifier') return { local, kind: 'whole', from };
    if (specifier.type !== 'ImportSpecifier') return { local, kind: 'other', from };
    return { local, kind: 'named', imported: nameOf(child(specifier, 'imported')), from };
  });
}

function variables(declarator: SyntaxNode): readonly Binding[] {
  const id = child(declarator, 'id');
  const init = child(declarator, 'init');
  const from = requiredBy(init);
  if (id?.type === 'ObjectPattern' && from !== null) {
    return list(id, 'properties').flatMap((property): readonly Binding[] => {
      const value = child(property, 'value');
      if (value?.type !== 'Identifier') return declared(declarator).map((local) => ({ local, kind: 'other' }));
      return [{ local: nameOf(value), kind: 'named', imported: nameOf(child(property, 'key')), from }];
    });
  }
  if (id?.type === 'Identifier' && from !== null) return [{ local: nameOf(id), kind: 'whole', from }];
  const kind = init !== null && isFunction(bare(init)) ? 'function' : 'other';
  return declared(declarator).map((local) => ({ local, kind }));
}
