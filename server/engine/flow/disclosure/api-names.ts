import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, listAt, listLength, opOf, stringOf, Op } from '../../extract/index.ts';
import { apiName, type Program } from '../../link/index.ts';
import type { CatalogueIndex } from '../catalogue-index/index.ts';
import type { FileRoutes } from './file-routes.ts';

const MAX_STEPS = 24;
/** Callers asked for what they pass. */
const MAX_CALLERS = 16;
const NONE: readonly string[] = [];

/** Names values by the catalogue's API paths. */
export interface ApiNames {
  /** Canonical API paths of a node; handlers that are registered in another file, or found by their file, included. */
  of(file: FileFacts, node: NodeId): readonly string[];
  /** Canonical paths of the calls a function is handed to, in any file, with the keys it stands under in an object. */
  registrations(file: FileFacts, fn: FunctionId): readonly string[];
}

/**
 * What a node is as API paths. The link stage knows a handler's parameters where the handler stands in the call that
 * registers it; those registered from elsewhere are looked up here, on demand, by their call sites.
 */
export function createApiNames(program: Program, index: CatalogueIndex, routes: FileRoutes): ApiNames {
  const memo = new WeakMap<FileFacts, Map<NodeId, readonly string[]>>();
  const registered = new WeakMap<FileFacts, Map<FunctionId, readonly string[]>>();

  const direct = (file: FileFacts, node: NodeId): readonly string[] =>
    program.entities({ file, node }).flatMap((e) => {
      if (e.k === 'api') return [apiName(e)];
      return e.k === 'global' ? [index.canonical('', e.name)] : [];
    });

  const then = (from: readonly string[], step: string): readonly string[] =>
    from.map((name) => index.canonical('', name + step));

  const registrations = (file: FileFacts, fn: FunctionId): readonly string[] => {
    let known = registered.get(file);
    if (known === undefined) registered.set(file, (known = new Map<FunctionId, readonly string[]>()));
    let found = known.get(fn);
    if (found === undefined) {
      known.set(fn, NONE);
      found = program.registrations(file, fn).flatMap((r) => {
        const callee = of(r.file, calleeOf(r.file, r.call));
        const made = opOf(r.file, r.call) === Op.New ? callee.map((name) => `${name}.new()`) : callee;
        return r.keys.reduce((at, key) => at.map((name) => index.canonical('', `${name}.${key}`)), made);
      });
      known.set(fn, found);
    }
    return found;
  };

  const parameter = (file: FileFacts, fn: FunctionId, position: number): readonly string[] => {
    const byRoute = routes.parameter(file, fn, position);
    if (byRoute !== null) return [byRoute];
    const handed = registrations(file, fn).map((name) => index.canonical('', `${name}.@${String(position)}`));
    return handed.length > 0 ? handed : passed(file, fn, position);
  };

  /** `writeChunk(res, chunk)`: where nobody says what a parameter is, it is what callers pass. */
  const passed = (file: FileFacts, fn: FunctionId, position: number): readonly string[] => {
    if ((file.functions[fn]?.parameters[position]?.type ?? 0) >= 0) return NONE;
    for (const site of program.callSites(file, fn).sites.slice(0, MAX_CALLERS)) {
      const found = site.how === 'direct' ? of(site.file, argumentOf(site.file, site.call, position)) : NONE;
      if (found.length > 0) return found;
    }
    return NONE;
  };

  const steps = (file: FileFacts, node: NodeId, depth: number): readonly string[] => {
    if (depth > MAX_STEPS || node < 0) return NONE;
    const found = direct(file, node);
    if (found.length > 0) return found;
    const a = aOf(file, node);
    const go = (n: NodeId): readonly string[] => steps(file, n, depth + 1);
    switch (opOf(file, node)) {
      case Op.Member:
        return then(go(a), `.${stringOf(file, bOf(file, node))}`);
      case Op.Call:
        return then(go(calleeOf(file, node)), '()');
      case Op.Def:
      case Op.Await:
      case Op.Cast:
      case Op.Effect:
        return go(a);
      case Op.Store:
        return go(listAt(file, a, 0));
      case Op.Cell:
        return go(file.variables[a]?.definitions[0] ?? -1);
      case Op.Phi: {
        // in a loop: what it was before, or what the round before made of it
        for (let i = 1; i < listLength(file, a); i += 2) {
          const names = of(file, listAt(file, a, i));
          if (names.length > 0) return names;
        }
        return NONE;
      }
      case Op.Param:
        return parameter(file, a, bOf(file, node));
      default:
        return NONE;
    }
  };

  const of = (file: FileFacts, node: NodeId): readonly string[] => {
    let known = memo.get(file);
    if (known === undefined) memo.set(file, (known = new Map<NodeId, readonly string[]>()));
    let found = known.get(node);
    if (found === undefined) {
      known.set(node, NONE);
      found = [...new Set(steps(file, node, 0))];
      known.set(node, found);
    }
    return found;
  };

  return { of, registrations };
}
