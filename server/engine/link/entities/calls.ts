import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { argumentCount, argumentOf, aOf, calleeOf, opOf, stringOf, bOf, Op } from '../../extract/index.ts';
import type { Entity } from '../contract.ts';
import { apiStep } from './api-path.ts';
import { returnsOf } from './members.ts';
import { addEntities, type EntityResolver } from './entity-set.ts';

const EMPTY: readonly Entity[] = [];
const BIND = '.bind';
/** Globals whose result is (one of) their arguments. */
const IDENTITY_GLOBALS = new Set([
  'Object.freeze',
  'Object.seal',
  'Object.assign',
  'Promise.resolve',
  'structuredClone',
]);

/** What calling `callee` gives; the call node tells the arguments. */
export function entitiesOfCall(
  resolver: EntityResolver,
  callee: Entity,
  file: FileFacts,
  call: NodeId,
): readonly Entity[] {
  switch (callee.k) {
    case 'function': {
      const method = methodName(file, call);
      if (method === 'bind') return [callee];
      return returnsOf(resolver, callee.file, callee.file.functions[callee.fn]);
    }
    case 'api':
      return apiCall(resolver, callee, file, call);
    case 'global':
      if (IDENTITY_GLOBALS.has(callee.name)) return argumentsOf(resolver, file, call);
      return [{ k: 'global', name: `${callee.name}()` }];
    case 'class':
    case 'instance':
    case 'object':
    case 'module':
    case 'literal':
    case 'interface':
      return EMPTY;
  }
}

/**
 * A call into a package: its API path, and, where it is handed functions, what those give: `useMemo(() => client)`,
 * `once(makeClient)`, `cache(getModel)` are as good as their function or its result.
 */
function apiCall(
  resolver: EntityResolver,
  callee: Entity & { k: 'api' },
  file: FileFacts,
  call: NodeId,
): readonly Entity[] {
  // `client.create.bind(client)` is `client.create`
  if (callee.at.endsWith(BIND)) return [{ ...callee, at: callee.at.slice(0, -BIND.length) }];
  const out: Entity[] = [apiStep(resolver.canonical, callee, '()', { file, node: call })];
  for (let i = 0; i < Math.min(2, argumentCount(file, call)); i++) {
    const argument = argumentOf(file, call, i);
    const op = opOf(file, argument);
    if (op !== Op.Func && op !== Op.Def && op !== Op.Cell && op !== Op.Import) continue;
    for (const e of resolver.of(file, argument)) {
      if (e.k !== 'function') continue;
      addEntities(out, [e]);
      addEntities(out, returnsOf(resolver, e.file, e.file.functions[e.fn]));
    }
  }
  return out;
}

function argumentsOf(resolver: EntityResolver, file: FileFacts, call: NodeId): readonly Entity[] {
  const out: Entity[] = [];
  for (let i = 0; i < argumentCount(file, call); i++) addEntities(out, resolver.of(file, argumentOf(file, call, i)));
  return out;
}

/** A proxy stands for what it is put in front of, and its traps are handed that. */
export const isProxy = (callee: Entity): boolean => callee.k === 'global' && callee.name === 'Proxy';

/** What `new callee()` gives. */
export function entitiesOfNew(
  resolver: EntityResolver,
  callee: Entity,
  file: FileFacts,
  node: NodeId,
): readonly Entity[] {
  if (callee.k === 'class') return [{ k: 'instance', file: callee.file, cls: callee.cls }];
  if (callee.k === 'api') return [apiStep(resolver.canonical, callee, '.new()', { file, node })];
  if (isProxy(callee)) return resolver.of(file, argumentOf(file, node, 0));
  if (callee.k === 'global') return [{ k: 'global', name: `${callee.name}.new()` }];
  return EMPTY;
}

/** Last name of a call's callee: the method's, or the function's own. '' if computed. */
export function methodName(file: FileFacts, call: NodeId): string {
  const callee = calleeOf(file, call);
  switch (opOf(file, callee)) {
    case Op.Member:
      return stringOf(file, bOf(file, callee));
    case Op.Global:
      return stringOf(file, aOf(file, callee));
    case Op.Import:
      return file.imports[aOf(file, callee)]?.name ?? '';
    case Op.Cell:
      return file.variables[aOf(file, callee)]?.name ?? '';
    case Op.Def:
      return file.variables[bOf(file, callee)]?.name ?? '';
    case Op.Func:
      return file.functions[aOf(file, callee)]?.name ?? '';
    default:
      return '';
  }
}
