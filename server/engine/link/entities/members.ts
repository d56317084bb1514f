import type { FileFacts, FunctionFacts, NodeId } from '../../extract/facts.ts';
import { aOf, listAt, listLength, opOf, stringOf, Op, PropKind } from '../../extract/index.ts';
import type { Entity } from '../contract.ts';
import { apiStep } from './api-path.ts';
import { addEntities, type EntityResolver } from './entity-set.ts';
import { entitiesOfShape } from './from-shapes.ts';
import { heldByConstruction } from './super-arguments.ts';

const EMPTY: readonly Entity[] = [];

/** What `entity.key` is. To be asked through `resolver.member`, which remembers and bounds it. */
export function memberEntities(resolver: EntityResolver, entity: Entity, key: string): readonly Entity[] {
  switch (entity.k) {
    case 'api':
      return [apiStep(resolver.canonical, entity, `.${key}`, null)];
    case 'global':
      return [{ k: 'global', name: `${entity.name}.${key}` }];
    case 'module': {
      const out: Entity[] = [];
      for (const found of resolver.program.exported(entity.path, key)) {
        addEntities(out, 'api' in found ? [found.api] : resolver.of(found.file, found.node));
      }
      return out;
    }
    case 'object':
      return objectMember(resolver, entity.file, entity.node, key);
    case 'class':
      return classMember(resolver, entity.file, entity.cls, key, true);
    case 'instance':
      return classMember(resolver, entity.file, entity.cls, key, false);
    case 'interface':
      return implementationsOf(resolver, entity, key);
    case 'function':
      return key === 'call' || key === 'apply' || key === 'bind' ? [entity] : EMPTY;
    case 'literal':
      return EMPTY;
  }
}

function objectMember(resolver: EntityResolver, file: FileFacts, object: NodeId, key: string): readonly Entity[] {
  const list = aOf(file, object);
  const out: Entity[] = [];
  if (opOf(file, object) === Op.Array) {
    return /^\d+$/.test(key) ? resolver.of(file, listAt(file, list, Number(key))) : EMPTY;
  }
  // later properties win: read from the end
  for (let i = listLength(file, list) - 3; i >= 0; i -= 3) {
    const kind = listAt(file, list, i);
    const value = listAt(file, list, i + 2);
    if (kind === PropKind.Spread) {
      for (const e of resolver.of(file, value)) addEntities(out, resolver.member(e, key));
    } else if (
      kind !== PropKind.Computed &&
      kind !== PropKind.Setter &&
      stringOf(file, listAt(file, list, i + 1)) === key
    ) {
      addEntities(
        out,
        kind === PropKind.Getter ? returnsOfFunctionNode(resolver, file, value) : resolver.of(file, value),
      );
      return out;
    }
  }
  return out;
}

function returnsOfFunctionNode(resolver: EntityResolver, file: FileFacts, node: NodeId): readonly Entity[] {
  const out: Entity[] = [];
  for (const e of resolver.of(file, node)) {
    if (e.k === 'function') addEntities(out, returnsOf(resolver, e.file, e.file.functions[e.fn]));
  }
  return out;
}

/** Union of what a function returns. */
export function returnsOf(resolver: EntityResolver, file: FileFacts, fn: FunctionFacts | undefined): readonly Entity[] {
  const out: Entity[] = [];
  for (const exit of fn?.returns ?? []) addEntities(out, resolver.of(file, exit.node));
  if (out.length === 0 && fn !== undefined && fn.returnType >= 0) {
    const shape = resolver.shapes().ofType({ file, type: fn.returnType, bindings: null });
    return entitiesOfShape(resolver, shape, 0);
  }
  return out;
}

/** A member of a class or its instances, looking up the superclass chain. */
function classMember(
  resolver: EntityResolver,
  file: FileFacts,
  cls: number,
  key: string,
  isStatic: boolean,
): readonly Entity[] {
  const facts = file.classes[cls];
  if (facts === undefined) return EMPTY;
  const out: Entity[] = [];
  const receiver: Entity = { k: isStatic ? 'class' : 'instance', file, cls };
  for (const id of facts.methods) {
    const method = file.functions[id];
    if (method === undefined || method.name !== key || method.isStatic !== isStatic) continue;
    if (method.kind === 'getter') addEntities(out, returnsOf(resolver, file, method));
    else if (method.kind !== 'setter') addEntities(out, [{ k: 'function', file, fn: id, receiver }]);
  }
  for (const field of facts.fields) {
    if (field.name !== key || field.isStatic !== isStatic) continue;
    if (field.node >= 0) addEntities(out, resolver.of(file, field.node));
    if (field.type >= 0 && out.length === 0) {
      addEntities(
        out,
        entitiesOfShape(resolver, resolver.shapes().ofType({ file, type: field.type, bindings: null }), 0),
      );
    }
  }
  for (const id of [facts.ctor, ...facts.methods]) {
    for (const write of file.functions[id]?.thisWrites ?? []) {
      if (write.key === key) addEntities(out, resolver.of(file, write.node));
    }
  }
  if (facts.isAbstract && out.some((e) => e.k === 'function')) {
    addEntities(out, subclassMembers(resolver, file, facts.name, key));
  }
  if (out.length > 0) return out;
  if (facts.superclass >= 0) {
    if (!isStatic) addEntities(out, heldByConstruction(resolver, file, cls, key));
    if (out.length > 0) return out;
    for (const base of resolver.of(file, facts.superclass)) {
      if (base.k === 'class') {
        addEntities(out, resolver.member({ k: isStatic ? 'class' : 'instance', file: base.file, cls: base.cls }, key));
      } else if (base.k === 'api') {
        const from = isStatic ? base : apiStep(resolver.canonical, base, '.new()', null);
        if (from.k === 'api') addEntities(out, [apiStep(resolver.canonical, from, `.${key}`, null)]);
      }
    }
  }
  if (out.length === 0 && facts.isAbstract) addEntities(out, subclassMembers(resolver, file, facts.name, key));
  return out;
}

function subclassMembers(resolver: EntityResolver, file: FileFacts, name: string, key: string): readonly Entity[] {
  return implementationsOf(resolver, { k: 'interface', path: file.path, name }, key);
}

/**
 * Methods of the classes that implement an interface (or extend an abstract class): found by the text of their heritage
 * clause, then checked by what the clause resolves to.
 */
function implementationsOf(
  resolver: EntityResolver,
  type: Entity & { k: 'interface' },
  key: string,
): readonly Entity[] {
  const out: Entity[] = [];
  for (const { file, cls } of implementorsOf(resolver, type.path, type.name)) {
    const facts = file.classes[cls];
    for (const id of facts?.methods ?? []) {
      const method = file.functions[id];
      if (method !== undefined && method.name === key && !method.isStatic && method.kind === 'method') {
        addEntities(out, [{ k: 'function', file, fn: id, receiver: { k: 'instance', file, cls } }]);
      }
    }
    for (const field of facts?.fields ?? []) {
      if (field.name === key && !field.isStatic) addEntities(out, resolver.of(file, field.node));
    }
  }
  return out;
}

interface Implementor {
  readonly file: FileFacts;
  readonly cls: number;
}

const implementors = new WeakMap<object, Map<string, readonly Implementor[]>>();

function implementorsOf(resolver: EntityResolver, path: string, name: string): readonly Implementor[] {
  let memo = implementors.get(resolver);
  if (memo === undefined) {
    memo = new Map();
    implementors.set(resolver, memo);
  }
  const id = `${path}\0${name}`;
  const known = memo.get(id);
  if (known !== undefined) return known;
  const found: Implementor[] = [];
  memo.set(id, found);
  const simple = name.slice(name.lastIndexOf('.') + 1);
  const { words } = resolver.program;
  const heirs = new Set([...words.holding('implements'), ...words.holding('extends')]);
  for (const candidate of words.holding(simple)) {
    if (!heirs.has(candidate)) continue;
    const file = resolver.program.facts(candidate);
    if (file === undefined) continue;
    for (const [cls, facts] of file.classes.entries()) {
      const heritage = facts.superType >= 0 ? [...facts.implements, facts.superType] : facts.implements;
      const fits = heritage.some((type) => {
        const shape = resolver.shapes().ofType({ file, type, bindings: null });
        if (shape.k === 'record') return shape.name === simple && (shape.source === null || shape.source.path === path);
        return shape.k === 'class' && shape.file.path === path && shape.file.classes[shape.cls]?.name === simple;
      });
      if (fits && found.length < 16) found.push({ file, cls });
    }
    if (found.length >= 16) break;
  }
  return found;
}
