import type { FileFacts, FunctionFacts, FunctionId, TypeId } from '../../extract/facts.ts';
import { typeOf } from '../../extract/index.ts';
import type { Shape } from '../contract.ts';
import type { Bindings, Core, FunctionOrigin } from './core.ts';
import { array, lazyFunction, membersOf, promise, union, UNKNOWN } from './shape.ts';
import type { Site } from './site.ts';

export type Functions = Pick<Core, 'functionShape' | 'functionOrigin' | 'applied' | 'scope'> & {
  /** Type parameters of a function as a call binds them. */
  boundBy(origin: FunctionOrigin, site: Site): Bindings | null;
  /** Type parameters of a class as a construction binds them. */
  classBoundBy(file: FileFacts, cls: number, site: Site): Bindings | null;
};

const WRAPPERS = new Set(['Promise', 'PromiseLike', 'Array', 'ReadonlyArray', 'Iterable', 'Set', 'AsyncIterable']);

/** Signatures of the project's functions, and what calling them gives. */
export function createFunctions(core: Core): Functions {
  const origins = new WeakMap<Shape, FunctionOrigin>();
  const shapes = new WeakMap<FileFacts, Map<number, Shape>>();
  const scopes = new WeakMap<FileFacts, Map<FunctionId, Bindings | null>>();

  const scope = (file: FileFacts, fn: FunctionId): Bindings | null => {
    let table = scopes.get(file);
    if (table === undefined) {
      table = new Map();
      scopes.set(file, table);
    }
    const known = table.get(fn);
    if (known !== undefined) return known;
    table.set(fn, null);
    const out = new Map<string, Shape>();
    let at = fn;
    for (let i = 0; i < 32; i++) {
      const f = file.functions[at];
      if (f === undefined) break;
      bindToConstraints(file, f.typeParameters, f.typeConstraints, out);
      const cls = file.classes[f.owner];
      if (cls !== undefined) bindToConstraints(file, cls.typeParameters, cls.typeConstraints, out);
      if (f.parent < 0 || f.parent === at) break;
      at = f.parent;
    }
    const bindings = out.size > 0 ? out : null;
    table.set(fn, bindings);
    return bindings;
  };

  const bindToConstraints = (
    file: FileFacts,
    names: readonly string[],
    constraints: readonly TypeId[] | undefined,
    out: Map<string, Shape>,
  ): void => {
    const missing = names.filter((n) => !out.has(n));
    for (const n of missing) out.set(n, UNKNOWN);
    names.forEach((n, i) => {
      const constraint = constraints?.[i] ?? -1;
      if (missing.includes(n) && constraint >= 0)
        out.set(n, core.typeShape({ file, type: constraint, bindings: new Map(out) }));
    });
  };

  const functionShape = (file: FileFacts, fn: FunctionId, bindings: Bindings | null, literal = false): Shape => {
    const plain = bindings === null;
    let table = shapes.get(file);
    if (table === undefined) {
      table = new Map();
      shapes.set(file, table);
    }
    const key = literal ? -1 - fn : fn;
    const known = plain ? table.get(key) : undefined;
    if (known !== undefined) return known;
    const facts = file.functions[fn];
    if (facts === undefined) return UNKNOWN;
    const shape = lazyFunction(
      () => facts.parameters.map((p) => parameterShape(file, fn, p.type, p.node, bindings)),
      () => returned(file, facts, withBindings(scope(file, fn), bindings), literal),
    );
    if (plain) table.set(key, shape);
    origins.set(shape, { file, fn, bindings });
    return shape;
  };

  const parameterShape = (
    file: FileFacts,
    fn: FunctionId,
    type: TypeId,
    node: number,
    bindings: Bindings | null,
  ): Shape =>
    type >= 0
      ? core.typeShape({ file, type, bindings: withBindings(scope(file, fn), bindings) })
      : core.nodeShape({ file, node });

  /** Declared return type, else what is returned; wrapped in a promise or list as the function's kind says. */
  const returned = (file: FileFacts, facts: FunctionFacts, bindings: Bindings | null, literal: boolean): Shape => {
    if (facts.returnType >= 0) return core.typeShape({ file, type: facts.returnType, bindings });
    if (facts.kind === 'constructor') return UNKNOWN;
    const exits = facts.isGenerator ? facts.yields : facts.returns;
    const values = exits
      .slice(0, 12)
      .filter((e) => e.node >= 0)
      .map((e) => (literal ? core.literalShape({ file, node: e.node }) : core.nodeShape({ file, node: e.node })));
    const value = union(values);
    if (facts.isGenerator) return value.k === 'unknown' ? UNKNOWN : array(value);
    return facts.isAsync && value.k !== 'unknown' ? promise(core.settled(value)) : value;
  };

  const applied = (origin: FunctionOrigin, site: Site | null): Shape => {
    const facts = origin.file.functions[origin.fn];
    if (facts === undefined) return UNKNOWN;
    const bindings = site === null ? origin.bindings : boundBy(origin, site);
    return returned(origin.file, facts, withBindings(scope(origin.file, origin.fn), bindings), site?.literal ?? false);
  };

  const boundBy = (origin: FunctionOrigin, site: Site): Bindings | null => {
    const facts = origin.file.functions[origin.fn];
    if (facts === undefined || facts.typeParameters.length === 0) return origin.bindings;
    const types = facts.parameters.map((p) => p.type);
    return withBindings(
      origin.bindings,
      bindings(origin.file, facts.typeParameters, types, facts.typeConstraints, site),
    );
  };

  const classBoundBy = (file: FileFacts, cls: number, site: Site): Bindings | null => {
    const facts = file.classes[cls];
    if (facts === undefined || facts.typeParameters.length === 0) return null;
    const types = file.functions[facts.ctor]?.parameters.map((p) => p.type) ?? [];
    return bindings(file, facts.typeParameters, types, facts.typeConstraints, site);
  };

  /** Written type arguments, else those the arguments tell, else the constraint. */
  const bindings = (
    file: FileFacts,
    names: readonly string[],
    parameters: readonly TypeId[],
    constraints: readonly TypeId[] | undefined,
    site: Site,
  ): Bindings => {
    const out = new Map<string, Shape>();
    const explicit = site.types;
    const found = new Map<string, Shape>();
    if (explicit.length < names.length) {
      parameters.forEach((type, i) => {
        if (mentions(file, type, names, 0))
          unify(file, type, site.literal ? site.literalShape(i) : site.shape(i), names, found, 0);
      });
    }
    names.forEach((n, i) => out.set(n, explicit[i] ?? found.get(n) ?? UNKNOWN));
    names.forEach((n, i) => {
      const constraint = constraints?.[i] ?? -1;
      if (out.get(n)?.k === 'unknown' && constraint >= 0) {
        out.set(n, core.typeShape({ file, type: constraint, bindings: new Map(out) }));
      }
    });
    return out;
  };

  /** Lays a parameter's type over an argument's shape. */
  const unify = (
    file: FileFacts,
    type: TypeId,
    shape: Shape,
    names: readonly string[],
    out: Map<string, Shape>,
    depth: number,
  ): void => {
    if (depth > 8 || shape.k === 'unknown') return;
    const go = (t: TypeId, s: Shape): void => {
      unify(file, t, s, names, out, depth + 1);
    };
    const expr = typeOf(file, type);
    switch (expr.k) {
      case 'ref': {
        if (names.includes(expr.name)) {
          out.set(expr.name, union([out.get(expr.name) ?? UNKNOWN, shape]));
          return;
        }
        const [first] = expr.args;
        if (first === undefined) return;
        if (WRAPPERS.has(expr.name)) {
          go(first, expr.name.startsWith('Promise') ? core.settled(shape) : core.element(shape));
          return;
        }
        for (const part of membersOf(shape)) {
          if (part.k === 'external')
            expr.args.forEach((t, i) => {
              go(t, part.args[i] ?? UNKNOWN);
            });
          if (part.k === 'class' && part.bindings !== null) {
            const args = [...part.bindings.values()];
            expr.args.forEach((t, i) => {
              go(t, args[i] ?? UNKNOWN);
            });
          }
        }
        return;
      }
      case 'array':
        go(expr.of, core.element(shape));
        return;
      case 'tuple':
        expr.of.forEach((t, i) => {
          go(t, core.field(shape, String(i)));
        });
        return;
      case 'union':
        for (const t of expr.of) go(t, shape);
        return;
      case 'object':
        for (const m of expr.members) go(m.type, core.field(shape, m.name));
        return;
      case 'function': {
        const fn = membersOf(shape).find((m) => m.k === 'function');
        if (fn?.k !== 'function') return;
        if (mentions(file, expr.returns, names, 0)) go(expr.returns, fn.returns);
        expr.parameters.forEach((p, i) => {
          if (mentions(file, p.type, names, 0)) go(p.type, fn.parameters[i] ?? UNKNOWN);
        });
        return;
      }
      default:
        return;
    }
  };

  return {
    functionShape,
    functionOrigin: (shape) => origins.get(shape) ?? null,
    applied,
    scope,
    boundBy,
    classBoundBy,
  };
}

/** Whether a type names one of the type parameters: the rest need not be looked at. */
function mentions(file: FileFacts, type: TypeId, names: readonly string[], depth: number): boolean {
  if (type < 0 || depth > 8) return false;
  const go = (t: TypeId): boolean => mentions(file, t, names, depth + 1);
  const expr = typeOf(file, type);
  switch (expr.k) {
    case 'ref':
      return names.includes(expr.name) || expr.args.some(go);
    case 'array':
      return go(expr.of);
    case 'tuple':
    case 'union':
    case 'intersection':
      return expr.of.some(go);
    case 'object':
      return expr.members.some((m) => go(m.type));
    case 'function':
      return go(expr.returns) || expr.parameters.some((p) => go(p.type));
    case 'import':
      return expr.args.some(go);
    default:
      return false;
  }
}

/** Inner bindings hide outer ones. */
function withBindings(outer: Bindings | null, inner: Bindings | null): Bindings | null {
  if (outer === null || inner === null) return inner ?? outer;
  return new Map([...outer, ...inner]);
}
