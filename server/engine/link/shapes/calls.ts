import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, calleeOf, opOf, Op, stringOf } from '../../extract/index.ts';
import type { Entity, NodeRef, Shape } from '../contract.ts';
import { ARRAY_METHODS, arrayCallback, STRING_METHODS, type Access } from './access.ts';
import { instanceOf } from './classes.ts';
import type { Core } from './core.ts';
import type { Functions } from './functions.ts';
import { globalCall, globalNew } from './globals.ts';
import {
  array,
  BOOLEAN,
  external,
  lazyFunction,
  membersOf,
  NUMBER,
  promise,
  STRING,
  tuple,
  union,
  UNKNOWN,
  type ExternalShape,
  widened,
} from './shape.ts';
import { blindSite, siteOf, type Site } from './site.ts';
import { callCarrier, infer, instantiate } from './templates.ts';

export interface Calls {
  /** What a Call, New or Tagged node gives. */
  result(file: FileFacts, call: NodeId, literal: boolean): Shape;
  method(receiver: Shape, key: string, site: Site): Shape;
  invoked(value: Shape, site: Site): Shape;
  /** What a call expects of its argument i (0-based). */
  argument(file: FileFacts, call: NodeId, i: number): Shape;
  /** What a component expects to be given, `given` being the object of its properties. */
  props(component: Shape, given: NodeRef): Shape;
}

const TYPEOF = 'typeof ';
const pathOf = (shape: ExternalShape): string => shape.name.slice(TYPEOF.length);
const isExport = (shape: ExternalShape): boolean => shape.name.startsWith(TYPEOF);
/** Methods of a row that give the row itself. */
const ROW_METHODS = new Set(['toObject', 'toJSON', 'get', '$clone', 'clone']);

/** What calls give and what they expect. */
export function createCalls(core: Core, access: Access, functions: Functions): Calls {
  const receiverOf = (file: FileFacts, callee: NodeId, literal: boolean): Shape => {
    const ref = { file, node: aOf(file, callee) };
    return literal ? core.literalShape(ref) : core.nodeShape(ref);
  };

  const result = (file: FileFacts, call: NodeId, literal: boolean): Shape => {
    const site = siteOf(core, file, call, literal);
    const callee = calleeOf(file, call);
    if (opOf(file, call) === Op.New) return constructed(core.nodeShape({ file, node: callee }), file, callee, site);
    if (opOf(file, callee) === Op.Member) {
      const key = stringOf(file, bOf(file, callee));
      const object = aOf(file, callee);
      if (opOf(file, object) === Op.Global) {
        const known = globalCall(core, `${stringOf(file, aOf(file, object))}.${key}`, site);
        if (known !== null) return known;
      }
      const direct = method(receiverOf(file, callee, literal), key, site);
      if (direct.k !== 'unknown') return direct;
    } else if (opOf(file, callee) === Op.Global) {
      const known = globalCall(core, stringOf(file, aOf(file, callee)), site);
      if (known !== null) return known;
    }
    const direct = invoked(
      literal ? core.literalShape({ file, node: callee }) : core.nodeShape({ file, node: callee }),
      site,
    );
    return direct.k === 'unknown' ? byEntities(file, callee, site) : direct;
  };

  const constructed = (value: Shape, file: FileFacts, callee: NodeId, site: Site): Shape => {
    if (opOf(file, callee) === Op.Global) return globalNew(core, stringOf(file, aOf(file, callee)), site);
    return union(
      membersOf(value).map((part): Shape => {
        if (part.k === 'function' && part.returns.k === 'class') {
          const cls = part.returns;
          return { ...cls, bindings: functions.classBoundBy(cls.file, cls.cls, site) };
        }
        if (part.k !== 'external' || !isExport(part)) return instanceOf(part);
        const path = pathOf(part);
        const own = access.provider(part.pkg)?.construct?.(core, path, site);
        return own ?? carried(part.pkg, `new ${path}`, site) ?? external(part.pkg, path, site.types);
      }),
    );
  };

  /** A carrier's result: type arguments as written, else as its parameters tell. */
  const carried = (pkg: string, at: string, site: Site): Shape | null => {
    const carrier = callCarrier(pkg, at);
    if (carrier === null) return null;
    return instantiate(carrier.returns, carrierArguments(carrier.parameters ?? [], site));
  };

  const carrierArguments = (
    parameters: readonly Parameters<typeof infer>[0][],
    site: Site,
    skip = -1,
  ): readonly Shape[] => {
    if (site.types.length > 0) return site.types;
    const found = new Map<number, Shape>();
    parameters.forEach((template, i) => {
      if (i !== skip) infer(template, site.shape(i), core.field, found);
    });
    return Array.from({ length: Math.max(0, ...found.keys()) + 1 }, (_, i) => widened(found.get(i) ?? UNKNOWN));
  };

  const invoked = (value: Shape, site: Site): Shape =>
    union(
      membersOf(value).map((part): Shape => {
        if (part.k === 'function') {
          const origin = core.functionOrigin(part);
          if (origin !== null) return core.applied(origin, site);
          return part.keyed === true ? fieldNamed(part.returns, site) : part.returns;
        }
        if (part.k !== 'external') return UNKNOWN;
        const provider = access.provider(part.pkg);
        const own = provider?.invoke?.(core, part, site);
        if (own) return own;
        if (!isExport(part)) return UNKNOWN;
        const path = pathOf(part);
        const known = provider?.call?.(core, path, site) ?? carried(part.pkg, path, site);
        if (known !== null) return known;
        return provider === null ? UNKNOWN : external(part.pkg, `${TYPEOF}${path}()`, part.args);
      }),
    );

  /** What a function that is asked for fields by their names gives: all of them, if it is asked for none. */
  const fieldNamed = (of: Shape, site: Site): Shape => {
    const names = site.strings(0);
    if (names.length === 0) return of;
    return union(names.map((name) => name.split('.').reduce<Shape>((shape, key) => core.field(shape, key), of)));
  };

  const method = (receiver: Shape, key: string, site: Site): Shape =>
    union(membersOf(receiver).map((part) => methodOf(part, key, site)));

  const methodOf = (part: Shape, key: string, site: Site): Shape => {
    switch (part.k) {
      case 'array':
      case 'tuple':
        return arrayMethod(part, key, site);
      case 'promise':
        if (key === 'then') return promise(core.settled(returnsOf(site.shape(0))));
        return key === 'catch' || key === 'finally' ? part : UNKNOWN;
      case 'dictionary':
        if (key === 'get') return part.of;
        if (key === 'values') return array(part.of);
        if (key === 'entries') return array(tuple([STRING, part.of]));
        if (key === 'keys') return array(STRING);
        if (key === 'set') return part;
        return key === 'has' || key === 'delete' ? BOOLEAN : UNKNOWN;
      case 'scalar':
        if (part.kind === 'number') return key === 'valueOf' ? NUMBER : STRING;
        return STRING_METHODS.get(key) ?? STRING;
      case 'external': {
        const own = access.provider(part.pkg)?.method?.(core, part, key, site);
        if (own) return own;
        return isExport(part)
          ? UNKNOWN
          : (carried(part.pkg, `${part.name}#${key}`, {
              ...site,
              types: site.types.length > 0 ? site.types : part.args,
            }) ?? UNKNOWN);
      }
      case 'class': {
        if (core.classFields(part.file, part.cls, part.bindings).has(key)) return UNKNOWN;
        const base = core.superShape(part.file, part.cls, part.bindings);
        return base.k === 'external' || base.k === 'array' ? methodOf(base, key, site) : UNKNOWN;
      }
      case 'record':
        return ROW_METHODS.has(key) && part.source !== null && part.source.kind !== 'type' && !part.fields().has(key)
          ? part
          : UNKNOWN;
      case 'function': {
        // a static method that a class inherits from a package: `User.findOne()`
        const cls = part.returns;
        const base = cls.k === 'class' ? core.superShape(cls.file, cls.cls, null) : UNKNOWN;
        if (base.k === 'external') return methodOf(external(base.pkg, `static ${base.name}`, [cls]), key, site);
        return key === 'call' || key === 'apply' ? part.returns : key === 'bind' ? part : UNKNOWN;
      }
      default:
        return UNKNOWN;
    }
  };

  const returnsOf = (callback: Shape): Shape =>
    union(membersOf(callback).map((m) => (m.k === 'function' ? m.returns : UNKNOWN)));

  const arrayMethod = (part: Shape, key: string, site: Site): Shape => {
    const of = core.element(part);
    const callback = (): Shape => returnsOf(site.literal ? site.literalShape(0) : site.shape(0));
    switch (ARRAY_METHODS.get(key)) {
      case 'same':
        return key === 'concat' ? array(union([of, core.element(site.shape(0))])) : array(of);
      case 'element':
        return of;
      case 'map':
        return array(callback());
      case 'flatMap': {
        const given = callback();
        return array(union(membersOf(given).map((m) => (m.k === 'array' || m.k === 'tuple' ? core.element(m) : m))));
      }
      case 'flat':
        return array(union(membersOf(of).map((m) => (m.k === 'array' || m.k === 'tuple' ? core.element(m) : m))));
      case 'reduce':
        return (
          site.types[0] ??
          (site.count > 1 ? union([site.literal ? site.literalShape(1) : site.shape(1), callback()]) : of)
        );
      case 'number':
        return NUMBER;
      case 'string':
        return STRING;
      case 'boolean':
        return BOOLEAN;
      case 'entries':
        return array(tuple([NUMBER, of]));
      case 'keys':
        return array(NUMBER);
      default:
        return UNKNOWN;
    }
  };

  /** Where annotations do not tell the callee, what it is may still be known: its API path is walked step by step. */
  const byEntities = (file: FileFacts, callee: NodeId, site: Site): Shape =>
    union(
      core.program
        .entities({ file, node: callee })
        .slice(0, 8)
        .map((e) => ofEntity(e, site)),
    );

  const ofEntity = (entity: Entity, site: Site): Shape => {
    if (entity.k === 'function') return core.applied({ file: entity.file, fn: entity.fn, bindings: null }, site);
    if (entity.k !== 'api' || entity.pkg === '' || access.provider(entity.pkg) === null) return UNKNOWN;
    const steps = entity.at.split(/(?=\(\))|\.(?!$)/).filter((s) => s !== '');
    const [root] = steps;
    if (root === undefined) return UNKNOWN;
    let at: Shape = external(entity.pkg, `${TYPEOF}${root}`);
    const blind = blindSite(site.file);
    for (let i = 1; i < steps.length; i++) {
      const step = steps[i] ?? '';
      const next = steps[i + 1];
      const called = next === '()' || next === undefined;
      if (step === 'new') continue;
      if (step === '()') {
        const made = steps[i - 1] === 'new';
        at = made && at.k === 'external' && isExport(at) ? external(at.pkg, pathOf(at)) : invoked(at, blind);
        continue;
      }
      if (called) {
        const given = method(at, step, next === undefined ? site : blind);
        if (given.k !== 'unknown') {
          if (next === undefined) return given;
          at = given;
          i++;
          continue;
        }
      }
      at = core.field(at, step);
    }
    return invoked(at, site);
  };

  const argument = (file: FileFacts, call: NodeId, i: number): Shape => {
    const site = siteOf(core, file, call, false);
    const callee = calleeOf(file, call);
    if (opOf(file, callee) === Op.Member) {
      const key = stringOf(file, bOf(file, callee));
      const known = union(membersOf(receiverOf(file, callee, false)).map((part) => methodArgument(part, key, i, site)));
      if (known.k !== 'unknown') return known;
    }
    const isNew = opOf(file, call) === Op.New;
    const value = core.nodeShape({ file, node: callee });
    return union(membersOf(value).map((part) => valueArgument(part, i, isNew, site)));
  };

  const methodArgument = (part: Shape, key: string, i: number, site: Site): Shape => {
    switch (part.k) {
      case 'array':
      case 'tuple': {
        if (key === 'push' || key === 'unshift' || key === 'add' || key === 'concat') return core.element(part);
        const initial = site.types[0] ?? (site.count > 1 ? site.shape(1) : core.element(part));
        return i === 0 ? (arrayCallback(core.element(part), key, initial) ?? UNKNOWN) : UNKNOWN;
      }
      case 'promise':
        return key === 'then' && i === 0
          ? lazyFunction(
              () => [part.of],
              () => UNKNOWN,
            )
          : UNKNOWN;
      case 'dictionary':
        if (key === 'set') return i === 1 ? part.of : UNKNOWN;
        return key === 'forEach' && i === 0
          ? lazyFunction(
              () => [part.of, STRING],
              () => UNKNOWN,
            )
          : UNKNOWN;
      case 'external': {
        const own = access.provider(part.pkg)?.argument?.(core, part, key, i, site);
        if (own) return own;
        if (key === 'then' && i === 0) {
          const settled = core.settled(part);
          return settled === part
            ? UNKNOWN
            : lazyFunction(
                () => [settled],
                () => UNKNOWN,
              );
        }
        const template = callCarrier(part.pkg, `${part.name}#${key}`)?.parameters?.[i];
        return template === undefined ? UNKNOWN : instantiate(template, part.args);
      }
      case 'class': {
        const base = core.superShape(part.file, part.cls, part.bindings);
        return base.k === 'external' ? methodArgument(base, key, i, site) : UNKNOWN;
      }
      default:
        return UNKNOWN;
    }
  };

  const valueArgument = (part: Shape, i: number, isNew: boolean, site: Site): Shape => {
    if (part.k === 'function') {
      if (isNew && part.returns.k === 'class') {
        const { file, cls } = part.returns;
        const ctor = file.functions[file.classes[cls]?.ctor ?? -1]?.parameters[i];
        return ctor === undefined
          ? UNKNOWN
          : core.typeShape({ file, type: ctor.type, bindings: functions.classBoundBy(file, cls, site) });
      }
      const origin = core.functionOrigin(part);
      if (origin === null) return part.parameters[i] ?? UNKNOWN;
      const parameters = origin.file.functions[origin.fn]?.parameters ?? [];
      const parameter = parameters[i] ?? (parameters.at(-1)?.rest === true ? parameters.at(-1) : undefined);
      if (parameter === undefined || parameter.type < 0) return UNKNOWN;
      const type = core.typeShape({
        file: origin.file,
        type: parameter.type,
        bindings: functions.boundBy(origin, site) ?? core.scope(origin.file, origin.fn),
      });
      return parameter.rest ? core.element(type) : type;
    }
    if (part.k !== 'external' || !isExport(part)) return UNKNOWN;
    const path = pathOf(part);
    const own = access.provider(part.pkg)?.argument?.(core, part, '', i, site);
    if (own) return own;
    const parameters = callCarrier(part.pkg, isNew ? `new ${path}` : path)?.parameters;
    const template = parameters?.[i];
    return parameters === undefined || template === undefined
      ? UNKNOWN
      : instantiate(template, carrierArguments(parameters, site, i));
  };

  const props = (component: Shape, given: NodeRef): Shape => {
    for (const part of membersOf(component)) {
      if (part.k === 'function') return part.parameters[0] ?? UNKNOWN;
      if (part.k !== 'external') continue;
      const own = access.provider(part.pkg)?.props?.(core, part, given);
      if (own) return own;
    }
    return UNKNOWN;
  };

  return { result, method, invoked, argument, props };
}
