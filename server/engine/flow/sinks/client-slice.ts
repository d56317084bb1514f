import type { FileFacts, NodeId, TypeId } from '../../extract/facts.ts';
import { aOf, bOf, listAt, listLength, opOf, stringOf, typeOf, Op } from '../../extract/index.ts';

/** What decides at the ends of a slice: whether an import, a global or a text leads to a model. */
export interface Tips {
  imported(file: FileFacts, index: number): boolean;
  /** A type imported under a local name. */
  importedType(file: FileFacts, specifier: string, name: string): boolean;
  global(name: string): boolean;
  /** A type that the file neither declares nor imports. */
  globalType(name: string): boolean;
  text(text: string): boolean;
  /** What is said of values that only their callers, or an untyped `this`, could tell of. */
  readonly unknown: boolean;
}

/**
 * Whether a value can have come from something that leads to a model, by what its own file says: the backward slice over
 * definitions, members, calls, returns, class members and types ends at an import, a global or a text that does. A
 * superset, and cheap: no other file is asked for, so that most values of a program need never be resolved.
 */
export function mayLeadToModel(file: FileFacts, node: NodeId, tips: Tips): boolean {
  return new Slice(file, tips).reaches([node], []);
}

/**
 * The same for many values of the same files: what one walk found leads nowhere is not walked again by the next, so that
 * a thousand calls on one object, each of which comes after all before it, cost as much as one.
 */
export function createSlices(tips: Tips): (file: FileFacts, node: NodeId) => boolean {
  const known = new WeakMap<FileFacts, Known>();
  return (file, node) => {
    let memory = known.get(file);
    if (memory === undefined) known.set(file, (memory = { nowhere: nothingSeen(), leads: new Set() }));
    const slice = new Slice(file, tips, memory);
    const leads = slice.reaches([node], []);
    if (leads) memory.leads.add(node);
    else slice.remember();
    return leads;
  };
}

/** What walks over a file have looked at. */
interface Seen {
  readonly nodes: Set<NodeId>;
  readonly types: Set<TypeId>;
  readonly functions: Set<number>;
  readonly classes: Set<number>;
}

/** What earlier walks found out about a file. */
interface Known {
  /** All that can be reached from here was looked at, and led nowhere. */
  readonly nowhere: Seen;
  readonly leads: Set<NodeId>;
}

function nothingSeen(): Seen {
  return { nodes: new Set(), types: new Set(), functions: new Set(), classes: new Set() };
}

const NOTHING: Known = { nowhere: nothingSeen(), leads: new Set() };

function addAll<T>(to: Set<T>, from: ReadonlySet<T>): void {
  for (const each of from) to.add(each);
}

/** The same of a value of one of these types. */
export function typesMayLead(file: FileFacts, types: readonly TypeId[], tips: Tips): boolean {
  return new Slice(file, tips).reaches([], types);
}

const constraints = new WeakMap<FileFacts, ReadonlyMap<string, readonly TypeId[]>>();

/** What the type parameters of a file extend, by name. */
function constraintsOf(file: FileFacts): ReadonlyMap<string, readonly TypeId[]> {
  let found = constraints.get(file);
  if (found !== undefined) return found;
  const byName = new Map<string, TypeId[]>();
  for (const { typeParameters, typeConstraints } of [...file.functions, ...file.classes]) {
    for (const [i, type] of (typeConstraints ?? []).entries()) {
      const name = typeParameters[i] ?? '';
      if (type >= 0) byName.set(name, [...(byName.get(name) ?? []), type]);
    }
  }
  constraints.set(file, (found = byName));
  return found;
}

/** One walk over nodes and types, each looked at once. */
class Slice {
  readonly #file: FileFacts;
  readonly #tips: Tips;
  readonly #nodes: NodeId[] = [];
  readonly #types: TypeId[] = [];
  readonly #seen = nothingSeen();
  readonly #known: Known;

  constructor(file: FileFacts, tips: Tips, known: Known = NOTHING) {
    this.#file = file;
    this.#tips = tips;
    this.#known = known;
  }

  /** Keeps what this walk, which led nowhere, has looked at. */
  remember(): void {
    const { nowhere } = this.#known;
    addAll(nowhere.nodes, this.#seen.nodes);
    addAll(nowhere.types, this.#seen.types);
    addAll(nowhere.functions, this.#seen.functions);
    addAll(nowhere.classes, this.#seen.classes);
  }

  reaches(nodes: readonly NodeId[], types: readonly TypeId[]): boolean {
    this.#nodes.push(...nodes);
    this.#types.push(...types);
    for (;;) {
      const node = this.#nodes.pop();
      if (node !== undefined) {
        if (this.#node(node)) return true;
        continue;
      }
      const type = this.#types.pop();
      if (type === undefined) return false;
      if (this.#type(type)) return true;
    }
  }

  #list(list: number, from = 0, step = 1): void {
    for (let i = from; i < listLength(this.#file, list); i += step) this.#nodes.push(listAt(this.#file, list, i));
  }

  #function(fn: number): void {
    const facts = this.#file.functions[fn];
    if (facts === undefined || this.#seen.functions.has(fn) || this.#known.nowhere.functions.has(fn)) return;
    this.#seen.functions.add(fn);
    for (const exit of facts.returns) this.#nodes.push(exit.node);
    for (const exit of facts.yields) this.#nodes.push(exit.node);
    this.#types.push(facts.returnType);
  }

  #class(cls: number): void {
    const facts = this.#file.classes[cls];
    if (facts === undefined || this.#seen.classes.has(cls) || this.#known.nowhere.classes.has(cls)) return;
    this.#seen.classes.add(cls);
    this.#nodes.push(facts.superclass);
    this.#types.push(facts.superType);
    for (const field of facts.fields) {
      this.#nodes.push(field.node);
      this.#types.push(field.type);
    }
    for (const parameter of this.#file.functions[facts.ctor]?.parameters ?? []) this.#types.push(parameter.type);
    for (const id of [facts.ctor, ...facts.methods]) {
      for (const write of this.#file.functions[id]?.thisWrites ?? []) this.#nodes.push(write.node);
      if (id !== facts.ctor) this.#function(id);
    }
  }

  /** True at a tip that leads; else what the node is made of is still to be looked at. */
  #node(node: NodeId): boolean {
    if (node < 0 || this.#seen.nodes.has(node) || this.#known.nowhere.nodes.has(node)) return false;
    if (this.#known.leads.has(node)) return true;
    this.#seen.nodes.add(node);
    const file = this.#file;
    const tips = this.#tips;
    const a = aOf(file, node);
    switch (opOf(file, node)) {
      case Op.Import:
        return tips.imported(file, a);
      case Op.DynamicImport:
        return bOf(file, node) >= 0 && tips.imported(file, bOf(file, node));
      case Op.Global:
        return tips.global(stringOf(file, a));
      case Op.Str:
        return tips.text(stringOf(file, a));
      case Op.Call:
      case Op.New:
        // `new Map<string, Client>()`
        for (const type of file.typeArguments?.[node] ?? []) this.#types.push(type);
        this.#list(a);
        return false;
      case Op.Template:
      case Op.Array:
      case Op.Tagged:
        this.#list(a);
        return false;
      case Op.Conditional:
        this.#list(a, 1);
        return false;
      case Op.Phi:
        this.#list(a, 1, 2);
        return false;
      case Op.Object:
        this.#list(a, 2, 3);
        return false;
      case Op.Store:
        this.#list(a);
        return false;
      case Op.Concat:
      case Op.Logical:
      case Op.Default:
        this.#nodes.push(a, bOf(file, node));
        return false;
      case Op.Cast:
        this.#types.push(bOf(file, node));
        this.#nodes.push(a);
        return false;
      case Op.Def: {
        const variable = file.variables[bOf(file, node)];
        this.#types.push(variable?.type ?? -1);
        this.#nodes.push(a);
        for (const write of variable?.closureWrites ?? []) this.#nodes.push(write);
        return false;
      }
      case Op.Cell:
        this.#types.push(file.variables[a]?.type ?? -1);
        for (const definition of file.variables[a]?.definitions ?? []) this.#nodes.push(definition);
        return false;
      case Op.Effect:
        // `clients.set(name, client)`
        this.#nodes.push(a, bOf(file, node));
        return false;
      case Op.Member:
      case Op.Index:
      case Op.Await:
      case Op.Rest:
      case Op.Spread:
      case Op.Element:
        this.#nodes.push(a);
        return false;
      case Op.Func:
        this.#function(a);
        return false;
      case Op.Class:
        this.#class(a);
        return false;
      case Op.Super:
        this.#nodes.push(file.classes[a]?.superclass ?? -1);
        return false;
      case Op.This:
        this.#class(file.functions[a]?.owner ?? -1);
        return tips.unknown;
      case Op.Param: {
        const parameter = file.functions[a]?.parameters[bOf(file, node)];
        if (parameter === undefined) return false;
        this.#types.push(parameter.type);
        this.#nodes.push(parameter.default);
        return parameter.type < 0 && tips.unknown;
      }
      default:
        return false;
    }
  }

  #type(type: TypeId): boolean {
    if (type < 0 || this.#seen.types.has(type) || this.#known.nowhere.types.has(type)) return false;
    this.#seen.types.add(type);
    const expr = typeOf(this.#file, type);
    switch (expr.k) {
      case 'ref':
        for (const arg of expr.args) this.#types.push(arg);
        return this.#named(expr.name);
      case 'import':
        for (const arg of expr.args) this.#types.push(arg);
        return this.#tips.importedType(this.#file, expr.specifier, expr.name);
      case 'object':
        this.#types.push(expr.index);
        for (const member of expr.members) this.#types.push(member.type);
        return false;
      case 'union':
      case 'intersection':
      case 'tuple':
        for (const part of expr.of) this.#types.push(part);
        return false;
      case 'array':
      case 'keyof':
        this.#types.push(expr.of);
        return false;
      case 'function':
        this.#types.push(expr.returns);
        return false;
      case 'indexed':
        this.#types.push(expr.object);
        return false;
      case 'mapped':
        this.#types.push(expr.to);
        return false;
      case 'conditional':
        this.#types.push(expr.then, expr.else);
        return false;
      case 'typeof':
        this.#nodes.push(expr.node);
        return false;
      default:
        return false;
    }
  }

  /** A named type: an import, declarations of the file, or a type parameter, which is what it extends. */
  #named(name: string): boolean {
    const file = this.#file;
    this.#types.push(...(constraintsOf(file).get(name) ?? []));
    const [head = name] = name.split('.');
    let declared = constraintsOf(file).has(name);
    for (const declaration of file.declarations) {
      if (declaration.name !== name && declaration.name !== head) continue;
      declared = true;
      this.#types.push(declaration.type, ...declaration.extends);
      this.#class(declaration.classId);
    }
    const node = Object.hasOwn(file.bindings, head) ? (file.bindings[head] ?? -1) : -1;
    const record = opOf(file, node) === Op.Import ? file.imports[aOf(file, node)] : undefined;
    if (record !== undefined) return this.#tips.importedType(file, record.specifier, record.name);
    return !declared && node < 0 && this.#tips.globalType(name);
  }
}
