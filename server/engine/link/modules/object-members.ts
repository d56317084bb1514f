import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  listAt,
  listLength,
  Op,
  opOf,
  PropKind,
} from '../../extract/index.ts';
import { NONE, stringOf } from '../../extract/index.ts';

/** Calls that hand their arguments' members on: `Object.freeze(x)`, `Object.assign({}, a, b)`. */
const PASSES_ON: ReadonlySet<string> = new Set(['freeze', 'seal', 'preventExtensions', 'assign', 'defineProperties']);

/** What an object expression of a file consists of, as far as can be read off. */
export interface Members {
  /** Key → value nodes, the last written first. */
  readonly keys: ReadonlyMap<string, readonly NodeId[]>;
  /** Import and other nodes whose members are members of the object too (`...require('./a')`). */
  readonly spreads: readonly NodeId[];
}

/**
 * Members of the object a node holds: object literals, later `x.key = value`, spreads, `Object.assign`, `Object.freeze`,
 * and variables that hold such.
 */
export function membersOf(facts: FileFacts, node: NodeId): Members {
  const keys = new Map<string, NodeId[]>();
  const spreads: NodeId[] = [];
  const seen = new Set<NodeId>();
  const add = (key: string, value: NodeId): void => {
    const known = keys.get(key);
    if (known === undefined) keys.set(key, [value]);
    else if (!known.includes(value)) known.push(value);
  };
  const visit = (at: NodeId): void => {
    if (at < 0 || seen.has(at)) return;
    seen.add(at);
    const a = aOf(facts, at);
    switch (opOf(facts, at)) {
      case Op.Def:
      case Op.Cast:
      case Op.Effect:
      case Op.Spread:
        visit(a);
        break;
      case Op.Cell:
        for (const definition of [...(facts.variables[a]?.definitions ?? [])].reverse()) visit(definition);
        break;
      case Op.Phi:
        for (let i = 1; i < listLength(facts, a); i += 2) visit(listAt(facts, a, i));
        break;
      case Op.Store:
        if (bOf(facts, at) !== NONE) add(stringOf(facts, bOf(facts, at)), listAt(facts, a, 1));
        visit(listAt(facts, a, 0));
        break;
      case Op.Object:
        for (let i = listLength(facts, a) - 3; i >= 0; i -= 3) {
          const value = listAt(facts, a, i + 2);
          const kind = listAt(facts, a, i);
          if (kind === PropKind.Spread) visit(value);
          else if (kind !== PropKind.Computed && kind !== PropKind.Setter)
            add(stringOf(facts, listAt(facts, a, i + 1)), value);
        }
        break;
      case Op.Call:
        if (passesOn(facts, at))
          for (let i = argumentCount(facts, at) - 1; i >= 0; i--) visit(argumentOf(facts, at, i));
        break;
      case Op.Import:
      case Op.Member:
        spreads.push(at);
        break;
      default:
    }
  };
  visit(node);
  return { keys, spreads };
}

function passesOn(facts: FileFacts, call: NodeId): boolean {
  const callee = calleeOf(facts, call);
  if (opOf(facts, callee) !== Op.Member || !PASSES_ON.has(stringOf(facts, bOf(facts, callee)))) return false;
  const object = aOf(facts, callee);
  return opOf(facts, object) === Op.Global && stringOf(facts, aOf(facts, object)) === 'Object';
}
