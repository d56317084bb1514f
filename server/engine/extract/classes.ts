import { heritageType } from './declarations.ts';
import { Ctx, NONE, Op } from './facts.ts';
import type { ClassId, FieldFacts, FunctionFacts, FunctionId, NodeId, ParameterFacts } from './facts.ts';
import { functionFacts, newFunctionState, typeConstraints, typeParameterNames, within } from './functions.ts';
import { hoist } from './hoist.ts';
import type { FunctionState, Lowering } from './lowering.ts';
import { keyName } from './names.ts';
import { Scope } from './scope.ts';
import { functionType } from './types.ts';
import type {
  Class,
  Decorator,
  MethodDefinition,
  PropertyDefinition,
  AccessorProperty,
  Span,
  Statement,
} from './tree.ts';

/** What is gathered about a class while its body is walked. */
interface ClassBuild {
  readonly id: ClassId;
  readonly fields: FieldFacts[];
  readonly methods: FunctionId[];
  ctor: FunctionId;
  /** The function in which instance fields get their initial values; made for the first that has one. */
  initializer: FunctionState | null;
}

const decoratorNodes = (l: Lowering, decorators: readonly Decorator[] | undefined): readonly NodeId[] =>
  (decorators ?? []).map((decorator) => l.expression(decorator.expression));

/** Lowers a class declaration or expression to its Class node. */
export function lowerClass(l: Lowering, node: Class, name: string): NodeId {
  const anchor = l.anchor === NONE ? node.start : l.anchor;
  const outer = l.scope;
  const decorators = decoratorNodes(l, node.decorators);
  const superclass = l.expression(node.superClass);
  const id = l.classes.push(null) - 1;
  const value = l.node(Op.Class, node, id);
  const ownName = node.id?.name ?? name;
  if (node.id !== null) bindClassName(l, node, node.id.name, value);
  const build: ClassBuild = { id, fields: [], methods: [], ctor: NONE, initializer: null };
  for (const member of node.body.body) {
    switch (member.type) {
      case 'MethodDefinition':
      case 'TSAbstractMethodDefinition':
        lowerMethod(l, build, member);
        break;
      case 'PropertyDefinition':
      case 'TSAbstractPropertyDefinition':
      case 'AccessorProperty':
      case 'TSAbstractAccessorProperty':
        lowerField(l, build, member);
        break;
      case 'StaticBlock':
        lowerStatic(l, build, member, () => {
          hoist(l, member.body, true);
          for (const statement of member.body as readonly Statement[]) l.statement(statement);
          return NONE;
        });
        break;
      default:
    }
  }
  finishInitializer(l, build, node);
  const constraints = typeConstraints(l, node.typeParameters);
  l.classes[id] = {
    name: ownName,
    node: value,
    superclass,
    superType: heritageType(l, node.superClass, node.superTypeArguments?.params),
    implements: (node.implements ?? []).map((item) =>
      heritageType(l, item.expression as Class['superClass'], item.typeArguments?.params),
    ),
    typeParameters: typeParameterNames(node.typeParameters),
    ...(constraints === null ? {} : { typeConstraints: constraints }),
    ctor: build.ctor,
    methods: build.methods,
    fields: build.fields,
    decorators,
    isAbstract: node.abstract === true,
    start: node.start,
    end: node.end,
  };
  if (node.type === 'ClassDeclaration' && ownName !== '') declareClassType(l, node, ownName, id, anchor);
  l.scope = outer;
  return value;
}

function bindClassName(l: Lowering, node: Class, name: string, value: NodeId): void {
  const declared = node.type === 'ClassDeclaration' ? l.scope.own(name) : undefined;
  if (declared !== undefined) {
    if (declared.fixed === NONE) declared.fixed = value;
    declared.definitions.push(value);
    return;
  }
  l.scope = new Scope(l.scope);
  const variable = l.declare(name, 'class', node.id ?? node);
  variable.fixed = value;
  variable.definitions.push(value);
}

function declareClassType(l: Lowering, node: Class, name: string, id: ClassId, anchor: number): void {
  l.declarations.push({
    kind: 'class',
    name: l.namespace + name,
    typeParameters: typeParameterNames(node.typeParameters),
    type: NONE,
    extends: [],
    classId: id,
    members: [],
    exported: anchor < node.start,
    tagged: [],
    start: anchor,
    end: node.end,
  });
}

function lowerMethod(l: Lowering, build: ClassBuild, member: MethodDefinition): void {
  const name = keyName(member.key, member.computed) ?? '';
  const decorators = decoratorNodes(l, member.decorators);
  const { value, start, end } = member;
  const isStatic = member.static;
  if (value.body === null) {
    if (member.type !== 'TSAbstractMethodDefinition') return;
    const type = functionType(l, value.params, value.returnType?.typeAnnotation, false);
    build.fields.push({ name, type, node: NONE, isStatic, decorators, start, end });
    return;
  }
  if (member.computed && name === '') l.expression(member.key.type === 'PrivateIdentifier' ? null : member.key);
  const id = l.reserveFunction();
  l.walk.lowerFunction(l, value, {
    id,
    node: NONE,
    name: member.kind === 'constructor' ? 'constructor' : name,
    kind: methodKind(member.kind),
    isStatic,
    owner: build.id,
    decorators,
    parentContext: l.context,
    nameStart: member.key.start,
    nameEnd: member.key.end,
    anchor: member.start,
  });
  if (member.kind === 'constructor') {
    build.ctor = id;
    for (const parameter of l.functions[id]?.parameters ?? []) addParameterProperty(build, parameter);
  } else {
    build.methods.push(id);
  }
}

function methodKind(kind: MethodDefinition['kind']): FunctionFacts['kind'] {
  if (kind === 'get') return 'getter';
  if (kind === 'set') return 'setter';
  return kind;
}

function addParameterProperty(build: ClassBuild, parameter: ParameterFacts): void {
  if (parameter.property === null) return;
  const { type, decorators, start, end } = parameter;
  build.fields.push({ name: parameter.property, type, node: parameter.node, isStatic: false, decorators, start, end });
}

function lowerField(l: Lowering, build: ClassBuild, member: PropertyDefinition | AccessorProperty): void {
  const name = keyName(member.key, member.computed);
  const decorators = decoratorNodes(l, member.decorators);
  const declared = l.type(member.typeAnnotation?.typeAnnotation);
  const type = declared === NONE ? l.docs.variableAt(l, member.start) : declared;
  let node = NONE;
  const value = member.value;
  if (value !== null) {
    const lower = (): NodeId => {
      l.anchor = member.start;
      return l.expression(value, name ?? '');
    };
    node = member.static ? lowerStatic(l, build, member, lower) : lowerInitial(l, build, lower);
  }
  const { start, end } = member;
  if (name !== null) build.fields.push({ name, type, node, isStatic: member.static, decorators, start, end });
}

/**
 * Initial values of instance fields run as part of the construction, with `this` being the instance: they are lowered in
 * one unnamed function of the class that is not among its methods.
 */
function lowerInitial(l: Lowering, build: ClassBuild, lower: () => NodeId): NodeId {
  if (build.initializer === null) {
    const id = l.reserveFunction();
    const entry = l.b.context(Ctx.Entry, l.context, id, NONE);
    build.initializer = newFunctionState(id, entry, null, build.id);
  }
  let node = NONE;
  within(l, build.initializer, () => {
    node = lower();
  });
  return node;
}

function finishInitializer(l: Lowering, build: ClassBuild, node: Class): void {
  const fn = build.initializer;
  if (fn !== null) addClassFunction(l, build, fn, 'method', false, fn.entry, node);
}

/** A static block, or the initial value of a static field: runs at once, with `this` being the class. */
function lowerStatic(l: Lowering, build: ClassBuild, span: Span, lower: () => NodeId): NodeId {
  const id = l.reserveFunction();
  const fn = newFunctionState(id, l.b.context(Ctx.Entry, l.context, id, NONE), null, build.id);
  let node = NONE;
  let exit = NONE;
  within(l, fn, () => {
    node = lower();
    if (l.live) exit = l.context;
  });
  addClassFunction(l, build, fn, 'static-block', true, exit, span);
  return node;
}

function addClassFunction(
  l: Lowering,
  build: ClassBuild,
  fn: FunctionState,
  kind: FunctionFacts['kind'],
  isStatic: boolean,
  exitContext: number,
  span: Span,
): void {
  const setting = { name: '', kind, isStatic, owner: build.id, node: NONE, decorators: [], nameStart: span.start };
  const facts = functionFacts(l, fn, { ...setting, nameEnd: span.start }, span);
  facts.parent = l.fn.id;
  facts.exitContext = exitContext;
}
