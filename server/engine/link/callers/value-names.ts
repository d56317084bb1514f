import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  listAt,
  listLength,
  opOf,
  stringOf,
  Op,
} from '../../extract/index.ts';

/** Definitions, casts and calls looked through. */
const MAX_STEPS = 8;
/** Definitions of a variable of an outer function, and arguments that a call may give back, looked at. */
const MAX_PARTS = 6;
/** Methods that give, or call, the function they are called on. */
const OF_FUNCTIONS = new Set(['call', 'apply', 'bind']);

/**
 * Names a value goes by where it stands: of the variables, imports and properties it is read from, of what is called to
 * make it. Two values of which one may be the other have a name in common, unless it went through an alias (see
 * `withAliases`). Told by the file alone: no other file is asked for.
 *
 * @returns null if the value may be anything
 */
export function namesOfValue(file: FileFacts, node: NodeId): ReadonlySet<string> | null {
  const out = new Set<string>();
  return collect(file, node, out, 0) ? out : null;
}

/** False if the value may be anything. */
function collect(file: FileFacts, node: NodeId, out: Set<string>, depth: number): boolean {
  if (node < 0) return true;
  if (depth > MAX_STEPS) return false;
  const a = aOf(file, node);
  const go = (n: NodeId): boolean => n === node || collect(file, n, out, depth + 1);
  switch (opOf(file, node)) {
    case Op.Def:
      out.add(file.variables[bOf(file, node)]?.name ?? '');
      return go(a);
    case Op.Cell: {
      const variable = file.variables[a];
      out.add(variable?.name ?? '');
      const definitions = variable?.definitions ?? [];
      return definitions.length <= MAX_PARTS && definitions.every(go);
    }
    case Op.Import: {
      const name = file.imports[a]?.name ?? '';
      out.add(name);
      // a module that is called itself: `require('./run')(x)`
      if (name === '*') for (const whole of ['=', 'default']) out.add(whole);
      return true;
    }
    case Op.Member: {
      const key = stringOf(file, bOf(file, node));
      out.add(key);
      return !OF_FUNCTIONS.has(key) || go(a);
    }
    case Op.Func:
      out.add(file.functions[a]?.name ?? '');
      return true;
    case Op.Class:
      out.add(file.classes[a]?.name ?? '');
      return true;
    case Op.Global:
      out.add(stringOf(file, a));
      return true;
    case Op.Super:
      return go(file.classes[a]?.superclass ?? -1);
    case Op.Param:
      return go(file.functions[a]?.parameters[bOf(file, node)]?.default ?? -1);
    case Op.Await:
    case Op.Cast:
    case Op.Effect:
    case Op.Spread:
    case Op.Rest:
      return go(a);
    case Op.Store:
      return go(listAt(file, a, 0));
    case Op.Logical:
    case Op.Default:
      return go(a) && go(bOf(file, node));
    case Op.Conditional:
      return go(listAt(file, a, 1)) && go(listAt(file, a, 2));
    case Op.Phi:
      for (let i = 1; i < listLength(file, a); i += 2) if (!go(listAt(file, a, i))) return false;
      return true;
    case Op.Call:
    case Op.New:
    case Op.Tagged: {
      if (!go(calleeOf(file, node))) return false;
      // `once(makeClient)`, `Object.freeze(handlers)`: as good as what they are given
      for (let i = 0; i < Math.min(MAX_PARTS, argumentCount(file, node)); i++) {
        const argument = argumentOf(file, node, i);
        if (mayBeFunction(file, argument) && !go(argument)) return false;
      }
      return true;
    }
    case Op.Index:
    case Op.Element:
      return false;
    default:
      return true;
  }
}

/** Whether a node can be a function, or something that is read from elsewhere and may be one. */
export function mayBeFunction(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, defined(file, node));
  return op === Op.Func || op === Op.Import || op === Op.Cell || op === Op.Member || op === Op.Call;
}

/** The value behind definitions of definitions. */
export function defined(file: FileFacts, node: NodeId): NodeId {
  let n = node;
  while (opOf(file, n) === Op.Def) n = aOf(file, n);
  return n;
}
