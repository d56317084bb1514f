import { Col, CONTEXT_STRIDE, Ctx, FACTS_VERSION, NODE_STRIDE, NONE, Op, PropKind } from './facts.ts';
import type {
  ClassFacts,
  DirectiveFacts,
  ExportFacts,
  FileFacts,
  FunctionFacts,
  NodeId,
  TypeDeclaration,
  VariableFacts,
} from './facts.ts';
import type { Lowering, OpenExit } from './lowering.ts';
import { OPERANDS } from './operands.ts';
import type { Scope, Variable } from './scope.ts';
import { cellOf } from './variables.ts';

/** Turns a finished lowering into facts. `module` is the scope of the file's top level. */
export function finish(
  l: Lowering,
  path: string,
  parser: FileFacts['parser'],
  module: Scope,
  directives: readonly DirectiveFacts[],
): FileFacts {
  const exports = l.exports.map(({ local, ...rest }): ExportFacts => {
    const variable = local === null ? undefined : module.find(local);
    return { ...rest, node: variable === undefined ? rest.node : bindingNode(l, variable) };
  });
  const bindings: Record<string, NodeId> = Object.create(null) as Record<string, NodeId>;
  for (const variable of module.names()) bindings[variable.name] = bindingNode(l, variable);
  dissolveCells(l);
  const remap = remapper(l);
  const exported = new Set<string>();
  for (const item of exports) if (item.specifier === null && item.imported !== null) exported.add(item.imported);
  const nodes = l.b.takeNodes();
  const lists = l.b.takeLists();
  const contexts = l.b.takeContexts();
  if (l.copies.size > 0) {
    rewrite(nodes, lists, contexts, remap);
    settle(l, remap);
  }
  for (const name of Object.keys(bindings)) bindings[name] = remap(bindings[name] ?? NONE);
  const typeArguments = Object.fromEntries(l.typeArguments);
  return {
    version: FACTS_VERSION,
    path,
    parser,
    nodes,
    lists,
    strings: l.b.takeStrings(),
    contexts,
    functions: l.functions.map((fn, id) => finishFunction(fn ?? emptyFunction(id), remap)),
    classes: l.classes.map((cls) => finishClass(cls ?? EMPTY_CLASS, remap)),
    variables: l.variables.map(variableFacts),
    imports: l.imports,
    exports: exports.map((item) => ({ ...item, node: remap(item.node) })),
    types: l.types.map((type) => (type.k === 'typeof' ? { ...type, node: remap(type.node) } : type)),
    ...(l.typeArguments.size === 0 ? {} : { typeArguments }),
    declarations: l.declarations.map((item) => finishDeclaration(l, item, exported, directives, remap)),
    bindings,
    calls: inTextOrder(l.calls, nodes),
    jsx: inTextOrder(l.jsx, nodes),
    directives,
    problems: l.problems,
  };
}

/** A module-level name as read at the end of the module. */
function bindingNode(l: Lowering, variable: Variable): NodeId {
  if (variable.fixed !== NONE && (variable.definitions.length === 1 || variable.kind === 'import'))
    return variable.fixed;
  return cellOf(l, variable);
}

/**
 * A Cell of a variable with one definition is that definition: for functions, classes, imports and enums wherever they
 * are, for other variables only those of the module, which has no callers to tell apart.
 */
function dissolveCells(l: Lowering): void {
  const count = l.b.nodeCount;
  for (let node = 0; node < count; node++) {
    if (l.b.op(node) !== Op.Cell) continue;
    const variable = l.variables[l.b.a(node)];
    const only = variable?.definitions[0];
    if (variable === undefined || only === undefined || variable.definitions.length !== 1) continue;
    const op = l.b.op(only);
    const named = op === Op.Func || op === Op.Class || op === Op.Import || op === Op.Enum;
    if (named || (variable.owner === 0 && op === Op.Def)) l.copies.set(node, only);
  }
}

function remapper(l: Lowering): (node: NodeId) => NodeId {
  const copies = l.copies;
  if (copies.size === 0) return (node) => node;
  return (node) => {
    let at = node;
    for (let next = copies.get(at); next !== undefined && next !== at; next = copies.get(at)) at = next;
    return at;
  };
}

/** Replaces copies in all operands. */
function rewrite(nodes: Int32Array, lists: Int32Array, contexts: Int32Array, remap: (node: NodeId) => NodeId): void {
  const list = (id: number, first: number, step: number): void => {
    if (id < 0) return;
    const end = id + 1 + (lists[id] ?? 0);
    for (let i = id + 1 + first; i < end; i += step) lists[i] = remap(lists[i] ?? NONE);
  };
  for (let at = 0; at < nodes.length; at += NODE_STRIDE) {
    const operands = OPERANDS[(nodes[at] ?? 0) as Op];
    for (let k = 0; k < 3; k++) {
      const column = at + Col.a + k;
      const value = nodes[column] ?? NONE;
      if (value < 0) continue;
      switch (operands[k]) {
        case 'node':
          nodes[column] = remap(value);
          break;
        case 'nodes':
          list(value, 0, 1);
          break;
        case 'pairs':
          list(value, 1, 2);
          break;
        case 'triples':
          rewriteProperties(lists, value, remap);
          break;
        default:
      }
    }
  }
  for (let at = 0; at < contexts.length; at += CONTEXT_STRIDE) {
    switch (contexts[at]) {
      case Ctx.True:
      case Ctx.False:
      case Ctx.Called:
        contexts[at + 2] = remap(contexts[at + 2] ?? NONE);
        break;
      case Ctx.Case:
      case Ctx.NotCase:
        contexts[at + 2] = remap(contexts[at + 2] ?? NONE);
        list(contexts[at + 3] ?? NONE, 0, 1);
        break;
      default:
    }
  }
}

function rewriteProperties(lists: Int32Array, id: number, remap: (node: NodeId) => NodeId): void {
  const end = id + 1 + (lists[id] ?? 0);
  for (let i = id + 1; i < end; i += 3) {
    if (lists[i] === PropKind.Computed) lists[i + 1] = remap(lists[i + 1] ?? NONE);
    lists[i + 2] = remap(lists[i + 2] ?? NONE);
  }
}

/** Replaces copies in what has been gathered about functions and variables, in place. */
function settle(l: Lowering, remap: (node: NodeId) => NodeId): void {
  const exits = (list: OpenExit[]): void => {
    for (const exit of list) exit.node = remap(exit.node);
  };
  const ids = (list: NodeId[]): void => {
    for (let i = 0; i < list.length; i++) list[i] = remap(list[i] ?? NONE);
  };
  for (const fn of l.states) {
    exits(fn.returns);
    exits(fn.yields);
    exits(fn.throws);
    fn.parameterExits.forEach(ids);
    if (fn.id === fn.thisFunction) for (const write of fn.thisWrites) write.node = remap(write.node);
  }
  for (const variable of l.variables) {
    ids(variable.definitions);
    ids(variable.closureWrites);
  }
}

function finishFunction(fn: FunctionFacts, remap: (node: NodeId) => NodeId): FunctionFacts {
  if (fn.decorators.length === 0 && fn.parameters.every((p) => p.default === NONE && p.decorators.length === 0)) {
    return fn;
  }
  return {
    ...fn,
    decorators: fn.decorators.map(remap),
    parameters: fn.parameters.map((p) => ({ ...p, default: remap(p.default), decorators: p.decorators.map(remap) })),
  };
}

function variableFacts(v: Variable): VariableFacts {
  return {
    name: v.name,
    kind: v.kind,
    type: v.type,
    owner: v.owner,
    definitions: v.definitions,
    closureWrites: v.closureWrites,
    start: v.start,
    end: v.end,
  };
}

function finishClass(cls: ClassFacts, remap: (node: NodeId) => NodeId): ClassFacts {
  return {
    ...cls,
    superclass: remap(cls.superclass),
    decorators: cls.decorators.map(remap),
    fields: cls.fields.map((field) => ({ ...field, node: remap(field.node), decorators: field.decorators.map(remap) })),
  };
}

function finishDeclaration(
  l: Lowering,
  item: TypeDeclaration,
  exported: ReadonlySet<string>,
  directives: readonly DirectiveFacts[],
  remap: (node: NodeId) => NodeId,
): TypeDeclaration {
  return {
    ...item,
    exported: item.exported || exported.has(item.name),
    members: item.members.map(({ name, node }) => ({ name, node: remap(node) })),
    tagged: directives.length === 0 ? item.tagged : taggedMembers(l, item, directives),
  };
}

/** Members that a `@personalData` comment stands before, and '' for one before the declaration. */
function taggedMembers(
  l: Lowering,
  item: TypeDeclaration,
  directives: readonly DirectiveFacts[],
): TypeDeclaration['tagged'] {
  const type = l.types[item.type];
  const fields: readonly { name: string; start: number; end: number }[] =
    type?.k === 'object' ? type.members : (l.classes[item.classId]?.fields ?? []);
  const tagged: { member: string; category: string }[] = [...item.tagged];
  for (const directive of directives) {
    if (directive.kind !== 'personal-data') continue;
    const category = /^[\w.-]+/.exec(directive.text)?.[0] ?? '';
    if (directive.target === item.start) tagged.push({ member: '', category });
    for (const field of fields) {
      const inside = field.start <= directive.start && directive.end <= field.end;
      if (field.start === directive.target || inside) tagged.push({ member: field.name, category });
    }
  }
  return tagged;
}

function inTextOrder(ids: readonly NodeId[], nodes: Int32Array): Int32Array {
  const start = (node: NodeId): number => nodes[node * NODE_STRIDE + Col.start] ?? 0;
  const end = (node: NodeId): number => nodes[node * NODE_STRIDE + Col.end] ?? 0;
  return Int32Array.from(ids).sort((x, y) => start(x) - start(y) || end(x) - end(y));
}

const EMPTY_CLASS: ClassFacts = {
  name: '',
  node: NONE,
  superclass: NONE,
  superType: NONE,
  implements: [],
  typeParameters: [],
  ctor: NONE,
  methods: [],
  fields: [],
  decorators: [],
  isAbstract: false,
  start: 0,
  end: 0,
};

/** A function whose text could not be followed. */
export function emptyFunction(id: number): FunctionFacts {
  return {
    name: '',
    kind: id === 0 ? 'module' : 'function',
    isAsync: false,
    isGenerator: false,
    isStatic: false,
    parent: id === 0 ? NONE : 0,
    owner: NONE,
    node: NONE,
    parameters: [],
    entry: 0,
    returns: [],
    yields: [],
    throws: [],
    exitContext: NONE,
    parameterExits: [],
    thisWrites: [],
    returnType: NONE,
    typeParameters: [],
    decorators: [],
    directives: [],
    nameStart: 0,
    nameEnd: 0,
    start: 0,
    end: 0,
  };
}
