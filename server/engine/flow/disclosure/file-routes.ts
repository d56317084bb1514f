import type { FileRoute, Framework, PageData } from '../../../../rules/schema/types.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import { aOf, listAt, listLength, opOf, Op } from '../../extract/index.ts';
import type { Program } from '../../link/index.ts';
import { ROLE_TYPES } from '../catalogue-index/roles.ts';

/** Functions that frameworks find by the file they stand in. */
export interface FileRoutes {
  /** Canonical type of a parameter of such a function (`next:Request`), or null. */
  parameter(file: FileFacts, fn: FunctionId, position: number): string | null;
  /** Whether what the function returns is sent as an answer. */
  answers(file: FileFacts, fn: FunctionId): boolean;
  /** The page that is handed what the function returns, or null. */
  pageOf(file: FileFacts, fn: FunctionId): PageOfRoute | null;
  /** Names of exports by which a framework calls the function. */
  namesOf(file: FileFacts, fn: FunctionId): readonly string[];
}

/** A page, and how it comes by what a function of its route answered; without `reads` that is not seen in it. */
export interface PageOfRoute {
  readonly path: string;
  readonly reads?: PageData;
}

interface Compiled extends FileRoute {
  readonly pattern: RegExp;
  readonly framework: string;
}

/** Compiles the catalogue's file routes; patterns are the catalogue's own, anchored by it. */
export function createFileRoutes(program: Program, frameworks: readonly Framework[]): FileRoutes {
  const compiled = frameworks.flatMap((f) =>
    (f.routes ?? []).map((route): Compiled => ({ ...route, pattern: new RegExp(route.files), framework: f.id })),
  );
  const memo = new Map<string, readonly Compiled[]>();
  const ofPath = (path: string): readonly Compiled[] => {
    let found = memo.get(path);
    if (found === undefined) memo.set(path, (found = compiled.filter((route) => route.pattern.test(path))));
    return found;
  };
  const routesOf = (file: FileFacts, fn: FunctionId): readonly Compiled[] => {
    const routes = ofPath(file.path);
    if (routes.length === 0) return routes;
    const names = exportedAs(program, file, fn);
    return routes.filter((route) => route.exports.some((name) => names.includes(name)));
  };
  return {
    parameter(file, fn, position) {
      for (const route of routesOf(file, fn)) {
        const type = ROLE_TYPES[route.parameters?.[position] ?? ''];
        if (type !== undefined) return `${route.framework}:${type}`;
      }
      return null;
    },
    answers: (file, fn) => routesOf(file, fn).some((route) => route.answers === true),
    pageOf(file, fn) {
      const route = routesOf(file, fn).find(({ page }) => page !== undefined);
      if (route?.page === undefined) return null;
      const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
      const path = route.page === 'default' ? file.path : folder + route.page;
      return route.reads === undefined ? { path } : { path, reads: route.reads };
    },
    namesOf: (file, fn) => (ofPath(file.path).length === 0 ? [] : exportedAs(program, file, fn)),
  };
}

/** Names a function is exported under, wrappers looked into: `export const GET = withAuth(async (req) => …)`. */
function exportedAs(program: Program, file: FileFacts, fn: FunctionId): readonly string[] {
  return file.exports.flatMap((exported) => {
    if (exported.node < 0) return [];
    if (opOf(file, exported.node) === Op.Func) return aOf(file, exported.node) === fn ? [exported.name] : [];
    const value = bare(file, exported.node);
    if (opOf(file, value) === Op.Object) return holdsFunction(file, value, fn) ? [`${exported.name}.*`] : [];
    const hit = program
      .entities({ file, node: exported.node })
      .some((e) => e.k === 'function' && e.file === file && e.fn === fn);
    return hit ? [exported.name] : [];
  });
}

function bare(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  for (let i = 0; i < 6; i++) {
    if (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
    else if (opOf(file, n) === Op.Cell) n = file.variables[aOf(file, n)]?.definitions[0] ?? -1;
    else break;
  }
  return n;
}

/** Whether a function is a property of an object literal: `actions = { default: async () => … }`. */
function holdsFunction(file: FileFacts, object: NodeId, fn: FunctionId): boolean {
  const list = aOf(file, object);
  for (let i = 2; i < listLength(file, list); i += 3) {
    const value = listAt(file, list, i);
    if (opOf(file, value) === Op.Func && aOf(file, value) === fn) return true;
  }
  return false;
}
