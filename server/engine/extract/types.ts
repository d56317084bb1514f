import { NONE } from './facts.ts';
import type { TypeExpr, TypeId, TypeMember } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { keyName } from './names.ts';
import { lowerQualified, qualifiedText } from './references.ts';
import type { ParamPattern, TSImportType, TSQualifiedName, TSSignature, TSTupleElement, TSType } from './tree.ts';

const KEYWORDS: Readonly<Record<string, string>> = {
  TSAnyKeyword: 'any',
  TSBigIntKeyword: 'bigint',
  TSBooleanKeyword: 'boolean',
  TSIntrinsicKeyword: 'intrinsic',
  TSNeverKeyword: 'never',
  TSNullKeyword: 'null',
  TSNumberKeyword: 'number',
  TSObjectKeyword: 'object',
  TSStringKeyword: 'string',
  TSSymbolKeyword: 'symbol',
  TSUndefinedKeyword: 'undefined',
  TSUnknownKeyword: 'unknown',
  TSVoidKeyword: 'void',
  TSThisType: 'this',
};

function primitive(l: Lowering, name: string): TypeId {
  return l.addType({ k: 'prim', name }, name);
}

/** Types whose values no call can change. */
export function isPrimitiveType(l: Lowering, type: TypeId): boolean {
  const expression = l.types[type];
  if (expression?.k === 'literal') return true;
  return (
    expression?.k === 'prim' &&
    expression.name !== 'any' &&
    expression.name !== 'object' &&
    expression.name !== 'unknown' &&
    expression.name !== 'this'
  );
}

/** Lowers a type expression. */
export function lowerType(l: Lowering, node: TSTupleElement): TypeId {
  const keyword = KEYWORDS[node.type];
  if (keyword !== undefined) return primitive(l, keyword);
  switch (node.type) {
    case 'TSTypeReference': {
      const name = qualifiedText(node.typeName);
      const params = node.typeArguments?.params ?? [];
      if (params.length === 0) return l.addType({ k: 'ref', name, args: [] }, `ref ${name}`);
      const args = params.map((param) => l.type(param));
      return l.addType({ k: 'ref', name, args });
    }
    case 'TSArrayType':
      return l.addType({ k: 'array', of: l.type(node.elementType) });
    case 'TSUnionType':
      return l.addType({ k: 'union', of: node.types.map((type) => l.type(type)) });
    case 'TSIntersectionType':
      return l.addType({ k: 'intersection', of: node.types.map((type) => l.type(type)) });
    case 'TSLiteralType':
      return literalType(l, node);
    case 'TSTypeLiteral':
      return lowerMembers(l, node.members);
    case 'TSParenthesizedType':
    case 'TSOptionalType':
      return l.type(node.typeAnnotation);
    case 'TSJSDocNullableType':
    case 'TSJSDocNonNullableType':
      return l.type(node.typeAnnotation);
    case 'TSRestType': {
      const inner = node.typeAnnotation;
      return l.type(inner.type === 'TSArrayType' ? inner.elementType : inner);
    }
    case 'TSTupleType':
      return l.addType({ k: 'tuple', of: node.elementTypes.map((type) => l.type(type)) });
    case 'TSNamedTupleMember':
      return l.type(node.elementType);
    case 'TSFunctionType':
    case 'TSConstructorType':
      return functionType(l, node.params, node.returnType.typeAnnotation, node.type === 'TSConstructorType');
    case 'TSTypeOperator': {
      const of = l.type(node.typeAnnotation);
      return node.operator === 'keyof' ? l.addType({ k: 'keyof', of }) : of;
    }
    case 'TSIndexedAccessType':
      return l.addType({ k: 'indexed', object: l.type(node.objectType), index: l.type(node.indexType) });
    case 'TSTypeQuery':
      if (node.exprName.type === 'TSImportType') return importType(l, node.exprName);
      return l.addType({ k: 'typeof', name: qualifiedText(node.exprName), node: lowerQualified(l, node.exprName) });
    case 'TSImportType':
      return importType(l, node);
    case 'TSMappedType':
      return l.addType({
        k: 'mapped',
        key: node.key.name,
        over: l.type(node.constraint),
        as: l.type(node.nameType),
        to: l.type(node.typeAnnotation),
      });
    case 'TSConditionalType': {
      l.type(node.checkType);
      l.type(node.extendsType);
      return l.addType({ k: 'conditional', then: l.type(node.trueType), else: l.type(node.falseType) });
    }
    case 'TSTemplateLiteralType':
      return node.types.length === 0
        ? l.addType({ k: 'literal', value: node.quasis[0]?.value.cooked ?? '' })
        : primitive(l, 'string');
    case 'TSInferType':
      return l.addType({ k: 'ref', name: node.typeParameter.name.name, args: [] });
    case 'TSTypePredicate':
      return l.addType({
        k: 'predicate',
        asserts: node.asserts,
        parameter: node.parameterName.type === 'Identifier' ? node.parameterName.name : 'this',
        type: l.type(node.typeAnnotation?.typeAnnotation),
      });
    default:
      return l.addType({ k: 'unknown' }, 'unknown type');
  }
}

function literalType(l: Lowering, node: Extract<TSType, { type: 'TSLiteralType' }>): TypeId {
  const literal = node.literal;
  let value: string;
  if (literal.type === 'Literal') {
    value = String(literal.value);
  } else if (literal.type === 'TemplateLiteral') {
    value = literal.quasis[0]?.value.cooked ?? '';
  } else {
    value = l.text.slice(literal.start, literal.end);
  }
  return l.addType({ k: 'literal', value }, `literal ${value}`);
}

function importType(l: Lowering, node: TSImportType): TypeId {
  const args = (node.typeArguments?.params ?? []).map((param) => l.type(param));
  const specifier = node.source.value;
  return l.addType({ k: 'import', specifier, name: importedText(node.qualifier), args });
}

function importedText(node: TSImportType['qualifier'] | TSQualifiedName['left']): string {
  if (node === null) return '';
  if (node.type === 'TSQualifiedName') return `${importedText(node.left)}.${node.right.name}`;
  return node.type === 'Identifier' ? node.name : 'this';
}

function parameterTypes(l: Lowering, params: readonly ParamPattern[]): { name: string; type: TypeId }[] {
  const types: { name: string; type: TypeId }[] = [];
  for (const param of params) {
    if (param.type === 'TSParameterProperty') continue;
    if (param.type === 'Identifier' && param.name === 'this') continue;
    const rest = param.type === 'RestElement';
    const target = rest ? param.argument : param.type === 'AssignmentPattern' ? param.left : param;
    const annotation = (rest ? param.typeAnnotation : null) ?? target.typeAnnotation;
    types.push({ name: target.type === 'Identifier' ? target.name : '', type: l.type(annotation?.typeAnnotation) });
  }
  return types;
}

export function functionType(
  l: Lowering,
  params: readonly ParamPattern[],
  returned: TSType | null | undefined,
  construct: boolean,
): TypeId {
  const parameters = parameterTypes(l, params);
  const returns = l.type(returned);
  let predicate: Extract<TypeExpr, { k: 'function' }>['predicate'] = null;
  if (returned?.type === 'TSTypePredicate') predicate = returned.asserts ? 'asserts' : 'is';
  return l.addType({ k: 'function', parameters, returns, predicate, construct });
}

/** Members of an interface or type literal as an object type. */
export function lowerMembers(l: Lowering, members: readonly TSSignature[]): TypeId {
  const lowered: TypeMember[] = [];
  let index = NONE;
  for (const member of members) {
    const { start, end } = member;
    switch (member.type) {
      case 'TSPropertySignature': {
        const name = keyName(member.key, member.computed);
        const type = l.type(member.typeAnnotation?.typeAnnotation);
        if (name !== null) lowered.push({ name, type, optional: member.optional, method: false, start, end });
        break;
      }
      case 'TSMethodSignature': {
        const name = keyName(member.key, member.computed);
        if (name === null) break;
        const returned = member.returnType?.typeAnnotation;
        const accessor = member.kind !== 'method';
        const type = member.kind === 'get' ? l.type(returned) : functionType(l, member.params, returned, false);
        lowered.push({ name, type, optional: member.optional, method: !accessor, start, end });
        break;
      }
      case 'TSCallSignatureDeclaration':
      case 'TSConstructSignatureDeclaration': {
        const construct = member.type === 'TSConstructSignatureDeclaration';
        const type = functionType(l, member.params, member.returnType?.typeAnnotation, construct);
        lowered.push({ name: construct ? 'new' : '', type, optional: false, method: true, start, end });
        break;
      }
      default:
        index = l.type(member.typeAnnotation.typeAnnotation);
    }
  }
  return l.addType({ k: 'object', members: lowered, index });
}
