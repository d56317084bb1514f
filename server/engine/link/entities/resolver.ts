import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentOf,
  bOf,
  calleeOf,
  listAt,
  listItems,
  listLength,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';
import type { Entity, OnLimit, ProgramView, ShapeView } from '../contract.ts';
import { createAutoComponents } from '../modules/auto-components.ts';
import { apiEntity, apiStep, type Canonical } from './api-path.ts';
import { entitiesOfCall, entitiesOfNew, isProxy } from './calls.ts';
import { addEntities, type EntityResolver } from './entity-set.ts';
import { readsMap, valuesOfMap } from './map-values.ts';
import { createMemberTable } from './member-table.ts';
import { memberEntities } from './members.ts';
import { contextualType } from './contextual-types.ts';
import { entitiesOfShape } from './from-shapes.ts';
import { objectOfMethod } from './this-objects.ts';
import { registrationsOf } from './registrations.ts';
import { answer, Tabling, type Answer } from './tabling.ts';

/** How deep one question may lead before it is given up as unknown, and said to be. */
const MAX_DEPTH = 120;
const EMPTY: readonly Entity[] = [];

export type { EntityResolver };

/**
 * Creates the resolver that tells what a value node is: a demand-driven, memoised backward walk over definitions,
 * imports, returns, class fields and annotations, in the manner of API graphs (CodeQL's term for access paths from a
 * package's exports). Context-insensitive: parameters are known by their types and defaults, not by their callers.
 *
 * Every way back into a question, over nodes and over members, goes through a table that marks what is being answered,
 * and through one count of how deep it is: so it ends, whatever the program refers to in circles.
 */
export function createEntityResolver(
  program: ProgramView,
  shapes: () => ShapeView,
  canonical: Canonical,
  onLimit: OnLimit,
): EntityResolver {
  const memo = new WeakMap<FileFacts, (Answer | undefined)[]>();
  const tabling = new Tabling();
  const members = createMemberTable(tabling);
  const autoComponents = createAutoComponents(program.paths);
  let depth = 0;

  const of = (file: FileFacts, node: NodeId): readonly Entity[] => {
    if (node < 0) return EMPTY;
    let asked = memo.get(file);
    if (asked === undefined) memo.set(file, (asked = []));
    const table = asked;
    const known = table[node];
    if (known !== undefined) return tabling.read(known);
    if (depth > MAX_DEPTH) {
      onLimit(file, node);
      return EMPTY;
    }
    const question = tabling.open();
    const mark = tabling.mark(question);
    // what only hands its operand on is walked in a loop: thousands of assignments may follow one another
    const chain: NodeId[] = [];
    let base = node;
    for (; base >= 0 && table[base] === undefined && handsOn(file, base); base = operandOf(file, base)) {
      chain.push(base);
      table[base] = mark;
    }
    depth++;
    const answered = base < 0 ? EMPTY : table[base];
    if (answered === undefined) {
      chain.push(base);
      table[base] = mark;
    }
    let found = answered === undefined ? compute(file, base) : tabling.read(answered);
    const values: (readonly Entity[])[] = [];
    for (let i = chain.length - 1; i >= 0; i--) {
      const at = chain[i] ?? -1;
      if (found.length === 0 && isTyped(file, at)) found = byShape(file, at);
      values[i] = found;
    }
    depth--;
    const low = tabling.close(question, (settle) => {
      for (const [i, at] of chain.entries()) table[at] = settle ? values[i] : undefined;
    });
    for (const [i, at] of chain.entries()) table[at] = answer(low, values[i] ?? EMPTY);
    return found;
  };

  const union = (file: FileFacts, nodes: Iterable<NodeId>): readonly Entity[] => {
    const out: Entity[] = [];
    for (const n of nodes) addEntities(out, of(file, n));
    return out;
  };

  const resolver: EntityResolver = {
    of,
    member: (entity, key) =>
      members(entity, key, () => {
        if (depth > MAX_DEPTH) {
          if (entity.k === 'object') onLimit(entity.file, entity.node);
          return EMPTY;
        }
        depth++;
        const found = memberEntities(resolver, entity, key);
        depth--;
        return found;
      }),
    called: (entity, file, call) => entitiesOfCall(resolver, entity, file, call),
    program,
    shapes,
    canonical,
  };

  const compute = (file: FileFacts, node: NodeId): readonly Entity[] => {
    const a = aOf(file, node);
    switch (opOf(file, node)) {
      case Op.Str:
      case Op.Num:
      case Op.Bool:
      case Op.Template:
      case Op.Regex:
        return [{ k: 'literal', file, node }];
      case Op.Func:
        return [{ k: 'function', file, fn: a }];
      case Op.Class:
        return [{ k: 'class', file, cls: a }];
      case Op.Object:
      case Op.Array:
        return [{ k: 'object', file, node }];
      case Op.Global:
        return ofAutoComponent(file, stringOf(file, a)) ?? [{ k: 'global', name: stringOf(file, a) }];
      case Op.Import:
        return importEntities(file, a);
      case Op.DynamicImport:
        return bOf(file, node) >= 0 ? importEntities(file, bOf(file, node)) : EMPTY;
      case Op.Def:
        return ofShared(file, node);
      case Op.Cell:
        return ofVariable(file, a);
      case Op.Phi:
        return union(file, oddItems(file, a));
      case Op.Conditional:
        return union(file, [listAt(file, a, 1), listAt(file, a, 2)]);
      case Op.Logical:
      case Op.Default:
        return union(file, [a, bOf(file, node)]);
      case Op.Param:
        return ofParameter(file, node);
      case Op.This:
        return ofThis(file, a);
      case Op.Super: {
        const cls = file.classes[a];
        return cls === undefined ? EMPTY : of(file, cls.superclass).flatMap((e) => instanceOf(e));
      }
      case Op.Member:
        return ofMember(file, a, stringOf(file, bOf(file, node)), node);
      case Op.Index:
        return ofIndex(file, a);
      case Op.Element: {
        const out: Entity[] = [];
        for (const e of of(file, a)) if (e.k === 'object') addEntities(out, elementsOf(e.file, e.node));
        return out.length > 0 ? out : byShape(file, node);
      }
      case Op.Call:
      case Op.Tagged: {
        const out: Entity[] = [];
        const callee = listAt(file, a, 0);
        for (const e of of(file, callee)) addEntities(out, entitiesOfCall(resolver, e, file, node));
        if (readsMap(out)) {
          const values = valuesOfMap(resolver, file, node);
          return values.length > 0 ? values : byShape(file, node);
        }
        return out.length > 0 ? out : byShape(file, node);
      }
      case Op.New: {
        const out: Entity[] = [];
        for (const e of of(file, listAt(file, a, 0))) addEntities(out, entitiesOfNew(resolver, e, file, node));
        return out;
      }
      default:
        return EMPTY;
    }
  };

  /** A component that a template names without importing it. */
  const ofAutoComponent = (file: FileFacts, name: string): readonly Entity[] | null => {
    const path = /^[A-Z]/.test(name) && file.path.endsWith('.vue') ? autoComponents(file.path, name) : null;
    return path === null || path === file.path ? null : resolveExported(path, 'default');
  };

  const byShape = (file: FileFacts, node: NodeId): readonly Entity[] =>
    entitiesOfShape(resolver, shapes().ofValue({ file, node }), 0);

  const importEntities = (file: FileFacts, index: number): readonly Entity[] => {
    const record = file.imports[index];
    if (record === undefined) return EMPTY;
    const target = program.modules.resolve(file.path, record.specifier);
    if (target.k === 'package') {
      const name = record.name === '' ? '*' : record.name;
      const own = apiEntity(canonical, target.name, name, null);
      if (target.subpath === '') return [own];
      // what stands in a file of the package may be known under that file's name only: `lodash/pick`
      return [apiEntity(canonical, `${target.name}/${target.subpath}`, name, null), own];
    }
    if (target.k !== 'file') return EMPTY;
    if (record.name === '*') {
      // `require('m')` is what the module assigned to `module.exports`, if it did
      const whole = record.kind === 'require' ? resolveExported(target.path, '=') : EMPTY;
      return whole.length > 0 ? whole : [{ k: 'module', path: target.path }];
    }
    return resolveExported(target.path, record.name);
  };

  const resolveExported = (path: string, name: string): readonly Entity[] => {
    const out: Entity[] = [];
    for (const found of program.exported(path, name)) {
      addEntities(out, 'api' in found ? [found.api] : of(found.file, found.node));
    }
    return out;
  };

  /** A definition of a variable that closures write too: any of those values. */
  const ofShared = (file: FileFacts, node: NodeId): readonly Entity[] => {
    const writes = file.variables[bOf(file, node)]?.closureWrites ?? [];
    const out = union(file, [aOf(file, node), ...writes.filter((n) => !isLaterVersion(file, n))]);
    return out.length === 0 && isTyped(file, node) ? byShape(file, node) : out;
  };

  const ofVariable = (file: FileFacts, variable: number): readonly Entity[] => {
    const facts = file.variables[variable];
    if (facts === undefined) return EMPTY;
    const out: Entity[] = [];
    for (const n of facts.definitions) if (!isLaterVersion(file, n)) addEntities(out, of(file, n));
    return out;
  };

  const ofParameter = (file: FileFacts, node: NodeId): readonly Entity[] => {
    const byType = byShape(file, node);
    if (byType.length > 0) return byType;
    const parameter = file.functions[aOf(file, node)]?.parameters[bOf(file, node)];
    if (parameter !== undefined && parameter.default >= 0) return of(file, parameter.default);
    const out: Entity[] = [];
    // `@Res() res`: a decorator tells what is handed in
    for (const decorator of parameter?.decorators ?? []) {
      for (const e of of(file, decorator)) addEntities(out, packageStep(e, '.@0'));
    }
    addEntities(out, ofHandlerParameter(file, aOf(file, node), bOf(file, node)));
    return out;
  };

  /** `app.get('/x', (req, res) => …)`: what a package's call hands to the function it is given: the step `.@1`. */
  const ofHandlerParameter = (file: FileFacts, fn: number, index: number): readonly Entity[] => {
    const out: Entity[] = [];
    for (const { call, keys } of registrationsOf(file, fn)) {
      let callees = of(file, calleeOf(file, call));
      if (index === 0 && callees.some(isProxy)) addEntities(out, of(file, argumentOf(file, call, 0)));
      const steps = [...keys.map((key) => `.${key}`), `.@${String(index)}`];
      if (opOf(file, call) === Op.New) steps.unshift('.new()');
      for (const step of steps) callees = callees.flatMap((e) => packageStep(e, step));
      addEntities(out, callees);
    }
    const type = contextualType(file, fn);
    if (type >= 0) {
      const asked = entitiesOfShape(resolver, shapes().ofType({ file, type, bindings: null }), 0);
      addEntities(
        out,
        asked.flatMap((e) => packageStep(e, `.@${String(index)}`)),
      );
    }
    return out;
  };

  /** A step from a value of a package or the platform; nothing of others. */
  const packageStep = (e: Entity, step: string): readonly Entity[] => {
    if (e.k === 'api') return [apiStep(canonical, e, step, null)];
    return e.k === 'global' ? [{ k: 'global', name: `${e.name}${step}` }] : EMPTY;
  };

  const ofThis = (file: FileFacts, fn: number): readonly Entity[] => {
    const facts = file.functions[fn];
    if (facts === undefined) return EMPTY;
    if (facts.owner >= 0) {
      return [{ k: facts.isStatic ? 'class' : 'instance', file, cls: facts.owner }];
    }
    const object = objectOfMethod(file, fn);
    return object < 0 ? EMPTY : [{ k: 'object', file, node: object }];
  };

  /** `x.k` after `x.k = v` is v; else the member of what x is. */
  const ofMember = (file: FileFacts, object: NodeId, key: string, node: NodeId): readonly Entity[] => {
    const out: Entity[] = [];
    let n = object;
    for (let i = 0; i < 64; i++) {
      const op = opOf(file, n);
      if (op === Op.Effect) n = aOf(file, n);
      else if (op === Op.Store) {
        const list = aOf(file, n);
        if (stringOf(file, bOf(file, n)) === key) return of(file, listAt(file, list, 1));
        n = listAt(file, list, 0);
      } else break;
    }
    let undeclared = false;
    for (const e of of(file, n)) {
      const found = resolver.member(e, key);
      undeclared ||= found.length === 0 && e.k === 'interface';
      addEntities(out, found);
    }
    // an interface that extends a package's type: what it declares itself is no member of the package
    if (undeclared && out.length > 0) addEntities(out, byShape(file, node));
    if (out.length === 0 && opOf(file, n) === Op.Cell) {
      for (const d of file.variables[aOf(file, n)]?.definitions ?? []) {
        if (opOf(file, d) === Op.Store && stringOf(file, bOf(file, d)) === key) {
          addEntities(out, of(file, listAt(file, aOf(file, d), 1)));
        }
      }
    }
    return out.length > 0 ? out : byShape(file, node);
  };

  /** `table[name]`: any value of the table. */
  const ofIndex = (file: FileFacts, object: NodeId): readonly Entity[] => {
    const out: Entity[] = [];
    for (const e of of(file, object)) {
      if (e.k !== 'object') continue;
      if (opOf(e.file, e.node) === Op.Array) addEntities(out, elementsOf(e.file, e.node));
      else {
        const list = aOf(e.file, e.node);
        for (let i = 2; i < listLength(e.file, list); i += 3) addEntities(out, of(e.file, listAt(e.file, list, i)));
      }
    }
    return out;
  };

  const elementsOf = (file: FileFacts, array: NodeId): readonly Entity[] =>
    opOf(file, array) === Op.Array
      ? union(file, [...Array.from(listItems(file, aOf(file, array)))].slice(0, 32))
      : EMPTY;

  return resolver;
}

/** Whether a node is what its one operand is (unless the operand is nothing and the node has a type). */
function handsOn(file: FileFacts, node: NodeId): boolean {
  switch (opOf(file, node)) {
    case Op.Def:
      return (file.variables[bOf(file, node)]?.closureWrites.length ?? 0) === 0;
    case Op.Await:
    case Op.Spread:
    case Op.Rest:
    case Op.Effect:
    case Op.Store:
    case Op.Cast:
      return true;
    default:
      return false;
  }
}

/** The operand of a node that hands on. */
function operandOf(file: FileFacts, node: NodeId): NodeId {
  const a = aOf(file, node);
  return opOf(file, node) === Op.Store ? listAt(file, a, 0) : a;
}

/** Whether a type is written where the node stands. */
function isTyped(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  return op === Op.Cast || (op === Op.Def && (file.variables[bOf(file, node)]?.type ?? -1) >= 0);
}

/** Every second item of a list of pairs: the values of a Phi. */
export function oddItems(file: FileFacts, list: number): NodeId[] {
  const out: NodeId[] = [];
  for (let i = 1; i < listLength(file, list); i += 2) out.push(listAt(file, list, i));
  return out;
}

/** What `new` makes of a class-like entity. */
function instanceOf(entity: Entity): readonly Entity[] {
  if (entity.k === 'class') return [{ k: 'instance', file: entity.file, cls: entity.cls }];
  return entity.k === 'api' ? [{ ...entity, at: `${entity.at}.new()` }] : [];
}

/** Stores and effects are later versions of the same object: asked for what it is, they say what it was. */
function isLaterVersion(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  return op === Op.Store || op === Op.Effect || op === Op.Phi;
}
