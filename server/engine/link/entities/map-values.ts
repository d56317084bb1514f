import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, argumentOf, bOf, calleeOf, listAt, listItems, opOf, stringOf, Op } from '../../extract/index.ts';
import type { Entity } from '../contract.ts';
import { methodName } from './calls.ts';
import { addEntities, type EntityResolver } from './entity-set.ts';

/** What a call of a map's method is by itself: `Map.new().get()`. */
const GIVES_VALUE = /^(?:globalThis\.)?(?:Weak)?Map\.new\(\)\.get\(\)$/;
const MAX_VALUES = 32;

/** Whether all that is known of a call is that it reads a map. */
export const readsMap = (entities: readonly Entity[]): boolean =>
  entities.length > 0 && entities.every((e) => e.k === 'global' && GIVES_VALUE.test(e.name));

/** What `clients.get(name)` may be: all that the file puts into the map, or makes it with. */
export function valuesOfMap(resolver: EntityResolver, file: FileFacts, call: NodeId): readonly Entity[] {
  const callee = calleeOf(file, call);
  if (opOf(file, callee) !== Op.Member) return [];
  const key = holderOf(file, aOf(file, callee));
  if (key === null) return [];
  const out: Entity[] = [];
  let found = 0;
  for (const other of file.calls) {
    if (methodName(file, other) !== 'set' || found >= MAX_VALUES) continue;
    const at = calleeOf(file, other);
    if (opOf(file, at) !== Op.Member || holderOf(file, aOf(file, at)) !== key) continue;
    found++;
    addEntities(out, resolver.of(file, argumentOf(file, other, 1)));
  }
  for (const pair of pairsOf(file, aOf(file, callee))) {
    if (opOf(file, pair) === Op.Array) addEntities(out, resolver.of(file, listAt(file, aOf(file, pair), 1)));
  }
  return out;
}

/** The variable or field that holds a map, as one text; null if it is neither. */
function holderOf(file: FileFacts, node: NodeId): string | null {
  let n = node;
  for (let i = 0; i < 16 && n >= 0; i++) {
    const op = opOf(file, n);
    if (op === Op.Effect || op === Op.Cast) n = aOf(file, n);
    else if (op === Op.Store) n = listAt(file, aOf(file, n), 0);
    else if (op === Op.Def) return `v${String(bOf(file, n))}`;
    else if (op === Op.Cell) return `v${String(aOf(file, n))}`;
    else if (op === Op.Member && opOf(file, aOf(file, n)) === Op.This) return `.${stringOf(file, bOf(file, n))}`;
    else return null;
  }
  return null;
}

/** The pairs of `new Map([['a', x], …])`. */
function pairsOf(file: FileFacts, receiver: NodeId): readonly NodeId[] {
  let n = receiver;
  for (let i = 0; i < 16 && n >= 0; i++) {
    const op = opOf(file, n);
    if (op === Op.Def || op === Op.Cast || op === Op.Effect) n = aOf(file, n);
    else if (op === Op.Cell) n = file.variables[aOf(file, n)]?.definitions.find((d) => opOf(file, d) === Op.Def) ?? -1;
    else break;
  }
  if (n < 0 || opOf(file, n) !== Op.New) return [];
  const list = argumentOf(file, n, 0);
  if (list < 0 || opOf(file, list) !== Op.Array) return [];
  return Array.from(listItems(file, aOf(file, list))).slice(0, MAX_VALUES);
}
