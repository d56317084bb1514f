import { constantText } from './commonjs.ts';
import { NONE, Op } from './facts.ts';
import type { ImportFacts } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { lowerQualified } from './references.ts';
import type { ImportDeclaration, Span, Statement } from './tree.ts';

/** The name of an import or export specifier's end: an identifier or a string. */
export function specifierName(node: { type: string; name?: string; value?: unknown }): string {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : '';
  return node.name ?? '';
}

function declareImport(
  l: Lowering,
  local: Span & { name: string },
  specifier: string,
  imported: string,
  kind: ImportFacts['kind'],
): void {
  const variable = l.declare(local.name, 'import', local);
  const node = l.node(Op.Import, local, l.addImport(specifier, imported, kind, local));
  variable.fixed = node;
  variable.definitions.push(node);
}

/** Declares the names of an `import` statement. */
export function declareImports(l: Lowering, node: ImportDeclaration): void {
  const specifier = constantText(node.source) ?? '';
  const kind = node.importKind === 'type' ? 'type' : 'import';
  if (node.specifiers.length === 0) l.addImport(specifier, '', kind, node);
  for (const item of node.specifiers) {
    switch (item.type) {
      case 'ImportDefaultSpecifier':
        declareImport(l, item.local, specifier, 'default', kind);
        break;
      case 'ImportNamespaceSpecifier':
        declareImport(l, item.local, specifier, '*', kind);
        break;
      default:
        declareImport(
          l,
          item.local,
          specifier,
          specifierName(item.imported),
          item.importKind === 'type' ? 'type' : kind,
        );
    }
  }
}

/** `import x = require('m')` and `import x = A.B.c`. */
export function lowerImportEquals(l: Lowering, node: Extract<Statement, { type: 'TSImportEqualsDeclaration' }>): void {
  const variable = l.scope.find(node.id.name);
  if (variable === undefined) return;
  const reference = node.moduleReference;
  if (reference.type === 'TSExternalModuleReference') {
    const specifier = constantText(reference.expression) ?? '';
    const kind = node.importKind === 'type' ? 'type' : 'require';
    variable.fixed = l.node(Op.Import, node.id, l.addImport(specifier, '*', kind, node.id));
  } else {
    variable.kind = 'const';
    variable.fixed = lowerQualified(l, reference);
  }
  if (variable.fixed !== NONE) variable.definitions.push(variable.fixed);
}
