import type { FileFacts, NodeId } from '../../extract/facts.ts';
import { aOf, bOf, listAt, listLength, opOf, Op } from '../../extract/index.ts';

/** Whether a node is what its one operand is (unless the operand is nothing and the node has a type). */
export function handsOn(file: FileFacts, node: NodeId): boolean {
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
export function operandOf(file: FileFacts, node: NodeId): NodeId {
  const a = aOf(file, node);
  return opOf(file, node) === Op.Store ? listAt(file, a, 0) : a;
}

/** Whether a type is written where the node stands. */
export function isTyped(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  return op === Op.Cast || (op === Op.Def && (file.variables[bOf(file, node)]?.type ?? -1) >= 0);
}

/** Whether a value was made by a call with type arguments, or stands in a variable that holds such a value. */
export function isTypedCall(file: FileFacts, node: NodeId): boolean {
  let n = node;
  for (let i = 0; i < 8; i++) {
    const op = opOf(file, n);
    if (op === Op.Def || op === Op.Cast || op === Op.Await) n = aOf(file, n);
    else if (op === Op.Cell) n = file.variables[aOf(file, n)]?.definitions[0] ?? -1;
    else return op === Op.Call && (file.typeArguments?.[n]?.length ?? 0) > 0;
  }
  return false;
}

/** Every second item of a list of pairs: the values of a Phi. */
export function oddItems(file: FileFacts, list: number): NodeId[] {
  const out: NodeId[] = [];
  for (let i = 1; i < listLength(file, list); i += 2) out.push(listAt(file, list, i));
  return out;
}

/** Stores and effects are later versions of the same object: asked for what it is, they say what it was. */
export function isLaterVersion(file: FileFacts, node: NodeId): boolean {
  const op = opOf(file, node);
  return op === Op.Store || op === Op.Effect || op === Op.Phi;
}
