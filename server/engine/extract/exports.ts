import { constantText } from './commonjs.ts';
import { lowerEnum, lowerInterface, lowerNamespace, lowerTypeAlias } from './declarations.ts';
import { NONE } from './facts.ts';
import type { NodeId } from './facts.ts';
import { lowerFunctionExpression } from './functions.ts';
import { lowerImportEquals, specifierName } from './imports.ts';
import type { Lowering } from './lowering.ts';
import { patternNames } from './patterns.ts';
import type {
  ExportAllDeclaration,
  ExportDefaultDeclaration,
  ExportNamedDeclaration,
  Span,
  Statement,
} from './tree.ts';
import { lowerVariables } from './variable-declarations.ts';

type ExportStatement = Extract<
  Statement,
  { type: 'ExportNamedDeclaration' | 'ExportDefaultDeclaration' | 'ExportAllDeclaration' | 'TSExportAssignment' }
>;

/** Export statements of every form; the values of local names are read once the module has been lowered to its end. */
export function lowerExport(l: Lowering, node: ExportStatement): void {
  switch (node.type) {
    case 'ExportNamedDeclaration':
      lowerNamed(l, node);
      break;
    case 'ExportDefaultDeclaration':
      lowerDefault(l, node);
      break;
    case 'ExportAllDeclaration':
      lowerAll(l, node);
      break;
    default:
      addExport(l, '=', node, { node: l.expression(node.expression) });
  }
}

interface ExportDetails {
  readonly node?: NodeId;
  readonly local?: string;
  readonly specifier?: string;
  readonly imported?: string;
  readonly typeOnly?: boolean;
}

function addExport(l: Lowering, name: string, span: Span, details: ExportDetails): void {
  l.exports.push({
    name,
    node: details.node ?? NONE,
    local: details.local ?? null,
    specifier: details.specifier ?? null,
    imported: details.imported ?? details.local ?? null,
    typeOnly: details.typeOnly ?? false,
    start: span.start,
    end: span.end,
  });
}

function lowerNamed(l: Lowering, node: ExportNamedDeclaration): void {
  if (node.declaration !== null) lowerDeclaration(l, node, node.declaration);
  const specifier = node.source === null ? null : constantText(node.source);
  for (const item of node.specifiers) {
    const name = specifierName(item.exported);
    const local = specifierName(item.local);
    const typeOnly = node.exportKind === 'type' || item.exportKind === 'type';
    if (specifier !== null) addExport(l, name, item, { specifier, imported: local, typeOnly });
    else addExport(l, name, item, { local, typeOnly });
  }
}

function lowerDeclaration(
  l: Lowering,
  node: ExportNamedDeclaration,
  declaration: NonNullable<ExportNamedDeclaration['declaration']>,
): void {
  const exportLocal = (name: string, span: Span): void => {
    addExport(l, name, span, { local: name });
  };
  switch (declaration.type) {
    case 'VariableDeclaration':
      lowerVariables(l, declaration, node.start);
      for (const declarator of declaration.declarations) patternNames(declarator.id, exportLocal);
      break;
    case 'TSInterfaceDeclaration':
      lowerInterface(l, declaration, true, node.start);
      addExport(l, declaration.id.name, declaration.id, { imported: declaration.id.name, typeOnly: true });
      break;
    case 'TSTypeAliasDeclaration':
      lowerTypeAlias(l, declaration, true, node.start);
      addExport(l, declaration.id.name, declaration.id, { imported: declaration.id.name, typeOnly: true });
      break;
    case 'TSEnumDeclaration':
      lowerEnum(l, declaration, true, node.start);
      exportLocal(declaration.id.name, declaration.id);
      break;
    case 'TSModuleDeclaration':
      lowerNamespace(l, declaration, true, node.start);
      if (declaration.id.type === 'Identifier' && !declaration.global) exportLocal(declaration.id.name, declaration.id);
      break;
    case 'TSImportEqualsDeclaration':
      lowerImportEquals(l, declaration);
      exportLocal(declaration.id.name, declaration.id);
      break;
    case 'ClassDeclaration':
    case 'ClassExpression':
      l.anchor = node.start;
      l.walk.lowerClass(l, declaration, '');
      l.anchor = NONE;
      if (declaration.id !== null) exportLocal(declaration.id.name, declaration.id);
      break;
    default:
      if (declaration.id !== null && declaration.type !== 'TSEmptyBodyFunctionExpression') {
        if (l.scope.own(declaration.id.name) !== undefined) exportLocal(declaration.id.name, declaration.id);
      }
  }
}

function lowerDefault(l: Lowering, node: ExportDefaultDeclaration): void {
  const declaration = node.declaration;
  switch (declaration.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression': {
      const func = l.hoistedFunctions.get(declaration) ?? lowerFunctionExpression(l, declaration, '');
      addExport(l, 'default', declaration, { node: func });
      break;
    }
    case 'ClassDeclaration':
      l.anchor = node.start;
      addExport(l, 'default', declaration, { node: l.walk.lowerClass(l, declaration, '') });
      l.anchor = NONE;
      break;
    case 'TSInterfaceDeclaration':
      lowerInterface(l, declaration, true, node.start);
      addExport(l, 'default', declaration, { imported: declaration.id.name, typeOnly: true });
      break;
    case 'TSDeclareFunction':
      break;
    case 'Identifier':
      addExport(l, 'default', declaration, { local: declaration.name });
      break;
    default:
      l.anchor = node.start;
      addExport(l, 'default', declaration, { node: l.expression(declaration) });
      l.anchor = NONE;
  }
}

function lowerAll(l: Lowering, node: ExportAllDeclaration): void {
  addExport(l, node.exported === null ? '*' : specifierName(node.exported), node, {
    specifier: constantText(node.source) ?? '',
    imported: '*',
    typeOnly: node.exportKind === 'type',
  });
}
