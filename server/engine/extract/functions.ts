import { Env, readEnv } from './env.ts';
import { Ctx, NONE, Op } from './facts.ts';
import type { ClassId, ContextId, FunctionFacts, FunctionId, NodeId, ParameterFacts, TypeId } from './facts.ts';
import { hoist } from './hoist.ts';
import type { FunctionDoc } from './jsdoc.ts';
import type { FunctionSetting, FunctionState, Lowering } from './lowering.ts';
import { bind, patternNames } from './patterns.ts';
import { Scope } from './scope.ts';
import type { Variable } from './scope.ts';
import type {
  ArrowFunctionExpression,
  FunctionNode,
  ParamPattern,
  Span,
  Statement,
  TSTypeParameterDeclaration,
} from './tree.ts';
import { isPrimitiveType } from './types.ts';
import { define } from './variables.ts';

/** State of a function about to be lowered. */
export function newFunctionState(
  id: FunctionId,
  entry: ContextId,
  around: FunctionState | null,
  superClass: ClassId,
): FunctionState {
  return {
    id,
    entry,
    thisFunction: around === null ? id : around.thisFunction,
    superClass,
    thisWrites: around === null ? [] : around.thisWrites,
    received: around === null ? (id === 0 ? null : { parameters: NO_PARAMETERS, rest: null }) : around.received,
    returns: [],
    yields: [],
    throws: [],
    cells: new Map(),
    targets: [],
    tryLogs: [],
    parameters: [],
    parameterExits: [],
    thisNode: NONE,
  };
}

/** Runs `body` as the inside of a function, with its own scope and environment, and restores everything afterwards. */
export function within(l: Lowering, fn: FunctionState, body: () => void): void {
  const { fn: outerFn, env, scope, context, live, labels, anchor } = l;
  l.fn = fn;
  l.env = new Env(null);
  l.scope = new Scope(scope);
  l.context = fn.entry;
  l.live = true;
  l.labels = [];
  l.anchor = NONE;
  body();
  l.fn = outerFn;
  l.env = env;
  l.scope = scope;
  l.context = context;
  l.live = live;
  l.labels = labels;
  l.anchor = anchor;
}

/** A function or arrow expression: a Func node. */
export function lowerFunctionExpression(
  l: Lowering,
  node: FunctionNode | ArrowFunctionExpression,
  name: string,
): NodeId {
  const id = l.reserveFunction();
  const func = l.node(Op.Func, node, id);
  const arrow = node.type === 'ArrowFunctionExpression';
  const own = node.id;
  const keyword = arrow ? { start: node.start, end: node.start } : { start: node.start, end: node.start + 8 };
  l.walk.lowerFunction(l, node, {
    id,
    node: func,
    name: own?.name ?? name,
    kind: arrow ? 'arrow' : 'function',
    isStatic: false,
    owner: NONE,
    decorators: [],
    parentContext: l.context,
    nameStart: own?.start ?? keyword.start,
    nameEnd: own === null ? keyword.end : own.start + own.name.length,
    anchor: l.anchor === NONE ? node.start : l.anchor,
  });
  return func;
}

/** A method, getter or setter of an object literal: a Func node. */
export function lowerMethodValue(
  l: Lowering,
  node: FunctionNode,
  property: Span & { key: Span & { name?: unknown; value?: unknown }; kind: 'init' | 'get' | 'set' },
): NodeId {
  const id = l.reserveFunction();
  const func = l.node(Op.Func, property, id);
  const key = property.key.name ?? property.key.value;
  l.walk.lowerFunction(l, node, {
    id,
    node: func,
    name: typeof key === 'string' ? key : '',
    kind: property.kind === 'get' ? 'getter' : property.kind === 'set' ? 'setter' : 'method',
    isStatic: false,
    owner: NONE,
    decorators: [],
    parentContext: l.context,
    nameStart: property.key.start,
    nameEnd: property.key.end,
    anchor: property.start,
  });
  return func;
}

/** Lowers a function's parameters and body, and records its facts. */
export function lowerFunction(
  l: Lowering,
  node: FunctionNode | ArrowFunctionExpression,
  setting: FunctionSetting,
): void {
  const arrow = setting.kind === 'arrow';
  const parent = l.fn.id;
  const entry = l.b.context(Ctx.Entry, setting.parentContext, setting.id, NONE);
  const around = arrow ? l.fn : null;
  const superClass = arrow || setting.owner === NONE ? l.fn.superClass : setting.owner;
  const fn = newFunctionState(setting.id, entry, around, superClass);
  const doc = l.docs.functionAt(l, setting.anchor);
  const typeParameters = typeParameterNames(node.typeParameters);
  const constraints = typeConstraints(l, node.typeParameters);
  within(l, fn, () => {
    nameSelf(l, node, setting);
    const declared = lowerParameters(l, node.params, doc);
    if (!arrow && fn.received !== null) fn.received.parameters = declared;
    const body = node.body;
    let directives: readonly string[] = [];
    let exitContext: ContextId = NONE;
    if (body !== null && body.type === 'BlockStatement') {
      directives = directivesOf(body.body);
      hoist(l, body.body, true);
      for (const statement of body.body) l.statement(statement);
      if (l.live) {
        exitContext = l.context;
        noteParameterExits(l);
      }
    } else if (body !== null) {
      const value = l.expression(body);
      fn.returns.push({ context: l.context, node: value, start: body.start, end: body.end });
      noteParameterExits(l);
    }
    const returnType = l.type(node.returnType?.typeAnnotation);
    const facts = functionFacts(l, fn, setting, node);
    facts.parent = parent;
    facts.isAsync = node.async;
    facts.isGenerator = node.generator;
    facts.parameters = arrow ? declared : withReceived(fn, declared);
    facts.exitContext = exitContext;
    facts.returnType = returnType === NONE && doc !== null ? doc.returns : returnType;
    facts.typeParameters = doc === null || typeParameters.length > 0 ? typeParameters : doc.typeParameters;
    if (constraints !== null) facts.typeConstraints = constraints;
    facts.directives = directives;
  });
}

/** A function that reads `arguments` takes the rest of what it is called with. */
function withReceived(fn: FunctionState, declared: readonly ParameterFacts[]): readonly ParameterFacts[] {
  const rest = fn.received?.rest ?? null;
  if (rest === null || declared.at(-1)?.rest === true) return declared;
  const { node, start, end } = rest;
  const none = { name: null, variable: NONE, type: NONE, default: NONE, decorators: [], property: null } as const;
  return [...declared, { ...none, node, rest: true, start, end }];
}

type OpenFunctionFacts = { -readonly [K in keyof FunctionFacts]: FunctionFacts[K] };

/** Facts of a function whose inside has been walked, recorded under its id; what only some functions have is to be set. */
export function functionFacts(
  l: Lowering,
  fn: FunctionState,
  setting: Pick<
    FunctionSetting,
    'name' | 'kind' | 'isStatic' | 'owner' | 'node' | 'decorators' | 'nameStart' | 'nameEnd'
  >,
  span: Span,
): OpenFunctionFacts {
  for (let i = 0; i < fn.parameters.length; i++) {
    for (const write of fn.parameters[i]?.closureWrites ?? []) addExit(fn, i, write);
  }
  const facts: OpenFunctionFacts = {
    name: setting.name,
    kind: setting.kind,
    isAsync: false,
    isGenerator: false,
    isStatic: setting.isStatic,
    parent: NONE,
    owner: setting.owner,
    node: setting.node,
    parameters: NO_PARAMETERS,
    entry: fn.entry,
    returns: fn.returns,
    yields: fn.yields,
    throws: fn.throws,
    exitContext: NONE,
    parameterExits: fn.parameterExits,
    thisWrites: fn.id === fn.thisFunction ? fn.thisWrites : [],
    returnType: NONE,
    typeParameters: NO_NAMES,
    decorators: setting.decorators,
    directives: NO_NAMES,
    nameStart: setting.nameStart,
    nameEnd: setting.nameEnd,
    start: span.start,
    end: span.end,
  };
  l.functions[fn.id] = facts;
  l.states.push(fn);
  return facts;
}

const NO_PARAMETERS: readonly ParameterFacts[] = [];
const NO_NAMES: readonly string[] = [];

function addExit(fn: FunctionState, position: number, node: NodeId): void {
  while (fn.parameterExits.length <= position) fn.parameterExits.push([]);
  const exits = fn.parameterExits[position];
  if (exits !== undefined && !exits.includes(node)) exits.push(node);
}

/** Notes the versions parameters have where the function is left. */
export function noteParameterExits(l: Lowering): void {
  for (let i = 0; i < l.fn.parameters.length; i++) {
    const variable = l.fn.parameters[i] ?? null;
    if (variable === null || variable.definitions.length < 2) continue;
    const value = readEnv(l, l.env, variable.id);
    const op = value === NONE ? Op.Unknown : l.b.op(value);
    if (op === Op.Store || op === Op.Effect || op === Op.Phi) addExit(l.fn, i, value);
  }
}

function nameSelf(l: Lowering, node: FunctionNode | ArrowFunctionExpression, setting: FunctionSetting): void {
  if (node.type !== 'FunctionExpression' || node.id === null || setting.node === NONE) return;
  const self = l.declare(node.id.name, 'function', node.id);
  self.fixed = setting.node;
  self.definitions.push(setting.node);
}

function lowerParameters(
  l: Lowering,
  params: readonly ParamPattern[],
  doc: FunctionDoc | null,
): readonly ParameterFacts[] {
  const facts: ParameterFacts[] = [];
  for (const param of params) {
    if (param.type === 'Identifier' && param.name === 'this') continue;
    const pattern = param.type === 'TSParameterProperty' ? param.parameter : param;
    patternNames(pattern.type === 'RestElement' ? pattern.argument : pattern, (name, span) => {
      l.declare(name, 'param', pattern.type === 'Identifier' ? undecorated(l.text, pattern) : span);
    });
  }
  for (const param of params) {
    if (param.type === 'Identifier' && param.name === 'this') continue;
    facts.push(lowerParameter(l, param, facts.length, doc));
  }
  return facts;
}

function lowerParameter(l: Lowering, param: ParamPattern, position: number, doc: FunctionDoc | null): ParameterFacts {
  const property = param.type === 'TSParameterProperty';
  const inner = property ? param.parameter : param;
  const rest = inner.type === 'RestElement';
  const decorators = param.decorators?.map((decorator) => l.expression(decorator.expression)) ?? [];
  const fallback = inner.type === 'AssignmentPattern' ? inner : null;
  const pattern = inner.type === 'AssignmentPattern' ? inner.left : rest ? inner.argument : inner;
  const annotation = (rest ? inner.typeAnnotation : null) ?? pattern.typeAnnotation;
  const declared = l.type(annotation?.typeAnnotation);
  const name = pattern.type === 'Identifier' ? pattern.name : null;
  const type = declared === NONE && doc !== null ? doc.parameter(name, position) : declared;
  const span = undecorated(l.text, param);
  const node = l.node(Op.Param, span, l.fn.id, position, rest ? 1 : NONE);
  let defaultNode = NONE;
  let value = node;
  if (fallback !== null) {
    const context = l.context;
    defaultNode = l.expression(fallback.right, pattern.type === 'Identifier' ? pattern.name : '');
    l.context = context;
    value = l.node(Op.Default, { start: pattern.start, end: fallback.end }, node, defaultNode);
  }
  let variable: Variable | null = null;
  if (pattern.type === 'Identifier') {
    variable = l.scope.own(pattern.name) ?? null;
    if (variable !== null) bindParameter(l, variable, value, fallback !== null, type);
  } else {
    bind(l, pattern, value);
  }
  l.fn.parameters.push(variable);
  return {
    name,
    node,
    variable: variable?.id ?? NONE,
    type,
    default: defaultNode,
    rest,
    decorators,
    property: property ? name : null,
    start: span.start,
    end: span.end,
  };
}

/** What stands between decorators and parameter. */
const TRIVIA = /(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*/y;

/** A parameter without its decorators. Parsers differ on whether they belong to the place of an optional one. */
function undecorated(text: string, param: ParamPattern): Span {
  const last = param.decorators?.at(-1);
  if (last === undefined) return param;
  TRIVIA.lastIndex = last.end;
  TRIVIA.test(text);
  return { start: TRIVIA.lastIndex, end: param.end };
}

function bindParameter(l: Lowering, variable: Variable, value: NodeId, defaulted: boolean, type: TypeId): void {
  variable.type = type;
  variable.primitive = isPrimitiveType(l, type);
  if (defaulted) {
    define(l, variable, value, variable);
    return;
  }
  variable.definitions.push(value);
  l.env.set(variable.id, value);
}

/** String directives at the start of a body. */
export function directivesOf(body: readonly Statement[]): readonly string[] {
  const directives: string[] = [];
  for (const statement of body) {
    if (statement.type !== 'ExpressionStatement' || typeof statement.directive !== 'string') break;
    directives.push(statement.directive);
  }
  return directives;
}

/** Names of declared type parameters. */
export function typeParameterNames(node: TSTypeParameterDeclaration | null | undefined): readonly string[] {
  return node === null || node === undefined ? NO_NAMES : node.params.map((param) => param.name.name);
}

/** Constraints of declared type parameters by position; null if none has one. */
export function typeConstraints(
  l: Lowering,
  node: TSTypeParameterDeclaration | null | undefined,
): readonly TypeId[] | null {
  if (node === null || node === undefined || node.params.every((param) => param.constraint === null)) return null;
  return node.params.map((param) => l.type(param.constraint));
}
